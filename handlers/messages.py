"""Messages of channels: from the event to the flow."""

from __future__ import annotations

from bot.flows import listening
from bot.flows.answers import DONE, Answer
from bot.slack.messages import heard_of
from bot.tools import Tools
from handlers.inputs import Happening


async def heard(tools: Tools, happening: Happening) -> Answer:
    message = heard_of(happening.event)
    if message is None:
        return DONE
    return await listening.hear(tools, happening.workspace, happening.key, message)
