"""What a language model was asked, and what that cost: a row for each question, without a word of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from bot.models.base import Noun, choice


class Outcome(StrEnum):
    """How a question to the model ended."""

    asked = "asked"
    """Under way, or the process ended meanwhile; its reserved tokens count as used."""
    answered = "answered"
    slow = "slow"
    limited = "limited"
    """The server asks for patience (429)."""
    declined = "declined"
    """The model would not answer."""
    unreadable = "unreadable"
    """The answer does not fit its schema."""
    refused = "refused"
    """The server will not take the question: key, model name, or the question itself."""
    unavailable = "unavailable"


FAILURES = frozenset(Outcome) - {Outcome.asked, Outcome.answered, Outcome.declined}
"""Outcomes that say something about the server, not about the question."""


class ModelCall(Noun, table=True):
    """One question to the model: which task, how it ended, what it used."""

    __table_args__ = (Index("ix_modelcall_workspace_at", "workspace", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    at: datetime
    task: str
    """The name of a file in `prompts/`."""
    model: str
    outcome: Outcome = Field(default=Outcome.asked, sa_type=choice(Outcome))
    tokens_in: int = 0
    tokens_out: int = 0
    cost: int = 0
    """In millionths of a US dollar."""
    dropped: int = 0
    """Sentences of the answer that the records do not support."""
