"""Turns of a rota that change hands for a week, and the numbers of those who can be rung up."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from bot.models.base import Noun, choice


class SwapState(StrEnum):
    """Whether the other person takes the week."""

    asked = "asked"
    accepted = "accepted"
    declined = "declined"
    lapsed = "lapsed"
    """The week began, or for the present one ended, without an answer: it stays with whoever had it."""
    withdrawn = "withdrawn"
    """Somebody else was asked about the same week."""
    over = "over"
    """Accepted, and its weeks have passed."""


class Swap(Noun, table=True):
    """One week of a rota that `person` offers to `other`. Until it is accepted nothing changes."""

    id: str = Field(primary_key=True)
    workspace: str = Field(index=True)
    rota: str
    """A department's key, or `rules.rotas.ORCHESTRATOR`."""
    week: str
    """The ISO week that is offered: "2026-W48"."""
    back: str | None = None
    """The ISO week that `person` takes from `other` in exchange; None: nothing."""
    person: str
    other: str
    state: SwapState = Field(default=SwapState.asked, sa_type=choice(SwapState))
    asked_at: datetime
    answered_at: datetime | None = None


class Phone(Noun, table=True):
    """The number that a person gave for crises outside working hours. Personal data: never exported as a
    setting; each view leaves an entry `phone_shown` in the crisis's timeline."""

    workspace: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    number: str
    at: datetime
