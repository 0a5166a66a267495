"""The nouns of Tutti (DESIGN section 2): tables and plain values, without lazy relations."""

from bot.models.absences import Absence, Preference
from bot.models.arrivals import Act, Arrived
from bot.models.base import Lane, new_id
from bot.models.drafts import NONE_OF_THEM, AbsenceDraft, EscalationDraft, LaunchDraft, SetupDraft, Teller
from bot.models.hooks import Arrival, Refused, Source, SourceSecret, SourceState
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
from bot.models.relations import Relation, RelationKind
from bot.models.requests import Origin, Ping, PingKind, Request, RequestState, Rung, Timer
from bot.models.rotas import Phone, Swap, SwapState
from bot.models.setups import Setup
from bot.models.snapshot import Snapshot
from bot.models.suggestions import Heard, Suggestion, SuggestionState, Watch
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
    "NONE_OF_THEM",
    "Absence",
    "AbsenceDraft",
    "Act",
    "Arrival",
    "Arrived",
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
    "Heard",
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
    "Refused",
    "Relation",
    "RelationKind",
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
    "Source",
    "SourceSecret",
    "SourceState",
    "Suggestion",
    "SuggestionState",
    "Swap",
    "SwapState",
    "Teller",
    "Timer",
    "Topic",
    "Watch",
    "Workspace",
    "new_id",
]
