"""What a language model may answer, one closed schema for each task in `prompts/`.

Every field is required and no other is taken: that is what servers with structured output ask for.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.models.notices import Reach, Requester


class TaskAnswer(BaseModel):
    """An answer as it came, not yet believed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RecogniseAnswer(TaskAnswer):
    """What a message is. It has no word for an open crisis, and none for whom to write to (P7)."""

    lane: Literal["launch", "escalation", "nothing"]
    key: str
    """Of the launch kind or topic; empty for nothing."""
    severity: Literal["low", "normal", "high"]
    requester: Requester
    reach: Reach
    crisis_suspected: bool
    title: str


class Sentence(TaskAnswer):
    """One sentence and the ids of the records that support it."""

    text: str
    records: list[str]


class TopicSentence(TaskAnswer):
    """One sentence about one topic of the week."""

    topic: str
    sentence: Sentence


class DigestAnswer(TaskAnswer):
    """The opening of a digest, and a sentence for each topic that needs one."""

    opening: list[Sentence]
    topics: list[TopicSentence]


TASKS: dict[str, type[TaskAnswer]] = {"RecogniseAnswer": RecogniseAnswer, "DigestAnswer": DigestAnswer}
"""Schemas by the name that a prompt gives."""
