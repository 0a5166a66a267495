"""The weekly digest: facts counted once, stored, then sent (PRODUCT section 2, "Shared weekly digest")."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import refuse
from bot.flows import messages
from bot.flows.answers import Answer
from bot.models import (
    Digest,
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Message,
    Origin,
    Snapshot,
    Timer,
)
from bot.rules import digests as rules
from bot.rules import hours as working
from bot.rules import sight
from bot.store import Db, ledger, notices
from bot.store.timers import set_timer
from bot.tools import Caller, Tools

WEEK = timedelta(days=7)
LATE = timedelta(minutes=5)
HAPPENINGS = ("launching", "launched", "opened", "told_in_time", "late", "closed", "waiting")
"""Facts that make a week worth more than one line."""
FEW_PRIVATE = 5
"""Private items are counted only from five on, and never named (PRODUCT section 2, "Private")."""


def plan(db: Db, book: Snapshot, now: datetime) -> None:
    """Set the timer of the next shared digest; one that was missed keeps its hour and is sent late."""
    known = db.get(Timer, workspace=book.workspace.id, kind="digest", subject="shared")
    if known is not None and known.at <= now:
        return
    following = rules.next_digest(book.workspace, now, holidays=working.holidays_of(book))
    set_timer(db, book.workspace.id, "digest", "shared", following)


def run(db: Db, tools: Tools, book: Snapshot, timer: Timer, now: datetime) -> None:
    """Send the week once, to the integration channel and each department's; a missed one says it is late."""
    day = rules.day_of(book.workspace, timer.at)
    late = now - timer.at > LATE
    channel = book.workspace.integration_channel
    if channel:
        _send(db, book, "shared", channel, day, late, now)
    rooms = {channel}
    for department in book.active:
        own = department.channel if book.takes_part(department.key) else None
        if own and own not in rooms:
            _send(db, book, department.key, own, day, late, now)
    plan(db, book, now)


def _send(db: Db, book: Snapshot, audience: str, channel: str, day: str, late: bool, now: datetime) -> None:
    department = None if audience == "shared" else audience
    facts = {**facts_of(db, book, now, department), "late_sent": late}
    stored = Digest(workspace=book.workspace.id, audience=audience, day=day, at=now, facts=facts)
    if not db.add_if_new(stored):
        return
    ledger.owe(
        db,
        Message(
            workspace=book.workspace.id,
            key=f"digest:{audience}:{day}",
            kind="digest",
            channel=channel,
            values={"audience": audience, "day": day},
            made_at=now,
        ),
    )


def facts_of(db: Db, book: Snapshot, now: datetime, department: str | None = None) -> dict[str, Any]:
    """The week's facts: launches of the seven days ahead and behind, escalations of the week behind.

    JSON values, times in ISO with zone. For a department what it announced, answers or is responsible for.
    """
    workspace = book.workspace.id
    ahead = notices.launches_between(db, workspace, now, now + WEEK)
    behind = notices.launches_between(db, workspace, now - WEEK, now)
    cases = [
        one
        for one in notices.escalations_touching(db, workspace, now - WEEK, now)
        if one.state != EscalationState.not_escalation and (department in (None, one.department))
    ]
    opened = _countable([one for one in cases if one.created_at >= now - WEEK])
    told = _countable([one for one in cases if _is_told_in_time(one, now)])
    late = _countable([one for one in cases if _is_late(one, now)])
    closed = _countable([one for one in cases if _is_closed(one, now)])
    topics = Counter(one.topic for one in opened if not one.private).most_common(3)
    waiting = _waiting(db, book, department)
    facts: dict[str, Any] = {
        "week": now.astimezone(ZoneInfo(book.workspace.timezone)).strftime("%G-W%V"),
        "launching": [_launch(one) for one in ahead if _concerns(one, department)],
        "launched": [
            _launch(one)
            for one in behind
            if one.state in (LaunchState.live, LaunchState.reviewed) and _concerns(one, department)
        ],
        "opened": len(opened),
        "told_in_time": len(told),
        "late": len(late),
        "closed": len(closed),
        "topics": [list(pair) for pair in topics],
        "waiting": waiting,
    }
    return {**facts, "happened": any(facts[key] for key in HAPPENINGS)}


def _countable(cases: list[Escalation]) -> list[Escalation]:
    private = [one for one in cases if one.private]
    return cases if len(private) >= FEW_PRIVATE else [one for one in cases if not one.private]


def _is_told_in_time(case: Escalation, now: datetime) -> bool:
    """Told this week, by the first promise."""
    return case.told_at is not None and now - WEEK <= case.told_at <= case.told_first_due_at


def _is_late(case: Escalation, now: datetime) -> bool:
    """The first promise fell due this week, and the requester was not told by then: counted once."""
    done = case.told_at or case.ended_at or now
    return now - WEEK <= case.told_first_due_at < min(done, now)


def _is_closed(case: Escalation, now: datetime) -> bool:
    return case.state == EscalationState.closed and case.ended_at is not None and case.ended_at >= now - WEEK


def _concerns(launch: Launch, department: str | None) -> bool:
    return department is None or department == launch.department or department in launch.asked


def _launch(launch: Launch) -> dict[str, str]:
    return {
        "id": launch.id,
        "title": launch.title,
        "at": launch.at.isoformat(),
        "state": str(launch.state),
    }


def _waiting(db: Db, book: Snapshot, department: str | None) -> list[dict[str, Any]]:
    """What waits for which department, oldest promise first; private requests are not counted."""
    found: dict[str, dict[str, Any]] = {}
    for request in notices.waiting(db, book.workspace.id):
        if request.private or request.origin == Origin.problem:
            continue
        if department not in (None, request.department):
            continue
        given = found.setdefault(
            request.department,
            {"department": request.department, "count": 0, "oldest_due": request.due_at.isoformat()},
        )
        given["count"] += 1
    return list(found.values())


async def show(tools: Tools, caller: Caller) -> Answer:
    """`/tutti digest`: the digest as it would be now, privately."""
    refuse(sight.may_look(caller.person))
    now = tools.clock.now()

    def look(db: Db) -> Answer:
        book = tools.books.of(db, caller.workspace)
        rendered = messages.digest_of(db, book, facts_of(db, book, now), "shared", caller.t)
        return Answer(rendered.text, rendered.blocks)

    return await tools.store.read(look)


async def preview(tools: Tools, workspace: str) -> str:
    """The shared digest's point as it would be sent now, in the workspace's language."""
    now = tools.clock.now()

    def look(db: Db) -> str:
        book = tools.books.of(db, workspace)
        t = tools.shared(book)
        return messages.digest_of(db, book, facts_of(db, book, now), "shared", t).text

    return await tools.store.read(look)
