"""Who is there, who stands in for somebody absent, and what an absence may be (PRODUCT section 2).

An absence never takes a right away: whoever is back early, or looks in, may answer as before. It decides who
is called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.errors import FormRefusal, Refusal
from bot.models import Absence, AbsenceDraft, Escalation, Person, Request, Role, Snapshot
from bot.rules import calendars
from bot.rules.moments import folded
from bot.rules.workweek import zone_of

LONGEST: Final = timedelta(days=366)
LEAVE: Final = frozenset(
    {
        ":palm_tree:",
        ":desert_island:",
        ":beach_with_umbrella:",
        ":umbrella_on_ground:",
        ":airplane:",
        ":airplane_departure:",
        ":face_with_thermometer:",
        ":face_with_head_bandage:",
        ":mask:",
        ":sneezing_face:",
        ":camping:",
        ":skier:",
    }
)
"""Emoji of a Slack status that stand for a leave; Slack's own "Out sick" and "Vacationing" are among them."""


@dataclass(frozen=True)
class Span:
    """From when until when, aware UTC, the end excluded."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, absence: Absence) -> bool:
        """Whether the two have an instant in common."""
        return self.starts_at < absence.ends_at and absence.starts_at < self.ends_at


def is_there(snapshot: Snapshot, person: str, now: datetime, *, due_at: datetime | None = None) -> bool:
    """Whether this person can be called: not gone, not away, and not out of reach until after `due_at`.

    Out of reach is whoever snoozes beyond it or wants nothing but crises: the next of the ladder is called,
    so that nothing waits on them unseen. due_at None: only presence counts, as for a crisis.
    """
    if snapshot.gone(person) or snapshot.absence(person, now):
        return False
    chosen = snapshot.preferences.get(person)
    if due_at is None or chosen is None:
        return True
    snoozes = chosen.snoozed_until is not None and chosen.snoozed_until > max(due_at, now)
    return not (chosen.only_crisis or snoozes)


def there(
    snapshot: Snapshot, people: Iterable[str], now: datetime, *, due_at: datetime | None = None
) -> tuple[str, ...]:
    """Of these persons those who can be called, in the same order."""
    return tuple(person for person in people if is_there(snapshot, person, now, due_at=due_at))


def stand_in(snapshot: Snapshot, person: str, now: datetime) -> str | None:
    """Whom this person named for the absence they are in, if that one is there; nobody stands in for a deputy
    who is away too."""
    absence = snapshot.absence(person, now)
    deputy = absence.deputy if absence else None
    return deputy if deputy and is_there(snapshot, deputy, now) else None


def in_place(
    snapshot: Snapshot,
    people: Iterable[str],
    now: datetime,
    *,
    due_at: datetime | None = None,
    among: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Of these persons those who can be called, then who stands in for the others.

    among: who alone may stand in; None: anybody whom they named.
    """
    asked = tuple(people)
    here = there(snapshot, asked, now, due_at=due_at)
    if len(here) == len(asked):
        return tuple(dict.fromkeys(here))
    named = (stand_in(snapshot, person, now) for person in asked)
    stand_ins = [deputy for deputy in named if deputy and (among is None or deputy in among)]
    return tuple(dict.fromkeys([*here, *stand_ins]))


def called_for(snapshot: Snapshot, people: Iterable[str], request: Request, now: datetime) -> tuple[str, ...]:
    """Whom a rung calls for these persons: those who are there, then who stands in for the others.

    Of a private request only people with a seat in its department learn.
    """
    due_at = None if request.real_time else request.due_at
    among = snapshot.holders(request.department, *Role) if request.private else None
    return in_place(snapshot, people, now, due_at=due_at, among=among)


def asked_for_owner(snapshot: Snapshot, escalation: Escalation, now: datetime) -> str | None:
    """Who is asked about a case that somebody has: they; while they are away whom they named, else the first
    deputy or representative of its department who is there; None where nobody of these is.

    Of a private case only people with a seat in its department learn.
    """
    owner, department = escalation.owner, escalation.department
    among = snapshot.holders(department, *Role) if escalation.private else None
    named = in_place(snapshot, [owner] if owner else [], now, among=among)
    colleagues = there(snapshot, snapshot.holders(department, Role.deputy, Role.representative), now)
    return next(iter((*named, *colleagues)), None)


