"""Watched channels edited in Slack: how each is listened to, and for which apps it opens by itself."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, settings
from bot.flows.answers import Answer
from bot.flows.settings import Page, edit, shown
from bot.models import Person, Snapshot, Watch, Workspace
from bot.rules import listening as rules
from bot.rules import rights
from bot.store import Db, suggestions
from bot.tools import Caller, Tools
from bot.views import watching as views

READS = frozenset({"channels:history", "groups:history"})
GONE = "This channel is not watched any more; choose it again under “Channel and language”."


async def index(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """Every watched channel."""
    book = await tools.snapshot(caller.workspace)
    refuse(rights.may_administer(book, caller.user))
    return shown(_page(tools, caller, book), within)


async def form(tools: Tools, caller: Caller, channel: str, within: Page | None) -> Answer:
    """How one channel is listened to; the page of all where it is not watched any more."""

    def look(db: Db) -> Page:
        book = tools.books.of(db, caller.workspace)
        refuse(rights.may_administer(book, caller.user))
        found = rules.watch(book, channel)
        if found is None:
            return _page(tools, caller, book, caller.t("This channel is not watched any more."))
        return views.form(found, suggestions.apps(db, caller.workspace, channel), book, caller.t)

    return shown(await tools.store.read(look), within)


async def save(tools: Tools, caller: Caller, wanted: Watch) -> Answer:
    """From now on; FormRefusal where nobody who may report answers for the apps."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        row = db.get(Workspace, id=caller.workspace)
        if row is None or wanted.channel not in row.watched_channels:
            raise FormRefusal({"mode": Refusal(GONE)})
        if wanted.answerable:
            known = db.get(Person, workspace=caller.workspace, id=wanted.answerable)
            if rights.may_raise(known) is not None:
                fault = Refusal("Choose a colleague of this organisation; guests cannot report.")
                raise FormRefusal({"answerable": fault})
        kept = {key: how for key, how in row.listening.items() if key in row.watched_channels}
        kept.pop(wanted.channel, None)
        if how := views.stored(wanted):
            kept[wanted.channel] = how
        changes.edit_one(db, row, "workspace.listening", "listening", now, caller.user, kept)

    saved = caller.t("Saved.")
    return await edit(
        tools, caller, settings.administers(caller), work, lambda book: _page(tools, caller, book, saved)
    )


def _page(tools: Tools, caller: Caller, book: Snapshot, saved: str = "") -> Page:
    deaf = bool(book.workspace.watched_channels) and not READS & tools.scopes
    return views.page(rules.watches(book), book, caller.t, deaf=deaf, saved=saved)
