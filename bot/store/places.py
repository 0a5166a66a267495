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
    """When to come again (machine time); 0: the place is taken, and the attempt written down."""

    until: float
    in_line: bool = False
    """Whether others wait for the same: the workspace's rate, not the channel's own."""


def take(db: Db, wishes: Sequence[Wish], holder: str, tick: float) -> list[Place | None]:
    """The place of each, in their order; None where `holder` has lost the channel to somebody else.

    Waits for nobody who holds a channel or a message, so that no two units wait for each other crosswise;
    the rows of the workspaces' rates come last, in order.
    """
    batch = Batch(db)
    channels = _channels(batch, [wish.message for wish in wishes])
    rows = {row.id: row for row in batch.gather(Message, "id", _ids(wishes), lock=True)}
    names = {(wish.message.workspace, rate.bucket) for wish in wishes for rate in wish.rates}
    shared = {key: ledger.bucket(batch, *key) for key in sorted(names - channels.keys()) if key[1][0] == "*"}
    buckets = {**channels, **shared}
    found = [_place(batch, wish, rows.get(wish.message.id), buckets, holder, tick) for wish in wishes]
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


def _place(
    batch: Batch,
    wish: Wish,
    row: Message | None,
    buckets: dict[tuple[str, str], Channel],
    holder: str,
    tick: float,
) -> Place | None:
    workspace = wish.message.workspace
    channel = buckets.get((workspace, wish.message.channel))
    if channel is None or row is None or row.state is not Delivery.due:
        return Place(tick + MOMENT)
    if channel.lease != holder or channel.lease_until <= tick:
        return None
    batch.change(channel, lease_until=tick + ledger.LEASE_SECONDS)
    uses = [(buckets[workspace, rate.bucket], rate) for rate in wish.rates]
    free = [ledger.free_from(bucket, rate) for bucket, rate in uses]
    if free and max(free) > tick:
        return Place(max(free), in_line=free[-1] == max(free))
    for bucket, rate in uses:
        batch.change(bucket, next_at=max(bucket.next_at, tick) + rate.every)
    batch.change(row, attempt_at=tick, attempts=row.attempts + 1)
    return Place(0.0)
