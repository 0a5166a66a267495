"""`--with-model`: what the environment's language model makes of the rules' candidates, beside the rules.

The real flow, with a database of its own: redaction, prompt, schema, and what is believed of the answer.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from bot.clock import SystemClock
from bot.flows import recognising
from bot.llm import of_settings
from bot.models import ModelCall, Outcome, Recognised, Said, Snapshot
from bot.settings import Settings
from bot.slack import Slack
from bot.store import Db, Store
from bot.tools import Tools
from tests.eval import examples, figures
from tests.eval.figures import Count, Figures, Taken

NO_MODEL = (
    "No language model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, and "
    "OPENAI_MODEL. The rules are measured alone."
)
AT_ONCE = 4
TOKENS = 100_000_000


async def opinions(
    settings: Settings, book: Snapshot, candidates: Sequence[tuple[Said, Recognised | None]]
) -> tuple[list[Recognised | None], list[ModelCall]]:
    """For each candidate what the rules and the model propose together, in the same order; and the calls.

    A call without an answer leaves what the rules found. ValueError with NO_MODEL where none is configured.
    """
    if not settings.has_model:
        raise ValueError(NO_MODEL)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'eval.db'}")
        tools = Tools(settings, SystemClock(), store, Slack("", ""), of_settings(settings))
        try:
            await asyncio.to_thread(store.migrate)
            allowed = await store.write(lambda db: _arrange(db, book))
            one_of = asyncio.Semaphore(AT_ONCE)

            async def asked(said: Said, found: Recognised | None) -> Recognised | None:
                async with one_of:
                    return await recognising.recognise(tools, allowed, said, found)

            found = await asyncio.gather(*(asked(*candidate) for candidate in candidates))
            return found, await store.read(lambda db: db.all(ModelCall), within=60)
        finally:
            await tools.model.stop()
            store.close()


def beside(rules: Sequence[Taken], heard: Sequence[Taken], settings: Settings) -> tuple[Table, str]:
    """The figures of the rules alone and with the model on the same examples, and what was asked.

    rules: what is proposed without a model. heard: what the rules found, doubtful or not: the model is asked.

    ValueError with NO_MODEL where none is configured.
    """
    candidates = [(example.said, found) for example, found in heard]
    found, calls = asyncio.run(opinions(settings, examples.book(), candidates))
    both = [(example, opinion) for (example, _), opinion in zip(heard, found, strict=True)]
    return table(figures.counted(rules), figures.counted(both)), summary(calls)


def table(rules: Figures, both: Figures) -> Table:
    """Precision and recall side by side, in all and by label."""
    drawn = Table("sort", "label", "rules: precision", "recall", "with model: precision", "recall")
    drawn.add_row("suggestions", "", *_shares(rules.suggestions), *_shares(both.suggestions))
    counted = [("invented crises", "invented_crises"), ("on jokes and people at work", "on_jokes")]
    for label, name in counted:
        drawn.add_row(label, "", str(len(getattr(rules, name))), "", str(len(getattr(both, name))), "")
    right = [f"{one.department_share:.2f}" for one in (rules, both)]
    drawn.add_row("right department", "", right[0], "", right[1], "")
    for sort in rules.by:
        for label in sorted({*rules.by[sort], *both.by[sort]}):
            counts = [one.by[sort].get(label, Count()) for one in (rules, both)]
            drawn.add_row(sort, label, *_shares(counts[0]), *_shares(counts[1]))
    return drawn


def _shares(count: Count) -> tuple[str, str]:
    said = ["–" if share is None else f"{share:.2f}" for share in (count.precision, count.recall)]
    return said[0], said[1]


def _arrange(db: Db, book: Snapshot) -> Snapshot:
    workspace = book.workspace.model_copy(update={"model_allowed": True, "model_tokens_per_day": TOKENS})
    db.add(workspace)
    return Snapshot(
        workspace, departments=book.departments, topics=book.topics, launch_kinds=book.launch_kinds
    )


def summary(calls: Sequence[ModelCall]) -> str:
    """One line: how many questions, how many without an answer, tokens, cost."""
    failed = sum(call.outcome != Outcome.answered for call in calls)
    tokens = sum(call.tokens_in + call.tokens_out for call in calls)
    cost = sum(call.cost for call in calls) / 1_000_000
    name = calls[0].model if calls else "the model"
    return (
        f"{name}: {len(calls)} questions, {failed} without an answer, {tokens:,} tokens, {cost:.2f} dollars"
    )
