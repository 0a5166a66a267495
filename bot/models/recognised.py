"""What was said in a channel or to a door, and what the rules or a model take it for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.models.base import Lane
from bot.models.notices import Reach, Requester, Severity


@dataclass(frozen=True)
class Said:
    """A message as it was said, before anything is decided about it.

    text: Slack's mrkdwn or a plain text. at: when it was said, aware; hours such as "before 5 p.m." are
    counted from here. by_app: a ticket desk, a form or a monitor said it, not a person. language: "fr" or
    "en" where the author's is known; None: told by its words. timezone: the author's, where it is known;
    None: the workspace's.
    """

    text: str
    at: datetime
    by_app: bool = False
    language: str | None = None
    timezone: str | None = None


@dataclass(frozen=True)
class Recognised:
    """A likely launch or escalation: what a person is asked to confirm (P7).

    Nothing of it is decided: severity is never `crisis`, a suspected one is `crisis` with severity high.
    """

    lane: Lane
    kind: str | None = None
    """Of a launch: the key of a launch kind that the workspace has."""
    topic: str | None = None
    """Of an escalation: the key of a topic that the workspace has."""
    department: str | None = None
    """The key of the department proposed; of a launch None: its kind says who is asked."""
    severity: Severity = Severity.normal
    requester: Requester = Requester.unknown
    reach: Reach = Reach.none
    at: datetime | None = None
    """When the launch goes live, aware UTC; None where no day is named."""
    stated_at: datetime | None = None
    """The hour that the requester stated, aware UTC, later than when it was said; None where none is."""
    title: str = ""
    """Our own short summary, at most 80 characters."""
    who: str = ""
    """Initials of the requester; empty where nobody is named."""
    private: bool = False
    crisis: bool = False
    """It may be a crisis; only a person opens one."""
    sure: bool = True
    """False: doubtful, a model may be asked."""
    reasons: tuple[str, ...] = ()
    """Which rule and which words, for "Proposed by Tutti (rule …)"."""
