"""Snoozing: nothing but a crisis for a while; what was held comes afterwards in one message (N13)."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import holds, preferences, stand_ins
from bot.flows.absences import zone_of
from bot.flows.answers import Answer
from bot.models import Snapshot
from bot.rules import hours as working
from bot.rules import moments
from bot.rules import snoozes as rules
from bot.store import Db, snapshots
from bot.tools import Caller, Tools
from bot.views import refusals
from bot.views import snoozes as views

STOP = ("off", "stop", "fin", "0", "non", "no")


async def form(tools: Tools, caller: Caller, *, typed: str = "", trouble: str = "") -> Answer:
    """How long? `typed` was not understood, and `trouble` says why."""
    chosen = caller.snapshot.preferences.get(caller.user)
    until = chosen.snoozed_until if chosen and chosen.snoozed_until else None
    running = until if until and until > tools.clock.now() else None
    zone = zone_of(caller, caller.snapshot)
    return Answer(opens=views.form(caller.t, zone=zone, running=running, typed=typed, trouble=trouble))


async def word(tools: Tools, caller: Caller, text: str) -> Answer:
    """`/tutti snooze 2h`; what is not clear opens the form with what was typed."""
    if not text:
        return await form(tools, caller)
    if moments.folded(text) in STOP:
        return await stop(tools, caller)
    try:
        return await snooze(tools, caller, text)
    except FormRefusal as refusal:
        said = [refusals.sentence(one, caller.snapshot, caller.t) for one in refusal.errors.values()]
        return await form(tools, caller, typed=text, trouble=" ".join(said))


async def snooze(tools: Tools, caller: Caller, text: str, field: str = "words") -> Answer:
    """Hold everything but crises until then. FormRefusal at `field` for what is no time to come.

    A request that is due before goes to the next person; nothing waits unseen.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        zone = zone_of(caller, book)
        hours = working.hours_of_person(book, caller.user)
        try:
            until = rules.until(moments.read(text, now, zone), now, hours)
        except Refusal as refusal:
            raise FormRefusal({field: refusal}) from None
        _keep(db, caller, until, now)
        said = views.snoozed(until, caller.t, zone=zone)
        return Answer(said.text, said.blocks)

    return await tools.write(caller, work)


async def stop(tools: Tools, caller: Caller) -> Answer:
    """The snooze ends now; what was held comes in the next round, or at once where it is urgent."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        chosen = book.preferences.get(caller.user)
        if not (chosen and chosen.snoozed_until and chosen.snoozed_until > now):
            raise Refusal("You are not snoozing; everything reaches you as usual.")
        _keep(db, caller, None, now)
        return Answer(caller.t("The snooze is over: everything reaches you as usual."))

    return await tools.write(caller, work)


def _keep(db: Db, caller: Caller, until: datetime | None, now: datetime) -> None:
    preferences.keep(db, caller.workspace, caller.user, snoozed_until=until)
    book = snapshots.load(db, caller.workspace)
    if until is None:
        holds.reconsider(db, book, caller.user, now)
    else:
        stand_ins.begin(db, book, caller.user, now)
