"""`/tutti` without a word, with help, with a word that does not exist."""

from __future__ import annotations

import re

import pytest

from bot.i18n import Translator
from bot.models import Workspace
from bot.views import menu
from handlers.menu import WORDS
from tests.views import limits, scenes
from tests.views.scenes import EN, LANGUAGES, NASTY


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_the_three_answers_fit_slack(t: Translator) -> None:
    shown = [menu.menu(t), menu.help(t), menu.help(t, scenes.snapshot()), menu.unknown(NASTY, t)]
    assert [fault for given in shown for fault in limits.message_faults(given)] == []


def test_the_menu_opens_everything() -> None:
    opens = ["open_launch", "open_escalation", "open_crisis"]
    looks = ["show_mine", "show_list", "show_calendar", "show_digest", "open_rota"]
    own = ["open_away", "open_snooze", "open_preferences", "open_privacy"]
    assert limits.action_ids(menu.menu(EN).blocks) == [*opens, *looks, *own, "open_settings", "show_help"]


def test_a_guest_is_offered_nothing_that_is_refused() -> None:
    for shown in (menu.menu(EN, guest=True), menu.unknown("x", EN, guest=True)):
        assert limits.action_ids(shown.blocks) == ["show_mine", "open_privacy", "show_help"]


def test_an_unknown_word_is_quoted_as_text_and_the_menu_offered() -> None:
    shown = menu.unknown("<!channel>", EN)
    assert shown.text.startswith("“&lt;!channel&gt;” is not a word that Tutti knows.")
    assert "open_launch" in limits.action_ids(shown.blocks)


def test_help_names_words_of_both_languages_and_whom_to_ask() -> None:
    for t in LANGUAGES:
        shown = limits.shown(menu.help(t, scenes.snapshot()).blocks)
        named = set(re.findall(r"`/tutti (\w+)", shown))
        understood = {handler: word for word, handler in WORDS.items() if word}
        # One word of each handler is enough where several are understood; `configurer` is an old one.
        assert {WORDS[word] for word in named} == set(understood)
        assert "<@U0KARIM>." in shown


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_help_is_short_enough_to_read(t: Translator) -> None:
    blocks = menu.help(t, scenes.snapshot()).blocks
    assert len(blocks) <= 4 and len(limits.shown(blocks).splitlines()) <= 26


def test_help_without_an_administrator_still_says_whom_to_ask() -> None:
    nobody = scenes.snapshot(workspace=Workspace(id="T0TUTTI"))
    assert "ask an administrator" in limits.shown(menu.help(EN, nobody).blocks)
