"""The door for other programs: what is not signed well leaves no row, and nothing signed makes it stumble."""

from __future__ import annotations

import copy
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.clock import monotonic
from bot.flows import hook_secrets
from bot.models import Arrival, Escalation, Input, Refused
from tests.engine.staging import Stage, staged
from tests.handlers.test_door import VALUES, changed, places
from tests.hooks.posting import KEY, Sender, recorded, source

BODY = {"n": 1, "what": "Cold oven", "about": "complaint"}
RULES: dict[str, Any] = {"id": "n", "fields": {"title": "what", "topic": "about"}}


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        yield made


async def traces(stage: Stage) -> int:
    """How many rows deliveries have left."""
    return sum([len(await stage.rows(model)) for model in (Input, Escalation, Arrival, Refused)])


async def test_a_wrong_an_old_and_a_missing_signature_are_401_without_a_row(stage: Stage) -> None:
    shop = await source(stage, "shop", **RULES)
    assert (await shop.post(BODY, age=301))[0] == 401
    assert (await shop.post(BODY, age=-330))[0] == 401
    wrongly: list[dict[str, Any]] = [
        {"webhook_signature": "v1,AAAA"},
        {"webhook_signature": ""},
        {"webhook_signature": "v1,é"},
        {"webhook_timestamp": ""},
        {"webhook_timestamp": "9" * 400},
        {"webhook_timestamp": "nan"},
        {"webhook_id": ""},
        {"webhook_id": "msg_other"},
    ]
    for headers in wrongly:
        assert (await shop.post(BODY, **headers))[0] == 401, headers
    wrong = Sender(stage, "shop", "another secret of its own")
    assert (await wrong.post(BODY))[0] == 401
    for key in ("nobody", "%00", "SHOP", "%F0%9F%98%80", "a" * 500, "%ff"):
        assert (await Sender(stage, key, shop.secret).post(BODY))[0] == 404, key
    assert await traces(stage) == 0
    assert (await shop.post(BODY, age=290))[0] == 200
    async with aiohttp.ClientSession() as session, session.get(shop.url) as answer:
        assert answer.status == 405


@pytest.mark.parametrize("scheme", ["standard", "zendesk", "hubspot"])
async def test_each_scheme_is_verified_and_one_changed_byte_is_not(stage: Stage, scheme: str) -> None:
    shop = await source(stage, "shop", scheme=scheme, **RULES)
    data = json.dumps(BODY).encode()
    signed = shop.headers(data)
    for given_body, status in ((data.replace(b"oven", b"oveN"), 401), (data, 200)):
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                shop.url, data=given_body, headers=signed | {"Content-Type": "application/json"}
            ) as a,
        ):
            assert a.status == status


async def test_two_secrets_are_good_until_the_older_is_retired(stage: Stage) -> None:
    shop = await source(stage, "shop", **RULES)
    store, now = stage.tutti.store, stage.clock.now()
    own = "what the sender chose by itself"
    await hook_secrets.make(store, KEY, "T0TUTTI", "shop", own, now)
    newer = Sender(stage, "shop", own)
    assert [(await one.post(BODY))[0] for one in (shop, newer)] == [200, 200]
    assert await hook_secrets.retire(store, "T0TUTTI", "shop", now) == 1
    assert [(await one.post(BODY))[0] for one in (shop, newer)] == [401, 200]
    stage.tutti.tools.settings = stage.tutti.settings.model_copy(
        update={"tutti_secret_key": SecretStr("another key that is long")}
    )
    assert (await newer.post(BODY))[0] == 503


async def test_a_huge_body_another_kind_and_what_is_no_json_open_nothing_and_are_counted(
    stage: Stage,
) -> None:
    shop = await source(stage, "shop", **RULES)
    assert (await shop.post(b'"' + b"a" * 300_000 + b'"'))[0] == 413
    assert (await shop.post(BODY, kind="text/plain"))[0] == 415
    for body in (
        b"",
        b"nonsense",
        b"[" * 100_000,
        b'{"n": 1, "n": 2}',
        b'{"n": NaN}',
        b"\xff",
        b'{"n": "\\u0000"}',
    ):
        status, answer = await shop.post(body)
        assert (status, answer["result"]) == (422, "unreadable"), body[:50]
    assert (await shop.post(BODY | {"about": "?", "what": "Rain"}))[0] == 422
    assert (await shop.post(b"[]"))[0] == 422
    assert await stage.rows(Escalation) == [] and await stage.rows(Input) == []
    assert {(row.why, row.count) for row in await stage.rows(Refused)} == {
        ("unreadable", 8),
        ("unknown_topic", 1),
        ("no_id", 1),
    }
    assert (await shop.post(BODY, kind="application/vnd.shop+json; charset=utf-8"))[0] == 200


async def test_a_database_that_is_away_is_a_503_to_try_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.errors import Busy

    shop = await source(stage, "shop", **RULES)

    async def busy(*_: object, **__: object) -> None:
        raise Busy("away")

    with monkeypatch.context() as patch:
        patch.setattr(stage.tutti.store, "write", busy)
        assert await shop.post_once(BODY, delivery="msg_1") == (503, {"result": "busy", "items": []})
    assert (await shop.post(BODY, delivery="msg_1"))[1]["items"] == [{"id": "1", "result": "opened"}]


async def test_no_mutation_of_a_signed_body_makes_a_500_or_takes_three_seconds(stage: Stage) -> None:
    bodies = {
        name: recorded(f"{name}_{rest}")
        for name, rest in (
            ("zendesk", "created"),
            ("meltwater", "stream"),
            ("mail", "press"),
            ("form", "response"),
        )
    }
    others = tuple(
        {"key": name, "by": "U0KARIM", "mapping": name, "scheme": "standard", "per_minute": 5}
        for name in bodies
        if name != "zendesk"
    )
    first = await source(stage, "zendesk", mapping="zendesk", scheme="standard", per_minute=5, others=others)
    senders = {"zendesk": first}
    for name in bodies:
        if name != "zendesk":
            secret = await hook_secrets.make(stage.tutti.store, KEY, "T0TUTTI", name, None, stage.clock.now())
            senders[name] = Sender(stage, name, secret)
    mutations: list[tuple[str, Any]] = []

    @settings(
        max_examples=150,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def mutate(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(bodies)))
        path = data.draw(st.sampled_from(places(bodies[name])))
        value = data.draw(st.one_of(st.just(...), VALUES))
        mutations.append((name, changed(copy.deepcopy(bodies[name]), path, value)))

    mutate()
    statuses = set()
    for name, body in mutations:
        started = monotonic()
        status, _ = await senders[name].post(body)
        statuses.add(status)
        assert monotonic() - started < 3, body
        assert status in (200, 202, 422), (status, body)
    assert {200, 422} <= statuses
    await stage.settle()
