"""Launches: announced, asked about, decided, live (PRODUCT section 2, "Launch request", "Go")."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import FormRefusal, Refusal
from bot.flows import chase, pings, speak
from bot.flows.answers import Answer
from bot.i18n import slack_date
from bot.models import (
    Launch,
    LaunchDraft,
    LaunchState,
    PingKind,
    Request,
    RequestState,
    Snapshot,
    Timer,
    new_id,
)
from bot.rules import calendars, deadlines, ladders, rights, routing
from bot.rules import hours as working
from bot.rules import launches as rules
from bot.rules.routing import Asks
from bot.store import Db, notices
from bot.store.timers import set_timer, stop_timer
from bot.tools import Caller, Tools
from bot.views import launch_forms, names
from bot.views.launch_decisions import Decision

COLUMNS = ("at", "answerer", "approver", "embargo")
"""What a launch form edits besides texts."""


MOVES: dict[str, rules.Move] = {"go": "go", "reservations": "reservations", "no_go": "no_go"}
"""A decision of the Go form -> the move it makes."""


# Announcing


async def form(tools: Tools, caller: Caller, draft: LaunchDraft) -> Answer:
    """The form to announce a launch, prefilled."""
    _refuse(rights.may_announce(caller.person))
    return Answer(opens=_form(tools, caller, draft))


async def redraw(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """Kind or hour was chosen: the form shows whom that asks and who answers when."""
    return Answer(updates=_form(tools, caller, launch_forms.peek_announce(view)))


async def example(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """Fill the form with an example to look at."""
    at = (tools.clock.now() + timedelta(days=14)).replace(minute=0, second=0, microsecond=0)
    draft = launch_forms.example_draft(launch_forms.peek_announce(view), caller.t, at)
    return Answer(updates=_form(tools, caller, draft, example=True))


def _form(tools: Tools, caller: Caller, draft: LaunchDraft, *, example: bool = False) -> dict[str, Any]:
    book, now = caller.snapshot, tools.clock.now()
    if not draft.kind:
        draft = replace(draft, kind="product_launch")
    if draft.answerer is None:
        draft = replace(draft, answerer=caller.user)
    try:
        asks = routing.asks(book, draft.kind, caller.user, draft.departments)
    except Refusal:
        asks = Asks()
    promises, late = [], False
    for department in asks.asked:
        hours = working.hours_of(book, department)
        due = _due(book, draft, department, now) if draft.at and draft.at > now else None
        late |= bool(draft.at and draft.at > now and (due is None or draft.high))
        opening = calendars.next_opening(hours, now)
        promises.append((department, due, opening if opening > now else None))
    return launch_forms.announce_form(
        draft, book, caller.t, asks=asks, promises=promises, late=late, example=example
    )


def _due(book: Snapshot, draft: LaunchDraft, department: str, now: datetime) -> datetime | None:
    if draft.at is None:
        return None
    return deadlines.launch_due(
        now=now,
        at=draft.at,
        hours=working.hours_of(book, department),
        window=book.workspace.deadlines.get("launch", "2d"),
        high=draft.high,
    )


async def announce(tools: Tools, caller: Caller, draft: LaunchDraft) -> Answer:
    """Put the launch on its card and ask every department, all in one unit. Raises FormRefusal at its fields."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        _refuse(rights.may_announce(caller.person))
        _refuse(rights.is_set_up(book))
        asks = routing.asks(book, draft.kind, caller.user, draft.departments)
        dues = _promised(book, draft, asks, now)
        launch = _launch(caller, draft, asks, now)
        db.add(launch)
        speak.note(db, launch, "announced", now, by=caller.user)
        speak.card(db, book, launch, now)
        _count_own_as_ready(db, book, launch, asks, draft, now)
        for department in asks.asked:
            ask(db, book, launch, department, dues[department], now)
        _set_hours(db, book, launch, now)
        return Answer(_asked_words(caller, book, launch, asks, dues))

    return await tools.write(caller, work)


