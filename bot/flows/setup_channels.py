"""The channel that Tutti creates for its cards: made, or refused by Slack and chosen anew.

Until Slack has made it, the channel stands everywhere by its name, `#tutti`, which no channel id begins with.
"""

from __future__ import annotations

from bot.flows import changes, setup_posts
from bot.flows.answers import Answer
from bot.models import Message, Setup, SetupDraft, Workspace
from bot.store import Db, ledger, posts, snapshots
from bot.store import workspaces as stored
from bot.tools import Caller, Tools
from bot.views import setup as pages


def choose(db: Db, tools: Tools, caller: Caller, draft: SetupDraft) -> Answer:
    """Another channel for what Slack refused to create: what was owed to the old name goes there."""
    now, workspace = tools.clock.now(), caller.workspace
    row = db.lock(Workspace, id=workspace)
    if row is None or row.integration_channel is None:
        raise LookupError(workspace)
    before, after = row.integration_channel, draft.channel or f"#{draft.new_channel}"
    changes.edit(db, row, "workspace", now, caller.user, {"integration_channel": after})
    move(db, workspace, before, after)
    book = snapshots.load(db, workspace)
    return Answer(updates=pages.done_page(caller.t, book))


def move(db: Db, workspace: str, before: str, after: str) -> None:
    """The channel of the cards is another one now: settings and what is owed there follow."""
    ledger.rename_channel(db, workspace, before, after)
    stored.rename_channel(db, workspace, before, after)
    posts.retry(db, workspace, after)
    snapshots.touch(db, workspace)
    setup_posts.refresh(db, workspace)


def refused(db: Db, tools: Tools, message: Message, reason: str) -> None:
    """Slack did not create the channel: who set Tutti up is asked for another one; what is owed waits."""
    book = tools.books.of(db, message.workspace)
    begun = db.get(Setup, workspace=message.workspace)
    posts.park_all(db, message.workspace, message.channel, reason)
    person = begun.by if begun else book.workspace.installer
    if person:
        values = {"channel": message.channel, "reason": reason}
        ledger.owe(
            db,
            Message(
                workspace=message.workspace,
                key=f"channel_refused:{message.channel}:{person}",
                kind="channel_refused",
                channel=person,
                values=values,
                made_at=tools.clock.now(),
            ),
        )
