"""The holes: exact to the minute, over holidays, daylight-saving nights and absences."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.models import Absence, Preference, Role, Seat, Snapshot, Topic
from bot.rules import calendars, coverage
from bot.rules.coverage import Hole, Usual
from tests.rules.organisation import WORKSPACE, a_department, a_snapshot, clock, paris

DAY = 24 * 60
NOW = paris("2026-11-24 10:00")
REST = {Role.representative: ["U0LEA"], Role.deputy: ["U0TOM"]}
WEEKEND = Usual(4 * DAY + 18 * 60, 7 * DAY + 9 * 60)
NIGHTS = tuple(Usual(day * DAY + 18 * 60, (day + 1) * DAY + 9 * 60) for day in range(4))


def one(*, now: datetime = NOW, away: coverage.Away | None = None, **seats: list[str]) -> list[Hole]:
    """The holes of customer service alone, with these people on duty."""
    on_call = {Role.on_call: seats["duty"]} if "duty" in seats else {}
    made = _with_everything(a_snapshot(seats={"customer_service": {**REST, **on_call}}))
    return coverage.holes(made, now, away=away, with_number=["U0LEA", "U0ANA"])


def _with_everything(snapshot: Snapshot) -> Snapshot:
    snapshot.workspace.integration_channel = "C0TUTTI"
    for department in snapshot.departments:
        department.channel = "C0CS"
    topic = Topic(workspace=WORKSPACE, key="complaint", department=snapshot.departments[0].key)
    return replace(snapshot, topics=(topic,))


def spans(hole: Hole) -> list[tuple[str | None, str | None]]:
    return [(clock(start), clock(end)) for start, end in hole.stretches]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({"mon-fri": "09:00-18:00"}, (*NIGHTS, WEEKEND)),
        ({"mon-sun": "00:00-24:00"}, ()),
        ({"mon-thu": "00:00-24:00", "fri": "00:00-20:00"}, (Usual(4 * DAY + 20 * 60, 7 * DAY),)),
        ({"mon": "09:00-12:00, 14:00-18:00"}, (Usual(720, 840), Usual(1080, 7 * DAY + 540))),
    ],
)
def test_the_closings_of_an_ordinary_week(hours: dict[str, str], expected: tuple[Usual, ...]) -> None:
    assert coverage.usual_closings(calendars.parse_hours(hours, "Europe/Paris")) == expected


def test_a_duty_rota_covers_every_night_and_without_one_none_is() -> None:
    assert one(duty=["U0LEA"]) == []
    (hole,) = one()
    assert (hole.kind, hole.department, hole.stretches) == ("nobody_at_night", "customer_service", ())
    assert hole.usual == (*NIGHTS, WEEKEND)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            "2026-12-08 10:00",
            [("2026-12-24 18:00", "2026-12-28 09:00"), ("2026-12-31 18:00", "2027-01-04 09:00")],
        ),
        (
            "2026-12-25 12:00",
            [("2026-12-25 12:00", "2026-12-28 09:00"), ("2026-12-31 18:00", "2027-01-04 09:00")],
        ),
        # The nights in which Paris changes its clocks are ordinary weekends.
        ("2027-03-16 10:00", [("2027-03-26 18:00", "2027-03-30 09:00")]),
        ("2026-10-06 10:00", []),
    ],
)
def test_a_public_holiday_is_a_hole_of_its_own(now: str, expected: list[tuple[str, str]]) -> None:
    (hole,) = one(now=paris(now))
    assert spans(hole) == expected


AWAY = {
    "U0LEA": [(paris("2026-11-25 12:00"), paris("2026-11-30 09:00"))],
    "U0TOM": [(paris("2026-11-26 20:00"), paris("2026-11-28 12:00"))],
}


def test_while_everybody_on_duty_is_away_exactly_that_time_is_a_hole() -> None:
    nights = [hole for hole in one(duty=["U0LEA", "U0TOM"], away=AWAY) if hole.kind == "nobody_at_night"]
    assert [spans(hole) for hole in nights] == [
        [("2026-11-26 20:00", "2026-11-27 09:00"), ("2026-11-27 18:00", "2026-11-28 12:00")]
    ]
    days = [hole for hole in one(duty=["U0LEA", "U0TOM"], away=AWAY) if hole.kind == "nobody_by_day"]
    assert [spans(hole) for hole in days] == [[("2026-11-27 09:00", "2026-11-27 18:00")]]


def test_absences_and_who_wants_nothing_but_crises_are_known() -> None:
    made = _with_everything(a_snapshot(seats={"customer_service": {**REST, Role.on_call: ["U0TOM"]}}))
    start, end = paris("2026-11-25 12:00"), paris("2026-11-25 15:00")
    away = Absence(id=1, workspace=WORKSPACE, person="U0LEA", starts_at=start, ends_at=end, deputy="U0INES")
    chosen = {"U0TOM": Preference(workspace=WORKSPACE, person="U0TOM", only_crisis=True)}
    made = replace(made, absences=(away,), preferences=chosen)
    (hole,) = coverage.holes(made, NOW, away=coverage.away_in(made), with_number=["U0TOM"])
    assert (hole.kind, spans(hole)) == ("nobody_by_day", [("2026-11-25 12:00", "2026-11-25 15:00")])


def test_an_always_open_department_has_no_night() -> None:
    department = a_department("customer_service", hours=None, holidays=None)
    made = _with_everything(a_snapshot(seats={"customer_service": REST}, departments=(department,)))
    assert coverage.holes(made, NOW) == []


def test_what_is_missing_is_named() -> None:
    """PRODUCT section 1, mechanisms 13 and 17."""
    made = a_snapshot(seats={"pr": {Role.deputy: ["U0NADIA"]}, "hr": {}}, gone=("U0NADIA",), sponsor=None)
    proposed = Seat(workspace=WORKSPACE, department="hr", role=Role.on_call, person="U0INES", accepted=False)
    topics = (
        Topic(workspace=WORKSPACE, key="press", department="pr"),
        Topic(workspace=WORKSPACE, key="delivery", department="sales"),
    )
    made = replace(made, seats=(*made.seats, proposed), topics=topics)
    found = {(hole.kind, hole.department, hole.person, hole.topics) for hole in coverage.holes(made, NOW)}
    assert found >= {
        ("no_shared_channel", None, None, ()),
        ("no_sponsor", None, None, ()),
        ("left", "pr", "U0NADIA", ()),
        ("no_representative", "pr", None, ()),
        ("no_channel", "pr", None, ("press", "delivery")),
        ("topic_astray", "pr", None, ("delivery",)),
        ("proposed", "hr", "U0INES", ()),
        ("no_deputy", "hr", None, ()),
    }
    assert coverage.holes(made, NOW)[0].kind == "no_shared_channel", "the worst first"


def test_a_workspace_without_anything_says_what_to_begin_with() -> None:
    made = a_snapshot(seats={}, departments=(), orchestrators=[], sponsor=None)
    assert [hole.kind for hole in coverage.holes(made, NOW)] == [
        "no_shared_channel",
        "no_department",
        "no_orchestrator",
        "no_sponsor",
    ]


def test_a_duty_rota_without_a_number_is_said() -> None:
    made = _with_everything(a_snapshot(seats={"hr": {**REST, Role.on_call: ["U0TOM"]}}))
    assert [hole.kind for hole in coverage.holes(made, NOW)] == ["no_number"]
    assert coverage.holes(made, NOW, with_number=["U0TOM"]) == []
