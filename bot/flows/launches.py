"""Announcing a launch and asking its departments (PRODUCT section 2, "Launch request").

`launch_edits` changes it, `launch_decisions` decides about it, `golive` is what it does by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import FormRefusal, Refusal
from bot.flows import chase, golive, proposals, setup, speak
from bot.flows.answers import Answer
from bot.flows.launches_in_hand import refuse, refuse_departed
from bot.i18n import slack_date
from bot.models import (
    Launch,
    LaunchDraft,
    LaunchState,
    Request,
    RequestState,
    Snapshot,
    new_id,
)
from bot.rules import calendars, deadlines, ladders, rights, routing
from bot.rules import hours as working
from bot.rules.routing import Asks
from bot.store import Db
from bot.tools import Caller, Tools
from bot.views import launch_forms, names, practice, refusals

# Announcing


async def form(tools: Tools, caller: Caller, draft: LaunchDraft) -> Answer:
    """The form to announce a launch, prefilled; *Start Setup* or whom to ask while nothing is set up."""
    refuse(rights.may_announce(caller.person))
    if rights.is_set_up(caller.snapshot) is not None:
        return await setup.needed(tools, caller)
    return Answer(opens=_form(tools, caller, draft))


async def redraw(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """Kind or hour was chosen: the form shows whom that asks and who answers when."""
    refuse(rights.may_announce(caller.person))
    return _again(caller, view, _form(tools, caller, launch_forms.peek_announce(view)))


async def example(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """Fill the form with an example to look at."""
    refuse(rights.may_announce(caller.person))
    at = (tools.clock.now() + timedelta(days=14)).replace(minute=0, second=0, microsecond=0)
    draft = launch_forms.example_draft(launch_forms.peek_announce(view), caller.t, at)
    return _again(caller, view, _form(tools, caller, draft, example=True))


def _again(caller: Caller, view: dict[str, Any], drawn: dict[str, Any]) -> Answer:
    """The form drawn anew; one in practice stays one."""
    return Answer(updates=practice.practised(drawn, caller.t) if practice.is_practised(view) else drawn)


def _form(
    tools: Tools, caller: Caller, draft: LaunchDraft, *, example: bool = False, top: str | None = None
) -> dict[str, Any]:
    """The form with what is known of the draft. top: a sentence that stands above all fields."""
    book, now = caller.snapshot, tools.clock.now()
    draft = replace(draft, kind=draft.kind or "product_launch", answerer=draft.answerer or caller.user)
    try:
        asks = routing.asks(book, draft.kind, caller.user, draft.departments)
    except Refusal:
        asks = Asks()
    to_come = draft.at is not None and draft.at > now
    dues = {key: due_of(book, draft, key, now) if to_come else None for key in asks.asked}
    return launch_forms.announce_form(
        draft,
        book,
        caller.t,
        asks=asks,
        promises=[(key, due, _opening(book, key, now)) for key, due in dues.items()],
        urgent=draft.high or not to_come or None in dues.values(),
        late=to_come and not draft.high and None in dues.values(),
        example=example,
        errors_top=top,
    )


def _opening(book: Snapshot, department: str, now: datetime) -> datetime | None:
    """When a department that is closed now opens; None for one that is open."""
    opening = calendars.next_opening(working.hours_of(book, department), now)
    return opening if opening > now else None


def due_of(book: Snapshot, draft: LaunchDraft, department: str, now: datetime) -> datetime | None:
    """When this department's answer to such a launch is due; None when it cannot answer in time."""
    if draft.at is None:
        return None
    return deadlines.launch_due(
        now=now,
        at=draft.at,
        hours=working.hours_of(book, department),
        window=book.workspace.deadlines.get("launch", "2d"),
        high=draft.high,
    )


