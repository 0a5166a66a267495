"""The page behind a number, its button and menu, and figures in words."""

from __future__ import annotations

import pytest

from bot.i18n import Translator
from bot.models import EVERYBODY, MEASURES, Figure, WeekFacts
from bot.rules import facts as rules
from bot.views import facts, kit
from bot.views.facts import Behind, Listed
from tests.views import limits, scenes
from tests.views.scenes import EN, LANGUAGES, NASTY

WEEK = WeekFacts("2026-W48", *rules.span("Europe/Paris", "2026-W48"))
ENOUGH = Figure(4000, 5000, 95, 60 * 11, people=9, cases=1000)


def page(asked: Behind, t: Translator, figure: Figure = ENOUGH) -> kit.Block:
    listed = [
        Listed(
            scenes.launch(NASTY, id=f"L{number}"),
            "https://acme.slack.com/x" if number % 2 else None,
            number > 3,
        )
        for number in range(facts.SIZE)
    ]
    return facts.behind_page(asked, figure, listed, 990, WEEK, scenes.snapshot(), t)


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_every_page_of_a_thousand_notices_fits_slack(t: Translator) -> None:
    for measure in MEASURES:
        for department in (EVERYBODY, "marketing"):
            for number in (0, 40, 66, 99):
                asked = Behind(measure, department, "2026-W48", number)
                assert limits.view_faults(page(asked, t)) == []
            assert limits.view_faults(page(asked, t, Figure(1, 4, people=2, cases=4))) == []


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_the_ways_to_the_list_fit_slack_and_are_read_back(t: Translator) -> None:
    menu = facts.behind_menu(MEASURES, "customer_service", "2026-W48", t)
    button = facts.behind_button(Behind("claim", EVERYBODY, "2026-W48"), t)
    rendered = kit.Rendered("Week", [kit.section("Week", accessory=menu), kit.actions(button)])
    assert limits.message_faults(rendered) == []
    found = [facts.read_behind(option["value"]) for option in menu["options"]]
    assert found == [Behind(one, "customer_service", "2026-W48") for one in MEASURES]
    assert facts.read_behind(button["value"]) == Behind("claim", EVERYBODY, "2026-W48")


def test_another_page_is_of_the_same_number() -> None:
    asked = Behind("bounces", "pr", "2026-W48", 2)
    assert facts.read_page(page(asked, EN), 3) == Behind("bounces", "pr", "2026-W48", 3)


def test_figures_are_said_as_one_says_them() -> None:
    assert facts.figure_words("on_time", Figure(8, 10, people=3, cases=9), EN) == "8 of 10"
    assert facts.figure_words("on_time", Figure(8, 10, people=2, cases=9), EN) == "too few"
    assert facts.figure_words("bounces", Figure(1, 7, people=3, cases=7), EN) == "1 hand-over in 7 cases"
    assert facts.figure_words("pings", Figure(30, 4, 7, 12, people=4, cases=9), EN) == "30 calls, 4 people"
    assert facts.spread_words("claim", Figure(8, 10, 35, 125, people=3, cases=9), EN) == (
        "half within 35 min, nine in ten within 2 h 05 min of working time"
    )
    assert facts.spread_words("claim", Figure(8, 10, 35, 125, people=1, cases=9), EN) == ""
    assert facts.duration(120, EN) == "2 h"