def _promised(book: Snapshot, draft: LaunchDraft, asks: Asks, now: datetime) -> dict[str, datetime]:
    if draft.at is None or draft.at <= now:
        raise FormRefusal({"at": Refusal("Choose a day and an hour that are still to come.")})
    dues = {department: _due(book, draft, department, now) for department in asks.asked}
    late = [department for department, due in dues.items() if due is None]
    if late:
        raise FormRefusal(
            {
                "at": Refusal(
                    "Nobody can answer by then in ordinary time ({departments}). Choose a later hour, or tick "
                    "“Urgent” to ask at once.",
                    departments=late,
                )
            }
        )
    return {department: due for department, due in dues.items() if due is not None}


def _launch(caller: Caller, draft: LaunchDraft, asks: Asks, now: datetime) -> Launch:
    texts = {"title": draft.title, "gain": draft.gain, "goal": draft.goal}
    if draft.at is None:
        raise LookupError("at")
    return Launch(
        id=new_id("L"),
        workspace=caller.workspace,
        texts={key: value for key, value in texts.items() if value},
        by=caller.user,
        owner=caller.user,
        created_at=now,
        kind=draft.kind,
        at=draft.at,
        state=LaunchState.announced if asks.asked else LaunchState.go,
        answerer=draft.answerer,
        high=draft.high,
        department=asks.department,
        asked=list(asks.asked),
        required=list(asks.required),
    )


def _count_own_as_ready(
    db: Db, book: Snapshot, launch: Launch, asks: Asks, draft: LaunchDraft, now: datetime
) -> None:
    """The announcing department counts as ready, if this launch would have asked it."""
    kind = routing.launch_kind(book, launch.kind)
    wanted = {*(kind.required if kind else ())}
    wanted |= {*(draft.departments if draft.departments is not None else (kind.departments if kind else ()))}
    if asks.department is not None and asks.department in wanted:
        db.add(
            Request(
                id=new_id("R"),
                workspace=launch.workspace,
                notice=launch.id,
                lane=launch.lane,
                department=asks.department,
                round=launch.round,
                required=bool(kind and asks.department in kind.required),
                state=RequestState.ready,
                asked_by=launch.by,
                asked_at=now,
                due_at=now,
                answered_by=launch.by,
                answered_at=now,
            )
        )


def ask(db: Db, book: Snapshot, launch: Launch, department: str, due_at: datetime, now: datetime) -> Request:
    """Ask one department about the launch and begin its ladder."""
    request = Request(
        id=new_id("R"),
        workspace=launch.workspace,
        notice=launch.id,
        lane=launch.lane,
        department=department,
        round=launch.round,
        required=department in launch.required,
        asked_by=launch.owner or launch.by,
        asked_at=now,
        due_at=due_at,
        high=launch.high,
        private=launch.private,
        ladder=[list(rung) for rung in ladders.plan(book, department, high=launch.high)],
    )
    db.add(request)
    chase.begin(db, book, request, launch, now)
    return request


def _set_hours(db: Db, book: Snapshot, launch: Launch, now: datetime) -> None:
    """The launch's own timers: its hour, and the question before it."""
    set_timer(db, launch.workspace, "golive", launch.id, launch.at)
    hours = working.hours_of_person(book, launch.owner or launch.by)
    before = deadlines.undecided_at(launch.at, hours)
    if before > now:
        set_timer(db, launch.workspace, "undecided", launch.id, before)
    else:
        stop_timer(db, launch.workspace, "undecided", launch.id)


def _asked_words(
    caller: Caller, book: Snapshot, launch: Launch, asks: Asks, dues: dict[str, datetime]
) -> str:
    t = caller.t
    title = names.said(launch.title, 120)
    if not asks.asked:
        return t("“{title}” is announced. Nobody is asked to answer.", title=title)
    last = max(dues.values())
    return t.n(
        "“{title}” is announced. {count} department is asked; its answer is due {when}.",
        "“{title}” is announced. {count} departments are asked; their answers are due by {when}.",
        len(asks.asked),
        title=title,
        when=slack_date(last, t, zone=book.workspace.timezone),
    )


