"""Slack's message events, read: who said it, what can be read of it, what is no message of anybody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.messages import heard_of
from tests.handlers.test_door import VALUES, changed, places

SAID: dict[str, Any] = {
    "type": "message",
    "channel": "C0CS",
    "channel_type": "channel",
    "user": "U0LEA",
    "text": "The oven is cold",
    "ts": "1795507500.000100",
}
DESK = {
    "user": "U0DESKBOT",
    "bot_id": "B0DESK",
    "app_id": "A0DESK",
    "bot_profile": {"id": "B0DESK", "app_id": "A0DESK", "name": "Ticket desk"},
}


def test_a_persons_message() -> None:
    heard = heard_of(SAID | {"thread_ts": "1.0"})
    assert heard is not None
    assert (heard.author, heard.app, heard.text, heard.thread) == ("U0LEA", None, "The oven is cold", "1.0")
    assert (
        not heard.hidden
        and heard.at is not None
        and heard.at.isoformat() == "2026-11-24T08:05:00.000100+00:00"
    )


@pytest.mark.parametrize("kind", ["group", "mpim", "im"])
def test_a_hidden_place_is_known(kind: str) -> None:
    heard = heard_of(SAID | {"channel_type": kind})
    assert heard is not None and heard.hidden


@pytest.mark.parametrize(
    ("message", "app", "name", "text"),
    [
        (DESK, "A0DESK", "Ticket desk", "The oven is cold"),
        (
            {"user": None, "subtype": "bot_message", "bot_id": "B0OLD", "username": "Monitor"},
            "B0OLD",
            "Monitor",
            "The oven is cold",
        ),
        (
            DESK | {"text": "", "attachments": [{"title": "4711", "text": "Refund"}]},
            "A0DESK",
            "Ticket desk",
            "4711\nRefund",
        ),
        (
            DESK
            | {
                "text": "",
                "blocks": [
                    {"type": "section", "text": {"type": "mrkdwn", "text": "Late"}},
                    {"type": "section", "fields": [{"type": "mrkdwn", "text": "Lyon"}]},
                ],
            },
            "A0DESK",
            "Ticket desk",
            "Late\nLyon",
        ),
        (
            DESK | {"attachments": [{"from_url": "https://x", "title": "A page"}]},
            "A0DESK",
            "Ticket desk",
            "The oven is cold",
        ),
    ],
)
def test_an_apps_message(message: dict[str, Any], app: str, name: str, text: str) -> None:
    heard = heard_of(SAID | message)
    assert heard is not None
    assert (heard.author, heard.app, heard.app_name, heard.text) == (None, app, name, text)
    assert message["bot_id"] in heard.speakers


def test_an_edit_has_both_texts_and_a_deletion_the_messages_id() -> None:
    envelope = {"type": "message", "channel": "C0CS", "ts": "9.9", "hidden": True}
    before = {key: SAID[key] for key in ("type", "user", "text", "ts")}
    edit = {"subtype": "message_changed", "message": before | {"text": "Now hot"}, "previous_message": before}
    heard = heard_of(envelope | edit)
    assert heard is not None and (heard.ts, heard.text, heard.before) == (SAID["ts"], "Now hot", SAID["text"])
    gone = {"subtype": "message_deleted", "deleted_ts": SAID["ts"], "previous_message": before}
    tombstone = {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": SAID["ts"]}}
    for deletion in (gone, tombstone | {"previous_message": before}):
        heard = heard_of(envelope | deletion)
        assert heard is not None and heard.deleted and heard.ts == SAID["ts"] and "U0LEA" in heard.speakers


@pytest.mark.parametrize(
    "event",
    [
        SAID | {"subtype": "channel_join"},
        SAID | {"subtype": "channel_topic"},
        SAID | {"channel": {"id": "C0CS"}},
        SAID | {"channel": "D0LEA"},
        SAID | {"ts": 5},
        {"type": "message", "subtype": "message_changed", "channel": "C0CS", "message": "no object"},
        {
            "type": "message",
            "subtype": "message_changed",
            "channel": "C0CS",
            "message": SAID | {"subtype": "channel_join"},
        },
        {"type": "message", "subtype": "message_deleted", "channel": "C0CS"},
    ],
)
def test_what_is_no_message_of_anybody(event: dict[str, Any]) -> None:
    assert heard_of(event) is None


EDIT = {
    "type": "message",
    "subtype": "message_changed",
    "channel": "C0CS",
    "ts": "9.9",
    "message": SAID | DESK | {"attachments": [{"title": "4711"}], "blocks": [{"text": {"text": "Late"}}]},
    "previous_message": SAID,
}


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_no_mutation_of_an_event_raises(data: st.DataObject) -> None:
    event = data.draw(st.sampled_from([SAID | DESK, EDIT]))
    path = data.draw(st.sampled_from(places(event)))
    heard = heard_of(changed(event, path, data.draw(st.one_of(st.just(...), VALUES))))
    assert heard is None or isinstance(heard.text, str)
