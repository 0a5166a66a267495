"""The ledger: what Tutti owes Slack and has sent, and who may send it (DESIGN section 4, "The ledger")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Float,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from bot.models import Channel, Delivery, Message, Workspace
from bot.store.db import Db, Statement, table
from bot.store.stale import LIVE as LIVE
from bot.store.stale import due_again
from bot.store.statements import among, listed

_message = table(Message)
_channel = table(Channel)
_workspace = table(Workspace)

LEASE_SECONDS = 9.0
"""Renewed every third of it: what a process that died or was stopped held is taken over after it."""


def owe(db: Db, message: Message) -> Message:
    """Owe Slack this message, once per key; a known key is brought up to date instead.

    The row as it stands.
    """
    db.woken = True
    if db.add_if_new(message):
        return message
    known = db.get(Message, workspace=message.workspace, key=message.key)
    if known is None:
        raise LookupError(message.key)
    db.change(known, wanted=known.wanted + 1, values=message.values, state=_due_again(known))
    return known


def _due_again(message: Message) -> Delivery:
    """What was refused, is in doubt or waits in a roll-up stays so; everything else becomes due."""
    kept = (Delivery.parked, Delivery.uncertain, Delivery.rolled_up)
    return message.state if message.state in kept else Delivery.due


def refresh(db: Db, workspace: str, notice: str) -> None:
    """The notice changed: at the unit's end every message that shows its state is due again (`store.homes`).

    Cards and requests by their notice; direct messages with buttons through the pings they carry; and Homes.
    """
    db.woken = True
    db.stale_homes.add(workspace)
    db.stale_notices.add((workspace, notice))


def reword(db: Db, workspace: str, notice: str) -> None:
    """What was typed about the notice is gone: every message about it is rendered again, lines included."""
    db.woken = True
    db.do(_REWORDED, team=workspace, about=notice)


_REWORDED = due_again(_message.c.notice == bindparam("about"), _message.c.ts.is_not(None))


def _ready(tick: float | BindParameter[float]) -> ColumnElement[bool]:
    """Due, past its wait, its thread there; nothing once the token is gone, and while paused only a Home."""
    parent = _message.alias("parent")
    paused = and_(_workspace.c.pause.is_(True), _message.c.kind != "home")
    silenced = exists().where(
        _workspace.c.id == _message.c.workspace, or_(_workspace.c.revoked_at.is_not(None), paused)
    )
    return and_(
        _message.c.state == Delivery.due,
        ~silenced,
        # A sum has no index: SQLite would take the one of all that is due, not the channel's own.
        _message.c.not_before + 0 <= tick,
        or_(
            _message.c.parent.is_(None),
            exists().where(
                parent.c.id == _message.c.parent,
                or_(parent.c.ts.is_not(None), parent.c.state == Delivery.sent),
            ),
        ),
    )


def channels_due(db: Db, tick: float, holder: str, limit: int = 2000) -> list[tuple[str, str]]:
    """(workspace, channel) pairs with something to send that nobody but `holder` holds.

    Nothing of a workspace whose token was taken away.
    """
    found = db.look(_CHANNELS_DUE, tick=tick, holder=holder, most=limit)
    return [(str(row["workspace"]), str(row["channel"])) for row in found]


def _channels_due() -> Statement:
    """One step of an index for each channel, however many messages wait in it."""
    due = _message.c.state == Delivery.due
    first = select(func.min(_message.c.channel)).where(_message.c.workspace == _workspace.c.id, due)
    heard = _workspace.c.revoked_at.is_(None)
    place = select(
        _workspace.c.id.label("workspace"), first.correlate(_workspace).scalar_subquery().label("channel")
    )
    places = place.where(heard).cte("place", recursive=True)
    following = select(func.min(_message.c.channel)).where(
        _message.c.workspace == places.c.workspace, _message.c.channel > places.c.channel, due
    )
    further = select(places.c.workspace, following.correlate(places).scalar_subquery())
    places = places.union_all(further.where(places.c.channel.is_not(None)))
    tick = bindparam("tick", type_=Float)
    ready = exists().where(
        _message.c.workspace == places.c.workspace, _message.c.channel == places.c.channel, _ready(tick)
    )
    held = exists().where(
        _channel.c.workspace == places.c.workspace,
        _channel.c.id == places.c.channel,
        _channel.c.lease_until > tick,
        _channel.c.lease != bindparam("holder"),
    )
    statement = select(places.c.workspace, places.c.channel).where(
        places.c.channel.is_not(None), ready, ~held
    )
    return Statement(statement.limit(bindparam("most", type_=Integer)))


_CHANNELS_DUE = _channels_due()


def depth(db: Db, state: Delivery) -> int:
    """How many messages are in this state."""
    statement = select(func.count()).select_from(_message).where(_message.c.state == state)
    return int(db.run(statement).scalar() or 0)


def has_doubts(db: Db, tick: float) -> bool:
    """Whether a row in doubt can be looked for now; those about which a person is asked do not count."""
    return bool(db.look(_DOUBTS, tick=tick))


_DOUBTS = Statement(
    select(_message.c.id)
    .where(
        _message.c.state == Delivery.uncertain,
        _message.c.attempt_at.is_not(None),
        _message.c.not_before <= bindparam("tick"),
    )
    .limit(1)
)


def lease(db: Db, workspace: str, channel: str, holder: str, tick: float) -> bool:
    """Take the channel, unless somebody else holds it."""
    wanted = Channel(workspace=workspace, id=channel, lease=holder, lease_until=tick + LEASE_SECONDS)
    return db.do(_leased(db.dialect), **wanted.__dict__, tick=tick) > 0


@lru_cache(maxsize=2)
def _leased(database: str) -> Statement:
    statement = (insert_on_postgresql if database == "postgresql" else insert_on_sqlite)(_channel)
    wanted = statement.excluded
    return Statement(
        statement.on_conflict_do_update(
            index_elements=[_channel.c.workspace, _channel.c.id],
            set_={"lease": wanted.lease, "lease_until": wanted.lease_until},
            where=or_(
                _channel.c.lease_until <= bindparam("tick", type_=Float), _channel.c.lease == wanted.lease
            ),
        )
    )


def give_back(db: Db, workspace: str, channel: str, holder: str) -> None:
    """Let go of the channel."""
    db.do(_GIVEN_BACK, team=workspace, place=channel, holder=holder)


_HELD = (
    _channel.c.workspace == bindparam("team"),
    _channel.c.id == bindparam("place"),
    _channel.c.lease == bindparam("holder"),
)
_GIVEN_BACK = Statement(update(_channel).where(*_HELD).values(lease=None, lease_until=0))


def renew(db: Db, holder: str, tick: float) -> float:
    """Keep every channel that `holder` has; until when (machine time)."""
    until = tick + LEASE_SECONDS
    db.do(_RENEWED, holder=holder, tick=tick, until=until)
    return until


_RENEWED = Statement(
    update(_channel)
    .where(_channel.c.lease == bindparam("holder"), _channel.c.lease_until > bindparam("tick"))
    .values(lease_until=bindparam("until"))
)


def next_message(db: Db, workspace: str, channel: str, tick: float) -> Message | None:
    """What to send next there: posts in order, then edits."""
    for statement in (_NEXT_POST, _NEXT_EDIT):
        if found := db.find(Message, statement, team=workspace, place=channel, tick=tick):
            return found[0]
    return None


def _next(is_kind: ColumnElement[bool]) -> Statement:
    here = (_message.c.workspace == bindparam("team"), _message.c.channel == bindparam("place"))
    ready = _ready(bindparam("tick", type_=Float))
    return Statement(select(_message).where(*here, is_kind, ready).order_by(_message.c.id).limit(1))


_NEXT_POST = _next(_message.c.ts.is_(None))
_NEXT_EDIT = _next(_message.c.ts.is_not(None))


@dataclass(frozen=True)
class Rate:
    """A permitted rate: one call `every` so many seconds, and `burst` of them at once after a rest.

    `bucket` is a channel's id, or a name such as `*edits` for the whole workspace.
    """

    bucket: str
    every: float
    burst: int = 1

    @property
    def shared(self) -> bool:
        """Whether it is the workspace's."""
        return self.bucket.startswith("*")