# Editing


async def complete(tools: Tools, caller: Caller, launch_id: str, values: dict[str, Any]) -> Answer:
    """Fill in the rest; nobody is asked again for what was not there before."""
    return await _edit(tools, caller, launch_id, values, kind="completed")


async def change(tools: Tools, caller: Caller, launch_id: str, values: dict[str, Any]) -> Answer:
    """Change it; only if date, price, offer, terms, claim or answerer changed are departments asked again."""
    return await _edit(tools, caller, launch_id, values, kind="changed")


async def postpone(tools: Tools, caller: Caller, launch_id: str, at: datetime) -> Answer:
    """Give it a new hour, and ask again."""
    return await _edit(tools, caller, launch_id, {"at": at}, kind="postponed")


async def _edit(tools: Tools, caller: Caller, launch_id: str, values: dict[str, Any], *, kind: str) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = _mine(db, book, caller, launch_id, now)
        before = _facts(launch)
        different = {
            key: value
            for key, value in values.items()
            if value != before.get(key) and (value or before.get(key))
        }
        if not different:
            raise Refusal("Nothing was changed.")
        if "at" in different and (different["at"] is None or different["at"] <= now):
            raise FormRefusal({"at": Refusal("Choose a day and an hour that are still to come.")})
        columns = {key: value for key, value in different.items() if key in COLUMNS}
        texts = {
            **launch.texts,
            **{key: str(value or "") for key, value in different.items() if key not in COLUMNS},
        }
        again = kind != "completed" and rules.asks_again(before, {**before, **different})
        db.change(launch, **columns, texts={key: value for key, value in texts.items() if value})
        diff = {key: [_shown(before.get(key)), _shown(value)] for key, value in different.items()}
        entry = speak.note(db, launch, kind, now, by=caller.user, diff=diff)
        if again:
            _ask_again(db, book, launch, now)
        if kind != "completed":
            speak.line_on_card(db, launch, entry)
        speak.changed(db, launch)
        return Answer(_edited_words(caller, launch, again))

    return await tools.write(caller, work)


def _edited_words(caller: Caller, launch: Launch, again: bool) -> str:
    title = names.said(launch.title, 120)
    if again and launch.asked:
        return caller.t(
            "“{title}” is changed; the departments that had answered are asked again.", title=title
        )
    return caller.t("“{title}” is changed.", title=title)


def _facts(launch: Launch) -> dict[str, Any]:
    return {**launch.texts, **{key: getattr(launch, key) for key in COLUMNS}}


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _ask_again(db: Db, book: Snapshot, launch: Launch, now: datetime) -> None:
    """The next round: whoever had answered is asked once more, whoever had not goes on being asked."""
    old = rules.current(launch, notices.requests(db, launch))
    db.change(
        launch,
        round=launch.round + 1,
        state=LaunchState.announced if launch.asked else LaunchState.go,
        decided_by=None,
        decided_at=None,
        held=False,
        released_by=None,
    )
    draft = LaunchDraft(at=launch.at, high=launch.high)
    for request in old:
        if request.department == launch.department:
            continue
        due = _due(book, draft, request.department, now)
        if due is None:
            raise FormRefusal(
                {
                    "at": Refusal(
                        "Nobody can answer by then in ordinary time ({departments}). Choose a later hour.",
                        departments=[request.department],
                    )
                }
            )
        chase.end(db, request)
        if request.state in chase.OPEN or request.state == RequestState.problem:
            db.change(request, state=RequestState.dropped)
        _drop_problems(db, request)
        ask(db, book, launch, request.department, due, now)
    _set_hours(db, book, launch, now)


