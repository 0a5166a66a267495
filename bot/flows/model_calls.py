"""The one way to ask the language model: allowed, within the day's budget, in time, and recorded.

Never inside a request or a unit of work: tokens are reserved in one unit, the model is asked, and what it
used is written in another.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.errors import Busy
from bot.llm import ModelError, Question, Usage
from bot.models import ModelCall, Outcome, Person, Snapshot, Workspace
from bot.models.tasks import TaskAnswer
from bot.rules import model_calls as rules
from bot.store import PATIENT_SECONDS, Db
from bot.store import model_calls as store
from bot.tools import Tools
from prompts import Prompt

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Answered:
    """An answer that fits its schema, and the call that it came by."""

    answer: TaskAnswer
    call: ModelCall


def may_ask(tools: Tools, book: Snapshot) -> bool:
    """Whether it is worth preparing a question: a model is configured, and the workspace allows it."""
    return bool(tools.model.name) and book.workspace.model_allowed


async def ask(tools: Tools, book: Snapshot, prompt: Prompt, text: str, **fields: str) -> Answered | None:
    """What the model answers about this text, which people wrote; None whenever it cannot be had.

    `fields` fill the prompt; `fence`, the lines around the text, is made here and cannot be guessed.
    """
    if not may_ask(tools, book):
        return None
    fence = f"=== {secrets.token_hex(8)} ==="
    question = Question(
        prompt.filled(fence=fence, **fields),
        f"{fence}\n{text}\n{fence}",
        prompt.answer,
        prompt.seconds,
        prompt.tokens,
    )
    try:
        call = await tools.store.write(lambda db: _reserve(db, tools, book, prompt.name, question))
        if call is None:
            return None
        outcome, usage, answer = await _asked(tools, question)
        await tools.store.write(lambda db: _settle(db, tools, call, outcome, usage))
    except Busy:
        return None
    if answer is None:
        log.warning("the model did not answer", task=prompt.name, outcome=outcome.value)
        return None
    return Answered(answer, call)


async def _asked(tools: Tools, question: Question) -> tuple[Outcome, Usage | None, TaskAnswer | None]:
    try:
        reply = await tools.model.ask(question)
    except ModelError as error:
        return error.outcome, error.usage, None
    return Outcome.answered, reply.usage, reply.answer


def _reserve(db: Db, tools: Tools, book: Snapshot, task: str, question: Question) -> ModelCall | None:
    """Within a unit: the call with the tokens that it may use at the most; None where it may not be made."""
    workspace, now = book.workspace.id, tools.clock.now()
    # Locked, so that two replicas do not both take what is left of the budget.
    known = db.lock(Workspace, id=workspace)
    if known is None:
        return None
    tokens_in = rules.tokens_of(question.instructions + question.text)
    used = store.used(db, workspace, rules.day_start(known, now))
    recent = store.recent(db, workspace, rules.RESTS_AFTER)
    if rules.silence(known, used.tokens, tokens_in + question.tokens, recent, now):
        return None
    call = ModelCall(
        workspace=workspace,
        at=now,
        task=task,
        model=tools.model.name,
        tokens_in=tokens_in,
        tokens_out=question.tokens,
        cost=_cost(tools, tokens_in, question.tokens),
    )
    db.add(call)
    return call


def _settle(db: Db, tools: Tools, call: ModelCall, outcome: Outcome, usage: Usage | None) -> None:
    """Within a unit: how it ended, and what it used; what was reserved stays where nobody says."""
    if usage is None:
        db.change(call, outcome=outcome)
        return
    db.change(
        call,
        outcome=outcome,
        tokens_in=usage.tokens_in,
        tokens_out=usage.tokens_out,
        cost=_cost(tools, usage.tokens_in, usage.tokens_out),
    )


async def drop(tools: Tools, call: ModelCall, sentences: int) -> None:
    """Count sentences of an answer that no record supports; losing the count loses nothing else."""
    with suppress(Busy):
        await tools.store.write(lambda db: db.change(call, dropped=sentences))


def _cost(tools: Tools, tokens_in: int, tokens_out: int) -> int:
    settings = tools.settings
    return rules.cost(tokens_in, tokens_out, settings.openai_input_price, settings.openai_output_price)


async def names(tools: Tools, workspace: str) -> list[str]:
    """The names of everybody in the workspace, to be taken out of what is sent."""
    people = await tools.store.read(lambda db: db.all(Person, workspace=workspace), within=PATIENT_SECONDS)
    return [person.name for person in people if not person.bot]
