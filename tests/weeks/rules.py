"""The noise rules N1–N14 of PRODUCT section 2 as properties of what was recorded, whatever happened."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bot.models import (
    Delivery,
    Entry,
    Escalation,
    Launch,
    Message,
    Ping,
    PingKind,
    Request,
    Severity,
    Snapshot,
)
from bot.rules import calendars, noise, workweek
from bot.rules import hours as working
from bot.sandbox.workspace import Post
from bot.store import Db, self_check, snapshots
from tests.weeks import organisation as of
from tests.weeks.play import Weeks

SOON = timedelta(minutes=5)
LADDER = {
    PingKind.ask,
    PingKind.reminder,
    PingKind.deputy,
    PingKind.head,
    PingKind.orchestrator,
    PingKind.on_call,
    PingKind.sponsor,
}
SUPERIORS = {PingKind.head, PingKind.orchestrator}


@dataclass
class Record:
    """All that is stored about the weeks, and what Slack was given."""

    book: Snapshot
    notices: dict[str, Launch | Escalation]
    requests: dict[str, Request]
    pings: list[Ping]
    """Those that were shown."""
    messages: dict[int, Message]
    entries: list[Entry]
    posts: list[Post]
    """Tutti's, in all conversations, as they stand at the end."""
    unreachable: list[tuple[str, datetime, datetime]]
    """Who was away or snoozed, from when until when."""
    said: dict[int, str]
    """What each message said when it was posted, by its row."""
    lost: list[self_check.Missing]
    """What is open at the end and has no next step (P4)."""

    def request(self, ping: Ping) -> Request | None:
        return self.requests.get(ping.request or "")

    def crisis(self, ping: Ping) -> bool:
        notice = self.notices[ping.notice]
        return isinstance(notice, Escalation) and notice.severity == Severity.crisis

    def shown(self, ping: Ping) -> datetime:
        assert ping.shown_at is not None
        return ping.shown_at


async def recorded(weeks: Weeks) -> Record:
    """Read everything at the end of the weeks."""

    def read(db: Db) -> Record:
        space = weeks.world.box.workspace
        return Record(
            book=snapshots.load(db, of.TEAM),
            notices={**_by_id(db.all(Launch)), **_by_id(db.all(Escalation))},
            requests={one.id: one for one in db.all(Request)},
            pings=[one for one in db.all(Ping) if one.shown_at],
            messages={one.id: one for one in db.all(Message) if one.id},
            entries=db.all(Entry),
            posts=[post for posts in space.posts.values() for post in posts if post.metadata],
            unreachable=weeks.unreachable,
            said=dict(_said(weeks)),
            lost=self_check.missing(db, weeks.world.clock.now()),
        )

    return await weeks.tutti.store.read(read, within=60)


def _by_id(notices: list[Launch] | list[Escalation]) -> dict[str, Launch | Escalation]:
    return {notice.id: notice for notice in notices}


def _said(weeks: Weeks) -> Iterator[tuple[int, str]]:
    for call in weeks.world.calls:
        if call.method == "chat.postMessage" and call.args.get("metadata"):
            yield _row(call.args["metadata"]), str(call.args.get("blocks"))


def _row(metadata: Any) -> int:
    known = json.loads(metadata) if isinstance(metadata, str) else metadata
    return int(known["event_payload"]["key"])


def broken(record: Record) -> list[str]:
    """What breaks a rule, a line each, with the rule's number; none if all is well."""
    return [f"{name}: {line}" for name, rule in RULES.items() for line in rule(record)]


