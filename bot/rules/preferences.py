"""What a person may choose for themselves: it narrows what reaches them, and never to nothing (N4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from bot.errors import FormRefusal, Refusal
from bot.models import Role, Snapshot
from bot.rules import holds
from bot.rules.hours import hours_of_person


def rounds_of(snapshot: Snapshot, person: str) -> tuple[str, ...]:
    """The workspace's rounds that can reach this person, such as ("09:15", "11:45").

    A head can also be asked like anybody else, as when standing in.
    """
    rounds = snapshot.workspace.rounds or {}
    roles = {seat.role for seat in snapshot.seats if seat.person == person}
    conducts = Role.head in roles or person in (*snapshot.workspace.orchestrators, snapshot.workspace.sponsor)
    kinds = ["seats", "heads"] if conducts else ["seats"]
    return tuple(sorted({clock for kind in kinds for clock in rounds.get(kind, ())}))


def quiet(snapshot: Snapshot, person: str, first: time | None, last: time | None) -> str | None:
    """The quiet hours as they are stored; None for none. FormRefusal for what cannot be.

    Both hours or neither, not the same twice, and some of each working day must remain.
    """
    if first is None and last is None:
        return None
    if first is None:
        raise FormRefusal({"quiet_from": Refusal("Choose when the quiet hours begin, or leave both empty.")})
    if last is None:
        raise FormRefusal({"quiet_until": Refusal("Choose when the quiet hours end, or leave both empty.")})
    if first == last:
        raise FormRefusal({"quiet_until": Refusal("Quiet hours begin and end at different times.")})
    text = f"{first:%H:%M}-{last:%H:%M}"
    if not holds.leaves_time(hours_of_person(snapshot, person), holds.quiet_minutes(text)):
        sentence = Refusal(
            "These quiet hours leave nothing of a working day. Shorten them, or say when you are away with "
            "`/tutti away`."
        )
        raise FormRefusal({"quiet_until": sentence})
    return text


def leaves_a_round(offered: Sequence[str], chosen: Sequence[str], quiet: str | None) -> Refusal | None:
    """Whether at least one of the offered rounds is left; where there are no rounds nothing is asked."""
    if not offered:
        return None
    if not chosen:
        return Refusal("Keep at least one round, so that what is asked of you can reach you.")
    kept = holds.Holds(quiet=holds.quiet_minutes(quiet) if quiet else None, rounds=tuple(chosen))
    if holds.rounds_left(kept, offered):
        return None
    return Refusal(
        "Your quiet hours cover every round you kept: keep another one, or shorten the quiet hours."
    )
