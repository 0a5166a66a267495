"""The door: what is not Slack's is refused and leaves no row; nothing signed makes it stumble."""

from __future__ import annotations

import copy
import hmac
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from bot.clock import monotonic
from bot.models import Escalation, Input, Launch, Message
from handlers.door import payload_of
from tests.chaos.kinds import every_kind
from tests.engine.staging import Stage, staged

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
EVENT = {
    "type": "event_callback",
    "team_id": "T0TUTTI",
    "api_app_id": "A0TUTTI",
    "event_id": "Ev1",
    "event": {"type": "user_change", "user": {"id": "U0LEA", "profile": {"display_name": "Léa"}}},
    "authorizations": [{"team_id": "T0TUTTI", "enterprise_id": None}],
}


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        yield made


async def post(
    stage: Stage,
    body: str | bytes,
    kind: str = JSON,
    *,
    secret: str | None = None,
    age: float = 0,
    **headers: str,
) -> int:
    """The status of a request signed with `secret` (ours by default), `age` seconds old."""
    data = body.encode() if isinstance(body, str) else body
    stamp = str(int(stage.clock.tick() - age))
    key = (secret or stage.world.signing_secret).encode()
    signed = "v0=" + hmac.new(key, f"v0:{stamp}:".encode() + data, "sha256").hexdigest()
    given_headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signed,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(stage.world.delivery.url, data=BytesIO(data), headers=given_headers) as answer,
    ):
        await answer.read()
        return answer.status


async def traces(stage: Stage) -> int:
    """How many rows inputs have left."""
    return sum([len(await stage.rows(model)) for model in (Input, Launch, Escalation, Message)])


async def test_a_wrong_an_old_and_a_missing_signature_are_401_without_a_row(stage: Stage) -> None:
    body = json.dumps(EVENT | {"event": {"type": "app_uninstalled"}})
    assert await post(stage, body, secret="another") == 401
    assert await post(stage, body, age=301) == 401
    assert await post(stage, body, age=-330) == 401
    assert await post(stage, body, X_Slack_Signature="") == 401
    assert await post(stage, body, X_Slack_Request_Timestamp="") == 401
    assert await post(stage, body, X_Slack_Request_Timestamp="9" * 400) == 401
    assert await post(stage, body, X_Slack_Request_Timestamp="²") == 401
    assert await traces(stage) == 0
    assert await post(stage, body, age=290) == 200


async def test_two_secrets_are_good_while_one_is_being_changed(sqlite_url: str) -> None:
    from handlers.door import Door

    async with staged(sqlite_url) as stage:
        secrets = [SecretStr("new"), SecretStr(stage.world.signing_secret)]
        door = Door(stage.tutti.bolt, stage.tutti.tools, [one.get_secret_value() for one in secrets])
        assert len(door._verifiers) == 2
        stamp, body = str(int(stage.clock.tick())), b"{}"
        for secret in ("new", stage.world.signing_secret):
            signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
            assert any(one.is_valid(body, stamp, str(signature)) for one in door._verifiers)


async def test_another_apps_input_is_401_without_a_row(stage: Stage) -> None:
    assert await post(stage, json.dumps(EVENT | {"api_app_id": "A0OTHER"})) == 401
    assert await traces(stage) == 0


