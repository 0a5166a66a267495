"""A question to a model, its reply, and the one error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.models.model_calls import Outcome
from bot.models.tasks import TaskAnswer


@dataclass(frozen=True)
class Question:
    """What is asked. `instructions` are ours; `text` is data that people wrote, redacted already."""

    instructions: str
    text: str
    answer: type[TaskAnswer]
    seconds: float
    tokens: int
    """The longest answer."""


@dataclass(frozen=True)
class Usage:
    """Tokens that a question used, as the server counts them."""

    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True)
class Reply:
    """An answer that fits its schema; whether it is true is the rules' business."""

    answer: TaskAnswer
    usage: Usage


class ModelError(Exception):
    """No answer; `outcome` says why. `usage` is None where the server did not say what it used."""

    def __init__(self, outcome: Outcome, usage: Usage | None = None) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome
        self.usage = usage


class Model(Protocol):
    """Something that can be asked. `name` is empty where nothing is configured."""

    name: str

    async def ask(self, question: Question) -> Reply:
        """Its answer. Raises ModelError within the question's seconds, whatever the server does."""

    async def stop(self) -> None:
        """Close what is open."""
