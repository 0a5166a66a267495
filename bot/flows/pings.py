"""Pings: calling people at the right moment, in one message (PRODUCT section 2, noise rules N1–N4, N12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.flows import speak
from bot.models import (
    Delivery,
    Escalation,
    Launch,
    Message,
    Ping,
    PingKind,
    Request,
    Severity,
    Snapshot,
    Timer,
)
from bot.rules import holds as holding
from bot.rules import hours as working
from bot.rules import noise
from bot.rules import pings as rules
from bot.store import Db, ledger, notices
from bot.store.batches import Batch
from bot.store.timers import set_timer
from bot.tools import Tools

AnyNotice = Launch | Escalation

LATE = timedelta(minutes=5)
"""What Slack has not taken for so long is told again as things stand now."""

ROLES = {
    PingKind.ask: "representative",
    PingKind.handed: "representative",
    PingKind.named: "person",
    PingKind.problem: "owner",
    PingKind.without_next: "orchestrator",
}
"""The rung that made a call, where it is not called as the call is."""

SHOWS_REQUEST = {
    PingKind.ask,
    PingKind.deputy,
    PingKind.head,
    PingKind.on_call,
    PingKind.named,
    PingKind.handed,
}
"""Calls whose person may answer: without a channel to look into they get the request itself."""


def call(
    db: Db,
    book: Snapshot,
    person: str,
    kind: PingKind,
    notice: AnyNotice,
    now: datetime,
    *,
    request: Request | None = None,
    occasion: str = "",
    at_once: bool = False,
    **values: Any,
) -> datetime | None:
    """Call this person, once per occasion, when the noise rules allow.

    When that is, or None for somebody called before.

    `at_once` skips the rounds, never the hours.
    """
    urgent = at_once or bool(request and request.high)
    ping = Ping(
        workspace=notice.workspace,
        person=person,
        kind=kind,
        key=f"{kind}:{request.id if request else notice.id}:{occasion}",
        notice=notice.id,
        request=request.id if request else None,
        urgent=urgent,
        values=values,
        not_before=now,
        made_at=now,
    )
    at = ping.not_before = when(book, ping, notice, request, now)
    if not db.add_if_new(ping):
        return None
    set_round(db, ping)
    return at


def when(
    book: Snapshot,
    ping: Ping,
    notice: AnyNotice,
    request: Request | None,
    now: datetime,
    *,
    urgent: bool = False,
    until: datetime | None = None,
) -> datetime:
    """When the noise rules allow this call from `now` on.

    `urgent`: it became so; `until`: nobody disturbs the person before.
    """
    department = request.department if request else None
    hours = working.hours_of_person(book, ping.person, department)
    holds = holding.of(book, ping.person)
    if until is not None:
        holds = replace(holds, spans=(*holds.spans, (now, until)))
    return noise.when(
        kind=ping.kind,
        now=now,
        due_at=request.due_at if request else None,
        high=ping.urgent or urgent,
        crisis=isinstance(notice, Escalation) and notice.severity == Severity.crisis,
        hours=working.hours_of(book, department) if department else hours,
        person_hours=hours,
        rounds=book.workspace.rounds,
        holds=holds,
    )


def set_round(db: Db, ping: Ping) -> None:
    """Let the person's round come in time for this call; never for one that only a change of mind frees."""
    if ping.not_before < holding.NEVER:
        set_timer(db, ping.workspace, "round", ping.person, ping.not_before, earliest=True)


def hurry(db: Db, book: Snapshot, request: Request, now: datetime) -> None:
    """The request became urgent: its calls that wait for a round go at once, within the hours (N2)."""
    notice = notices.find(db, request.workspace, request.notice)
    for ping in db.all(Ping, workspace=request.workspace, request=request.id, state="waiting"):
        at = when(book, ping, notice, request, now, urgent=True) if notice else now
        if at < ping.not_before:
            db.change(ping, urgent=True, not_before=at)
            set_round(db, ping)


def gather(batch: Batch, timers: list[Timer], now: datetime) -> None:
    """Read at once what the rounds of these persons need.

    What is on its way is compared, no more: only what stayed unsent for long is looked into again.
    """
    persons = [timer.subject for timer in timers]
    waiting = batch.gather(Ping, "person", persons, state="waiting")
    stayed = batch.gather(Message, "channel", persons, before=now - LATE, kind="ping", state=Delivery.due)
    wanted = [*waiting, *batch.gather(Ping, "message", [message.id for message in stayed])]
    requests = [ping.request for ping in wanted if ping.request]
    calls = batch.gather(Ping, "request", requests)
    batch.gather(Message, "id", [call.message for call in calls if call.message])
    batch.gather(Request, "id", requests)
    notices.gather(batch, [ping.notice for ping in wanted])


