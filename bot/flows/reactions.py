"""The siren on a message of a watched channel: a private offer to whoever put it there, and nothing else.

No reaction takes or closes anything (PRODUCT section 2, "Reactions").
"""

from __future__ import annotations

from bot.flows import message_reading, offers, people
from bot.flows.answers import DONE, Answer
from bot.flows.message_reading import Source
from bot.models import Heard, Snapshot
from bot.rules import mentions, rights
from bot.store import Db
from bot.tools import Tools


async def hear(
    tools: Tools, workspace: str, key: str, name: str, source: Source, author: str | None
) -> Answer:
    """What whoever reacted is whispered; nothing for any other reaction. `author`: who wrote the message."""
    book, now = await tools.recent(workspace), tools.clock.now()
    ours = book.workspace.bot_user
    if name != mentions.SIREN or source.channel not in book.workspace.watched_channels:
        return DONE
    if not source.person or ours in (source.person, author):
        return DONE
    caller = await people.caller(tools, workspace, source.person, key, source.channel)
    if rights.may_raise(caller.person) is not None or rights.is_set_up(book) is not None:
        return DONE

    def work(db: Db, book: Snapshot) -> Answer:
        if message_reading.may_read(tools, source.channel):
            message_reading.ask(db, workspace, source, now)
            return DONE
        heard = Heard(source.channel, source.ts, hidden=source.channel[:1] != "C")
        return offers.offer(db, book, caller, heard, None, now)

    return await tools.write(caller, work)
