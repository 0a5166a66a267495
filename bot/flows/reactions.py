"""The siren on a message of a watched channel: a private offer to whoever put it there, and nothing else.

No reaction takes or closes anything (PRODUCT section 2, "Reactions").
"""

from __future__ import annotations

from bot.flows import message_reading, people
from bot.flows.message_reading import Source
from bot.rules import mentions, rights
from bot.tools import Tools


async def hear(tools: Tools, workspace: str, key: str, name: str, source: Source, author: str | None) -> None:
    """Have the message read for whoever reacted; nothing for any other reaction. author: of the message."""
    book, now = await tools.recent(workspace), tools.clock.now()
    ours = book.workspace.bot_user
    if name != mentions.SIREN or source.channel not in book.workspace.watched_channels:
        return
    if not source.person or ours in (source.person, author):
        return
    caller = await people.caller(tools, workspace, source.person, key, source.channel)
    if rights.may_raise(caller.person) is not None or rights.is_set_up(book) is not None:
        return

    await tools.write(caller, lambda db, book: message_reading.ask(db, workspace, source, now))
