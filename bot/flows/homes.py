"""The App Home: what this person owes now, what is theirs, the week; more for who conducts or administers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.flows import (
    home_administration,
    home_health,
    home_listening,
    home_self,
    merge_pages,
    people,
    setup,
)
from bot.flows.answers import DONE, Answer
from bot.flows.listing import Look, Some, decisions, standing
from bot.i18n import Translator
from bot.models import Delivery, Message, Person, Setup, Snapshot
from bot.rules import appointments, launch_calendar, lists, rights, routing
from bot.store import Db, homes, ledger
from bot.tools import Caller, Tools
from bot.views import home, kit, refusals
from bot.views import setup as setup_pages
from bot.views.home_conducting import Conducting
from bot.views.list_lines import Reading

FRESH = timedelta(minutes=15)
"""A Home opened since then is published again when something changes (DESIGN section 5)."""
WEEK = timedelta(days=7)
SIZE, FEW, MOST_WEEK = 5, 3, 10
"""Items of a section: of one's own, of the orchestrator's, of the week's launches."""
MOST_COMPARED = 200
"""So many launches of the next six weeks are looked through for overlaps."""
SECTIONS = ("owed", "queue", "sent", "mine", "week", "unowned", "late", "undecided")
"""What has pages; the page shown stands in the ledger row's `values`, and opening the Home begins anew."""


async def opened(tools: Tools, workspace: str, user: str) -> None:
    """Somebody opened their Home: publish it from its first page, and keep it fresh for a while."""
    await people.caller(tools, workspace, user, "", None)
    now = tools.clock.now()

    def work(db: Db) -> None:
        _publish(db, workspace, user, now, {})
        _welcome(db, workspace, user, now)
        setup.greet(db, tools.books.of(db, workspace), user, now)

    await tools.store.write(work)


async def turn(tools: Tools, caller: Caller, section: str, number: int) -> Answer:
    """Show another page of one section."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        if section not in SECTIONS:
            return DONE
        known = db.get(Message, workspace=caller.workspace, key=f"home:{caller.user}")
        pages = dict(known.values.get("pages", {})) if known else {}
        _publish(db, caller.workspace, caller.user, now, {"pages": {**pages, section: max(number, 0)}})
        return DONE

    return await tools.write(caller, work)


async def dismiss(tools: Tools, caller: Caller) -> Answer:
    """*Got It*: who does what is not explained again."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        person = db.get(Person, workspace=caller.workspace, id=caller.user)
        if person is not None:
            db.change(person, welcome_until=now)
        known = db.get(Message, workspace=caller.workspace, key=f"home:{caller.user}")
        _publish(db, caller.workspace, caller.user, now, known.values if known else {})
        return DONE

    return await tools.write(caller, work)


def _publish(db: Db, workspace: str, user: str, now: datetime, values: Mapping[str, Any]) -> None:
    message = ledger.owe(
        db,
        Message(
            workspace=workspace,
            key=f"home:{user}",
            kind="home",
            channel=user,
            made_at=now,
            values=dict(values),
        ),
    )
    db.change(message, made_at=now, state=Delivery.due, error=None, not_before=0)


def _welcome(db: Db, workspace: str, user: str, now: datetime) -> None:
    """The first visit explains who does what, as long as that visit lasts (PRODUCT mechanism 45)."""
    person = db.get(Person, workspace=workspace, id=user)
    if person is not None and person.welcome_until is None:
        db.change(person, welcome_until=now + FRESH)


