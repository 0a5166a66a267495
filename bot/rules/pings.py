"""Whether a call on somebody's attention is still needed at the moment it would be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from bot.models import (
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Ping,
    PingKind,
    Request,
    RequestState,
)

_OPEN = {RequestState.waiting, RequestState.unanswered}
_CHASES = {
    PingKind.ask,
    PingKind.reminder,
    PingKind.deputy,
    PingKind.head,
    PingKind.on_call,
    PingKind.named,
    PingKind.handed,
    PingKind.problem,
    PingKind.orchestrator,
    PingKind.sponsor,
    PingKind.without_next,
}
"""Steps of a ladder: one person needs only the latest of a request."""
TELLS = frozenset({PingKind.merged, PingKind.answered})
"""They tell, and ask nothing of anybody."""
_HAPPENED = {PingKind.expert_answer, PingKind.handed}
"""They tell of something that happened, rather than ask for something still open."""


def replaces(later: Ping, earlier: Ping) -> bool:
    """Whether a person who is shown `later` need not be shown `earlier`: an older step of one request.

    A reminder replaces the ask, a direct ask the one that waits for its round; after an outage "only the step
    due now is sent" (P3). What tells of something else, such as a second hand-over, stays.
    """
    same = later.person == earlier.person and later.request is not None and later.request == earlier.request
    older = (earlier.id or 0) < (later.id or 0)
    return same and older and later.kind in _CHASES and earlier.kind in _CHASES


class Sorted(NamedTuple):
    """Calls of which some need not be shown."""

    latest: list[Ping]
    replaced: list[Ping]


def latest(shown: Sequence[Ping], others: Sequence[Ping] | None = None) -> Sorted:
    """Of `others` (of `shown` itself, if left out), in their order, those that one of `shown` replaces."""
    of_request: dict[str | None, list[Ping]] = defaultdict(list)
    for ping in shown:
        of_request[ping.request].append(ping)
    found = Sorted([], [])
    for ping in shown if others is None else others:
        is_replaced = any(replaces(other, ping) for other in of_request[ping.request])
        (found.replaced if is_replaced else found.latest).append(ping)
    return found


def needed(ping: Ping, request: Request | None, notice: Launch | Escalation) -> bool:
    """False for what was answered, decided or ended meanwhile (PRODUCT N1: a round is empty then)."""
    if ping.kind in TELLS:
        return ping.kind is PingKind.answered or getattr(notice, "merged_into", None) is not None
    if notice.ended_at is not None and ping.kind != PingKind.expert_answer:
        return False
    if isinstance(notice, Escalation) and notice.merged_into is not None:
        return False
    if isinstance(notice, Launch):
        return _launch_needs(ping, request, notice)
    return _escalation_needs(ping, request, notice)


def _launch_needs(ping: Ping, request: Request | None, launch: Launch) -> bool:
    match ping.kind:
        case PingKind.undecided | PingKind.last_answer:
            return launch.state == LaunchState.announced
        case PingKind.held:
            return launch.held
        case PingKind.unanswered:
            return bool(request and request.state in _OPEN) and launch.state == LaunchState.announced
        case PingKind.solved:
            return bool(request and request.state == RequestState.waiting)
        case _:
            return request is None or request.state in _OPEN


def _escalation_needs(ping: Ping, request: Request | None, escalation: Escalation) -> bool:
    if ping.kind in _HAPPENED:
        return True
    match ping.kind:
        case PingKind.still_yours | PingKind.reply_late:
            return escalation.told_at is None
        case PingKind.raise_level:
            return escalation.state == EscalationState.open
        case PingKind.statement:
            return escalation.statement is None
        case PingKind.from_launch:
            return escalation.told_at is None and not escalation.private
        case PingKind.second_hand_over:
            return escalation.told_at is None
        case _:
            return request is None or request.state in _OPEN
