"""The joint meeting: the digest's open points as one agenda, ticked together, carried over while open.

PRODUCT mechanisms 34 (the meeting) and 53 (a frequent question becomes content).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.errors import Refusal, refuse
from bot.flows import decisions, launches, links
from bot.flows.answers import DONE, Answer
from bot.models import (
    DecisionKind,
    Digest,
    LaunchDraft,
    LaunchState,
    Message,
    Point,
    PointKind,
    Snapshot,
    new_id,
)
from bot.rules import agendas as rules
from bot.rules import sight
from bot.store import Db, digests, ledger, meetings, notices
from bot.tools import Caller, Tools
from bot.views import agendas as views
from bot.views import names

WEEK = timedelta(days=7)
FEW = 10
"""Of each reason at most so many points are new in one week; the others wait in the lists."""
RECENT = timedelta(weeks=9)
"""Messages so old are not brought up to date any more."""


async def make(tools: Tools, caller: Caller, day: str) -> Answer:
    """*Make the Agenda*: one message under the digest; a second click points to it."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(sight.may_look(caller.person))
        digest = db.lock(Digest, workspace=caller.workspace, audience="shared", day=day)
        under = db.get(Message, workspace=caller.workspace, key=f"digest:shared:{day}")
        if digest is None or under is None:
            raise Refusal("This digest does not exist any more.")
        key = f"agenda:{day}"
        known = db.get(Message, workspace=caller.workspace, key=key)
        if known is not None:
            return Answer(views.there(links.to(book, known), caller.t))
        found = rules.ordered(points_of(db, book, day, now))
        if not found:
            raise Refusal("Nothing is open: this week needs no agenda.")
        for point in found:
            db.add_if_new(point)
        ledger.owe(
            db,
            Message(
                workspace=caller.workspace,
                key=key,
                kind="agenda",
                channel=under.channel,
                parent=under.id,
                broadcast=True,
                values={"points": [one.id for one in found], "day": day, "by": caller.user},
                made_at=now,
            ),
        )
        said = caller.t.n("{count} point on the agenda.", "{count} points on the agenda.", len(found))
        return Answer(said)

    return await tools.write(caller, work)


def points_of(db: Db, book: Snapshot, day: str, now: datetime) -> list[Point]:
    """What nobody ticked before, and what is open now."""
    carried = []
    for point in meetings.open_points(db, book.workspace.id):
        if _is_over(db, point):
            db.change(point, done_at=now)
        elif now - point.made_at < rules.LONGEST:
            carried.append(point)
    return rules.merged(carried, _fresh(db, book, day, now))


def _is_over(db: Db, point: Point) -> bool:
    """Whether its subject ended without the meeting; lessons and promises end by a tick."""
    if point.kind in (PointKind.lesson, PointKind.promised):
        return False
    notice = notices.find(db, point.workspace, point.subject)
    return notice is None or notice.ended_at is not None


def _fresh(db: Db, book: Snapshot, day: str, now: datetime) -> list[Point]:
    workspace = book.workspace.id
    week = digests.week(db, workspace, start=now - WEEK, now=now, end=now + WEEK)
    late = meetings.late_requests(db, workspace, now, 4 * FEW)
    subjects: dict[PointKind, list[str]] = {
        PointKind.decide: [*_to_decide(db, book, now)],
        PointKind.blocked: [one.notice for one in meetings.blocked(db, workspace, FEW)],
        PointKind.late: [
            *(one.id for one in meetings.late_replies(db, workspace, now, FEW)),
            *(one.notice for one in late),
        ],
        PointKind.launching: [one.id for one in week.ahead if one.state in _GOES and not one.private],
        PointKind.lesson: [one.id for one in week.lessons.first],
    }
    made: list[Point] = []
    for kind, found in subjects.items():
        placed = {one.subject for one in made}
        fresh = [subject for subject in dict.fromkeys(found) if subject not in placed][:FEW]
        made += [_point(workspace, kind, subject, day, now) for subject in fresh]
    return made


_GOES = (LaunchState.go, LaunchState.reservations, LaunchState.announced)


