"""What a delivery of a webhook says, read by its mapping, before anything is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.models.drafts import EscalationDraft, LaunchDraft


class Act(StrEnum):
    """What a mapping makes of one item."""

    opens = "opens"
    told = "told"
    """The requester was told."""
    closed = "closed"
    ignored = "ignored"
    refused = "refused"


@dataclass(frozen=True)
class Arrived:
    """One item of a delivery. `draft` is there where it opens something."""

    act: Act
    id: str = ""
    """What the source calls it."""
    draft: EscalationDraft | LaunchDraft | None = None
    why: str = ""
    """Of a refused one: a key of `views.hooks.REASONS`."""
    detail: str = ""
    """Of a refused one: which field or key was wrong."""
    notes: tuple[str, ...] = ()
    """What was read otherwise than written, as (field: value) for whoever tries a mapping out."""
    again: str = ""
    """What a known id is: "report", one more of them; "note", a line of the timeline; "", nothing."""
