"""The pages behind `mine`, `list` and `calendar`, and the form that ends a pause."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.i18n import Translator
from bot.models import Department
from bot.rules import launch_calendar as calendar_rules
from bot.rules.lists import WHATS, Item, Page
from bot.views import launch_calendar, lists, pauses
from bot.views.launch_calendar import Shown
from bot.views.list_lines import Reading
from bot.views.lists import Filters
from tests.views import limits, scenes
from tests.views.scenes import EN, LANGUAGES, NASTY, NOW

ZONE = "Europe/Paris"
WIDE = scenes.snapshot(
    departments=tuple(
        Department(workspace="T0TUTTI", key=f"d{number}", name={"en": NASTY}) for number in range(150)
    )
)


def five_hundred(number: int) -> Page:
    first = number * lists.SIZE
    launches = [scenes.launch(NASTY, id=f"L{n}") for n in range(first, first + lists.SIZE)]
    return Page(tuple(Item(one, one.at) for one in launches), 500, number, lists.SIZE)


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_pages_with_five_hundred_items_and_empty_ones_fit_slack(t: Translator) -> None:
    for book in (WIDE, scenes.snapshot()):
        reading = Reading(book, t, NOW, None)
        for given in (
            lists.mine_page(five_hundred(3), five_hundred(49), reading),
            lists.mine_page(Page(), Page(), reading),
            lists.list_page(five_hundred(0), Filters("d1", "late"), reading),
            lists.list_page(Page(), Filters(), reading),
        ):
            assert limits.view_faults(given) == []


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_a_calendar_with_five_hundred_launches_and_an_empty_one_fit_slack(t: Translator) -> None:
    texts = {"title": NASTY, "audience": NASTY}
    launches = [scenes.launch(id=f"L{n}", texts=texts, at=NOW + timedelta(hours=2 * n)) for n in range(500)]
    start, _ = calendar_rules.span(NOW, ZONE)
    items = {one.id: Item(one, one.at) for one in launches}
    reading = Reading(WIDE, t, NOW, None)
    for found in (launches, []):
        weeks = calendar_rules.weeks(found, start, ZONE)
        given = launch_calendar.calendar_page(weeks, items, Shown(), reading)
        assert limits.view_faults(given) == []
    for shown in (Shown(calendar_rules.FURTHEST), Shown(-calendar_rules.FURTHEST, "d1")):
        assert limits.view_faults(launch_calendar.calendar_page(weeks, {}, shown, reading)) == []


@pytest.mark.parametrize("what", WHATS)
def test_filters_are_read_back_as_they_were_drawn(what: str) -> None:
    reading = Reading(scenes.snapshot(), EN, NOW, None)
    filters = Filters("pr", lists.kind_of(what), 3)
    drawn = lists.list_page(five_hundred(3), filters, reading)
    assert lists.read_filters(drawn) == filters


def test_page_numbers_are_read_back_as_they_were_drawn() -> None:
    reading = Reading(scenes.snapshot(), EN, NOW, None)
    assert lists.read_mine(lists.mine_page(five_hundred(3), five_hundred(5), reading)) == (3, 5)
    shown = Shown(-2, "pr")
    assert launch_calendar.read_shown(launch_calendar.calendar_page([], {}, shown, reading)) == shown


@pytest.mark.parametrize("metadata", ["", "[]", "{", '{"department": 0, "what": "x", "page": "y"}'])
def test_a_page_of_another_version_begins_anew(metadata: str) -> None:
    given = {"private_metadata": metadata}
    assert lists.read_filters(given) == Filters()
    assert lists.read_mine(given) == (0, 0)
    assert launch_calendar.read_shown(given) == Shown()


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_what_was_held_is_shown_by_place_and_the_rest_is_counted(t: Translator) -> None:
    held = [pauses.Held("card", f"C0{number}", 2, NOW) for number in range(60)]
    for given in (held, [pauses.Held("strange", "U0LEA", 1, NOW)], []):
        faults = limits.view_faults(pauses.release_form(given, scenes.snapshot(), t))
        assert [fault for fault in faults if "<#" not in fault] == []


def test_a_released_pause_says_how_much_goes_out() -> None:
    form = pauses.release_form([pauses.Held("card", "C0X", 3, NOW)], scenes.snapshot(), EN)
    shown = limits.shown(form["blocks"])
    assert "3 messages go out" in shown and "<#C0X>: 3 messages (a card), since" in shown
    assert "Nothing was held" in limits.shown(pauses.release_form([], scenes.snapshot(), EN)["blocks"])
    assert pauses.released(1, EN) == "The pause has ended: 1 message goes out now."
    assert pauses.released(0, EN) == "The pause has ended. Nothing was held."
