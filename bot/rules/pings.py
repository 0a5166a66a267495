"""Whether a call on somebody's attention is still needed at the moment it would be shown."""

from __future__ import annotations

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
_UNDECIDED = {LaunchState.announced, LaunchState.no_go, LaunchState.not_confirmed}
_HAPPENED = {PingKind.expert_answer, PingKind.handed}
"""They tell of something that happened, rather than ask for something still open."""


def needed(ping: Ping, request: Request | None, notice: Launch | Escalation) -> bool:
    """False for what was answered, decided or ended meanwhile (PRODUCT N1: a round is empty then)."""
    if notice.ended_at is not None and ping.kind != PingKind.expert_answer:
        return False
    if isinstance(notice, Launch):
        return _launch_needs(ping, request, notice)
    return _escalation_needs(ping, request, notice)


def _launch_needs(ping: Ping, request: Request | None, launch: Launch) -> bool:
    match ping.kind:
        case PingKind.undecided | PingKind.last_answer:
            return launch.state in _UNDECIDED
        case PingKind.held:
            return launch.held
        case PingKind.unanswered:
            return bool(request and request.state in _OPEN) and launch.state in _UNDECIDED
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
        case PingKind.second_hand_over:
            return escalation.told_at is None
        case _:
            return request is None or request.state in _OPEN
