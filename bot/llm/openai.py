"""A model behind the OpenAI wire format: OpenAI's own, Azure's, or a server of one's own.

Chat completions with a JSON schema are what such servers have in common. The client's own retries are off:
the rules answer in the same moment.
"""

from __future__ import annotations

import asyncio
from typing import Any

import openai
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from bot.llm.door import ModelError, Question, Reply, Usage
from bot.models.model_calls import Outcome
from bot.settings import Settings

NO_KEY = "none"
"""A server of one's own asks for no key; the client insists on one."""


class OpenAi:
    """The model that OPENAI_MODEL names, at OPENAI_BASE_URL."""

    def __init__(self, settings: Settings) -> None:
        key = settings.openai_api_key
        self.name = settings.openai_model
        self._seconds = settings.openai_timeout
        self._client = openai.AsyncOpenAI(
            api_key=key.get_secret_value() if key else NO_KEY,
            base_url=settings.openai_base_url,
            timeout=settings.openai_timeout,
            max_retries=0,
        )

    async def ask(self, question: Question) -> Reply:
        """Its answer. Raises ModelError within the shorter of the question's and OPENAI_TIMEOUT's seconds."""
        try:
            async with asyncio.timeout(min(question.seconds, self._seconds)):
                completion = await self._complete(question)
        except (TimeoutError, openai.APITimeoutError) as error:
            raise ModelError(Outcome.slow) from error
        except openai.RateLimitError as error:
            raise ModelError(Outcome.limited, Usage()) from error
        except openai.APIStatusError as error:
            fault = Outcome.unavailable if error.status_code >= 500 else Outcome.refused
            raise ModelError(fault, Usage()) from error
        except openai.APIConnectionError as error:
            raise ModelError(Outcome.unavailable, Usage()) from error
        except (openai.OpenAIError, ValueError) as error:
            # A body that is no JSON at all, or none that the client knows.
            raise ModelError(Outcome.unreadable) from error
        return _read(completion, question)

    async def _complete(self, question: Question) -> ChatCompletion:
        schema: Any = {
            "type": "json_schema",
            "json_schema": {
                "name": question.answer.__name__,
                "schema": question.answer.model_json_schema(),
                "strict": True,
            },
        }
        return await self._client.chat.completions.create(
            model=self.name,
            messages=[
                {"role": "system", "content": question.instructions},
                {"role": "user", "content": question.text},
            ],
            response_format=schema,
            max_completion_tokens=question.tokens,
        )

    async def stop(self) -> None:
        await self._client.close()


def _read(completion: ChatCompletion, question: Question) -> Reply:
    """The reply, checked against its schema. What the client hands over is not checked by it."""
    usage = _usage(completion)
    choices = getattr(completion, "choices", None)
    if not choices or getattr(choices[0], "message", None) is None:
        raise ModelError(Outcome.unreadable, usage)
    first = choices[0]
    if getattr(first.message, "refusal", None) or first.finish_reason == "content_filter":
        raise ModelError(Outcome.declined, usage)
    try:
        answer = question.answer.model_validate_json(first.message.content or "")
    except (ValidationError, ValueError, TypeError) as error:
        raise ModelError(Outcome.unreadable, usage) from error
    return Reply(answer, usage or Usage())


def _usage(completion: ChatCompletion) -> Usage | None:
    """What the server counted; None where it does not say, and the reserved tokens stay used."""
    said = getattr(completion, "usage", None)
    counts = (getattr(said, "prompt_tokens", None), getattr(said, "completion_tokens", None))
    if not all(isinstance(count, int) and count >= 0 for count in counts):
        return None
    return Usage(int(counts[0] or 0), int(counts[1] or 0))
