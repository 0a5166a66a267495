"""What is put before leaders: found, offered in their digest, decided by the first click (mechanism 24)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from bot.flows import links
from bot.models import Decision, DecisionKind, Launch, Request, RequestState, Snapshot
from bot.rules import decisions as rules
from bot.rules import facts as weeks
from bot.rules import launch_calendar
from bot.store import Db, digests, lists, meetings, notices

Facts = dict[str, Any]
MEASURED = timedelta(weeks=4)
_MOVED_ON = (RequestState.handed_over, RequestState.rested, RequestState.dropped)


def watch(db: Db, book: Snapshot, now: datetime) -> None:
    """Note since when a seat is empty; one that was filled needs no decision any more."""
    empty = set(rules.empty_seats(book))
    for known in meetings.undecided(db, book.workspace.id):
        if known.kind is not DecisionKind.seat_empty:
            continue
        if known.subject in empty:
            empty.discard(known.subject)
        elif known.day is None:
            db.remove(Decision, workspace=known.workspace, id=known.id)
        else:
            db.change(known, choice="settled", decided_at=now)
    resting = meetings.rested(db, book.workspace.id, DecisionKind.seat_empty, now - rules.LATE_WITHIN)
    for department in empty.difference(resting):
        db.add_if_new(rules.of_seat(book, department, now))


def find(db: Db, book: Snapshot, now: datetime) -> tuple[list[Decision], int]:
    """The decisions to put before leaders now, at most three, and how many more wait. Nothing is written."""
    workspace, zone = book.workspace.id, book.workspace.timezone
    known = {one.id: one for one in meetings.undecided(db, workspace)}
    _, end = launch_calendar.span(now, zone)
    ahead = [one for one in notices.launches_between(db, workspace, now, end) if not one.private]
    since = now - rules.LATE_WITHIN
    late: Counter[str] = Counter()
    for count in digests.late_topics(db, workspace, start=since, now=now):
        late[count.topic] += 0 if count.private else count.number
    rested = meetings.rested(db, workspace, DecisionKind.late_topic, since)
    empty = rules.empty_seats(book)
    found = [
        *rules.second_hand_overs(book, meetings.second_hand_overs(db, workspace), now),
        *rules.undecided(book, ahead, now),
        *(one for one in known.values() if one.kind is DecisionKind.seat_empty and one.subject in empty),
        *rules.overlapping(book, ahead, now),
        *_unasked(known, rules.late_topics(book, late, rested, weeks.week_of(zone, now), now)),
    ]
    over = meetings.settled_among(db, workspace, [one.id for one in found])
    waiting = [known.get(one.id, one) for one in found if one.id not in over]
    return rules.chosen(one for one in waiting if rules.is_ripe(one, now))


def _unasked(known: dict[str, Decision], late: list[Decision]) -> list[Decision]:
    """A topic that was offered in an earlier week and is still undecided stays one question."""
    open_ones = {one.subject: one for one in known.values() if one.kind is DecisionKind.late_topic}
    return [open_ones.get(one.subject, one) for one in late]


def offer(db: Db, found: list[Decision], day: str) -> None:
    """Keep them as offered on this local day, so that they can be decided and are measured."""
    for one in found:
        db.add_if_new(one)
        kept = db.get(Decision, workspace=one.workspace, id=one.id)
        if kept is not None and kept.day is None:
            db.change(kept, day=day)


def settle(db: Db, book: Snapshot, found: list[Decision], now: datetime) -> None:
    """What was offered earlier and is not found any more became needless by itself."""
    still = {one.id for one in found}
    for known in meetings.undecided(db, book.workspace.id):
        if known.day is not None and known.id not in still and not _stands(db, book, known, now):
            db.change(known, choice="settled", decided_at=now)


def _stands(db: Db, book: Snapshot, known: Decision, now: datetime) -> bool:
    """Whether an offered decision is still one; three at most are found at once."""
    if known.kind is DecisionKind.seat_empty:
        return known.subject in rules.empty_seats(book)
    if known.kind is DecisionKind.late_topic:
        return now - known.since < rules.LATE_WITHIN
    if known.kind is DecisionKind.second_hand_over:
        request = db.get(Request, id=known.subject)
        asked = [request] if request and request.state not in _MOVED_ON else []
        return bool(rules.second_hand_overs(book, asked, now))
    launch = notices.find(db, known.workspace, known.subject)
    return isinstance(launch, Launch) and launch.ended_at is None and launch.at > now


def facts_of(db: Db, book: Snapshot, found: list[Decision]) -> list[Facts]:
    """The decisions in JSON, with titles and addresses as they are now."""
    ids = {str(one.values[name]) for one in found for name in ("first", "notice") if one.values.get(name)}
    ids |= {one.subject for one in found if one.kind in (DecisionKind.undecided, DecisionKind.overlap)}
    named = lists.notices(db, book.workspace.id, ids)
    urls = links.to_cards(db, book, list(named.values()))
    items = {key: {"id": key, "title": notice.title, "url": urls.get(key)} for key, notice in named.items()}
    return [_fact(one, items) for one in found]


def _fact(one: Decision, items: dict[str, Facts]) -> Facts:
    about = items.get(str(one.values.get("notice") or one.subject), {})
    return {
        **one.values,
        "id": one.id,
        "kind": str(one.kind),
        "about": about.get("id"),
        "title": about.get("title"),
        "url": about.get("url"),
        "since": one.since.isoformat(),
        "topic": one.subject if one.kind is DecisionKind.late_topic else None,
        "first": items.get(str(one.values.get("first")), {}),
    }


def taken(db: Db, book: Snapshot, now: datetime) -> tuple[int, int]:
    """Of the decisions offered in the last four weeks, how many were taken within five days, and of how many.

    Those offered in the last five days are still open to be.
    """
    first = (now - MEASURED).date().isoformat()
    shown = meetings.sent_since(db, book.workspace.id, "leadership", first)
    shown = {day: at for day, at in shown.items() if now - at > rules.IN_TIME}
    return rules.taken_in_time(meetings.offered_since(db, book.workspace.id, first), shown)
