"""Where a person may be named, what they must hand over before they are erased, and how they are replaced.

Export and erasure by person go over `PERSONS` and nothing else (DESIGN section 7), so a column that may hold
a Slack user id belongs here; a test looks for ids in every column of a used database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from bot.models import Escalation, Launch, Request, Role, Snapshot, Swap

PERSONS: Final[Mapping[str, tuple[str, ...]]] = {
    "workspace": ("installer", "orchestrators", "sponsor", "leaders", "administrators", "listening"),
    "person": ("id",),
    "department": ("our_contact",),
    "seat": ("person",),
    "absence": ("person", "deputy"),
    "preference": ("person",),
    "phone": ("person", "number"),
    "swap": ("person", "other"),
    "setup": ("by", "values"),
    "source": ("by",),
    "launch": ("by", "owner", "answerer", "approver", "decided_by", "released_by", "texts"),
    "escalation": ("by", "owner", "texts"),
    "relation": ("by", "texts", "ended_by"),
    "report": ("by", "excerpt"),
    "suggestion": ("author", "decided_by", "texts"),
    "request": ("asked_by", "person", "called", "answered_by", "texts"),
    "entry": ("by", "values"),
    "ping": ("person", "key", "values"),
    "message": ("channel", "key", "values"),
    "channel": ("id",),
    "timer": ("subject",),
    "digest": ("facts",),
    "decision": ("values", "decided_by"),
    "point": ("owner", "values", "done_by"),
    "change": ("by", "setting", "before", "after"),
}
"""Table -> its columns that may name a person by Slack user id, typed text included."""

THEIRS: Final[Mapping[str, str]] = {
    "person": "id",
    "seat": "person",
    "absence": "person",
    "preference": "person",
    "phone": "person",
    "message": "channel",
    "channel": "id",
    "timer": "subject",
}
"""Table -> the column that makes a row the person's own: such a row goes with them."""

FORMER: Final = "former"
"""Stands for whoever was named in a notice whose time is over; "former-1f3a9c" for somebody erased."""

_ID = re.compile(r"(?<![A-Za-z0-9])[UW][A-Z0-9]{2,}(?![A-Za-z0-9])")


class Duty(NamedTuple):
    """What somebody holds and must hand over. `subject`: a department's key, or a notice's title."""

    kind: str
    """seat, duty (a place in a duty rota), week (of a rota, taken over), contact, orchestrator, sponsor,
    leader, administrator, source (of a webhook, answered for), launch, escalation, request."""
    subject: str = ""
    private: bool = False
    """Its subject is not shown."""


def duties(
    snapshot: Snapshot,
    person: str,
    notices: Iterable[Launch | Escalation],
    requests: Iterable[tuple[Request, Launch | Escalation]],
) -> list[Duty]:
    """Everything they hold now; empty when they can be erased.

    notices: the open ones that are theirs. requests: the open ones that name them, with their notices.
    """
    workspace = snapshot.workspace
    theirs = [seat for seat in snapshot.seats if seat.person == person]
    held = [Duty("seat", seat.department) for seat in theirs if seat.role is not Role.on_call]
    held += [Duty("duty", seat.department) for seat in theirs if seat.role is Role.on_call]
    held += [Duty("week", swap.rota) for swap in snapshot.swaps if _takes_a_week(swap, person)]
    held += [Duty("contact", one.key) for one in snapshot.departments if one.our_contact == person]
    held += [Duty("source", one.name) for one in snapshot.sources if one.by == person and not one.retired]
    roles: Mapping[str, Collection[str | None]] = {
        "orchestrator": workspace.orchestrators,
        "sponsor": (workspace.sponsor,),
        "leader": workspace.leaders,
        "administrator": workspace.administrators or (workspace.installer,),
    }
    held += [Duty(role) for role, people in roles.items() if person in people]
    held += [Duty(str(one.lane), one.title, one.private) for one in notices]
    held += [Duty("request", notice.title, notice.private) for _, notice in requests]
    return list(dict.fromkeys(held))


def _takes_a_week(swap: Swap, person: str) -> bool:
    return person == swap.other or (swap.back is not None and person == swap.person)


def replaced(value: Any, change: Callable[[str], str]) -> Any:
    """The value with every user id in it changed, in texts, lists and dictionaries alike."""
    if isinstance(value, str):
        return _ID.sub(lambda found: change(found[0]), value)
    if isinstance(value, Mapping):
        return {key: replaced(inner, change) for key, inner in value.items()}
    return [replaced(inner, change) for inner in value] if isinstance(value, list | tuple) else value


def names(value: Any, person: str) -> bool:
    """Whether this user id stands in it, whole."""
    found: set[str] = set()
    replaced(value, lambda one: found.add(one) or one)  # type: ignore[func-returns-value]
    return person in found
