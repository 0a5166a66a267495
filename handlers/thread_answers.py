"""The offer to record what was typed in a request's thread: from the button to the flow."""

from __future__ import annotations

from bot.flows import thread_answers
from bot.flows.answers import DONE, Answer
from bot.tools import Tools
from handlers.inputs import Click

ANSWERS = {
    "ready": thread_answers.ready,
    "not_concerned": thread_answers.not_concerned,
    "problem": thread_answers.problem,
    "take": thread_answers.take,
    "told": thread_answers.told,
}
"""What was typed -> what records it."""


async def record(tools: Tools, click: Click) -> Answer:
    return await ANSWERS[click.choice](tools, click.caller, click.id) if click.choice in ANSWERS else DONE
