"""How a launch moves, and what *Go* waits for (DESIGN section 2; PRODUCT section 2, "Go")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.errors import Refusal
from bot.models import Launch, Origin, Request, RequestState
from bot.models import LaunchState as S

Move = Literal["go", "reservations", "no_go", "hour_passed", "live", "cancel", "change", "review"]
Why = Literal["problem", "waiting", "unanswered"]

BEFORE_LIVE: Final = (S.announced, S.go, S.reservations, S.no_go, S.not_confirmed)
"""States from which it can still be changed or cancelled."""

AT_GO: Final = (S.go, S.reservations)
"""States from which it goes live by itself at its hour."""

MOVES: Final[Mapping[tuple[S, Move], S]] = {
    (S.announced, "go"): S.go,
    (S.announced, "reservations"): S.reservations,
    (S.announced, "no_go"): S.no_go,
    (S.announced, "hour_passed"): S.not_confirmed,
    (S.go, "live"): S.live,
    (S.reservations, "live"): S.live,
    **{(state, "cancel"): S.cancelled for state in BEFORE_LIVE},
    **{(state, "change"): S.announced for state in BEFORE_LIVE},
    (S.live, "review"): S.reviewed,
}
"""change: a new date or another change that matters (`asks_again`). hour_passed: undecided."""

MATTERS: Final = ("at", "date", "price", "offer", "terms", "claim", "answerer")
"""Fields whose change asks again (PRODUCT section 2, "Go")."""

_GONE: Final = frozenset({RequestState.handed_over, RequestState.dropped})
_SILENT: Final[Mapping[RequestState, Why]] = {
    RequestState.problem: "problem",
    RequestState.waiting: "waiting",
    RequestState.unanswered: "unanswered",
    RequestState.rested: "unanswered",
}
"""What blocks *Go*, and why; a rested request is still a silence, which is never taken for consent (P7)."""


@dataclass(frozen=True)
class Blocked:
    """A required department that *Go* still waits for."""

    department: str
    why: Why


@dataclass(frozen=True)
class Gate:
    """What stands between a launch and *Go*.

    blocking: nothing can be decided but *No-go*. confirm: required departments that said *not concerned*,
    which the owner confirms in the Go form. reserved: optional departments that left something open, which
    *Go with reservations* names.
    """

    blocking: tuple[Blocked, ...] = ()
    confirm: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()


def move(launch_state: S, move: Move, *, by: str | None = None) -> S:
    """The state that the move leads to; Refusal that says where the launch stands and what to do.

    by: who made the present state (`Launch.decided_by`), whom the sentence then names.
    """
    state = MOVES.get((launch_state, move))
    if state is None:
        raise _refused(launch_state, by)
    return state


def current(launch: Launch, requests: Iterable[Request]) -> list[Request]:
    """The request that counts for each department: its latest round and hand-over.

    One that was handed over is replaced by its successor; one that is no longer asked counts for nothing.
    A department that a change did not ask again keeps its earlier answer.
    """
    latest: dict[str, Request] = {}
    for request in sorted(requests, key=lambda request: (request.round, request.hop)):
        if request.origin is Origin.routing and request.notice == launch.id:
            latest[request.department] = request
    return [request for request in latest.values() if request.state not in _GONE]


def problems(requests: Iterable[Request]) -> list[Request]:
    """The open requests to a launch's owner: what somebody raised and is not solved."""
    return [
        request
        for request in requests
        if request.origin is Origin.problem and request.state is RequestState.waiting
    ]


def gate(launch: Launch, requests: Iterable[Request]) -> Gate:
    """What *Go* and *Go with reservations* wait for: both pass the same gate.

    "A required *problem* or silence blocks *Go*; a required *not concerned* needs the owner's yes." The
    announcing department counts as ready; those in `launch.without` were decided on by the orchestrator.
    """
    passed = {*launch.without, launch.department}
    asked = [request for request in current(launch, requests) if request.department not in passed]
    return Gate(
        blocking=tuple(
            Blocked(request.department, _SILENT[request.state])
            for request in asked
            if request.required and request.state in _SILENT
        ),
        confirm=tuple(
            request.department
            for request in asked
            if request.required and request.state is RequestState.not_concerned
        ),
        reserved=tuple(
            request.department for request in asked if not request.required and request.state in _SILENT
        ),
    )


def is_ready(launch: Launch, requests: Iterable[Request]) -> bool:
    """*Ready*: every required answer is there and none is a problem. It is a property, not a state."""
    return not gate(launch, requests).blocking


def may_take_back(launch: Launch) -> Refusal | None:
    """An answer can be taken back until *Go* (PRODUCT section 2, "Everything can be taken back")."""
    if launch.state is S.announced:
        return None
    return Refusal("This launch has been decided; ask its owner to change it, and you will be asked again.")


def asks_again(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a change asks the departments again: date, price, offer, terms, claim or answerer changed.

    The mappings hold the fields by name, `at` or `date` for the launch's hour; nothing, None and an empty
    text are the same.
    """
    return any(_said(before.get(name)) != _said(after.get(name)) for name in MATTERS)


def _said(value: Any) -> Any:
    return (value.strip() if isinstance(value, str) else value) or None


def _refused(state: S, by: str | None) -> Refusal:
    if state is S.live:
        return Refusal("This launch is already live; nothing was changed.")
    if state is S.reviewed:
        return Refusal("This launch is over and reviewed; nothing was changed.")
    if state is S.not_confirmed:
        return Refusal("The hour of this launch has passed undecided; give it a new date to decide about it.")
    if state is S.announced:
        return Refusal("Nobody has decided about this launch yet; nothing was changed.")
    if state is S.cancelled:
        if by is None:
            return Refusal("This launch was cancelled; announce it anew if it is to take place.")
        return Refusal("Already cancelled by {person}.", person=by)
    if by is None:
        return Refusal("This launch has already been decided; change or postpone it to decide again.")
    return Refusal("Already decided by {person}; change or postpone the launch to decide again.", person=by)


def refuse_ended(launch: Launch) -> None:
    """Raises the Refusal that says what became of a launch that is live, reviewed or cancelled (N14)."""
    if launch.ended_at is not None:
        raise decided(launch)


def decided(launch: Launch) -> Refusal:
    """What a late click on it is told: who decided, or what became of it (N14)."""
    return _refused(launch.state, launch.decided_by)
