"""Channels that delivery makes or enters: what is owed to `#tutti` waits until Slack has created it.

Both calls may be repeated: a channel of ours is found again, joining twice does nothing.
"""

from __future__ import annotations

import contextlib

import structlog

from bot.flows import deliveries, setup_channels
from bot.models import Message, Person, Setup
from bot.slack import Later, Refused, SlackError, Uncertain, Unreachable
from bot.store import PATIENT_SECONDS, Db, ledger, posts
from bot.tools import Tools

log = structlog.get_logger(__name__)

TRY_AGAIN = 5.0
"""Machine seconds after which a call that Slack did not answer is made again."""


async def direct(tools: Tools, message: Message) -> str:
    """Open our direct-message channel with the person it goes to, and remember it. Raises SlackError."""
    workspace, user = message.workspace, message.channel
    try:
        found = await tools.slack.direct_channel(user)
    except Uncertain as error:
        raise Unreachable from error  # Opening it twice does no harm: nothing is in doubt.

    def work(db: Db) -> None:
        person = db.get(Person, workspace=workspace, id=user)
        if person is None:
            db.add_if_new(Person(workspace=workspace, id=user, direct_channel=found))
        else:
            db.change(person, direct_channel=found)

    await tools.store.write(work)
    return found


async def create(tools: Tools, message: Message) -> bool:
    """Create the channel that the message is owed to by name, and let all that is owed there follow it.

    False: nothing more can be sent under the name.
    """
    name = message.channel.removeprefix("#")
    try:
        found = await _created(tools, name)
    except Refused as error:
        log.warning("channel not created", error=error.code)
        code = error.code
        await tools.store.write(lambda db: setup_channels.refused(db, tools, message, code))
        return False
    except SlackError as error:
        code, later = error.code, error.seconds if isinstance(error, Later) else TRY_AGAIN
        again_at = tools.clock.tick() + later
        await tools.store.write(
            lambda db: posts.put_off(db, message.workspace, message.channel, code, again_at)
        )
        return False
    await _let_in(tools, message.workspace, found)
    await tools.store.write(lambda db: setup_channels.move(db, message.workspace, message.channel, found))
    return False


async def _created(tools: Tools, name: str) -> str:
    """The id of the new channel, or of the one that we made when Slack's answer was lost."""
    try:
        answer = await tools.slack.call("conversations.create", name=name)
        return str(answer["channel"]["id"])
    except Refused as error:
        ours = await _ours(tools, name) if error.code == "name_taken" else None
        if ours is None:
            raise
        return ours


async def _ours(tools: Tools, name: str) -> str | None:
    """The public channel of this name, if we created it."""
    bot = (await tools.slack.call("auth.test"))["user_id"]
    cursor: str | None = None
    while True:
        page = await tools.slack.look("conversations.list", limit=200, cursor=cursor, exclude_archived="true")
        for room in page.get("channels", []):
            if room.get("name") == name and room.get("creator") == bot:
                return str(room["id"])
        cursor = page.get("response_metadata", {}).get("next_cursor") or None
        if not cursor:
            return None


async def _let_in(tools: Tools, workspace: str, channel: str) -> None:
    """Whoever sets Tutti up is in the channel from the beginning; nobody else is brought in (N10)."""

    def look(db: Db) -> str | None:
        begun = db.get(Setup, workspace=workspace)
        return begun.by if begun else tools.books.of(db, workspace).workspace.installer

    person = await tools.store.read(look, within=PATIENT_SECONDS)
    if person:
        with contextlib.suppress(SlackError):  # Not essential: the channel is public.
            await tools.slack.call("conversations.invite", channel=channel, users=person)


async def joined(tools: Tools, message: Message, error: SlackError) -> bool:
    """Whether Slack only refused because we never entered the channel of the cards, and now we have.

    A department's channel, and one that somebody removed us from, are for a person to decide about.
    """
    if error.code != "not_in_channel" or message.attempts > 1:
        return False

    def is_new(db: Db) -> bool:
        book = tools.books.of(db, message.workspace)
        chosen = book.workspace.integration_channel == message.channel
        return chosen and ledger.last_ts(db, message.workspace, message.channel) is None

    if not await tools.store.read(is_new, within=PATIENT_SECONDS):
        return False
    try:
        await tools.slack.call("conversations.join", channel=message.channel)
    except SlackError as refused:
        log.warning("channel not joined", error=refused.code)
        return False
    await tools.store.write(lambda db: deliveries.not_sent(db, message, error.code, 0))
    return True
