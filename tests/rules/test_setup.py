"""What the first set-up proposes and makes, and who stands in until people accept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import FormRefusal
from bot.models import Role, Seat, SetupDraft, Snapshot, Workspace
from bot.rules import ladders, rights, rungs, setup
from tests.rules.organisation import WORKSPACE, a_launch, a_person, a_request, a_snapshot, paris

NOW = paris("2026-11-23 10:00")
EMPTY = Snapshot(Workspace(id=WORKSPACE))
DRAFT = SetupDraft(timezone="Europe/Paris", people={"hr": "U0INES", "marketing": "U0KARIM"})


@pytest.mark.parametrize(
    ("days", "week"),
    [
        (("mon", "tue", "wed", "thu", "fri"), {"mon-fri": "09:00-18:00"}),
        (("tue", "wed", "sat"), {"tue-wed": "09:00-18:00", "sat": "09:00-18:00"}),
        (("sun", "mon"), {"mon": "09:00-18:00", "sun": "09:00-18:00"}),
    ],
)
def test_days_in_a_row_stand_together(days: tuple[str, ...], week: dict[str, str]) -> None:
    assert setup.week_of(days, "09:00", "18:00") == week


def test_a_department_that_is_open_all_day_has_no_hole_at_midnight() -> None:
    assert setup.week_of(["mon"], "00:00", "23:59") == {"mon": "00:00-24:00"}


def test_the_forms_propose_the_persons_zone_and_language_and_themselves() -> None:
    proposed = setup.proposed(EMPTY, "U0KARIM", a_person("U0KARIM"), "fr")
    assert (proposed.language, proposed.timezone, proposed.holidays) == ("fr", "Europe/Paris", "FR")
    assert set(proposed.people.values()) == {"U0KARIM"} and len(proposed.people) == 6
    assert setup.pilot_of(proposed) == ("communication", "marketing", "customer_service")
    assert setup.proposed(EMPTY, "U0KARIM", a_person("U0KARIM", timezone="Moon/Base"), "fr").timezone == "UTC"
    assert setup.remembered(proposed, setup.kept(proposed)) == proposed


@pytest.mark.parametrize(
    ("check", "draft", "field"),
    [
        ("place", replace(DRAFT, new_channel=""), "new_channel"),
        ("place", replace(DRAFT, new_channel="a!"), "new_channel"),
        ("place", replace(DRAFT, timezone="Moon/Base"), "timezone"),
        ("hours", replace(DRAFT, days=(), pilot=("hr",)), "days"),
        ("hours", replace(DRAFT, closes="09:00", pilot=("hr",)), "closes"),
        ("hours", replace(DRAFT, pilot=()), "pilot"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(check: str, draft: SetupDraft, field: str) -> None:
    with pytest.raises(FormRefusal) as refused:
        (setup.check_place if check == "place" else setup.check_hours)(draft)
    assert list(refused.value.errors) == [field]


def test_who_sets_it_up_has_accepted_and_everybody_else_is_proposed() -> None:
    made = setup.organised(EMPTY, DRAFT, "U0KARIM", {}, NOW)
    assert {seat.person: seat.accepted for seat in made.seats} == {"U0INES": False, "U0KARIM": True}
    assert made.workspace.integration_channel == "#tutti" and setup.lacks_channel(made)
    assert made.workspace.administrators == ["U0KARIM"] and made.workspace.installer == "U0KARIM"
    assert made.workspace.pilot == ["marketing"] and made.workspace.pilot_since == NOW
    whole = setup.organised(EMPTY, replace(DRAFT, pilot=("hr", "marketing")), "U0KARIM", {}, NOW)
    assert whole.workspace.pilot is None, "all of them is no pilot"
    again = setup.organised(made, replace(DRAFT, people={"hr": "U0INES"}), "U0KARIM", {}, NOW)
    assert [one.key for one in again.active] == ["marketing", "hr"], "what the forms do not ask stays"


def test_until_they_accept_the_installer_stands_in() -> None:
    seat = Seat(
        workspace=WORKSPACE, department="hr", role=Role.representative, person="U0INES", accepted=False
    )
    whole = a_snapshot(installer="U0KARIM")
    book = replace(whole, seats=(*(one for one in whole.seats if one.department != "hr"), seat))
    assert book.stand_in("hr") == ("U0KARIM",) and book.stand_in("marketing") == ()
    asked = a_request(department="hr", rungs=ladders.plan(book, "hr"))
    assert rungs.first_asked(asked, book, NOW) == ("U0KARIM",)
    assert rights.may_answer(book, asked, a_launch(), "U0KARIM", member=False) is None
    assert rights.may_answer(book, asked, a_launch(), "U0INES", member=False) is not None
    assert rights.may_answer(book, asked, a_launch(owner="U0KARIM"), "U0KARIM", member=False) is None, (
        "me for now"
    )
