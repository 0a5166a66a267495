"""What follows from a delivery: shown, parked, uncertain. What people decide about it: `flows.settling`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.flows import channels, chase, people, speak
from bot.models import (
    Delivery,
    Escalation,
    Message,
    Person,
    Ping,
    Request,
    RequestState,
    Role,
    Severity,
    Snapshot,
)
from bot.slack import Refused, SlackError
from bot.store import Db, ledger, notices
from bot.store.batches import together
from bot.tools import Tools

LOOK_AFTER_SECONDS = 12.0
"""A message in doubt is looked for only after Slack's own time to show it (PLATFORM section 3)."""
REPEATABLE = ("home", "join")
"""Kinds that may be sent twice without harm: a doubt about one is no question to anybody."""
UNTOLD = ("parked", "uncertain", "home")
"""Kinds whose failure is not worth a message to an administrator, or is one itself."""


def sent(
    db: Db,
    tools: Tools,
    message: Message,
    answer: dict[str, Any],
    state: Delivery,
    now: datetime,
    says: str | None = None,
) -> None:
    """Slack shows the version that was rendered, or it was not needed; newer wishes stay due.

    `says` is the digest of what it shows, where that is known.
    """
    row = db.lock(Message, id=message.id)
    if row is None:
        return
    changed = row.wanted > message.wanted
    first = row.shown_at is None and state == Delivery.sent
    if first and row.kind == "join":
        channels.joined(db, row.workspace, row.channel)
    values: dict[str, Any] = {
        "sent": message.wanted,
        "says": says,
        "state": Delivery.due if changed else state,
        "attempt_at": None,
        "attempts": 0,
        "error": None,
        "not_before": 0,
    }
    if answer.get("ts") and not row.ts:
        values |= {
            "ts": str(answer["ts"]),
            "posted_channel": str(answer.get("channel") or row.posted_channel or row.channel),
        }
    if first:
        values["shown_at"] = now
    db.change(row, **values)
    db.woken |= changed or "ts" in values
    if first:
        _shown(db, tools, row, now)


def _shown(db: Db, tools: Tools, message: Message, now: datetime) -> None:
    """Pings in it were shown, and their requests with them; the card links to a request in a channel."""
    book = tools.books.of(db, message.workspace)
    with together(db) as batch:
        carried = batch.gather(Ping, "message", [message.id])
        batch.gather(Request, "id", [ping.request for ping in carried if ping.request])
        for ping in carried:
            batch.change(ping, shown_at=now)
            tools.metrics.shown(str(ping.kind))
            if ping.request:
                chase.shown(batch, book, ping.request, now)
    if message.kind == "request" and message.notice and not message.channel.startswith(("U", "W")):
        for card in ledger.of_notice(db, message.workspace, message.notice, "card"):
            if card.state in (Delivery.due, Delivery.sent):
                db.change(card, wanted=card.wanted + 1, state=Delivery.due)


def found_again(db: Db, tools: Tools, message: Message, answer: dict[str, Any]) -> None:
    """It was there all the time; as it may show an older state, one that shows a state is edited once."""
    db.change(message, values=without_doubt(message))
    sent(db, tools, message, answer, Delivery.sent, tools.clock.now())
    row = db.lock(Message, id=message.id)
    if row is not None and row.kind in ledger.LIVE:
        db.change(row, wanted=row.wanted + 1, state=Delivery.due)


def not_sent(db: Db, message: Message, error: str, not_before: float) -> None:
    """Surely not sent: tried again from that machine time on."""
    row = db.lock(Message, id=message.id)
    if row is not None:
        db.change(row, attempt_at=None, error=error, not_before=not_before)


def put_off(db: Db, message: Message, not_before: float) -> None:
    """Not tried before that machine time: the rate that Slack permits is used up."""
    row = db.lock(Message, id=message.id)
    if row is not None:
        db.change(row, not_before=not_before)


def let_go(db: Db, message: Message) -> None:
    """The thread of somebody else's message is gone: there is nothing left to say it under."""
    row = db.lock(Message, id=message.id)
    if row is not None:
        db.change(row, state=Delivery.dropped, attempt_at=None)


def post_anew(db: Db, message: Message) -> None:
    """What was posted is gone or was never there: it is posted once more."""
    row = db.lock(Message, id=message.id)
    if row is not None:
        db.change(
            row,
            ts=None,
            says=None,
            attempt_at=None,
            sent=0,
            state=Delivery.due,
            not_before=0,
            values=without_doubt(row),
        )
        db.woken = True


def without_doubt(row: Message) -> dict[str, Any]:
    """The row's values without the traces of a doubt."""
    return {key: value for key, value in row.values.items() if key not in ("looks", "since", "place")}


