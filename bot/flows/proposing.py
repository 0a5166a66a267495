"""Proposing what was recognised: decided once more in its unit, with what was proposed before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.flows import automatic, links, people, proposals
from bot.flows.answers import DONE, Answer
from bot.i18n import translator
from bot.models import Heard, Recognised, Snapshot, SuggestionState, Watch
from bot.rules import listening as rules
from bot.rules import rights
from bot.rules.listening import Step
from bot.store import Db, suggestions
from bot.tools import Caller, Tools
from bot.views import suggestions as views


async def propose(tools: Tools, workspace: str, key: str, heard: Heard, recognised: Recognised) -> Answer:
    """Propose it to its author, or under an app's message; open it where the channel is set to."""
    caller = await _caller(tools, workspace, key, heard)
    if heard.author is not None and rights.may_raise(caller.person) is not None:
        return DONE
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        found = rules.watch(book, heard.channel)
        if found is None or _is_known(db, book, heard):
            return DONE
        return _follow(db, replace(caller, snapshot=book), heard, found, recognised, now)

    return await tools.write(caller, work)


async def _caller(tools: Tools, workspace: str, key: str, heard: Heard) -> Caller:
    """The author; for an app who is answerable for it in this channel, else nobody."""
    if heard.author is not None:
        return await people.caller(tools, workspace, heard.author, key, heard.channel)
    found = rules.watch(tools.books.kept(workspace), heard.channel)
    caller = await tools.caller(workspace, found.answerable or "" if found else "", key, heard.channel)
    return replace(caller, t=translator(caller.snapshot.workspace.language))


def _is_known(db: Db, book: Snapshot, heard: Heard) -> bool:
    """Whether it, or the first message of its thread, was proposed or told already, or is ours (N9)."""
    workspace = book.workspace.id
    for ts in dict.fromkeys((heard.ts, heard.thread or heard.ts)):
        address = links.permalink(book, heard.channel, ts)
        if suggestions.at_message(db, workspace, heard.channel, ts) is not None:
            return True
        if address and suggestions.reports(db, workspace, address):
            return True
    return heard.thread is not None and suggestions.is_ours(db, workspace, heard.channel, heard.thread)


def _follow(
    db: Db, caller: Caller, heard: Heard, found: Watch, recognised: Recognised, now: datetime
) -> Answer:
    book = caller.snapshot
    before = suggestions.lately(db, caller.workspace, heard.channel, now - rules.HOUR)
    step = rules.step(found, heard, recognised, before, now)
    if step is Step.open and rights.may_raise(caller.person) is not None:
        step = Step.propose
    if step is Step.nothing:
        return DONE
    if step is Step.tally:
        automatic.count(db, rules.counted_on(before, heard, found), now)
        return DONE
    state = SuggestionState.shadow if step is Step.note else SuggestionState.offered
    made = proposals.made(caller.workspace, heard, recognised, state, now)
    if not db.add_if_new(made):
        return DONE
    if step is Step.open:
        automatic.open_for(db, caller, made, now)
    if step is Step.note:
        db.stale_homes.add(caller.workspace)
        db.woken = True
    if step is not Step.propose:
        return DONE
    if heard.author is None:
        proposals.owe_line(db, made, now)
        return DONE
    shown = views.private_offer(proposals.offer_of(book, made, now, recognised.reasons[1:4]), book, caller.t)
    return Answer(shown.text, blocks=shown.blocks)