def _rounds(record: Record) -> Iterator[str]:
    """One message a person and round, never empty; what is not urgent comes in a round."""
    calm = [ping for ping in record.pings if not _hurries(record, ping)]
    minutes = {(ping.person, record.shown(ping), ping.message) for ping in calm}
    messages = Counter((person, at.replace(second=0)) for person, at, _ in minutes)
    yield from (f"{count} messages to {who} at {at}" for (who, at), count in messages.items() if count > 1)
    for message in record.messages.values():
        if message.kind == "ping" and message.ts and not message.values["pings"]:
            yield f"an empty message to {message.channel}"
    for ping in calm:
        if not _in_round(record, ping):
            yield f"{ping.kind} to {ping.person} at {record.shown(ping)} is outside the rounds"


def _hurries(record: Record, ping: Ping) -> bool:
    return ping.urgent or record.crisis(ping) or ping.kind in noise.AT_ONCE


def _in_round(record: Record, ping: Ping) -> bool:
    hours = working.hours_of_person(record.book, ping.person, _department(record, ping))
    named = (record.book.workspace.rounds or {})["heads" if ping.kind in noise.HEADS else "seats"]
    clocks = [time.fromisoformat(clock) for clock in named]
    found = calendars.next_round(hours.zone, clocks, hours, ping.made_at)
    request = record.request(ping)
    if request is not None and found > request.due_at and ping.kind not in noise.HEADS:
        return True
    local = record.shown(ping).astimezone(workweek.zone_of(hours.zone))
    return any(
        timedelta(0) <= local - local.replace(hour=clock.hour, minute=clock.minute, second=0) < SOON
        for clock in clocks
    )


def _at_once(record: Record) -> Iterator[str]:
    """What is urgent waits for opening hours only."""
    for ping in record.pings:
        if ping.urgent and record.shown(ping) - ping.not_before > SOON:
            yield f"{ping.kind} to {ping.person} was urgent at {ping.not_before}, shown {record.shown(ping)}"


def _few(record: Record) -> Iterator[str]:
    """Each step of a request once; no superior hears of what nobody was shown before its time."""
    steps = Counter((ping.request, ping.kind, ping.person) for ping in record.pings if ping.request)
    yield from (f"{step} {count} times" for step, count in steps.items() if step[1] in LADDER and count > 1)
    calls = Counter(ping.request for ping in record.pings if ping.request and ping.kind in LADDER)
    yield from (f"{count} calls for {request}" for request, count in calls.items() if count > 5)
    for ping in record.pings:
        request = record.request(ping)
        if request is None or ping.kind not in SUPERIORS or record.crisis(ping):
            continue
        unseen = request.shown_at is None or request.shown_at > record.shown(ping)
        if unseen and record.shown(ping) < request.due_at:
            yield f"{ping.kind} of {request.id} before anybody was shown it"


def _hours(record: Record) -> Iterator[str]:
    """Nobody is reached outside their and the department's hours, but in a crisis."""
    for ping in record.pings:
        key = _department(record, ping)
        mine = working.hours_of_person(record.book, ping.person, key)
        theirs = working.hours_of(record.book, key) if key else mine
        # A call that was made at closing time may arrive a moment later.
        moments = (record.shown(ping), record.shown(ping) - timedelta(seconds=30))
        both = any(calendars.is_open(mine, at) and calendars.is_open(theirs, at) for at in moments)
        if not both and not record.crisis(ping):
            yield f"{ping.kind} to {ping.person} for {key} at {record.shown(ping)}"


def _crisis(record: Record) -> Iterator[str]:
    """One call a person in a crisis; its lead's reminders of the statement apart."""
    calls = Counter(
        (ping.notice, ping.person) for ping in record.pings if record.crisis(ping) and ping.kind in LADDER
    )
    yield from (f"{count} calls for {call}" for call, count in calls.items() if count > 1)


def _one_root(record: Record) -> Iterator[str]:
    """One root message an item: no row was posted twice, and the channel holds nothing else."""
    keys = Counter(_row(post.metadata) for post in record.posts)
    yield from (f"row {key} was posted {count} times" for key, count in keys.items() if count > 1)
    rows = {(row.posted_channel, row.ts): row.kind for row in record.messages.values()}
    for post in record.posts:
        if post.channel == of.CHANNEL and not post.thread_ts and not post.seen_by:
            kind = rows.get((post.channel, post.ts))
            if kind not in ("card", "digest", "rollup"):
                yield f"{kind} stands in the integration channel"