def _drop_problems(db: Db, request: Request) -> None:
    for problem in notices.problems_of(db, request):
        chase.end(db, problem)
        db.change(problem, state=RequestState.dropped)


async def cancel(tools: Tools, caller: Caller, launch_id: str, reason: str) -> Answer:
    """Call it off: nobody is asked any more."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = _mine(db, book, caller, launch_id, now)
        state = rules.move(launch.state, "cancel", by=launch.decided_by)
        db.change(launch, state=state, ended_at=now, held=False, texts={**launch.texts, "reason": reason})
        finish(db, launch)
        entry = speak.note(db, launch, "cancelled", now, by=caller.user, reason=reason)
        speak.line_on_card(db, launch, entry)
        speak.changed(db, launch)
        return Answer(caller.t("“{title}” is cancelled.", title=names.said(launch.title, 120)))

    return await tools.write(caller, work)


def finish(db: Db, launch: Launch) -> None:
    """Nothing about the launch waits any more."""
    for request in notices.requests(db, launch):
        if request.state in chase.OPEN:
            chase.end(db, request)
            db.change(request, state=RequestState.dropped)
    for kind in ("golive", "undecided"):
        stop_timer(db, launch.workspace, kind, launch.id)
    notices.drop_pings(db, launch.workspace, notice=launch.id)


# Deciding


async def decide(tools: Tools, caller: Caller, launch_id: str, decided: Decision) -> Answer:
    """Go, go with reservations or no-go. Both goes pass the same gate (PRODUCT section 2, "Go")."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = _held(db, caller, launch_id)
        _refuse(rights.may_decide_go(launch, caller.user, book, now))
        if decided.decision != "no_go":
            _pass_gate(db, book, launch, decided.confirmed)
        state = rules.move(launch.state, MOVES[decided.decision], by=launch.decided_by)
        texts = {**launch.texts, "reservations": decided.reservations, "reason": decided.reason}
        texts = {key: value for key, value in texts.items() if value}
        db.change(launch, state=state, decided_by=caller.user, decided_at=now, texts=texts)
        stop_timer(db, launch.workspace, "undecided", launch.id)
        words = decided.reservations or decided.reason
        entry = speak.note(
            db, launch, "decided", now, by=caller.user, decision=decided.decision, reason=words
        )
        speak.line_on_card(db, launch, entry)
        if state in (LaunchState.go, LaunchState.reservations) and launch.at <= now:
            go_live(db, launch, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


def _pass_gate(db: Db, book: Snapshot, launch: Launch, confirmed: tuple[str, ...]) -> None:
    gate = rules.gate(launch, notices.requests(db, launch))
    if gate.blocking:
        raise FormRefusal(
            {
                "decision": Refusal(
                    "This cannot be a Go yet: {departments} must answer first. The orchestrator can decide to "
                    "go without a department.",
                    departments=[one.department for one in gate.blocking],
                )
            }
        )
    open_ones = [key for key in gate.confirm if key not in confirmed]
    if open_ones:
        raise FormRefusal(
            {
                "confirm": Refusal(
                    "Tick {departments} to confirm that they are not concerned.",
                    departments=open_ones,
                )
            }
        )


async def go_without(tools: Tools, caller: Caller, launch_id: str, department: str, reason: str) -> Answer:
    """The orchestrator records that the launch goes without a required department's answer."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = _held(db, caller, launch_id)
        _refuse(rights.may_conduct(book, caller.user, now))
        if department not in launch.required:
            raise Refusal("This department's answer is not required.")
        db.change(launch, without=[*dict.fromkeys([*launch.without, department])])
        entry = speak.note(db, launch, "without", now, by=caller.user, department=department, reason=reason)
        speak.line_on_card(db, launch, entry)
        for request in rules.current(launch, notices.requests(db, launch)):
            if request.department == department and request.state in chase.OPEN:
                chase.end(db, request)
                db.change(request, state=RequestState.rested, answered_by=caller.user, answered_at=now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


async def release(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """Let a launch go out although a crisis is, or was, open: at once if its hour has passed."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = _held(db, caller, launch_id)
        _refuse(rights.may_release(launch, caller.user, book, now))
        if launch.state not in (LaunchState.go, LaunchState.reservations):
            raise Refusal("Only a launch at Go can be released.")
        db.change(launch, released_by=caller.user, held=False)
        speak.note(db, launch, "released", now, by=caller.user)
        if launch.at <= now:
            go_live(db, launch, now)
        speak.changed(db, launch)
        return Answer()

    return await tools.write(caller, work)


# By itself, at its hour


def run_golive(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """The launch's hour: live at *Go*, held while a crisis is open, not confirmed if undecided."""
    launch = _at_its_time(db, timer, now)
    if launch is None or launch.at > now:
        return
    if launch.state in (LaunchState.go, LaunchState.reservations):
        if notices.open_crisis(db, timer.workspace) and not launch.released_by:
            db.change(launch, held=True)
            speak.note(db, launch, "held", now)
            if launch.owner:
                pings.call(db, book, launch.owner, PingKind.held, launch, now, occasion=launch.at.isoformat())
        else:
            go_live(db, launch, now)
    elif launch.state == LaunchState.announced:
        db.change(launch, state=rules.move(launch.state, "hour_passed"))
        speak.note(db, launch, "not_confirmed", now)
    speak.changed(db, launch)


def go_live(db: Db, launch: Launch, now: datetime) -> None:
    """Announce it live: a reply in its card's thread, also sent to the channel."""
    db.change(launch, state=rules.move(launch.state, "live"), ended_at=now, held=False)
    entry = speak.note(db, launch, "live", now)
    speak.line_on_card(db, launch, entry, broadcast=True, kind="live")
    finish(db, launch)


def run_undecided(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """8 working hours before an undecided launch its owner is asked, once."""
    launch = _at_its_time(db, timer, now)
    if launch and launch.state == LaunchState.announced and launch.owner:
        pings.call(
            db,
            book,
            launch.owner,
            PingKind.undecided,
            launch,
            now,
            occasion=launch.at.isoformat(),
            at_once=True,
        )


def _at_its_time(db: Db, timer: Timer, now: datetime) -> Launch | None:
    launch = notices.hold(db, timer.workspace, timer.subject, skip=True)
    if launch is None and notices.find(db, timer.workspace, timer.subject) is not None:
        set_timer(db, timer.workspace, timer.kind, timer.subject, now + timedelta(seconds=1))
    return launch if isinstance(launch, Launch) else None


def crisis_began(db: Db, workspace: str) -> None:
    """Every launch that could go out shows that it is held."""
    for launch in notices.held_launches(db, workspace):
        speak.changed(db, launch)


def crisis_ended(db: Db, book: Snapshot, now: datetime) -> None:
    """The last crisis closed: whoever was held past its hour is asked about."""
    if notices.open_crisis(db, book.workspace.id):
        return
    for launch in notices.held_launches(db, book.workspace.id):
        if launch.held and launch.owner:
            pings.call(
                db,
                book,
                launch.owner,
                PingKind.held,
                launch,
                now,
                occasion=f"after {now.isoformat()}",
                at_once=True,
            )
        speak.changed(db, launch)


# Finding


def _held(db: Db, caller: Caller, launch_id: str) -> Launch:
    """The launch, held for this unit; refused if it is finished or not there."""
    launch = notices.hold(db, caller.workspace, launch_id)
    if not isinstance(launch, Launch):
        raise Refusal("This launch does not exist any more.")
    rules.refuse_ended(launch)
    return launch


def _mine(db: Db, book: Snapshot, caller: Caller, launch_id: str, now: datetime) -> Launch:
    launch = _held(db, caller, launch_id)
    _refuse(rights.may_edit_launch(launch, caller.user, book, now))
    return launch


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal
