"""Tutti named in a message, and reactions: from the payload to the flow.

https://docs.slack.dev/reference/events/app_mention, https://docs.slack.dev/reference/events/reaction_added
"""

from __future__ import annotations

from bot.flows import mentions, reactions
from bot.flows.answers import DONE, Answer
from bot.flows.message_reading import Source
from bot.slack.messages import heard_of
from bot.tools import Tools
from handlers.inputs import Happening


async def mentioned(tools: Tools, happening: Happening) -> Answer:
    heard = heard_of(happening.event)
    if heard is None:
        return DONE
    return await mentions.hear(tools, happening.workspace, happening.key, heard)


async def reacted(tools: Tools, happening: Happening) -> None:
    """Only a reaction on a message; on a file it names none."""
    event = happening.event
    item = event.get("item") or {}
    source = Source(
        str(item.get("channel") or ""), str(item.get("ts") or ""), str(event.get("user") or ""), siren=True
    )
    if not (source.channel and source.ts):
        return
    name, author = str(event.get("reaction") or ""), event.get("item_user")
    await reactions.hear(tools, happening.workspace, happening.key, name, source, author)
