"""How an escalation moves, and what rules its level and hand-overs (DESIGN section 2; PRODUCT section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.errors import Refusal
from bot.models import Escalation, Reach, Severity
from bot.models import EscalationState as S
from bot.rules.defaults import PRIVATE_TOPICS

Move = Literal["take", "give_back", "hand_over", "tell", "close", "reopen", "dismiss"]

MOVES: Final[Mapping[tuple[S, Move], S]] = {
    (S.open, "take"): S.taken,
    (S.open, "hand_over"): S.open,
    (S.taken, "give_back"): S.open,
    (S.taken, "hand_over"): S.open,
    (S.taken, "tell"): S.told,
    (S.told, "close"): S.closed,
    (S.told, "reopen"): S.open,
    (S.closed, "reopen"): S.open,
    (S.not_escalation, "reopen"): S.open,
    (S.open, "dismiss"): S.not_escalation,
    (S.taken, "dismiss"): S.not_escalation,
}
"""tell: the requester was told, or it is recorded that they need not be. dismiss: *not an escalation*."""

GIVE_BACK: Final = timedelta(hours=1)
"""A take can be taken back within the hour, of real time."""

UNTOLD: Final = frozenset({S.open, S.taken})
"""States in which the requester still waits for a reply."""


def move(state: S, move: Move, *, by: str | None = None) -> S:
    """The state that the move leads to; Refusal that says who was first or what comes before (N14).

    by: who made the present state, whom the sentence then names.
    """
    found = MOVES.get((state, move))
    if found is None:
        raise _refused(state, by)
    return found


def may_hand_over(escalation: Escalation) -> bool:
    """Whether it can be handed over without the orchestrator: "a second one needs the orchestrator" (P6)."""
    return escalation.hops == 0


def is_private(topic: str, *, ticked: bool) -> bool:
    """Whether a new escalation is private: it was ticked, or its topic is (PRODUCT section 2, "Private")."""
    return ticked or topic in PRIVATE_TOPICS


def may_give_back(escalation: Escalation, now: datetime) -> Refusal | None:
    """A take is given back within the hour; the clock goes on unchanged ("Everything can be taken back")."""
    if escalation.taken_at is None:
        return Refusal("Nobody has taken this yet; nothing was changed.")
    if now - escalation.taken_at <= GIVE_BACK:
        return None
    return Refusal("You took this more than an hour ago; hand it over instead.")


def proposed_severity(severity: Severity, reach: Reach) -> Severity:
    """The level that a form proposes: "a wide reach raises the proposed level by one", not to crisis (P7)."""
    if reach is not Reach.wide or severity not in (Severity.low, Severity.normal):
        return severity
    return Severity.normal if severity is Severity.low else Severity.high


def is_late(escalation: Escalation, now: datetime) -> bool:
    """Whether the requester waits beyond what was promised: the card then says "reply late"."""
    return escalation.state in UNTOLD and now >= escalation.told_due_at


def waits_in_public(escalation: Escalation) -> bool:
    """Whether waiting raises its level: "a public case (reach local or wide) not yet taken"."""
    return escalation.state is S.open and escalation.reach is not Reach.none


def _refused(state: S, by: str | None) -> Refusal:
    if state is S.open:
        return Refusal("Nobody has taken this yet; take it first.")
    if state is S.not_escalation:
        return Refusal("This was set aside as not an escalation; reopen it first.")
    if state is S.told:
        return Refusal("The requester has already been told; close it, or reopen it.")
    if state is S.closed:
        if by is None:
            return Refusal("Already closed; reopen it if it is not settled.")
        return Refusal("Already closed by {person}.", person=by)
    if by is None:
        return Refusal("Somebody has taken this, and the requester is not told yet; record that first.")
    return Refusal("Already taken by {person}.", person=by)
