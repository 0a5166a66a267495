"""Rotas: who is first on duty and who conducts, week by week (PRODUCT section 1, mechanisms 67 and 93).

A week is an ISO week, Monday to Sunday, in the zone of the department or, for the orchestrator, of the
workspace; it begins at midnight of its Monday, whatever the clock does that night. Within a rota the order
stays; with weekly turns everybody moves up by one each week. Nobody is on duty who did not accept it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.models import Role, Snapshot
from bot.rules import absences, calendars

ORCHESTRATOR: Final = "*"
"""The orchestrator's rota, beside those of the departments, whose keys have only letters, digits and _."""
_MONDAY: Final = 0


class Turn(NamedTuple):
    """A week and whose it is; `monday` is the local day on which it begins."""

    week: str
    monday: date
    person: str


def zone(snapshot: Snapshot, rota: str) -> str:
    """The IANA zone in which the weeks of this rota begin."""
    return snapshot.zone_of(None if rota == ORCHESTRATOR else rota)


def week_of(zone: str, at: datetime) -> str:
    """The ISO week of an instant in that zone: "2026-W48"."""
    return at.astimezone(ZoneInfo(zone)).strftime("%G-W%V")


def monday_of(week: str) -> date:
    """The Monday of an ISO week such as "2026-W48". ValueError for what is none."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def begins(snapshot: Snapshot, rota: str, week: str) -> datetime:
    """The first instant of that week in the rota's zone, UTC."""
    local = zone(snapshot, rota)
    noon_before = datetime.combine(monday_of(week) - timedelta(days=1), time(12), tzinfo=ZoneInfo(local))
    return calendars.next_local(local, noon_before, _MONDAY, time())


def following(week: str) -> str:
    """The week after this one."""
    return (monday_of(week) + timedelta(days=7)).strftime("%G-W%V")


def next_change(snapshot: Snapshot, rota: str, now: datetime) -> datetime:
    """When the next week of the rota begins, UTC."""
    return begins(snapshot, rota, following(week_of(zone(snapshot, rota), now)))


def members(snapshot: Snapshot, rota: str) -> tuple[str, ...]:
    """Everybody who was named for this rota, in its order, whether they accepted or not."""
    if rota == ORCHESTRATOR:
        return tuple(dict.fromkeys(snapshot.workspace.orchestrators))
    seats = [seat for seat in snapshot.seats if seat.department == rota and seat.role is Role.on_call]
    return tuple(seat.person for seat in sorted(seats, key=lambda seat: seat.position))


def has_turns(snapshot: Snapshot, rota: str) -> bool:
    """Whether its first person changes from week to week."""
    department = snapshot.department(rota)
    weekly = rota == ORCHESTRATOR or bool(department and department.weekly_turns and not department.retired)
    return weekly and len(members(snapshot, rota)) > 1


def order(snapshot: Snapshot, rota: str, week: str) -> tuple[str, ...]:
    """Who is called first, second, third in that week; nobody who has left or has not accepted.

    Turns go over everybody named, so that an acceptance or a departure moves nobody else's week: whoever
    cannot come is passed over. A week that changed hands begins with whoever took it.
    """
    named = members(snapshot, rota)
    turn = _number(rota, week) % len(named) if has_turns(snapshot, rota) else 0
    accepted = named if rota == ORCHESTRATOR else snapshot.holders(rota, Role.on_call)
    turned = snapshot.present(person for person in named[turn:] + named[:turn] if person in accepted)
    stand_in = _stand_in(snapshot, rota, week)
    if stand_in and (rota == ORCHESTRATOR or stand_in in turned):
        return tuple(dict.fromkeys([*snapshot.present([stand_in]), *turned]))
    return turned


def on_duty(snapshot: Snapshot, rota: str, now: datetime) -> tuple[str, ...]:
    """The order of the present week."""
    return order(snapshot, rota, week_of(zone(snapshot, rota), now))


def at_hand(snapshot: Snapshot, rota: str, now: datetime) -> tuple[str, ...]:
    """The order of the present week without whoever is away now: who is really called."""
    return absences.there(snapshot, on_duty(snapshot, rota, now), now)


def turns(snapshot: Snapshot, rota: str, now: datetime, weeks: int) -> list[Turn]:
    """This week and the following ones, each with whose it is; a week that is nobody's is left out."""
    return list(_turns(snapshot, rota, now, weeks)) if has_turns(snapshot, rota) else []


def _turns(snapshot: Snapshot, rota: str, now: datetime, weeks: int) -> Iterator[Turn]:
    week = week_of(zone(snapshot, rota), now)
    for _ in range(weeks):
        found = order(snapshot, rota, week)
        if found:
            yield Turn(week, monday_of(week), found[0])
        week = following(week)


def is_over(snapshot: Snapshot, rota: str, week: str, now: datetime) -> bool:
    """Whether that week has ended in the rota's zone."""
    return begins(snapshot, rota, following(week)) <= now


def _stand_in(snapshot: Snapshot, rota: str, week: str) -> str | None:
    """Who took this week over, by the last swap that was accepted; None where nobody did."""
    found = None
    for swap in snapshot.swaps:
        if swap.rota == rota and week == swap.week:
            found = swap.other
        elif swap.rota == rota and week == swap.back:
            found = swap.person
    return found


def _number(rota: str, week: str) -> int:
    """What the turn counts by: for the orchestrator the ISO week number (DESIGN section 8, "a weekly rota").

    A duty rota counts weeks without end, so that nobody has two in a row at New Year, where the number
    starts again.
    """
    monday = monday_of(week)
    return monday.isocalendar().week if rota == ORCHESTRATOR else monday.toordinal() // 7
