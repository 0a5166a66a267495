"""What stands on a Home or in a list: what a person owes, what they may know of, and pages of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.models import (
    DepartmentKind,
    Escalation,
    EscalationState,
    Launch,
    Person,
    Request,
    RequestState,
    Role,
    Snapshot,
)
from bot.rules import sight

Duty = Literal["answer", "tell", "decide", "release", "none"]
"""answer: a request; tell: the requester of an escalation; decide: about *Go*; release: a held launch."""
What = Literal["all", "waiting", "late", "launches", "escalations"]
"""What a list shows; see `WHATS`."""
WHATS: Final[tuple[What, ...]] = ("all", "waiting", "late", "launches", "escalations")
EVERYWHERE: Final = "*"
"""Stands for all departments where one can be chosen; no department's key has this form."""

DECIDED_BEFORE: Final = timedelta(hours=48)
"""A launch that nobody decided about this long before its hour is looked after (PRODUCT, "Cards")."""
_OPEN: Final = (RequestState.waiting, RequestState.unanswered)


@dataclass(frozen=True)
class Item:
    """One line: what it is about, until when, and the request where somebody owes an answer.

    hidden: the reader may know only department and hour (PRODUCT section 2, "Private").
    """

    notice: Launch | Escalation
    due_at: datetime
    request: Request | None = None
    duty: Duty = "none"
    url: str | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Page:
    """Some of many items: `number` counts from 0, `size` is the most that it shows."""

    items: tuple[Item, ...] = ()
    total: int = 0
    number: int = 0
    size: int = 5

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(0, (self.total - 1) // self.size)

    @property
    def first_shown(self) -> int:
        """How many items stand before this page."""
        return self.number * self.size


def page(items: Iterable[Item], total: int, number: int, size: int) -> Page:
    """That page of the items, which come from their beginning; the last one where there are fewer."""
    wanted = clamp(number, total, size)
    start = wanted * size
    return Page(tuple(items)[start : start + size], total, wanted, size)


def clamp(number: int, total: int, size: int) -> int:
    """The page that can be shown: a list may have become shorter since somebody turned to it."""
    return min(max(number, 0), max(0, (total - 1) // size))


def seated(book: Snapshot, person: str) -> tuple[str, ...]:
    """Active departments for which this person may answer: an accepted seat, or our contact of a partner."""
    held = {seat.department for seat in book.seats if seat.person == person and seat.accepted}
    return tuple(
        one.key
        for one in book.active
        if one.key in held or (one.kind is DepartmentKind.partner and one.our_contact == person)
    )


def representing(book: Snapshot, person: str) -> tuple[str, ...]:
    """Active departments whose requests are this person's first: the first filled rung of the ladder."""
    return tuple(key for key in seated(book, person) if person in _first_rung(book, key))


def _first_rung(book: Snapshot, department: str) -> tuple[str, ...]:
    rungs = (
        book.present(book.holders(department, role)) for role in (Role.representative, Role.deputy, Role.head)
    )
    return next((holders for holders in rungs if holders), ())


def colleagues(book: Snapshot, departments: Iterable[str]) -> tuple[str, ...]:
    """Everybody with an accepted seat in these departments, each once."""
    return tuple(dict.fromkeys(who for key in departments for who in book.holders(key, *Role)))


def by_due(*sources: Iterable[Item]) -> list[Item]:
    """All items, the oldest deadline first."""
    return sorted(
        (item for source in sources for item in source), key=lambda one: (one.due_at, one.notice.id)
    )


def visible(
    item: Item,
    person: str,
    book: Snapshot,
    requests: Sequence[Request],
    *,
    known: Person | None,
    conducts: bool,
) -> Item | None:
    """The item as this person may see it; None where they may not even know of it.

    "The orchestrator sees department, hour and *Name somebody*, never the subject."
    """
    if sight.may_see(item.notice, person, book, requests, known=known) is None:
        return item
    if not (conducts and item.notice.private):
        return None
    waiting = item.request or next((one for one in requests if one.state in _OPEN), None)
    return replace(item, request=waiting, url=None, hidden=True)


def next_due(notice: Launch | Escalation) -> datetime:
    """The hour by which the notice waits for its next act: taken by, told by, or the launch's own."""
    if isinstance(notice, Launch):
        return notice.at
    return notice.taken_due_at if notice.state is EscalationState.open else notice.told_due_at


def department_of(item: Item) -> str | None:
    """The department whose turn it is, or that is responsible; of a launch without one None."""
    return item.request.department if item.request else item.notice.department


def named(book: Snapshot, text: str) -> tuple[str, ...]:
    """Keys of the departments that these words may mean, in either language, accents and case folded.

    An exact key or name wins; else whatever begins with the words.
    """
    wanted = folded(text)
    names = {
        one.key: {folded(one.key), folded(one.key.replace("_", " ")), *map(folded, one.name.values())}
        for one in book.active
    }
    exact = tuple(key for key, known in names.items() if wanted in known)
    return exact or tuple(
        key for key, known in names.items() if wanted and any(name.startswith(wanted) for name in known)
    )


def folded(text: str) -> str:
    """The text without case, accents and outer spaces, runs of spaces as one."""
    letters = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
