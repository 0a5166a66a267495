"""What a person typed into a form, read and typed, before anything is decided about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from bot.models.notices import Reach, Requester, Severity


@dataclass(frozen=True)
class Teller:
    """A program that tells a notice instead of a person.

    name: what cards call it, "Zendesk". id: what it calls the item. label: the same as people say it, "ticket
    4711". link: its page there; empty where it has none.
    """

    name: str
    id: str
    label: str = ""
    link: str = ""

    @property
    def said(self) -> str:
        """Its name and the item: "Zendesk (ticket 4711)"."""
        return f"{self.name} ({self.label})" if self.label else self.name


@dataclass(frozen=True)
class LaunchDraft:
    """The six fields of a launch, and whom it asks. `at` is aware UTC; None where none was given."""

    title: str = ""
    kind: str = ""
    at: datetime | None = None
    gain: str = ""
    goal: str = ""
    answerer: str | None = None
    departments: tuple[str, ...] | None = None
    """None: those that the kind preselects."""
    high: bool = False
    suggestion: str | None = None
    """The suggestion that filled it."""
    instead: EscalationDraft | None = None
    """What the message says as an escalation, if it is no launch after all."""
    teller: Teller | None = None
    """The program that told it; None: a person."""


NONE_OF_THEM: Final = "none"
"""*It is something else*."""


@dataclass(frozen=True)
class EscalationDraft:
    """The fields of an escalation form."""

    title: str = ""
    topic: str = ""
    severity: Severity = Severity.normal
    requester: Requester = Requester.unknown
    stated_at: datetime | None = None
    stated: bool = False
    """The requester stated an hour: `stated_at` must then be filled."""
    where: str = ""
    who: str = ""
    mine: bool = False
    """*I take it*."""
    private: bool = False
    reach: Reach = Reach.none
    permalink: str | None = None
    excerpt: str | None = None
    launch: str | None = None
    """The id of the launch that it is raised from."""
    suggestion: str | None = None
    """The suggestion that filled it."""
    teller: Teller | None = None
    """The program that told it; None: a person."""
    same_as: str = ""
    """What the reporter said of one that is like it: its id, `NONE_OF_THEM`, or "" where not asked yet."""


@dataclass(frozen=True)
class AbsenceDraft:
    """The fields of an absence, in the person's own zone."""

    first: date | None = None
    """The first day away; None: from now on."""
    last: date | None = None
    """The last day away, or the day of the return where `hour` is given."""
    hour: time | None = None
    """At what hour of `last` they are there again; None: the whole day is away."""
    deputy: str | None = None


@dataclass(frozen=True)
class SetupDraft:
    """What the three forms of the first set-up hold."""

    language: str = "en"
    channel: str | None = None
    """One that is there; None: `new_channel` is created."""
    new_channel: str = "tutti"
    timezone: str = "UTC"
    people: dict[str, str] = field(default_factory=dict)
    """Department -> who represents it; a department that is missing is not set up."""
    days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    opens: str = "09:00"
    closes: str = "18:00"
    holidays: str | None = None
    pilot: tuple[str, ...] | None = None
    """Departments that take part first; None: not chosen yet."""
