"""`/tutti` without a word, with help, with a word that does not exist."""

from __future__ import annotations

import pytest

from bot.i18n import Translator
from bot.models import Workspace
from bot.views import menu
from tests.views import limits, scenes
from tests.views.scenes import EN, LANGUAGES, NASTY


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_the_three_answers_fit_slack(t: Translator) -> None:
    shown = [menu.menu(t), menu.help(t), menu.help(t, scenes.snapshot()), menu.unknown(NASTY, t)]
    assert [fault for given in shown for fault in limits.message_faults(given)] == []


def test_the_menu_opens_everything() -> None:
    opens = ["open_launch", "open_escalation", "open_crisis"]
    looks = ["show_mine", "show_list", "show_calendar", "show_digest"]
    own = ["open_away", "open_snooze", "open_preferences", "open_settings", "show_help"]
    assert limits.action_ids(menu.menu(EN).blocks) == [*opens, *looks, *own]


def test_an_unknown_word_is_quoted_as_text_and_the_menu_offered() -> None:
    shown = menu.unknown("<!channel>", EN)
    assert shown.text.startswith("“&lt;!channel&gt;” is not a word that Tutti knows.")
    assert "open_launch" in limits.action_ids(shown.blocks)


def test_help_names_words_of_both_languages_and_whom_to_ask() -> None:
    shown = limits.shown(menu.help(EN, scenes.snapshot()).blocks)
    for word in ("launch", "lancer", "escalate", "escalader", "crise", "digest", "point", "aide"):
        assert f"/tutti {word}`" in shown
    assert "*Support*: <@U0KARIM>." in shown


def test_help_without_an_administrator_still_says_whom_to_ask() -> None:
    nobody = scenes.snapshot(workspace=Workspace(id="T0TUTTI"))
    assert "ask an administrator" in limits.shown(menu.help(EN, nobody).blocks)
