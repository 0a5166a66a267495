"""Places in the permitted rates, for many messages in one unit.

A workspace's rate is one row. Taken one by one each place would hold it for a commit of its own, and all who
send, in every process, would stand behind that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.models import Channel, Delivery, Message
from bot.store import ledger
from bot.store.batches import Batch
from bot.store.db import Db
from bot.store.ledger import Rate

MOMENT = 0.02
"""Seconds after which a row is looked at again that another unit held."""


@dataclass(frozen=True)
class Wish:
    """A message that is to be sent now, and the rates that this uses, a workspace's last."""

    message: Message
    rates: tuple[Rate, ...]


class Place(NamedTuple):
    """`leaves`: the place is taken, the attempt written down, and the call may leave then; else come again at
    `until`. Machine time."""

    leaves: float = 0.0
    until: float = 0.0
    in_line: bool = False
    """Whether others wait for the same: the workspace's rate, not the channel's own."""


def take(
    db: Db, wishes: Sequence[Wish], holder: str, tick: float, *, ahead: float = 0.0
) -> list[Place | None]:
    """The place of each, in their order, at most so many seconds `ahead` of its moment.

    None where `holder` has lost the channel to somebody else. Waits for nobody who holds a channel or a
    message, so that no two units wait for each other crosswise; the rows of the workspaces' rates come last,
    in order.
    """
    batch = Batch(db)
    buckets = _channels(batch, [wish.message for wish in wishes])
    rows = {row.id: row for row in batch.gather(Message, "id", _ids(wishes), lock=True)}
    shared = {(one.message.workspace, rate.bucket) for one in wishes for rate in one.rates if rate.shared}
    buckets |= {key: ledger.bucket(batch, *key) for key in sorted(shared)}
    found: list[Place | None] = []
    for wish in wishes:
        row, channel = rows.get(wish.message.id), buckets.get((wish.message.workspace, wish.message.channel))
        if channel is None or row is None or row.state is not Delivery.due:
            found.append(Place(until=tick + MOMENT))
        elif channel.lease != holder or channel.lease_until <= tick:
            found.append(None)
        else:
            batch.change(channel, lease_until=tick + ledger.LEASE_SECONDS)
            uses = [(buckets[row.workspace, rate.bucket], rate) for rate in wish.rates]
            found.append(_taken(batch, row, uses, tick, ahead))
    batch.flush()
    return found


def _ids(wishes: Iterable[Wish]) -> list[int | None]:
    return [wish.message.id for wish in wishes]


def _channels(batch: Batch, messages: Sequence[Message]) -> dict[tuple[str, str], Channel]:
    """The channels that nobody else holds at this moment."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        wanted[message.workspace].append(message.channel)
    return {
        (row.workspace, row.id): row
        for workspace, names in wanted.items()
        for row in batch.gather(Channel, "id", names, lock=True, workspace=workspace)
    }


def _taken(
    batch: Batch, row: Message, uses: Sequence[tuple[Channel, Rate]], tick: float, ahead: float
) -> Place:
    free = [ledger.free_from(bucket, rate) for bucket, rate in uses]
    moment = max([tick, *free])
    if moment > tick + ahead:
        return Place(until=moment - ahead, in_line=free[-1] == moment)
    for bucket, rate in uses:
        batch.change(bucket, next_at=max(bucket.next_at, moment) + rate.every)
    batch.change(row, attempt_at=tick, attempts=row.attempts + 1)
    return Place(leaves=moment)
