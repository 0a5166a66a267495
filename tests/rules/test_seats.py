"""Who may hold a seat or a role, and who hears when somebody has left."""

from __future__ import annotations

import pytest

from bot.models import Channel
from bot.rules import channels, seats
from tests.rules.organisation import a_department, a_person, a_snapshot


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, None),
        ({"bot": True}, "{name} is an app, not a person; choose somebody else."),
        ({"deactivated": True}, "{name} has left Slack; choose somebody else."),
    ],
)
def test_a_seat_is_for_a_person_who_is_there(values: dict[str, bool], said: str | None) -> None:
    refusal = seats.may_hold(a_person("U0LEA", **values))
    assert (refusal and refusal.msgid) == said
    assert seats.may_hold(None) is None


def test_somebody_must_be_left_who_administers_and_no_guest_does() -> None:
    assert seats.may_administer([a_person("U0ANA")]) is None
    assert "at least one administrator" in str(seats.may_administer([]))
    for guest in ({"guest": True}, {"external": True}):
        assert "is a guest" in str(seats.may_administer([a_person("U0ANA"), a_person("U1", **guest)]))


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("U0LEA", ("U0ANA", "U0KARIM")),
        ("U0INES", ("U0KARIM", "U0ANA")),
        ("U0ANA", ("U0KARIM",)),
        ("U0NOBODY", ()),
    ],
)
def test_heads_and_administrators_hear_that_somebody_has_left(person: str, told: tuple[str, ...]) -> None:
    assert seats.told_of_departure(a_snapshot(gone=(person,)), person) == told


def test_the_seats_of_who_has_left_are_found_but_not_those_of_retired_departments() -> None:
    book = a_snapshot(gone=("U0HUGO",))
    assert [seat.department for seat in seats.vacated(book, "U0HUGO")] == ["product", "sales"]
    assert [seat.person for seat in seats.gone(book, book.departments[5])] == ["U0HUGO"]
    retired = a_snapshot(departments=(a_department("product", retired=True), a_department("sales")))
    assert [seat.department for seat in seats.vacated(retired, "U0HUGO")] == ["sales"]


IN = Channel(workspace="T0TUTTI", id="C1", name="one", joined=True)
OUT = Channel(workspace="T0TUTTI", id="C1", name="one")
OLD = Channel(workspace="T0TUTTI", id="C1", name="one", joined=True, archived=True)


@pytest.mark.parametrize(
    ("channel", "pictured", "join", "said"),
    [
        (IN, True, False, None),
        (OUT, True, False, "Tutti is not in this channel"),
        (None, True, False, "Tutti is not in this channel"),
        (None, True, True, None),
        (None, False, False, None),
        (OLD, True, True, "is archived"),
        (OLD, False, True, "is archived"),
    ],
)
def test_a_channel_must_be_open_and_tutti_in_it_or_told_to_join(
    channel: Channel | None, pictured: bool, join: bool, said: str | None
) -> None:
    refusal = channels.may_use(channel, "C1", pictured=pictured, join=join)
    assert (said in str(refusal)) if said else refusal is None
