"""What a launch does by itself: live at its hour, asked about before, held while a crisis is open.

Source: PRODUCT section 2, "Go".
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.flows import chase, pings, speak
from bot.models import Launch, LaunchState, PingKind, RequestState, Snapshot, Timer
from bot.rules import absences, deadlines, routing
from bot.rules import hours as working
from bot.rules import launches as rules
from bot.rules import relations as ties
from bot.store import Db, notices, relations
from bot.store.timers import set_timer, stop_timer
from bot.tools import Tools


def set_hours(db: Db, book: Snapshot, launch: Launch, now: datetime) -> None:
    """The launch's own timers: its hour, and the question to its owner before it.

    The question comes 8 working hours before. Where that is past already, as for a launch announced late, it
    comes when the last answer is due: the departments have had their time, and there is some left to decide.
    """
    set_timer(db, launch.workspace, "golive", launch.id, launch.at)
    hours = working.hours_of_person(book, launch.owner or launch.by)
    asked_about = deadlines.undecided_at(launch.at, hours)
    if asked_about <= now:
        waiting = [one for one in rules.current(launch, notices.requests(db, launch)) if one.due_at > now]
        asked_about = max((one.due_at for one in waiting if one.state in chase.OPEN), default=now)
    if now < asked_about < launch.at:
        set_timer(db, launch.workspace, "undecided", launch.id, asked_about)
    else:
        stop_timer(db, launch.workspace, "undecided", launch.id)


def run_golive(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The launch's hour: live at *Go*, held while a crisis is open, not confirmed if undecided."""
    launch = _at_its_time(db, timer, now)
    if launch is None or launch.ended_at is not None or launch.at > now:
        return
    if launch.state in rules.AT_GO:
        reach_hour(db, book, launch, now)
    elif launch.state == LaunchState.announced:
        db.change(launch, state=rules.move(launch.state, "hour_passed"))
        speak.line_on_card(db, launch, speak.note(db, launch, "not_confirmed", now))
    speak.changed(db, launch)


def reach_hour(db: Db, book: Snapshot, launch: Launch, now: datetime) -> None:
    """A launch at *Go* at its hour or later: live, unless a crisis or a case holds it unreleased."""
    if notices.open_crisis(db, launch.workspace) and not launch.released_by:
        db.change(launch, held=True)
        speak.line_on_card(db, launch, speak.note(db, launch, "held", now))
        return
    if holds := ties.holding(relations.of_launch(db, launch)):
        speak.line_on_card(db, launch, speak.note(db, launch, "hour_held", now))
        if all(case.ended_at for case in relations.cases(db, holds)):
            ask_decider(db, book, launch, PingKind.held, now, f"hour {launch.at.isoformat()}", case="ended")
        return
    db.change(launch, state=rules.move(launch.state, "live"), ended_at=now, held=False)
    entry = speak.note(db, launch, "live", now)
    speak.line_on_card(db, launch, entry, broadcast=True, kind="live")
    finish(db, launch)


def finish(db: Db, launch: Launch) -> None:
    """Nothing about the launch waits any more."""
    for request in notices.requests(db, launch):
        if request.state in chase.OPEN:
            chase.end(db, request)
            db.change(request, state=RequestState.dropped)
    for kind in ("golive", "undecided"):
        stop_timer(db, launch.workspace, kind, launch.id)
    notices.drop_pings(db, launch.workspace, notice=launch.id)


def run_undecided(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Before an undecided launch its owner is asked, once in each round: go, postpone or cancel."""
    launch = _at_its_time(db, timer, now)
    if launch is not None and launch.state == LaunchState.announced:
        ask_decider(db, book, launch, PingKind.undecided, now, f"{launch.round} {launch.at.isoformat()}")


def crisis_began(db: Db, workspace: str) -> None:
    """Every launch that could go out shows that it is held."""
    for launch in notices.held_launches(db, workspace):
        speak.changed(db, launch)


def crisis_ended(db: Db, book: Snapshot, now: datetime) -> None:
    """The last crisis closed: a launch past its hour is asked about, and no release outlives its crisis."""
    if notices.open_crisis(db, book.workspace.id):
        return
    for launch in notices.held_launches(db, book.workspace.id):
        if launch.released_by:
            db.change(launch, released_by=None)
        if launch.held and not ties.holding(relations.of_launch(db, launch)):
            ask_decider(db, book, launch, PingKind.held, now, f"after {now.isoformat()}")
        speak.changed(db, launch)


def ask_decider(
    db: Db, book: Snapshot, launch: Launch, kind: PingKind, now: datetime, occasion: str, **values: Any
) -> None:
    """Call whoever decides: the owner, the approver if the owner is not there, else who conducts."""
    deciders = [person for person in (launch.owner, launch.approver) if person]
    known = absences.there(book, deciders, now)
    person = next(iter(known), None) or routing.orchestrator(book, now)
    if person is not None:
        pings.call(db, book, person, kind, launch, now, occasion=occasion, at_once=True, **values)


def _at_its_time(db: Db, timer: Timer, now: datetime) -> Launch | None:
    """The launch, held for this unit; one that somebody else holds is looked at again in a second."""
    launch = notices.hold(db, timer.workspace, timer.subject, skip=True)
    if launch is None and notices.find(db, timer.workspace, timer.subject) is not None:
        set_timer(db, timer.workspace, timer.kind, timer.subject, now + timedelta(seconds=1))
    return launch if isinstance(launch, Launch) else None
