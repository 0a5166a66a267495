"""Whether a week of a rota may change hands. Nothing changes before the other person accepts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.errors import Refusal
from bot.models import Person, Role, Snapshot, Swap, SwapState
from bot.rules import rights, rotas


def may_ask(
    snapshot: Snapshot,
    swap: Swap,
    now: datetime,
    *,
    asked: Sequence[Swap] = (),
    known: Person | None = None,
) -> dict[str, Refusal]:
    """What is wrong with this offer, by field of its form: `week`, `other`; nothing where it may be asked.

    asked: offers of the same week that wait for an answer. known: what we know of the other person.
    """
    wrong = _week(snapshot, swap, now)
    if wrong is not None:
        return {"week": wrong}
    if any(one.other == swap.other for one in asked):
        return {
            "other": Refusal("{person} was asked about this week and has not answered.", person=swap.other)
        }
    other = _other(snapshot, swap, known)
    return {"other": other} if other is not None else {}


def may_accept(snapshot: Snapshot, swap: Swap, person: str, now: datetime) -> Refusal | None:
    """Whether the offer can still be taken: it waits, is theirs to answer, and no week moved meanwhile."""
    if person != swap.other:
        return Refusal("Only {person} can answer this.", person=swap.other)
    if swap.state is not SwapState.asked:
        return Refusal("This was answered already, or is no longer offered.")
    return _week(snapshot, swap, now) or _other(snapshot, swap, None, asking=False)


def lapses_at(snapshot: Snapshot, swap: Swap, now: datetime) -> datetime:
    """When the offer ends unanswered: as its week begins, or for the present week as it ends."""
    begins = rotas.begins(snapshot, swap.rota, swap.week)
    return begins if begins > now else rotas.begins(snapshot, swap.rota, rotas.following(swap.week))


def _week(snapshot: Snapshot, swap: Swap, now: datetime) -> Refusal | None:
    """Both weeks are still to come, or the present one, and belong to who gives them."""
    for week, person in ((swap.week, swap.person), (swap.back, swap.other)):
        if week is None:
            continue
        if rotas.is_over(snapshot, swap.rota, week, now):
            return Refusal("This week is over; choose one that is still to come.")
        holder = next(iter(rotas.order(snapshot, swap.rota, week)), None)
        if holder != person and holder is not None:
            return Refusal("This week is {person}'s now; open the form again.", person=holder)
        if holder is None:
            return Refusal("Nobody has this week any more; open the form again.")
    return None


def _other(snapshot: Snapshot, swap: Swap, known: Person | None, *, asking: bool = True) -> Refusal | None:
    """The other person is there, is somebody else, and may stand in this rota."""
    if swap.other == swap.person:
        return Refusal("Choose somebody else than yourself.")
    if snapshot.gone(swap.other):
        return Refusal("This person has left Slack; choose somebody else.")
    if swap.rota != rotas.ORCHESTRATOR:
        if swap.other in snapshot.holders(swap.rota, Role.on_call):
            return None
        return Refusal("{person} is not on this duty rota.", person=swap.other)
    if asking and rights.guest(known):
        return Refusal("Guests cannot be the orchestrator; choose a colleague in the organisation.")
    return None
