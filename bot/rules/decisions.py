"""What is put before leaders, and in which order (PRODUCT section 2, "Leadership"; mechanism 24).

"Decisions come only from: seat empty over 5 days · launch undecided within 48 h · topic late twice in 4
weeks · two launches for one audience in one week · second hand-over", at most three at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.models import Decision, DecisionKind, Launch, LaunchState, Request, Role, Snapshot
from bot.rules import launch_calendar

MOST: Final = 3
SEAT_EMPTY: Final = timedelta(days=5)
UNDECIDED: Final = timedelta(hours=48)
LATE_TIMES: Final = 2
LATE_WITHIN: Final = timedelta(weeks=4)
"""Over which a topic's lateness is counted, and for which one that was decided about rests."""
IN_TIME: Final = timedelta(days=5)
"""A decision is measured by whether it was taken within so long (mechanism 24)."""

_ORDER: Final = tuple(DecisionKind)


def empty_seats(snapshot: Snapshot) -> tuple[str, ...]:
    """The departments that Tutti writes to and that nobody present represents, proposals not counted."""
    return tuple(
        one.key
        for one in snapshot.active
        if snapshot.takes_part(one.key)
        and not snapshot.present(snapshot.holders(one.key, Role.representative))
    )


def of_seat(snapshot: Snapshot, department: str, now: datetime) -> Decision:
    """The seat is seen empty from now on; it is offered when it has been so for over five days."""
    occasion = now.date().isoformat()
    return _decision(snapshot, DecisionKind.seat_empty, department, occasion, now, department=department)


def is_ripe(decision: Decision, now: datetime) -> bool:
    """Whether an empty seat has been so for over five days; everything else is offered as it is found."""
    return decision.kind is not DecisionKind.seat_empty or now - decision.since > SEAT_EMPTY


def undecided(snapshot: Snapshot, launches: Iterable[Launch], now: datetime) -> list[Decision]:
    """Launches within the next 48 hours about which nobody has decided."""
    return [
        _decision(
            snapshot,
            DecisionKind.undecided,
            launch.id,
            str(launch.round),
            now,
            at=launch.at.isoformat(),
            owner=launch.owner,
        )
        for launch in launches
        if launch.state is LaunchState.announced and now < launch.at <= now + UNDECIDED
    ]


def overlapping(snapshot: Snapshot, launches: Sequence[Launch], now: datetime) -> list[Decision]:
    """Two launches for the same people in one week; the later one could be moved."""
    pairs = launch_calendar.overlaps(launches, snapshot.workspace.timezone)
    return [
        _decision(
            snapshot,
            DecisionKind.overlap,
            pair.second.id,
            pair.first.id,
            now,
            first=pair.first.id,
            at=pair.second.at.isoformat(),
        )
        for pair in pairs
        if pair.why == "audience" and pair.second.at > now
    ]


def late_topics(
    snapshot: Snapshot, late: Mapping[str, int], rested: Iterable[str], week: str, now: datetime
) -> list[Decision]:
    """Topics late at least twice in four weeks. late: cases by topic. rested: topics decided about since."""
    resting = frozenset(rested)
    return [
        _decision(snapshot, DecisionKind.late_topic, topic, week, now, count=count)
        for topic, count in sorted(late.items())
        if count >= LATE_TIMES and topic not in resting
    ]


def second_hand_overs(snapshot: Snapshot, asked: Iterable[Request], now: datetime) -> list[Decision]:
    """Requests that were handed over once and are to be handed over again."""
    return [
        _decision(
            snapshot,
            DecisionKind.second_hand_over,
            request.id,
            request.texts["wanted_department"],
            now,
            department=request.department,
            to=request.texts["wanted_department"],
            notice=request.notice,
        )
        for request in asked
        if request.texts.get("wanted_department") and not request.private
    ]


def _decision(
    snapshot: Snapshot, kind: DecisionKind, subject: str, occasion: str, now: datetime, **values: Any
) -> Decision:
    return Decision(
        workspace=snapshot.workspace.id,
        id=f"{kind}:{subject}:{occasion}",
        kind=kind,
        subject=subject,
        values=values,
        since=now,
    )


def chosen(found: Iterable[Decision]) -> tuple[list[Decision], int]:
    """The three that are offered, and how many wait: what stands still now first, then what comes soonest."""
    in_order = sorted(found, key=lambda one: (_ORDER.index(one.kind), one.values.get("at", ""), one.id))
    return in_order[:MOST], len(in_order[MOST:])


def taken_in_time(offered: Iterable[Decision], first_shown: Mapping[str, datetime]) -> tuple[int, int]:
    """How many of the decisions offered were taken within five days, and how many were offered.

    What became needless by itself counts neither way. first_shown: when the digest of a day was sent.
    """
    counted = [one for one in offered if one.choice != "settled" and one.day in first_shown]
    taken = [
        one
        for one in counted
        if one.decided_at is not None and one.decided_at - first_shown[str(one.day)] <= IN_TIME
    ]
    return len(taken), len(counted)
