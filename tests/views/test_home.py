"""The Home leads with what this person owes, and teaches by example where it is empty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import Translator
from bot.models import EscalationState, Request
from bot.views import home, kit
from tests.views import limits, scenes
from tests.views.scenes import EN, HOUR, LANGUAGES, NASTY, NOW


def view(t: Translator = EN, **changed: Any) -> kit.Block:
    given: dict[str, Any] = {"owed": [], "mine": [], "week": [], "newcomer": False, "now": NOW}
    return home.home_view("U0LEA", scenes.snapshot(), t, **(given | changed))


def owed(number: int, hours: int, title: str = "Cake") -> home.Owed:
    escalation = scenes.escalation(f"{title} {number}")
    asked: Request = scenes.request(escalation, id=f"R{number}", due_at=NOW + hours * HOUR)
    return asked, escalation, None


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_a_full_home_and_an_empty_one_fit_slack(t: Translator) -> None:
    mine = [scenes.launch(NASTY), scenes.escalation(NASTY, state=EscalationState.closed, ended_at=NOW)] * 30
    full = view(
        t,
        owed=[owed(number, number, NASTY) for number in range(40)],
        mine=mine,
        week=[scenes.launch(NASTY)] * 40,
        newcomer=True,
        orchestrator="U0KARIM",
    )
    assert limits.view_faults(full) == []
    assert limits.view_faults(view(t)) == []
    assert limits.view_faults(view(t, guest=True)) == []


def test_the_oldest_deadlines_come_first_and_the_rest_is_counted() -> None:
    given = view(owed=[owed(number, 10 - number) for number in range(8)])
    shown = limits.shown(given["blocks"])
    titles = [line.rpartition(" ")[2] for line in shown.splitlines() if "must take this" in line]
    assert titles == ["7", "6", "5", "4", "3"]
    assert "3 more requests wait after these." in shown


def test_what_is_past_its_hour_says_so() -> None:
    assert "*Customer service* was to answer by" in limits.shown(view(owed=[owed(1, -1)])["blocks"])


def test_the_first_visit_explains_who_does_what_in_five_lines() -> None:
    texts = [block["text"]["text"] for block in view(newcomer=True)["blocks"] if block["type"] == "section"]
    explained = next(text for text in texts if text.startswith("*You*"))
    assert len(explained.splitlines()) == 5
    assert "*You*" not in limits.shown(view()["blocks"])


def test_an_empty_home_teaches_by_example_and_starts_things() -> None:
    given = view()
    assert "For example: a promotion" in limits.shown(given["blocks"])
    assert limits.action_ids(given["blocks"]) == ["open_launch", "open_escalation"]


def test_a_guest_sees_only_what_names_them() -> None:
    given = view(guest=True, owed=[owed(1, 1)], mine=[scenes.launch("Mine")], week=[scenes.launch("Week")])
    shown = limits.shown(given["blocks"])
    assert "Cake 1" in shown
    assert "Autumn" not in shown and "Mine" not in shown and "Week" not in shown
    assert limits.action_ids(given["blocks"]) == []


def test_a_home_shows_my_items_and_the_week() -> None:
    launch = scenes.launch("Autumn sale", at=NOW + timedelta(days=1))
    shown = limits.shown(view(mine=[scenes.escalation("Cake")], week=[launch])["blocks"])
    assert "• Complaint: Cake · *Customer service* takes this by" in shown
    assert "• Promotion: Autumn sale, <!date^" in shown
    assert "You have a seat in Customer service." in shown