def absentee(snapshot: Snapshot, request: Request, role: str, person: str, now: datetime) -> str | None:
    """For whom `person` is called on a rung of this role: the first of its people who is away, if any.

    A reminder and a direct ask are for those who were called before.
    """
    if role in ("person", "owner"):
        held: tuple[str, ...] = (request.person,) if request.person else ()
    elif role in Role.__members__:
        held = snapshot.holders(request.department, Role(role))
    else:
        held = tuple(one for one in request.called if one != person)
    if person in held:
        return None
    return next((one for one in held if snapshot.absence(one, now)), None)


def stands_in(snapshot: Snapshot, request: Request, person: str) -> bool:
    """Whether they were called about this request in somebody's place: then they may answer it, also after
    that one's return. Who was called to conduct was not.
    """
    if person not in request.called:
        return False
    workspace, asked = snapshot.workspace, {*snapshot.holders(request.department, *Role), request.person}
    conduct = {*workspace.orchestrators, *workspace.administrators, workspace.sponsor, workspace.installer}
    named_now = any(one.deputy == person and one.person in asked for one in snapshot.absences)
    return named_now or person not in conduct


# What an absence may be


def span(draft: AbsenceDraft, now: datetime, zone: str) -> Span:
    """The absence that a person asked for, in their own zone. FormRefusal at the field that cannot be.

    Its first day counts from now where it is today; its last day counts whole, unless an hour is given.
    """
    today = now.astimezone(zone_of(zone)).date()
    first, last = draft.first or today, draft.last
    if last is None:
        raise FormRefusal({"last": Refusal("Choose the last day of the absence.")})
    if first < today:
        raise FormRefusal({"first": Refusal("This day is past; choose today or a later day.")})
    if last < today:
        raise FormRefusal({"last": Refusal("This day is past; choose today or a later day.")})
    if last < first:
        raise FormRefusal({"last": Refusal("The absence ends before it begins; choose a later last day.")})
    starts_at = now if first == today else calendars.local(zone, first, time())
    day = last if draft.hour else last + timedelta(days=1)
    ends_at = calendars.local(zone, day, draft.hour or time())
    if ends_at <= starts_at:
        raise FormRefusal({"hour": Refusal("This hour is past; choose a later one, or leave it empty.")})
    if ends_at - now > LONGEST:
        raise FormRefusal(
            {"last": Refusal("That is more than a year; ask an administrator to give your seat to somebody.")}
        )
    return Span(starts_at, ends_at)


def named(people: Iterable[Person], name: str) -> list[str]:
    """Ids of those whom a typed name can mean: by id, by the whole name, else by one of its words.

    Case and accents do not count.
    """
    wanted, known = folded(name), {person.id: folded(person.name) for person in people}
    if name in known:
        return [name]
    whole = [identity for identity, known_as in known.items() if known_as == wanted]
    return whole or [identity for identity, known_as in known.items() if wanted in known_as.split()]


def may_stand_in(snapshot: Snapshot, person: str, deputy: Person | None, span: Span) -> Refusal | None:
    """Whether this deputy can stand in; None for somebody whom nobody knows."""
    if deputy is None:
        return Refusal("Tutti does not know this person yet; choose a colleague of this workspace.")
    if deputy.id == person:
        return Refusal("You cannot stand in for yourself; choose a colleague, or leave it empty.")
    if deputy.deactivated:
        return Refusal("This person has left Slack; choose somebody else.")
    if deputy.guest or deputy.external or deputy.bot:
        return Refusal("A guest cannot stand in; choose a colleague of the organisation.")
    if any(one.person == deputy.id and span.meets(one) for one in snapshot.absences):
        return Refusal("{person} is away then too; choose somebody else.", person=deputy.id)
    return None