async def announce(
    tools: Tools, caller: Caller, draft: LaunchDraft, *, urgent_offered: bool = True
) -> Answer:
    """Put the launch on its card and ask every department, all in one unit. Raises FormRefusal at its fields.

    urgent_offered: the form had the tick *Urgent*. A form without it, refused because nobody can answer in
    time, comes back with the tick and all that was typed, so that there is a way on.
    """
    try:
        return await _announce(tools, caller, draft)
    except TooSoon as refusal:
        if urgent_offered:
            raise
        sentence = refusals.sentence(refusal.errors["at"], caller.snapshot, caller.t, plain=True)
        return Answer(updates=_form(tools, caller, draft, top=sentence))


async def _announce(tools: Tools, caller: Caller, draft: LaunchDraft) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch, asks, dues = begin(db, book, caller, draft, now)
        replaces = proposals.settle(db, caller, draft, launch.id, now)
        return Answer(_asked_words(caller, book, launch, asks, dues), replaces=replaces)

    return await tools.write(caller, work)


def begin(
    db: Db, book: Snapshot, caller: Caller, draft: LaunchDraft, now: datetime
) -> tuple[Launch, Asks, dict[str, datetime]]:
    """Within a unit: put it on its card and ask every department; the launch, whom it asks and by when.

    Refusal for who may not announce it, FormRefusal for an hour that cannot be.
    """
    refuse(rights.may_announce(caller.person))
    refuse(rights.is_set_up(book))
    refuse_departed(db, book, answerer=draft.answerer)
    asks = routing.asks(book, draft.kind, caller.user, draft.departments)
    dues = _promised(book, draft, asks, now)
    launch = launch_of(caller, draft, asks, now)
    db.add(launch)
    speak.note(db, launch, "announced", now, by=caller.user, **speak.told_by(draft.teller))
    speak.card(db, book, launch, now)
    _count_own_as_ready(db, book, launch, asks, draft, now)
    for department in asks.asked:
        ask(db, book, launch, department, dues[department], now)
    golive.set_hours(db, book, launch, now)
    return launch, asks, dues


def _promised(book: Snapshot, draft: LaunchDraft, asks: Asks, now: datetime) -> dict[str, datetime]:
    unknown = [key for key in draft.departments or () if key not in [one.key for one in book.active]]
    if unknown:
        gone = Refusal("This department does not exist any more; choose another.")
        raise FormRefusal({"departments": gone})
    return promised(book, draft, asks.asked, now)


def promised(
    book: Snapshot, draft: LaunchDraft, departments: Iterable[str], now: datetime
) -> dict[str, datetime]:
    """When each of these departments answers. FormRefusal for a past hour, TooSoon for one too near."""
    if draft.at is None or draft.at <= now:
        raise FormRefusal({"at": Refusal("Choose a day and an hour that are still to come.")})
    dues = {department: due_of(book, draft, department, now) for department in departments}
    late = [department for department, due in dues.items() if due is None]
    if late:
        raise TooSoon(
            {
                "at": Refusal(
                    "Nobody can answer by then in ordinary time ({departments}). "
                    "Choose a later hour, or tick “Urgent” to ask at once.",
                    departments=late,
                )
            }
        )
    return {department: due for department, due in dues.items() if due is not None}


class TooSoon(FormRefusal):
    """Some department cannot answer before the launch in ordinary time."""


def launch_of(caller: Caller, draft: LaunchDraft, asks: Asks, now: datetime) -> Launch:
    """The launch that such a draft makes, not saved."""
    texts = {"title": draft.title, "gain": draft.gain, "goal": draft.goal}
    texts |= speak.teller_texts(draft.teller)
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
    """Ask one department about the launch and begin its ladder.

    Outside the pilot the launch's owner asks it in person (PRODUCT section 3).
    """
    in_person = None if book.takes_part(department) else launch.owner or launch.by
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
        in_person=in_person is not None,
        person=in_person,
        ladder=[list(rung) for rung in ladders.plan(book, department, high=launch.high, person=in_person)],
    )
    db.add(request)
    chase.begin(db, book, request, launch, now)
    return request


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
