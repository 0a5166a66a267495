"""No model: everything works by rules and templates (P8)."""

from __future__ import annotations

from bot.llm.door import ModelError, Question, Reply, Usage
from bot.models.model_calls import Outcome


class RulesOnly:
    """The door while no model is configured; nobody asks it, and it answers nothing."""

    name = ""

    async def ask(self, question: Question) -> Reply:
        raise ModelError(Outcome.unavailable, Usage())

    async def stop(self) -> None:
        return None
