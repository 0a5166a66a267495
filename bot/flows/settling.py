"""What becomes of a message that Slack refused or may have taken: an administrator decides, or it is back."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal, refuse
from bot.flows import people
from bot.flows.answers import Answer
from bot.flows.deliveries import UNTOLD, tell_administrators, without_doubt
from bot.models import Delivery, Message, Snapshot
from bot.rules import rights
from bot.store import Db, ledger
from bot.tools import Caller, Tools


async def settle(tools: Tools, caller: Caller, message_id: str, *, again: bool) -> Answer:
    """*Try again* or *Post again* sends it once more; *Drop it* or *It is there* lets it go."""

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_administer(book, caller.user))
        row = (
            db.lock(Message, id=int(message_id), workspace=caller.workspace) if message_id.isdigit() else None
        )
        if row is None or row.state not in (Delivery.parked, Delivery.uncertain):
            raise Refusal("This was settled already.")
        settled = "there" if row.state == Delivery.uncertain else "dropped"
        if row.state == Delivery.uncertain:
            (_once_more if again else _is_there)(db, row)
        elif again:
            for one in ledger.parked_in(db, row.workspace, row.channel):
                _once_more(db, one)
        else:
            _let_go(db, row)
            _next_parked(db, book, row, tools.clock.now())
        _say_settled(db, book, row, "again" if again else settled)
        db.stale_homes.add(row.workspace)
        return Answer()

    return await tools.write(caller, work)


def _once_more(db: Db, row: Message) -> None:
    db.change(
        row,
        state=Delivery.due,
        error=None,
        not_before=0,
        attempts=0,
        attempt_at=None,
        values=without_doubt(row),
    )
    db.woken = True


def _is_there(db: Db, row: Message) -> None:
    """A person saw it, but we do not know its `ts`: with its next change it is posted once more.

    Only what shows a state changes: anything else stays as it is, so that nobody is called twice.
    """
    state = Delivery.sent if row.kind in ledger.LIVE else Delivery.dropped
    db.change(row, state=state, sent=row.wanted, attempt_at=None, error=None)
    db.woken = True


def _let_go(db: Db, row: Message) -> None:
    """Not sent any more, nor what would have stood in its thread."""
    db.change(row, state=Delivery.dropped, attempt_at=None)
    for reply in ledger.waiting_for(db, row.id) if row.id and not row.ts else []:
        db.change(reply, state=Delivery.dropped)


def _next_parked(db: Db, book: Snapshot, row: Message, now: datetime) -> None:
    """What else was refused in that channel was not told of yet: now it is."""
    waiting = [one for one in ledger.parked_in(db, row.workspace, row.channel) if one.kind not in UNTOLD]
    if waiting:
        error = (waiting[0].error or "").partition(" ")[0]
        tell_administrators(db, book, waiting[0], "parked", now, error=error)


def channel_is_back(db: Db, book: Snapshot, channel: str) -> None:
    """The channel takes messages again: what Slack refused there is due, and nobody needs to decide."""
    for row in ledger.parked_in(db, book.workspace.id, channel):
        _once_more(db, row)
        _say_settled(db, book, row, "again")


def _say_settled(db: Db, book: Snapshot, row: Message, settled: str) -> None:
    """The administrators who were told read how it ended."""
    for kind in ("parked", "uncertain"):
        for person in people.administrators(book)[:3]:
            told = db.get(Message, workspace=row.workspace, key=f"{kind}:{row.id}:{person}")
            if told:
                ledger.owe(db, _decided(told, settled))


def _decided(told: Message, settled: str) -> Message:
    values = {**told.values, "settled": settled}
    return Message(
        workspace=told.workspace,
        key=told.key,
        kind=told.kind,
        channel=told.channel,
        values=values,
        made_at=told.made_at,
    )
