"""What a flow gives back for one input; `handlers.guard` turns it into the ack that this input allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """Private words, a form to open, or errors at a form's fields. Empty: done, nothing to say."""

    text: str = ""
    """A private sentence for the person who acted."""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    opens: dict[str, Any] | None = None
    """A form or page to open with the input's trigger."""
    updates: dict[str, Any] | None = None
    """What the form that was clicked in shows from now on."""
    replaces: bool = False
    """It takes the place of the private message in which the button stood."""


DONE = Answer()