def free_at(db: Db, workspace: str, *rates: Rate) -> float:
    """The machine time from which every bucket has a call left; nothing is taken."""
    rows = [(db.get(Channel, workspace=workspace, id=rate.bucket), rate) for rate in rates]
    return max((free_from(row, rate) for row, rate in rows if row), default=0.0)


def free_from(row: Channel, rate: Rate) -> float:
    """The machine time from which this bucket has a call left.

    Its `next_at` is the moment from which it is full again, as one call short of a burst.
    """
    return row.next_at - (rate.burst - 1) * rate.every


def hold(db: Db, workspace: str, rate: Rate, until: float) -> None:
    """Send nothing at this rate before `until` (machine time): Slack asked us to wait."""
    row = bucket(db, workspace, rate.bucket)
    full = until + (rate.burst - 1) * rate.every
    if row.next_at < full:
        db.change(row, next_at=full)


def keep_away(db: Db, workspace: str, channel: str, until: float) -> None:
    """Post nothing in a channel that was leased before `until` (machine time)."""
    db.do(_KEPT_AWAY, team=workspace, place=channel, until=until)


_KEPT_AWAY = Statement(
    update(_channel)
    .where(
        _channel.c.workspace == bindparam("team"),
        _channel.c.id == bindparam("place"),
        _channel.c.next_at < bindparam("until"),
    )
    .values(next_at=bindparam("until"))
)


