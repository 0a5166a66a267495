"""What people do with a proposal: open it, correct it, not this time, stop (P7: a person confirms)."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refusal, refuse
from bot.flows import changes, escalation_openings, launches, links, preferences, proposals
from bot.flows.answers import Answer
from bot.models import Lane, Snapshot, Suggestion, SuggestionState, Workspace
from bot.rules import listening as rules
from bot.rules import rights
from bot.store import Db, snapshots, suggestions
from bot.tools import Caller, Tools
from bot.views import suggestions as views

GONE = "This proposal does not exist any more."


async def open_it(tools: Tools, caller: Caller, suggestion: str) -> Answer:
    """*Open*: an escalation opens at once with what was filled in; a launch's form needs more."""
    refuse(rights.may_raise(caller.person))
    found = await _found(tools, caller, suggestion)
    if rules.is_open(found) and (found.lane == Lane.launch or not found.topic):
        return await correct(tools, caller, suggestion)
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        held = _held(db, caller, suggestion)
        if not rules.is_open(held):
            return _became(db, book, caller, held)
        draft = rules.escalation_draft(held, links.permalink(book, held.channel, held.ts), now)
        return escalation_openings.opened(db, book, caller, draft, now)

    return await tools.write(caller, work)


async def correct(tools: Tools, caller: Caller, suggestion: str) -> Answer:
    """*Correct*: the form with what was filled in, to be changed before it is sent."""
    refuse(rights.may_raise(caller.person))
    found, now = await _found(tools, caller, suggestion), tools.clock.now()
    if not rules.is_open(found):
        return await tools.store.read(
            lambda db: _became(db, tools.books.of(db, caller.workspace), caller, found)
        )
    if found.lane == Lane.launch:
        return await launches.form(tools, caller, rules.launch_draft(found, now))
    address = links.permalink(caller.snapshot, found.channel, found.ts)
    return await escalation_openings.form(tools, caller, rules.escalation_draft(found, address, now))


async def refuse_it(tools: Tools, caller: Caller, suggestion: str) -> Answer:
    """*Not this time*: nothing is opened, and the message is not proposed again."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_raise(caller.person))
        held = _held(db, caller, suggestion)
        if not rules.is_open(held):
            return _became(db, book, caller, held)
        proposals.decide(db, held, SuggestionState.refused, caller.user, now)
        return Answer(views.refused_words(caller.t), replaces=held.author is not None)

    return await tools.write(caller, work)


async def stop(tools: Tools, caller: Caller, suggestion: str) -> Answer:
    """*Stop in this channel*: an administrator stops it for everybody, anybody else for themselves alone.

    Under an app's message there is nothing to stop for oneself: Refusal that names the administrators.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_raise(caller.person))
        held = _held(db, caller, suggestion)
        own = held.author == caller.user
        if rights.may_administer(book, caller.user) is None:
            _stop_for_all(db, caller, held.channel)
            said = views.stopped_words(book, held.channel, caller.t)
        elif own:
            _stop_for_one(db, book, caller, held.channel)
            said = views.muted_words(book, held.channel, caller.t)
        else:
            raise rights.may_administer(book, caller.user) or Refusal(GONE)
        if rules.is_open(held):
            proposals.decide(db, held, SuggestionState.refused, caller.user, now)
        return Answer(said, replaces=own)

    def _stop_for_all(db: Db, caller: Caller, channel: str) -> None:
        row = db.lock(Workspace, id=caller.workspace)
        if row is None or channel not in row.watched_channels:
            return
        left = [one for one in row.watched_channels if one != channel]
        kept = {key: value for key, value in row.listening.items() if key != channel}
        changes.edit(db, row, "workspace", now, caller.user, {"watched_channels": left, "listening": kept})
        snapshots.touch(db, caller.workspace)

    return await tools.write(caller, work)


def _stop_for_one(db: Db, book: Snapshot, caller: Caller, channel: str) -> None:
    chosen = book.preferences.get(caller.user)
    before = chosen.unproposed if chosen else []
    preferences.keep(db, caller.workspace, caller.user, unproposed=list(dict.fromkeys([*before, channel])))


async def _found(tools: Tools, caller: Caller, suggestion: str) -> Suggestion:
    def look(db: Db) -> Suggestion:
        found = db.get(Suggestion, workspace=caller.workspace, id=suggestion)
        if found is None:
            raise Refusal(GONE)
        refuse(rules.may_decide(found, caller.user))
        return found

    return await tools.store.read(look)


def _held(db: Db, caller: Caller, suggestion: str) -> Suggestion:
    """The suggestion, held for this unit. Refusal where there is none, or it was made to somebody else."""
    held = suggestions.hold(db, caller.workspace, suggestion)
    if held is None:
        raise Refusal(GONE)
    refuse(rules.may_decide(held, caller.user))
    return held


def _became(db: Db, book: Snapshot, caller: Caller, found: Suggestion) -> Answer:
    own = found.author is not None
    return replace(Answer(proposals.became(db, book, found, caller.t)), replaces=own)
