"""Messages heard in watched channels: most are nothing of ours, some are proposed, few open by themselves.

What is nothing of ours is told apart in memory: no Slack call, no database, no row.
"""

from __future__ import annotations

from bot.flows import doubts, proposing, sources, thread_answers
from bot.flows.answers import DONE, Answer
from bot.models import Heard
from bot.rules import listening as rules
from bot.tools import Tools


async def hear(tools: Tools, workspace: str, key: str, heard: Heard) -> Answer:
    """What its author is whispered; nothing for most messages. `key` is the event's."""
    book, now = await tools.recent(workspace), tools.clock.now()
    if rules.is_ours(heard, book):
        return DONE
    if heard.deleted:
        await sources.deleted(tools, workspace, key, heard)
        return DONE
    if heard.before is None and f"<@{book.workspace.bot_user}>" in heard.text:
        return DONE  # Slack also sends an app_mention, which `mentions` answers.
    if heard.before is not None and (
        not rules.is_changed(heard) or await sources.edited(tools, workspace, key, heard)
    ):
        return DONE
    if (answer := await thread_answers.hear(tools, book, key, heard)) is not DONE:
        return answer
    found = rules.worth_reading(heard, book, now)
    recognised = rules.recognised(heard, book, now) if found else None
    if recognised is None:
        return DONE
    if rules.is_doubtful(heard, recognised):
        await doubts.ask_later(tools, book, key, heard)
        return DONE
    if not rules.may_be_proposed(recognised):
        return DONE
    return await proposing.propose(tools, workspace, key, heard, recognised)
