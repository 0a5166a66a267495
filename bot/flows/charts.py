"""The charts of digests: counted with their facts, shown as Slack lets us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.flows.scenes import Scene
from bot.models import EVERYBODY, PictureState, Snapshot, WeekFacts, Workspace
from bot.rules import charts as rules
from bot.slack.manifest import OPTIONS
from bot.store import Db, digests, pictures, snapshots
from bot.store.digests import Asking
from bot.views import charts as views

Facts = dict[str, Any]
SCOPES: Final = frozenset(OPTIONS["pictures"])
COUNTED: Final = timedelta(weeks=4)


def asking(db: Db, book: Snapshot, now: datetime) -> list[Asking]:
    """From whom the escalations of four weeks came, of every department."""
    return digests.requesters(db, book.workspace.id, start=now - COUNTED)


def of_department(weeks: Sequence[WeekFacts], asked: Sequence[Asking], department: str) -> list[Facts]:
    """Charts of a department's own figures, of the whole organisation's for EVERYBODY; at most two."""
    counts: Counter[str] = Counter()
    for one in asked:
        counts[one.requester] += one.number if department in (EVERYBODY, one.department) else 0
    return [*rules.on_time(weeks, department), *rules.requesters(counts)]


def of_everybody(weeks: Sequence[WeekFacts]) -> list[Facts]:
    """The one chart of the shared digest."""
    return rules.on_time(weeks, EVERYBODY)


def ways(scene: Scene, facts: Mapping[str, Any]) -> views.Ways:
    """How this message may show its charts now: drawn by Slack, as files, or in words."""
    if rules.drawn_by_slack(scene.book.workspace, scene.now):
        return views.Ways(native=True)
    if not scene.scopes >= SCOPES:
        return views.IN_WORDS
    keys = [one.key for one in views.of(facts, scene.t)]
    known = pictures.known(scene.db, scene.book.workspace.id, keys).values()
    return views.Ways(
        upload=True,
        files={one.key: one.file for one in known if one.file and one.state is PictureState.ready},
        without={one.key for one in known if one.state is PictureState.failed},
    )


def refused(db: Db, workspace: str, now: datetime) -> None:
    """Slack took no chart of its own kind: the next ones are files or words, until it is tried again."""
    row = db.lock(Workspace, id=workspace)
    if row is not None:
        db.change(row, charts_refused_at=now)
        snapshots.touch(db, workspace)