def _to_decide(db: Db, book: Snapshot, now: datetime) -> list[str]:
    """Notices that wait for a decision: undecided launches, overlaps, second hand-overs."""
    found, _ = decisions.find(db, book, now)
    about = {DecisionKind.undecided: "", DecisionKind.overlap: "", DecisionKind.second_hand_over: "notice"}
    return [str(one.values.get(about[one.kind]) or one.subject) for one in found if one.kind in about]


def _point(workspace: str, kind: PointKind, subject: str, day: str, now: datetime, **given: Any) -> Point:
    return Point(
        workspace=workspace,
        id=new_id("A"),
        kind=kind,
        subject=subject,
        first_day=day,
        made_at=now,
        **given,
    )


async def tick(tools: Tools, caller: Caller, point_id: str) -> Answer:
    """*Done*: the first of two who tick it counts."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        point = _held(db, caller, point_id)
        if point.done_at is not None:
            raise rules.already(point)
        db.change(point, done_by=caller.user, done_at=now)
        show_again(db, caller.workspace, now)
        return DONE

    return await tools.write(caller, work)


async def untick(tools: Tools, caller: Caller, point_id: str) -> Answer:
    """*Not Done*: what was ticked too early stands open again."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        point = _held(db, caller, point_id)
        db.change(point, done_by=None, done_at=None)
        show_again(db, caller.workspace, now)
        return DONE

    return await tools.write(caller, work)


def _held(db: Db, caller: Caller, point_id: str) -> Point:
    refuse(sight.may_look(caller.person))
    point = db.lock(Point, workspace=caller.workspace, id=point_id)
    if point is None:
        raise Refusal("This point does not exist any more.")
    return point


def show_again(db: Db, workspace: str, now: datetime) -> None:
    """Agendas of the last weeks show what was ticked."""
    meetings.show_again(db, workspace, "agenda:", now - RECENT)


# What somebody takes on


async def take_content(tools: Tools, caller: Caller, topic: str, day: str) -> Answer:
    """*Make Content* of a frequent question: the first click takes it on, and gets the form to announce it.

    It is promised for five working days later, stands on the agenda and in the next digest until it is done.
    """
    now = tools.clock.now()
    title = caller.t("Content: {topic}", topic=names.topic(caller.t, topic))
    form = await launches.form(tools, caller, LaunchDraft(title=title, kind="information"))

    def work(db: Db, book: Snapshot) -> None:
        refuse(sight.may_look(caller.person))
        if db.lock(Digest, workspace=caller.workspace, audience="shared", day=day) is None:
            raise Refusal("This digest does not exist any more.")
        known = promised(db, caller.workspace).get(topic)
        if known is not None:
            raise Refusal("{person} makes content of it already.", person=known.owner or "")
        promise(db, book, "content", topic, caller.user, day, now)
        meetings.show_again(db, caller.workspace, f"digest:shared:{day}", now - RECENT)

    await tools.write(caller, work)
    return form


def promise(db: Db, book: Snapshot, what: str, topic: str, person: str, day: str, now: datetime) -> Point:
    """This person takes the topic on. what: content, or topic: a way to answer it in time."""
    until = rules.promised_until(book, person, now)
    point = _point(
        book.workspace.id,
        PointKind.promised,
        topic,
        day,
        now,
        owner=person,
        due_at=until,
        values={"what": what},
    )
    db.add_if_new(point)
    return point


def promised(db: Db, workspace: str) -> dict[str, Point]:
    """What is promised as content and not done, by topic."""
    found = meetings.open_points(db, workspace)
    return {
        one.subject: one
        for one in found
        if one.kind is PointKind.promised and one.values.get("what") == "content"
    }


def asks(db: Db, book: Snapshot) -> list[dict[str, Any]]:
    """What is promised and not done, soonest first, as a digest stores it."""
    found = [one for one in meetings.open_points(db, book.workspace.id) if one.kind is PointKind.promised]
    return [
        {
            "topic": one.subject,
            "owner": one.owner,
            "due": one.due_at.isoformat() if one.due_at else None,
            "what": one.values.get("what"),
        }
        for one in sorted(found, key=lambda one: (one.due_at or one.made_at, one.id))
    ]
