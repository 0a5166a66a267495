"""The nouns of Tutti (DESIGN section 2): tables and plain values, without lazy relations."""

from bot.models.absences import Absence, Preference
from bot.models.base import Lane, new_id
from bot.models.drafts import AbsenceDraft, EscalationDraft, LaunchDraft, SetupDraft
from bot.models.facts import EVERYBODY, MEASURES, Cell, Figure, Measure, WeekFacts
from bot.models.ledger import Channel, Delivery, Digest, Input, Message
from bot.models.meetings import Decision, DecisionKind, Point, PointKind
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
    "EVERYBODY",
    "MEASURES",
    "Absence",
    "AbsenceDraft",
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
    "Input",
    "Lane",
    "Launch",
    "LaunchDraft",
    "LaunchKind",
    "LaunchState",
    "Measure",
    "Message",
    "Notice",
    "Origin",
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
    "Report",
    "Request",
    "RequestState",
    "Requester",
    "Role",
    "Rung",
    "Seat",
    "Setup",
    "SetupDraft",
    "Severity",
    "Snapshot",
    "Swap",
    "SwapState",
    "Timer",
    "Topic",
    "WeekFacts",
    "Workspace",
    "new_id",
]
