"""Which of two stays, and what a group's level and hours are ("Everything can be taken back")."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.models import EscalationState, Reach, Report, Severity
from bot.rules import merges, reports
from bot.rules.deadlines import Times
from bot.rules.merges import Clock
from tests.rules.organisation import WORKSPACE, an_escalation, paris

HOUR = timedelta(hours=1)
NINE = paris("2026-11-24 09:00")
OLD: dict[str, Any] = {"id": "Eold", "created_at": NINE}
NEW: dict[str, Any] = {"id": "Enew", "created_at": NINE + HOUR}


@pytest.mark.parametrize(
    ("old", "new", "stays"),
    [
        ({}, {}, "Eold"),
        ({}, {"owner": "U0LEA", "taken_at": NINE + HOUR}, "Enew"),
        (
            {"owner": "U0TOM", "taken_at": NINE + 2 * HOUR},
            {"owner": "U0LEA", "taken_at": NINE + HOUR},
            "Enew",
        ),
        ({"owner": "U0TOM", "taken_at": NINE + HOUR}, {"private": True}, "Enew"),
        ({"private": True}, {"owner": "U0LEA", "taken_at": NINE + HOUR}, "Eold"),
        ({"private": True}, {"private": True}, "Eold"),
        ({"owner": "U0TOM", "taken_at": NINE}, {"severity": Severity.crisis}, "Enew"),
        ({"private": True}, {"severity": Severity.crisis}, "Eold"),
        ({"created_at": NINE + HOUR}, {}, "Enew"),
    ],
)
def test_the_private_one_stays_else_a_crisis_else_the_first_taken_else_the_older(
    old: dict[str, Any], new: dict[str, Any], stays: str
) -> None:
    one, other = an_escalation(**(OLD | old)), an_escalation(**(NEW | new))
    assert [each.id for each in merges.pair(one, other)] == [each.id for each in merges.pair(other, one)]
    assert merges.pair(one, other)[0].id == stays


def test_two_that_are_the_same_already_or_over_are_not_merged() -> None:
    one, other = an_escalation(**OLD), an_escalation(**NEW)
    assert merges.may_merge(one, other) is None
    assert merges.may_merge(one, one) is not None
    for pair in ((one, an_escalation(ended_at=NINE)), (an_escalation(ended_at=NINE), other)):
        refusal = merges.may_merge(*pair)
        assert refusal is not None and "closed" in refusal.msgid


def clock(hour: int, severity: Severity = Severity.normal, stated: datetime | None = None) -> dict[str, Any]:
    due = NINE + hour * HOUR
    return {
        "severity": severity,
        "taken_due_at": due,
        "told_due_at": due + HOUR,
        "told_first_due_at": due + HOUR,
        "stated_at": stated,
    }


def test_a_group_has_the_highest_level_and_the_earliest_hours_of_who_still_waits() -> None:
    main = Clock(**clock(4))
    members = [
        an_escalation(**clock(2, Severity.low)),
        an_escalation(**clock(6, Severity.high, NINE + 9 * HOUR)),
        an_escalation(**clock(0, Severity.crisis), state=EscalationState.told),
    ]
    expected = Clock(**clock(2, Severity.high, NINE + 9 * HOUR))
    assert merges.together(main, members) == expected
    assert merges.together(main, []) == main


def test_its_own_hours_come_back_but_what_a_person_changed_stays() -> None:
    before, made = Clock(**clock(4)), Clock(**clock(2, Severity.high))
    kept = merges.remembered(before, made)
    main = an_escalation(**vars(made), before_merges=kept)
    assert merges.own(main) == before
    promised = an_escalation(**(vars(made) | {"told_due_at": NINE + 9 * HOUR}), before_merges=kept)
    assert merges.own(promised).told_due_at == NINE + 9 * HOUR
    assert merges.own(promised).severity is Severity.normal
    assert merges.own(an_escalation(**clock(4))) == before


def test_one_more_report_only_brings_the_hours_forward() -> None:
    main = an_escalation(**clock(4))
    earlier = Times(NINE + HOUR, NINE + 2 * HOUR, True, True)
    found = merges.sooner(main, earlier, NINE + 3 * HOUR)
    assert found["told_due_at"] == NINE + 2 * HOUR and found["stated_at"] == NINE + 3 * HOUR
    assert merges.sooner(main, Times(NINE + 6 * HOUR, NINE + 7 * HOUR, False, False), None) == {}
    assert merges.higher(Severity.normal, Severity.crisis) is Severity.normal, "only a person opens one (P7)"
    assert merges.higher(Severity.high, Severity.low) is Severity.high


def told(by: str, source: str | None = None) -> Report:
    return Report(workspace=WORKSPACE, escalation="E1", by=by, at=NINE, source=source)


PEOPLE = [told(f"U{number}") for number in range(5)]


@pytest.mark.parametrize(
    ("changed", "tellings", "expected"),
    [
        ({}, PEOPLE, True),
        ({}, [*PEOPLE[:4], told("U0")], False),
        ({}, [*PEOPLE[:3], told("U0", "shop"), told("U0", "shop")], True),
        ({"reach": Reach.none}, PEOPLE, False),
        ({"raised_by_reports": True}, PEOPLE, False),
        ({"state": EscalationState.taken}, PEOPLE, True),
        ({"state": EscalationState.told}, PEOPLE, False),
        ({"merged_into": "E2"}, PEOPLE, False),
        ({"ended_at": NINE}, PEOPLE, False),
    ],
)
def test_five_who_told_a_public_case_raise_it_once(
    changed: dict[str, Any], tellings: list[Report], expected: bool
) -> None:
    case = an_escalation(**({"reach": Reach.wide} | changed))
    assert reports.raise_level(case, tellings) is expected


def test_people_are_counted_once_and_what_a_webhook_told_each_time() -> None:
    tellings = [told("U0"), told("U0"), told("U1"), told("U1", "shop"), told("U1", "shop")]
    assert reports.reporters(tellings) == ["U0", "U1"]
    assert reports.count(tellings) == 4
