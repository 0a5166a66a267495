"""The nouns of Tutti (DESIGN section 2): tables and plain values, without lazy relations."""

from bot.models.absences import Absence, Preference
from bot.models.base import Lane, new_id
from bot.models.drafts import AbsenceDraft, EscalationDraft, LaunchDraft, SetupDraft
from bot.models.ledger import Channel, Delivery, Digest, Input, Message
from bot.models.model_calls import ModelCall, Outcome
from bot.models.notices import (
    Entry,
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Notice,
    Reach,
    Report,
    Requester,
    Severity,
)
from bot.models.recognised import Recognised, Said
from bot.models.requests import Origin, Ping, PingKind, Request, RequestState, Rung, Timer
from bot.models.rotas import Phone, Swap, SwapState
from bot.models.setups import Setup
from bot.models.snapshot import Snapshot
from bot.models.workspaces import (
    Change,
    Department,
    DepartmentKind,
    LaunchKind,
    Person,
    Role,
    Seat,
    Topic,
    Workspace,
)

__all__ = [
    "Absence",
    "AbsenceDraft",
    "Change",
    "Channel",
    "Delivery",
    "Department",
    "DepartmentKind",
    "Digest",
    "Entry",
    "Escalation",
    "EscalationDraft",
    "EscalationState",
    "Input",
    "Lane",
    "Launch",
    "LaunchDraft",
    "LaunchKind",
    "LaunchState",
    "Message",
    "ModelCall",
    "Notice",
    "Origin",
    "Outcome",
    "Person",
    "Phone",
    "Ping",
    "PingKind",
    "Preference",
    "Reach",
    "Recognised",
    "Report",
    "Request",
    "RequestState",
    "Requester",
    "Role",
    "Rung",
    "Said",
    "Seat",
    "Setup",
    "SetupDraft",
    "Severity",
    "Snapshot",
    "Swap",
    "SwapState",
    "Timer",
    "Topic",
    "Workspace",
    "new_id",
]