def _no_broadcast(record: Record) -> Iterator[str]:
    for post in record.posts:
        if any(word in f"{post.text}{post.blocks}" for word in ("<!channel", "<!everyone", "<!here")):
            yield f"{post.text[:60]} calls everybody"


def _cards_a_day(record: Record) -> Iterator[str]:
    zone = workweek.zone_of(record.book.workspace.timezone)
    days: Counter[str] = Counter()
    for row in record.messages.values():
        if row.kind == "card" and row.state != Delivery.rolled_up and not _urgent(record, row):
            days[f"{row.made_at.astimezone(zone):%Y-%m-%d}"] += 1
    limit = record.book.workspace.cards_per_day
    # What was answered leaves the roll-up for a card of its own.
    rolled = sum("rollup" in row.values for row in record.messages.values())
    yield from (
        f"{count} cards on {day}"
        for day, count in days.items()
        if limit is not None and count > limit + rolled
    )


def _urgent(record: Record, card: Message) -> bool:
    notice = record.notices[card.notice or ""]
    if isinstance(notice, Launch):
        return notice.high
    return notice.severity in (Severity.high, Severity.crisis) or bool(notice.rises)


def _known_people(record: Record) -> Iterator[str]:
    """Only who accepted a seat or a role, or told something, is written to."""
    workspace = record.book.workspace
    asked = {seat.person for seat in record.book.seats if seat.accepted}
    told = {notice.by for notice in record.notices.values()}
    known = asked | told | {*workspace.orchestrators, workspace.sponsor}
    yield from (f"{ping.person} was written to" for ping in record.pings if ping.person not in known)


def _one_line_digest(record: Record) -> Iterator[str]:
    digests = Counter(row.key for row in record.messages.values() if row.kind == "digest" and row.ts)
    yield from (f"digest {key} {count} times" for key, count in digests.items() if count > 1)


def _says_why(record: Record) -> Iterator[str]:
    for key, text in record.said.items():
        row = record.messages[key]
        if row.kind == "ping" and "Why you" not in text:
            yield f"a message to {row.channel} does not say why"


def _left_alone(record: Record) -> Iterator[str]:
    """Nothing but a crisis reaches who is away or snoozes; what left a moment before may still arrive."""
    for ping in record.pings:
        at = record.shown(ping) - timedelta(seconds=30)
        if record.crisis(ping):
            continue
        for who, start, end in record.unreachable:
            if who == ping.person and start <= at < end:
                yield f"{ping.kind} to {who} at {record.shown(ping)}, who is left alone until {end}"


def _late_clicks(record: Record) -> Iterator[str]:
    """First click wins: nobody takes what is taken, nobody answers what is answered."""
    takes = Counter(entry.notice for entry in record.entries if entry.kind == "taken")
    yield from (f"{notice} was taken {count} times" for notice, count in takes.items() if count > 1)
    answers = Counter(
        (entry.notice, entry.values.get("department")) for entry in record.entries if entry.kind == "answered"
    )
    yield from (f"{answer} answered {count} times" for answer, count in answers.items() if count > 1)


def _department(record: Record, ping: Ping) -> str | None:
    request = record.request(ping)
    return request.department if request else None


RULES: dict[str, Callable[[Record], Iterator[str]]] = {
    "N1": _rounds,
    "N2": _at_once,
    "N3": _few,
    "N4": _hours,
    "N5": _crisis,
    "N6": _one_root,
    "N7": _no_broadcast,
    "N8": _cards_a_day,
    "N10": _known_people,
    "N11": _one_line_digest,
    "N12": _says_why,
    "N13": _left_alone,
    "N14": _late_clicks,
}