def view(
    db: Db,
    book: Snapshot,
    user: str,
    t: Translator,
    now: datetime,
    pages: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """What this person's Home shows now; nothing private that is not theirs. pages: by section."""
    known = db.get(Person, workspace=book.workspace.id, id=user)
    if rights.is_set_up(book) is not None:
        return _before_set_up(db, book, known, user, t)
    look = Look(db, book, user, known, now)
    shown = _Pages(pages or {})
    reading = Reading(book, t, now, routing.orchestrator(book, now), look.departments)
    facts = home.Facts(
        owed=shown.of("owed", look.owed(shown.until("owed"))),
        mine=shown.of("mine", look.mine(shown.until("mine"))),
        paused=book.workspace.pause,
        guest=look.guest,
    )
    if not look.guest:
        administers = rights.may_administer(book, user) is None
        facts = replace(
            facts,
            own=home_self.facts(book, user, now),
            week=shown.of("week", _week(look, shown.until("week", MOST_WEEK)), MOST_WEEK),
            queue=shown.of("queue", _queue(look, shown)) if look.seats else None,
            sent=shown.of("sent", _sent(look, shown)) if look.seats else None,
            conducting=_conducting(look, shown, t) if look.conducts else None,
            administration=home_administration.facts(db, book, now) if administers else None,
            health=home_health.facts(db, book, now) if administers else None,
            welcome=bool(known and known.welcome_until and known.welcome_until > now),
        )
    return home.home_view(user, facts, reading)


def _before_set_up(db: Db, book: Snapshot, known: Person | None, user: str, t: Translator) -> dict[str, Any]:
    """*Start Setup* for who may, whom to ask for everybody else; nothing else can be done yet."""
    refusal = appointments.may_set_up(book, user, known)
    if refusal is not None:
        return home.before_set_up([kit.section(refusals.sentence(refusal, book, t))], t)
    begun = db.get(Setup, workspace=book.workspace.id) is not None
    return home.before_set_up(setup_pages.needed(t, begun=begun).blocks, t)


class _Pages:
    """Which page of each section is shown."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers

    def until(self, section: str, size: int = SIZE) -> int:
        """How many items must be found to show that page."""
        return (int(self.numbers.get(section, 0)) + 1) * size

    def of(self, section: str, some: Some, size: int = SIZE) -> lists.Page:
        return some.page(int(self.numbers.get(section, 0)), size)


def _queue(look: Look, shown: _Pages) -> Some:
    limit = shown.until("queue")
    found = homes.queued(look.db, look.workspace, look.person, look.leads, look.seats, limit)
    return look.asked(found)


def _sent(look: Look, shown: _Pages) -> Some:
    """Open requests that somebody of these departments asked of others."""
    people = lists.colleagues(look.book, look.seats)
    found = homes.sent_out(look.db, look.workspace, people, look.seats, shown.until("sent"))
    return look.asked(found)


def _week(look: Look, limit: int) -> Some:
    found = homes.launches_from(look.db, look.workspace, look.now, look.now + WEEK, limit)
    return look.seen(standing(found.rows), found.total)


def _conducting(look: Look, shown: _Pages, t: Translator) -> Conducting:
    """What the orchestrator looks after (PRODUCT section 2, "App Home by role")."""
    db, workspace = look.db, look.workspace
    limit = shown.until("unowned", FEW)
    untaken = homes.untaken(db, workspace, limit)
    orphaned = homes.orphaned(db, workspace, limit)
    unowned = lists.by_due(standing(untaken.rows), standing(orphaned.rows))[:limit]
    limit = shown.until("late", FEW)
    asked = homes.late_requests(db, workspace, look.now, limit)
    told = homes.late_replies(db, workspace, look.now, limit)
    late = lists.by_due(look.of_requests(asked.rows), standing(told.rows, "tell"))[:limit]
    open_ = homes.undecided(db, workspace, look.until, shown.until("undecided", FEW))
    return Conducting(
        unowned=shown.of("unowned", look.seen(unowned, untaken.total + orphaned.total), FEW),
        late=shown.of("late", look.seen(late, asked.total + told.total), FEW),
        undecided=shown.of("undecided", look.seen(decisions(open_.rows), open_.total), FEW),
        overlaps=_overlaps(look),
        heard=home_listening.lines(db, look.book, t, look.now),
        alike=merge_pages.proposed(db, look.book, look.now),
    )


def _overlaps(look: Look) -> tuple[launch_calendar.Overlap, ...]:
    """Of the launches to come in the six weeks of the calendar, without what is private."""
    zone = look.book.workspace.timezone
    _, end = launch_calendar.span(look.now, zone)
    found = homes.launches_from(look.db, look.workspace, look.now, end, MOST_COMPARED)
    return launch_calendar.overlaps([one for one in found.rows if not one.private], zone)
