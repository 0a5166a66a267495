"""What the rules are not sure about: looked at once more by a timer, outside the request.

Nothing of the message is stored meanwhile. It is read again from Slack (channels:history) when it is asked
about, so that a message that was edited or deleted meanwhile is not proposed as it was.
"""

from __future__ import annotations

import structlog

from bot.flows import model_calls, proposing, recognising
from bot.models import Heard, Input, Snapshot, Timer
from bot.rules import listening as rules
from bot.slack import SlackError
from bot.slack.messages import heard_of
from bot.store import Db, timers
from bot.tools import Repeat, Tools

log = structlog.get_logger(__name__)


async def ask_later(tools: Tools, book: Snapshot, key: str, heard: Heard) -> None:
    """Let the timer `recognise` fall due at once."""
    if not model_calls.may_ask(tools, book):
        return
    now, workspace = tools.clock.now(), book.workspace.id
    subject = f"{heard.channel}:{heard.thread or heard.ts}:{heard.ts}"

    def unit(db: Db) -> None:
        if key and not db.add_if_new(Input(workspace=workspace, key=key, at=now)):
            raise Repeat(key)
        timers.set_timer(db, workspace, "recognise", subject, now)

    await tools.store.write(unit)


async def run(tools: Tools, timer: Timer) -> None:
    """Read the message again, ask about it, and propose what comes of it; at most once."""
    await tools.store.write(lambda db: timers.take(db, timer))
    book, now = await tools.snapshot(timer.workspace), tools.clock.now()
    heard = await _read_again(tools, *timer.subject.split(":"))
    if heard is None or rules.is_ours(heard, book) or rules.worth_reading(heard, book, now) is None:
        return
    found = rules.recognised(heard, book, now)
    recognised = await recognising.recognise(tools, book, rules.said(heard, book, now), found)
    if recognised is None or recognised is found or not rules.may_be_proposed(recognised, asked=True):
        return
    answer = await proposing.propose(tools, timer.workspace, "", heard, recognised)
    if not answer.text:
        return
    try:
        await tools.slack.call(
            "chat.postEphemeral",
            channel=heard.channel,
            thread_ts=heard.thread,
            user=heard.author,
            text=answer.text,
            blocks=answer.blocks,
        )
    except SlackError as error:
        log.warning("proposal not delivered", error=error.code)


async def _read_again(tools: Tools, channel: str, thread: str, ts: str) -> Heard | None:
    """The message as it stands now; None where it is gone or Slack does not say."""
    try:
        answer = await tools.slack.look(
            "conversations.replies",
            channel=channel,
            ts=thread,
            oldest=ts,
            latest=ts,
            inclusive="true",
            limit=5,
        )
    except SlackError as error:
        log.warning("message not read again", error=error.code)
        return None
    found = (one for one in answer.get("messages", []) if isinstance(one, dict) and one.get("ts") == ts)
    message = next(found, None)
    return heard_of({**message, "channel": channel, "channel_type": "channel"}) if message else None