NOT_SLACKS = [
    (JSON, b""),
    (JSON, b"nonsense"),
    (JSON, b"[]"),
    (JSON, b"null"),
    (JSON, b'{"type": "event_callback"}'),
    (JSON, json.dumps(EVENT | {"event": "text"}).encode()),
    (JSON, json.dumps(EVENT | {"event": {"type": "user_change", "user": 5}}).encode()),
    (JSON, json.dumps(EVENT | {"team_id": "T\0"}).encode()),
    (JSON, json.dumps(EVENT).replace("user_change", "\\ud800").encode()),
    (JSON, b"[" * 100_000),
    (JSON, b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    ("text/plain", json.dumps(EVENT).encode()),
    (FORM, json.dumps(EVENT).encode()),
    (FORM, b"payload="),
    (FORM, b"payload=%7B%22type%22%3A%22block_actions%22%7D"),
    (FORM, urlencode({"payload": json.dumps({"type": "view_submission", "view": {}})}).encode()),
    (
        FORM,
        urlencode(
            {
                "payload": json.dumps(
                    {
                        "type": "view_submission",
                        "user": {"id": "U0LEA"},
                        "view": {"id": "V1"},
                        "response_urls": [{}, {}],
                    }
                )
            }
        ).encode(),
    ),
    (FORM, b"command=%2Ftutti"),
    (FORM, b"command=%2Ftutti&team_id=T0TUTTI&user_id=U0LEA&text=%00"),
]


async def test_a_signed_body_that_is_not_slacks_is_a_400_without_a_row(stage: Stage) -> None:
    for kind, body in NOT_SLACKS:
        assert await post(stage, body, kind) == 400, body[:200]
    assert await post(stage, b"\xff\xfe") in (400, 401)
    assert await traces(stage) == 0


async def test_a_huge_body_is_a_413_announced_or_not(stage: Stage) -> None:
    huge = b"a" * 1_500_000
    assert await post(stage, huge) == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(15):
            yield huge[:100_000]

    async with (
        aiohttp.ClientSession() as session,
        session.post(stage.world.delivery.url, data=pieces()) as answer,
    ):
        assert answer.status == 413


async def test_what_nobody_listens_to_is_still_taken(stage: Stage) -> None:
    given_event = await stage.world.event({"type": "emoji_changed"})
    assert given_event.status == 200
    limited = {"type": "app_rate_limited", "team_id": "T0TUTTI", "api_app_id": "A0TUTTI"}
    assert await post(stage, json.dumps(limited)) == 200
    click = {
        "type": "block_actions",
        "api_app_id": "A0TUTTI",
        "team": {"id": "T0TUTTI"},
        "user": {"id": "U0LEA"},
        "trigger_id": "1.2",
        "actions": [{"type": "button", "action_id": "of_another_version", "block_id": "b"}],
    }
    assert await post(stage, urlencode({"payload": json.dumps(click)}), FORM) == 200
    shortcut = click | {"type": "shortcut", "callback_id": "of_another_version"}
    assert await post(stage, urlencode({"payload": json.dumps(shortcut)}), FORM) == 200
    view = {"id": "V1", "hash": "h", "type": "modal", "callback_id": "of_another_version", "blocks": []}
    assert (
        await post(
            stage, urlencode({"payload": json.dumps(click | {"type": "view_submission", "view": view})}), FORM
        )
        == 200
    )
    await stage.settle()
    assert stage.inbox("U0LEA", "earlier version of Tutti")
    assert await traces(stage) == 0


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.text(max_size=20),
    st.just("\0"),
    st.just("x" * 5000),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a payload."""
    found = [path] if path else []
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in items:
        found += places(value, (*path, name))
    return found


def changed(payload: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The payload with one place changed, or taken away for `...`."""
    made = copy.deepcopy(payload)
    part: Any = made
    for name in path[:-1]:
        part = part[name]
    if value is ...:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return made


async def test_no_mutation_of_a_signed_payload_makes_a_500_or_takes_three_seconds(stage: Stage) -> None:
    known = await every_kind(stage)
    mutations: list[tuple[str, dict[str, Any]]] = []

    @settings(
        max_examples=300,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def mutate(data: st.DataObject) -> None:
        kind, payload = data.draw(st.sampled_from(known))
        path = data.draw(st.sampled_from(places(payload)))
        mutations.append((kind, changed(payload, path, data.draw(st.one_of(st.just(...), VALUES)))))

    mutate()
    statuses = []
    for kind, payload in mutations:
        body, content_type = encoded(kind, payload)
        started = monotonic()
        statuses.append(await post(stage, body, content_type))
        assert monotonic() - started < 3, payload
        assert statuses[-1] in (200, 400, 401, 404), (statuses[-1], payload)
    assert {200, 400} <= set(statuses)


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """The body and content type in which Slack sends it."""
    if kind == "command":
        return urlencode(payload), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    return json.dumps(payload), JSON


def test_what_slack_sends_is_read() -> None:
    assert payload_of(json.dumps(EVENT).encode(), "application/json; charset=utf-8") == EVENT


@pytest.mark.parametrize("text", ['100 % + %22 & %2522 = "a", [b]: {c}/\\', "« été » 😀", "%7B%5B"])
@pytest.mark.parametrize("plain", [True, False])
def test_what_was_typed_comes_through_a_form_as_it_was(text: str, plain: bool) -> None:
    sent = {"type": "shortcut", "callback_id": "launch", "user": {"id": "U1"}, "typed": text}
    body = urlencode({"payload": json.dumps(sent, ensure_ascii=plain)}).encode()
    assert payload_of(body, "application/x-www-form-urlencoded") == sent


@pytest.mark.parametrize("text", ["a\\u0000b", "\\ud83d", "\\uD83d", "\\udE00 x"])
def test_text_that_no_database_keeps_is_no_payload(text: str) -> None:
    body = json.dumps(EVENT | {"more": "here"}).replace("here", text).encode()
    assert payload_of(body, "application/json") is None
