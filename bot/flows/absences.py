"""Being away: saying so by words or by a form, who stands in, and coming back early."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import returns, stand_ins, status_offers
from bot.flows.answers import Answer
from bot.models import Absence, AbsenceDraft, Person, Role, Snapshot
from bot.rules import absences as rules
from bot.rules import hours as working
from bot.rules import moments
from bot.rules.workweek import zone_of as calendar_zone
from bot.store import Db, snapshots
from bot.store import absences as stored
from bot.store.timers import set_timer
from bot.tools import Caller, Tools
from bot.views import absences as views
from bot.views import refusals
from bot.views.kit import Rendered


def zone_of(caller: Caller, book: Snapshot) -> str:
    """The person's own zone."""
    if caller.person and caller.person.timezone and caller.user not in book.people:
        return caller.person.timezone
    return working.zone_of_person(book, caller.user)


async def form(
    tools: Tools, caller: Caller, draft: AbsenceDraft | None = None, *, trouble: str = ""
) -> Answer:
    """The form to say when one is away; `trouble` is a sentence about what was typed as a command."""
    book, now = caller.snapshot, tools.clock.now()
    given = draft or AbsenceDraft(deputy=_usual_deputy(book, caller.user, now))
    planned = [one for one in book.absences if one.person == caller.user and one.ends_at > now]
    today = now.astimezone(calendar_zone(zone_of(caller, book))).date()
    drawn = views.away_form(
        given, planned, caller.t, today=today, zone=zone_of(caller, book), trouble=trouble
    )
    return Answer(opens=drawn)


def _usual_deputy(book: Snapshot, person: str, now: datetime) -> str | None:
    """The first deputy of their first department who is there."""
    for department in book.departments_of(person):
        for deputy in rules.there(book, book.holders(department, Role.deputy), now):
            if deputy != person:
                return deputy
    return None


async def word(tools: Tools, caller: Caller, text: str) -> Answer:
    """`/tutti away until friday deputy @Tom`: saved at once; what is not clear opens the form, prefilled."""
    if not text:
        return await form(tools, caller)
    typed, draft, trouble = views.read_words(text), AbsenceDraft(), list[Refusal]()
    zone, now = zone_of(caller, caller.snapshot), tools.clock.now()
    for name, words in (("first", typed.first), ("last", typed.last)):
        try:
            draft = _with_moment(draft, name, words, now, zone)
        except Refusal as refusal:
            trouble.append(refusal)
    if typed.deputy:
        known = await tools.store.read(lambda db: stored.people(db, caller.workspace))
        named = rules.named(known, typed.deputy)
        draft = replace(draft, deputy=named[0] if len(named) == 1 else None)
        trouble += [] if draft.deputy else [views.not_one(typed.deputy, len(named))]
    if not trouble:
        try:
            return await declare(tools, caller, draft)
        except FormRefusal as refusal:
            trouble += refusal.errors.values()
    said = [refusals.sentence(one, caller.snapshot, caller.t) for one in trouble]
    return await form(tools, caller, draft, trouble=" ".join(said))


def _with_moment(draft: AbsenceDraft, name: str, words: str, now: datetime, zone: str) -> AbsenceDraft:
    if not words:
        return draft
    found = moments.read(words, now, zone)
    if name == "first":
        return replace(draft, first=found.day)
    clock = found.at.astimezone(calendar_zone(zone)).time() if found.at else None
    return replace(draft, last=found.day, hour=clock)


async def declare(tools: Tools, caller: Caller, draft: AbsenceDraft) -> Answer:
    """The person is away: an absence that overlaps is replaced, what waits on them moves.

    Raises FormRefusal at the fields `first`, `last`, `hour`, `deputy`.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        zone = zone_of(caller, book)
        span = rules.span(draft, now, zone)
        if draft.deputy:
            deputy = db.get(Person, workspace=caller.workspace, id=draft.deputy)
            if refusal := rules.may_stand_in(book, caller.user, deputy, span):
                raise FormRefusal({"deputy": refusal})
        before = [one for one in stored.of_person(db, caller.workspace, caller.user) if span.meets(one)]
        for one in before:
            returns.forget(db, one)
        absence = Absence(
            workspace=caller.workspace,
            person=caller.user,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            deputy=draft.deputy,
        )
        db.add(absence)
        snapshots.touch(db, caller.workspace)
        book = snapshots.load(db, caller.workspace)
        returns.plan(db, book, absence)
        status_offers.settle(db, caller.workspace, caller.user)
        if span.starts_at <= now:
            stand_ins.begin(db, book, caller.user, now)
        else:
            set_timer(db, caller.workspace, "away", str(absence.id), span.starts_at)
        return _answer(views.saved(absence, before, book, caller.t, zone=zone, now=now))

    return await tools.write(caller, work)


def _answer(rendered: Rendered) -> Answer:
    return Answer(rendered.text, rendered.blocks)


async def back(tools: Tools, caller: Caller, absence_id: str = "") -> Answer:
    """The person is back early, or takes a planned absence back; what happened meanwhile is said at once.

    absence_id: which one; without it the nearest.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        every = stored.of_person(db, caller.workspace, caller.user)
        found = [one for one in every if one.ends_at > now and absence_id in ("", str(one.id))]
        if not found and absence_id:
            raise Refusal("This absence is over already; nothing had to change.")
        if not found:
            raise Refusal("You are not away, and no absence of yours is planned.")
        absence = found[0]
        facts = returns.end(db, book, absence, now)
        if absence.starts_at > now:
            return _answer(views.taken_back(absence, caller.t, zone=zone_of(caller, book)))
        return _answer(views.welcome_back(facts, book, caller.t))

    return await tools.write(caller, work)