def bucket(db: Db, workspace: str, name: str) -> Channel:
    """The bucket's row, held until the unit ends."""
    row = db.lock(Channel, workspace=workspace, id=name)
    if row is None:
        db.add_if_new(Channel(workspace=workspace, id=name))
        row = db.lock(Channel, workspace=workspace, id=name)
    if row is None:
        raise LookupError(name)
    return row


def unfinished(db: Db, workspace: str, channel: str) -> list[Message]:
    """Rows whose attempt was begun and never saved: a process died in between."""
    return db.find(Message, _UNFINISHED, team=workspace, place=channel)


_UNFINISHED = Statement(
    select(_message).where(
        _message.c.workspace == bindparam("team"),
        _message.c.channel == bindparam("place"),
        _message.c.attempt_at.is_not(None),
        _message.c.state == Delivery.due,
    )
)


def of_notice(db: Db, workspace: str, notice: str, kind: str) -> list[Message]:
    """The notice's messages of one kind, oldest first."""
    return db.all(Message, workspace=workspace, notice=notice, kind=kind)


def of_requests(db: Db, workspace: str, requests: Sequence[str]) -> dict[str, Message]:
    """The first message of each of these requests, by request id."""
    wanted = listed(db.dialect, requests)
    found = db.find(Message, _of_requests(db.dialect), team=workspace, wanted=wanted)
    return {str(message.request): message for message in found}


@lru_cache(maxsize=2)
def _of_requests(database: str) -> Statement:
    """The latest ones first, so that of several the first one stays."""
    about = among(database, _message.c.request)
    here = (_message.c.workspace == bindparam("team"), about, _message.c.kind == "request")
    return Statement(select(_message).where(*here).order_by(_message.c.id.desc()))


def parked_in(db: Db, workspace: str, channel: str) -> list[Message]:
    """What Slack refused in this channel and nobody has settled yet, oldest first."""
    return db.all(Message, workspace=workspace, channel=channel, state=Delivery.parked)


def waiting_for(db: Db, parent: int) -> list[Message]:
    """What was never posted and stands in this message's thread."""
    return [one for one in db.all(Message, parent=parent, state=Delivery.due) if one.ts is None]


def last_ts(db: Db, workspace: str, channel: str) -> str | None:
    """Slack's own time of the latest message that we know of in a channel (`posted_channel`)."""
    statement = select(func.max(_message.c.ts)).where(
        _message.c.workspace == workspace, _message.c.posted_channel == channel
    )
    found = db.run(statement).scalar()
    return str(found) if found else None


def rename_channel(db: Db, workspace: str, before: str, after: str) -> None:
    """Slack moved a channel to a new id: what was sent and is owed there follows it."""
    db.run(
        update(_message)
        .where(_message.c.workspace == workspace, _message.c.channel == before)
        .values(channel=after)
    )
    db.run(
        update(_message)
        .where(_message.c.workspace == workspace, _message.c.posted_channel == before)
        .values(posted_channel=after)
    )