def run_round(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Show a person everything that waits for them, in one message; nothing if it was answered meanwhile."""
    wanted: list[Ping] = []
    for ping in notices.pings_due(db, timer.workspace, timer.subject, now):
        request = db.get(Request, id=ping.request) if ping.request else None
        if not _is_needed(db, ping, request):
            db.change(ping, state="dropped")
        elif request and ping.kind in SHOWS_REQUEST and speak.room_of(book, request) is None:
            message = speak.request_to(db, request, ping.person, now)
            db.change(ping, state="sent", message=message.id)
            _drop_replaced(db, [ping])
        else:
            wanted.append(ping)
    wanted = _not_on_its_way(db, wanted, now)
    if wanted:
        stayed = _stayed(db, timer.workspace, timer.subject, now)
        _one_message(db, [*(ping for one in stayed for ping in _taken_along(db, one)), *wanted], now)
    following = notices.next_ping(db, timer.workspace, timer.subject)
    if following and following < holding.NEVER:
        set_timer(db, timer.workspace, "round", timer.subject, following, earliest=True)


def _is_needed(db: Db, ping: Ping, request: Request | None) -> bool:
    notice = notices.find(db, ping.workspace, ping.notice)
    return notice is not None and rules.needed(ping, request, notice)


def _one_message(db: Db, wanted: list[Ping], now: datetime) -> None:
    """Of each request only the latest step; what it replaces is not shown any more."""
    latest, replaced = rules.latest(wanted)
    for ping in replaced:
        _miss(db, ping, now)
    first = latest[0]
    message = ledger.owe(
        db,
        Message(
            workspace=first.workspace,
            key=f"ping:{first.person}:{latest[-1].id}",
            kind="ping",
            channel=first.person,
            values={"pings": [ping.id for ping in latest]},
            made_at=now,
        ),
    )
    db.change_all(latest, state="sent", message=message.id)
    _drop_replaced(db, latest)


def _drop_replaced(db: Db, shown: list[Ping]) -> None:
    """A direct ask was made: the ask that waits for its round is not made a second time."""
    first = shown[0]
    waiting = db.all(Ping, workspace=first.workspace, person=first.person, state="waiting")
    for ping in rules.latest(shown, waiting).replaced:
        db.change(ping, state="dropped")


# After an outage only the step due now is sent (P3)


def _stayed(db: Db, workspace: str, person: str, now: datetime) -> list[Message]:
    """Messages with pings for this person that Slack could not be given for a while."""
    about = {"workspace": workspace, "channel": person, "kind": "ping", "state": Delivery.due}
    return [message for message in db.all(Message, before=now - LATE, **about) if _is_unsent(message)]


def _is_unsent(message: Message) -> bool:
    still_due = message.state is Delivery.due and message.ts is None and message.attempt_at is None
    return message.kind == "ping" and still_due


def _not_on_its_way(db: Db, wanted: list[Ping], now: datetime) -> list[Ping]:
    """Without those of whose request an unsent message says the same in a moment."""
    kept = []
    for ping in wanted:
        if ping.request and _is_said(db, ping, now):
            db.change(ping, state="dropped")
        else:
            kept.append(ping)
    return kept


def _is_said(db: Db, ping: Ping, now: datetime) -> bool:
    """Whether a message that goes to this person in a moment makes the same call about the same request."""
    others = db.all(Ping, workspace=ping.workspace, request=ping.request)
    same = [one.message for one in others if one.kind == ping.kind and one.person == ping.person]
    messages = [db.get(Message, id=message) for message in same if message]
    return any(_is_unsent(message) and now - message.made_at <= LATE for message in messages if message)


def _taken_along(db: Db, message: Message) -> list[Ping]:
    """What is still needed of a message that could not be sent for a while: a new one takes its place."""
    db.change(message, state=Delivery.dropped)
    kept: list[Ping] = []
    for ping in db.all(Ping, workspace=message.workspace, message=message.id):
        request = db.get(Request, id=ping.request) if ping.request else None
        if _is_needed(db, ping, request):
            kept.append(ping)
        else:
            db.change(ping, state="dropped")
    return kept


def _miss(db: Db, ping: Ping, now: datetime) -> None:
    """The ping was never shown and is not any more: a line in the timeline (P3)."""
    notice = notices.find(db, ping.workspace, ping.notice)
    request = db.get(Request, id=ping.request) if ping.request else None
    if ping.state == "sent" and notice and request:
        role = ROLES.get(ping.kind, str(ping.kind))
        speak.note(db, notice, "missed", now, role=role, department=request.department)
    db.change(ping, state="dropped")
