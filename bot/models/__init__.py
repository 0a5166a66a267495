"""The nouns of Tutti (DESIGN section 2): tables and plain values, without lazy relations."""

from bot.models.absences import Absence, Preference
from bot.models.arrivals import Act, Arrived
from bot.models.base import NOUNS, Lane, new_id
from bot.models.drafts import NONE_OF_THEM, AbsenceDraft, EscalationDraft, LaunchDraft, SetupDraft, Teller
from bot.models.facts import EVERYBODY, MEASURES, Cell, Figure, Measure, WeekFacts
from bot.models.hooks import Arrival, Refused, Source, SourceSecret, SourceState
from bot.models.ledger import Channel, Delivery, Digest, Input, Message
from bot.models.meetings import Decision, DecisionKind, Point, PointKind
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
from bot.models.pictures import Picture, PictureState
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

NOUNS.dispose()

__all__ = [
    "EVERYBODY",
    "MEASURES",
    "NONE_OF_THEM",
    "Absence",
    "AbsenceDraft",
    "Act",
    "Arrival",
    "Arrived",
    "Cell",
    "Change",
    "Channel",
    "Decision",
    "DecisionKind",
    "Delivery",
    "Department",
    "DepartmentKind",
    "Digest",
    "Entry",
    "Escalation",
    "EscalationDraft",
    "EscalationState",
    "Figure",
    "Heard",
    "Input",
    "Lane",
    "Launch",
    "LaunchDraft",
    "LaunchKind",
    "LaunchState",
    "Measure",
    "Message",
    "ModelCall",
    "Notice",
    "Origin",
    "Outcome",
    "Person",
    "Phone",
    "Picture",
    "PictureState",
    "Ping",
    "PingKind",
    "Point",
    "PointKind",
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
    "WeekFacts",
    "Workspace",
    "new_id",
]