def parent_gone(db: Db, message: Message) -> None:
    """The thread has lost its first message: that one is posted once more, and the reply follows it."""
    parent = db.lock(Message, id=message.parent)
    if parent is not None and parent.ts:
        post_anew(db, parent)
    row = db.lock(Message, id=message.id)
    if row is not None:
        db.change(row, attempt_at=None)


def unfit(db: Db, tools: Tools, message: Message) -> None:
    """It could not be put into words: a bug. The administrator is told, the others in the channel go on."""
    parked(db, tools, message, Refused("not_rendered"))


def parked(db: Db, tools: Tools, message: Message, error: SlackError) -> None:
    """Slack refused it for good: an administrator is told once, and the people asked are asked directly."""
    row = db.lock(Message, id=message.id)
    if row is None:
        return
    told = any(one.kind not in UNTOLD for one in ledger.parked_in(db, row.workspace, row.channel))
    db.change(row, state=Delivery.parked, attempt_at=None, error=f"{error.code} {error.detail}".strip())
    book = tools.books.of(db, row.workspace)
    now = tools.clock.now()
    if row.kind not in UNTOLD and not told:  # Once for a channel: *Try again* is for all that waits there.
        tell_administrators(db, book, row, "parked", now, error=error.code)
    if row.kind == "request" and row.request and not row.channel.startswith(("U", "W")):
        _ask_directly(db, book, row.request, now)


def _ask_directly(db: Db, book: Snapshot, request_id: str, now: datetime) -> None:
    """The request cannot stand in its channel: whoever was called gets it as a direct message."""
    request = db.get(Request, id=request_id)
    if request is None or request.state not in (RequestState.waiting, RequestState.unanswered):
        return
    called = [person for person in request.called if person.startswith(("U", "W"))]
    asked = called or list(book.holders(request.department, Role.representative, Role.deputy))[:1]
    for person in dict.fromkeys(asked):
        speak.request_to(db, request, person, now)


def uncertain(db: Db, tools: Tools, message: Message, error: str) -> None:
    """Slack may have taken it. Never posted again blindly, except a crisis call (DESIGN section 4)."""
    row = db.lock(Message, id=message.id)
    if row is None:
        return
    tick = tools.clock.tick()
    if row.ts or row.kind in REPEATABLE:
        db.change(row, attempt_at=None, error=error, not_before=tick + 2)
        return
    if is_crisis_call(db, row):
        db.change(
            row, attempt_at=None, error=error, not_before=tick + 2, values={**row.values, "again": True}
        )
        return
    place = _place(db, row)
    since = ledger.last_ts(db, row.workspace, place) if place else None
    db.change(
        row,
        state=Delivery.uncertain,
        error=error,
        not_before=tick + LOOK_AFTER_SECONDS,
        values={**row.values, "place": place, "since": since},
    )
    if not (place and can_read(tools, place)):
        ask_about(db, tools, row)


def ask_about(db: Db, tools: Tools, row: Message) -> None:
    """It cannot be proved: the administrator is asked *It is there* or *Post again*."""
    if row.kind not in UNTOLD:
        book = tools.books.of(db, row.workspace)
        tell_administrators(db, book, row, "uncertain", tools.clock.now())


def can_read(tools: Tools, channel: str) -> bool:
    """Whether our scopes may let us read this channel's history; a private one's id can begin with C too."""
    needed = {"C": "channels:history", "G": "groups:history", "D": "im:history"}.get(channel[:1])
    return needed in tools.scopes


def _place(db: Db, row: Message) -> str | None:
    """The channel in which Slack may show it: for a person, our direct messages with them."""
    if row.posted_channel or not row.channel.startswith(("U", "W")):
        return row.posted_channel or row.channel
    person = db.get(Person, workspace=row.workspace, id=row.channel)
    return person.direct_channel if person else None


def is_crisis_call(db: Db, row: Message) -> bool:
    """Whether it calls a person about a crisis."""
    if row.kind not in ("ping", "request") or not row.channel.startswith(("U", "W")):
        return False
    about = (
        [row.notice]
        if row.notice
        else [ping.notice for ping in db.all(Ping, workspace=row.workspace, message=row.id)]
    )
    found = [notices.find(db, row.workspace, notice) for notice in about]
    return any(isinstance(one, Escalation) and one.severity == Severity.crisis for one in found)


def tell_administrators(
    db: Db, book: Snapshot, about: Message, kind: str, now: datetime, **values: Any
) -> None:
    """Owe the administrators, three at most, a message about this one: `kind` is parked or uncertain."""
    for person in people.administrators(book)[:3]:
        ledger.owe(
            db,
            Message(
                workspace=about.workspace,
                key=f"{kind}:{about.id}:{person}",
                kind=kind,
                channel=person,
                values={"message": about.id, **values},
                made_at=now,
            ),
        )
