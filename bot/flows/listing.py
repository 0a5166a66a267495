"""The items of Homes and lists: found in the store, seen as this reader may see them, linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.flows import links
from bot.models import Launch, Person, Request, Snapshot
from bot.rules import lists as rules
from bot.rules import rights
from bot.rules.launches import AT_GO
from bot.rules.lists import Duty, Item
from bot.store import Db, homes, lists
from bot.store.homes import Found
from bot.store.lists import Reader
from bot.store.notices import AnyNotice


@dataclass(frozen=True)
class Some:
    """The first items of a list, by deadline, and how many there are in all."""

    items: list[Item]
    total: int

    def page(self, number: int, size: int) -> rules.Page:
        """One page of them."""
        return rules.page(self.items, self.total, number, size)


class Look:
    """One look at the database on behalf of one person; everything it gives they may see."""

    def __init__(self, db: Db, book: Snapshot, person: str, known: Person | None, now: datetime) -> None:
        self.db, self.book, self.person, self.known, self.now = db, book, person, known, now
        self.workspace = book.workspace.id
        self.seats = rules.seated(book, person)
        self.leads = rules.representing(book, person)
        self.guest = rights.guest(known)
        self.conducts = not self.guest and rights.is_orchestrator(book, person, now)
        self.until = now + rules.DECIDED_BEFORE

    @property
    def departments(self) -> tuple[str, ...] | None:
        """Which departments they may choose; None: all. Guests read no other department's name."""
        return self.seats if self.guest else None

    @property
    def reader(self) -> Reader:
        return Reader(self.person, self.seats, not self.guest, self.conducts)

    def owed(self, limit: int) -> Some:
        """What this person owes now: answers, a word to the requester, a decision."""
        asked = homes.owed(self.db, self.workspace, self.person, self.leads, self.seats, limit)
        told = homes.to_tell(self.db, self.workspace, self.person, limit)
        ripe = homes.to_decide(self.db, self.workspace, self.person, self.until, limit)
        items = rules.by_due(self.of_requests(asked.rows), standing(told.rows, "tell"), decisions(ripe.rows))
        return self.seen(items[:limit], asked.total + told.total + ripe.total)

    def mine(self, limit: int) -> Some:
        """What this person announced, told or answers for, and is not finished."""
        launches, escalations = homes.of_person(self.db, self.workspace, self.person, limit)
        items = rules.by_due(standing(launches.rows), standing(escalations.rows))
        return self.seen(items[:limit], launches.total + escalations.total)

    def asked(self, found: Found[Request]) -> Some:
        """These requests."""
        return self.seen(self.of_requests(found.rows), found.total)

    def of_requests(self, requests: Iterable[Request]) -> list[Item]:
        """The requests as items, those whose notice is gone left out."""
        given = list(requests)
        found = lists.notices(self.db, self.workspace, {one.notice for one in given})
        return [Item(found[one.notice], one.due_at, one, "answer") for one in given if one.notice in found]

    def seen(self, items: Iterable[Item], total: int) -> Some:
        """What of it they may see, with the addresses; `total` less what they may not know of."""
        given = list(items)
        ids = {item.notice.id for item in given}
        requests = lists.requests(self.db, self.workspace, ids)
        seen = [self._seen(item, requests) for item in given]
        left = [item for item in seen if item is not None]
        return Some(self._linked(left), total - (len(given) - len(left)))

    def _seen(self, item: Item, requests: Mapping[str, list[Request]]) -> Item | None:
        asked = requests[item.notice.id]
        return rules.visible(item, self.person, self.book, asked, known=self.known, conducts=self.conducts)

    def _linked(self, items: list[Item]) -> list[Item]:
        shown = [item for item in items if not item.hidden]
        asked = links.to_requests(self.db, self.book, [item.request for item in shown if item.request])
        carded = [item.notice for item in shown if not item.request and not self.guest]
        cards = links.to_cards(self.db, self.book, carded)
        return [
            item
            if item.hidden
            else replace(item, url=asked.get(item.request.id) if item.request else cards.get(item.notice.id))
            for item in items
        ]


def standing(notices: Iterable[AnyNotice], duty: Duty = "none") -> list[Item]:
    """Notices as items, due when they wait for their next act."""
    return [Item(one, rules.next_due(one), duty=duty) for one in notices]


def decisions(launches: Iterable[Launch]) -> list[Item]:
    """Undecided or held launches as items."""
    return [
        Item(one, one.at, duty="release" if one.held and one.state in AT_GO else "decide") for one in launches
    ]
