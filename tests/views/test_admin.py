"""A message that failed is told to an administrator, with what to do."""

from __future__ import annotations

import pytest

from bot.i18n import Translator
from bot.views import admin, kit
from tests.views import limits
from tests.views.scenes import EN, LANGUAGES, NASTY


def faults(shown: kit.Rendered) -> list[str]:
    """Slack's faults; the one channel that the message names is a link we mean."""
    text = shown.text.replace("<#C0CS>", "#")
    blocks = [
        block | {"text": block["text"] | {"text": block["text"]["text"].replace("<#C0CS>", "#")}}
        if block["type"] == "section"
        else block
        for block in shown.blocks
    ]
    return limits.message_faults(kit.Rendered(text, blocks))


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("error", [*admin.REMEDIES, "of_tomorrow", NASTY])
@pytest.mark.parametrize("title", [None, NASTY])
def test_both_messages_fit_slack(error: str, title: str | None, t: Translator) -> None:
    assert faults(admin.parked_message("card", "C0CS", error, title, t, 12)) == []
    assert faults(admin.uncertain_message("of_tomorrow", "U0LEA", title, t, 12)) == []


def test_a_refused_message_says_what_why_and_how_to_try_again() -> None:
    shown = admin.parked_message("card", "C0CS", "not_in_channel", "Autumn sale", EN, 12)
    assert shown.text == "Slack refused a card about “Autumn sale” for <#C0CS>."
    everything = limits.shown(shown.blocks)
    assert "type `/invite @Tutti` there." in everything
    assert "Slack's answer: `not_in_channel`" in everything
    assert limits.action_ids(shown.blocks) == ["message_retry", "message_drop"]
    assert {element["value"] for element in shown.blocks[-1]["elements"]} == {"12"}


def test_an_uncertain_message_is_looked_for_by_a_person() -> None:
    shown = admin.uncertain_message("digest", "U0LEA", None, EN, 12)
    assert shown.text == "Slack did not say whether it took the weekly digest for <@U0LEA>."
    assert limits.action_ids(shown.blocks) == ["message_is_there", "message_post_again"]


def test_a_settled_message_has_no_button() -> None:
    assert limits.action_ids(admin.settled_message("Sent.").blocks) == []
