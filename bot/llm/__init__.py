"""The door to the model: what is asked, what comes back, and how that can fail.

A model is asked by one flow alone (`flows.model_calls`), never inside a request or a unit of work.
"""

from __future__ import annotations

from bot.llm.door import Model, ModelError, Question, Reply, Usage
from bot.llm.rules_only import RulesOnly
from bot.settings import Settings

__all__ = ["Model", "ModelError", "Question", "Reply", "RulesOnly", "Usage", "of_settings"]


def of_settings(settings: Settings) -> Model:
    """The model that the environment names; `RulesOnly` while it names neither a key nor an address."""
    if not settings.has_model:
        return RulesOnly()
    # Loaded only where it is used: the client costs seconds and sixty megabytes.
    from bot.llm.openai import OpenAi

    return OpenAi(settings)
