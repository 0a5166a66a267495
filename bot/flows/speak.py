"""Saying things: ledger rows for cards, requests and thread lines, and entries of the timeline.

Nothing is sent here. A row says what stands where; delivery renders it from the state of that moment.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.flows import rollups
from bot.models import (
    Delivery,
    Department,
    Entry,
    Escalation,
    Launch,
    Message,
    Request,
    Snapshot,
    Teller,
)
from bot.rules import sight
from bot.store import Db, ledger
from bot.store.rollups import uncover

AnyNotice = Launch | Escalation


def note(
    db: Db, notice: AnyNotice, kind: str, at: datetime, *, by: str | None = None, **values: Any
) -> Entry:
    """Write one line of the notice's timeline."""
    entry = Entry(workspace=notice.workspace, notice=notice.id, at=at, kind=kind, by=by, values=values)
    db.add(entry)
    return entry


def told_by(teller: Teller | None) -> dict[str, str]:
    """Of an entry: the program that did it; nothing for a person, who stands in `by`."""
    return {"source": teller.said} if teller else {}


def teller_texts(teller: Teller | None) -> dict[str, str]:
    """Of a notice: the program that told it, as its card names and links it."""
    if teller is None:
        return {}
    return {"source": teller.name, "source_label": teller.label, "source_link": teller.link}


def card(db: Db, book: Snapshot, notice: AnyNotice, now: datetime) -> None:
    """Owe the notice's one card in the integration channel, or in its next roll-up (N8).

    A private notice has none (P9).
    """
    ledger.refresh(db, notice.workspace, notice.id)
    channel = book.workspace.integration_channel
    if channel and not notice.private:
        waits = rollups.takes(db, book, channel, notice, now)
        ledger.owe(
            db,
            Message(
                workspace=notice.workspace,
                key=f"card:{notice.id}",
                kind="card",
                channel=channel,
                notice=notice.id,
                state=Delivery.rolled_up if waits else Delivery.due,
                made_at=now,
            ),
        )


def room_of(book: Snapshot, request: Request) -> str | None:
    """The channel a request stands in; None where it goes by direct message: private, no room, no pilot."""
    department: Department | None = book.department(request.department)
    if request.private or request.person or department is None or not department.channel:
        return None
    if not book.takes_part(department.key):
        return None
    stands = sight.may_stand("request", request, department.channel, book)
    return department.channel if stands else None


def request(db: Db, book: Snapshot, asked: Request, now: datetime) -> None:
    """Owe the request in its department's channel; without one it is shown as its people are called."""
    channel = room_of(book, asked)
    if channel:
        _owe_request(db, asked, channel, f"request:{asked.id}", now)


def request_to(db: Db, asked: Request, person: str, now: datetime) -> Message:
    """Owe this person a direct message with the request and its buttons."""
    return _owe_request(db, asked, person, f"request:{asked.id}:{person}", now)


def _owe_request(db: Db, asked: Request, channel: str, key: str, now: datetime) -> Message:
    return ledger.owe(
        db,
        Message(
            workspace=asked.workspace,
            key=key,
            kind="request",
            channel=channel,
            notice=asked.notice,
            request=asked.id,
            made_at=now,
        ),
    )


def changed(db: Db, notice: AnyNotice) -> None:
    """The notice changed: its card, its requests and the messages with its buttons follow."""
    ledger.refresh(db, notice.workspace, notice.id)


def line_on_card(
    db: Db, notice: AnyNotice, entry: Entry, *, broadcast: bool = False, kind: str = "line"
) -> None:
    """Owe a reply in the card's thread, worded from the timeline entry; for it a card leaves its roll-up."""
    uncover(db, notice.workspace, notice.id)
    cards = ledger.of_notice(db, notice.workspace, notice.id, "card")
    if cards and entry.id is not None:
        _owe_line(db, cards[0], entry, kind, broadcast)


def line_on_request(db: Db, asked: Request, entry: Entry, *, kind: str = "line") -> None:
    """Owe a reply in the thread of the request's message, if it has one in a channel."""
    found = db.get(Message, workspace=asked.workspace, request=asked.id, kind="request")
    if found and entry.id is not None:
        _owe_line(db, found, entry, kind, False)


def _owe_line(db: Db, parent: Message, entry: Entry, kind: str, broadcast: bool) -> None:
    if parent.state == Delivery.dropped:
        return
    ledger.owe(
        db,
        Message(
            workspace=parent.workspace,
            key=f"{kind}:{entry.id}:{parent.id}",
            kind=kind,
            channel=parent.channel,
            notice=entry.notice,
            request=parent.request,
            parent=parent.id,
            broadcast=broadcast,
            values={"entry": entry.id},
            made_at=entry.at,
        ),
    )


def line_in(db: Db, channel: str, notice: AnyNotice, kind: str, now: datetime, **values: Any) -> None:
    """Owe one message of its own in a channel or to a person, once for this notice and kind."""
    ledger.owe(
        db,
        Message(
            workspace=notice.workspace,
            key=f"{kind}:{notice.id}:{channel}",
            kind=kind,
            channel=channel,
            notice=notice.id,
            values=values,
            made_at=now,
        ),
    )
