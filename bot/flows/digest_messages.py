"""What digests, agendas and Monday messages say now: stored facts, and what was decided since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.flows import agendas, charts, leadership, links, mondays
from bot.flows.scenes import Scene
from bot.i18n import Translator, slack_date
from bot.models import Digest, Launch, Point, PointKind
from bot.rules import agendas as agenda_rules
from bot.rules import routing
from bot.store import Db, lists, meetings
from bot.views import agendas as agenda_views
from bot.views import digest_departments, digests, kit, names, pings
from bot.views import leadership as leadership_views
from bot.views import mondays as monday_views
from bot.views.digest_lines import Facts
from bot.views.kit import Rendered
from bot.views.list_lines import Reading


def plain(facts: Facts, audience: str, t: Translator) -> Rendered:
    """A digest from its facts alone: the same facts, the same words. No buttons, nothing that came since."""
    if audience == "shared":
        return digests.shared_digest(facts, t)
    if audience == leadership.AUDIENCE:
        return leadership_views.leadership_digest(facts, t)
    return digest_departments.department_digest(facts, audience, t)


def _digest(scene: Scene) -> Rendered | None:
    message, values = scene.message, scene.message.values
    audience, day = str(values["audience"]), str(values["day"])
    stored = scene.db.get(Digest, workspace=message.workspace, audience=audience, day=day)
    if stored is None:
        return None
    if audience == leadership.AUDIENCE:
        return _leadership(scene, stored)
    late = not message.ts and scene.now - stored.at > pings.LATE
    facts = {**stored.facts, "late_sent": stored.facts.get("late_sent") or late}
    ways = charts.ways(scene, facts)
    if audience == "shared":
        taken = _taken(scene.db, message.workspace)
        return digests.shared_digest(facts, scene.t, day=day, taken=taken, ways=ways)
    return digest_departments.department_digest(facts, audience, scene.t, buttons=True, ways=ways)


def _taken(db: Db, workspace: str) -> dict[str, digests.Taken]:
    found = agendas.promised(db, workspace)
    return {
        topic: digests.Taken(point.owner or "", point.due_at.isoformat() if point.due_at else "")
        for topic, point in found.items()
    }


def _leadership(scene: Scene, stored: Digest) -> Rendered | None:
    """With what was decided since; not sent at all when it is too old, or nobody's any more."""
    if not scene.message.ts and scene.now - stored.at > leadership.OLD:
        return None
    ids = [str(one["id"]) for one in stored.facts.get("decisions", [])]
    chosen = {
        one.id: leadership_views.Chosen(one.choice, one.decided_by)
        for one in meetings.decisions(scene.db, stored.workspace, ids)
        if one.choice
    }
    leads = scene.message.channel in scene.book.workspace.leaders
    ways = charts.ways(scene, stored.facts)
    return leadership_views.leadership_digest(stored.facts, scene.t, chosen=chosen, buttons=leads, ways=ways)


def _agenda(scene: Scene) -> Rendered | None:
    ids = [str(one) for one in scene.message.values.get("points", [])]
    known = meetings.points(scene.db, scene.message.workspace, ids)
    points = agenda_rules.ordered(known[one] for one in ids if one in known)
    abouts = _abouts(scene, points)
    lines = [agenda_views.Line(one, abouts[one.id]) for one in points]
    day = str(scene.message.values.get("day", ""))
    return agenda_views.agenda(lines, day, scene.t, zone=scene.book.workspace.timezone)


def _abouts(scene: Scene, points: list[Point]) -> dict[str, str]:
    """What each point is about, in the words of its subject as they are now."""
    found = lists.notices(scene.db, scene.message.workspace, {one.subject for one in points})
    urls = links.to_cards(scene.db, scene.book, list(found.values()))
    told: dict[str, str] = {}
    for point in points:
        notice = found.get(point.subject)
        if point.kind is PointKind.promised:
            told[point.id] = _promise_words(point, scene.t)
        elif notice is None or notice.private:
            told[point.id] = scene.t("a private matter")
        else:
            kind = notice.kind if isinstance(notice, Launch) else notice.topic
            title = kit.cut(" ".join(notice.title.split()), 90) or names.own(kind)
            url = urls.get(notice.id)
            told[point.id] = kit.link(url, title) if url else kit.escape(title)
            if lesson := names.said(notice.texts.get("lesson"), 120):
                told[point.id] = (
                    f"{lesson} ({told[point.id]})" if point.kind is PointKind.lesson else told[point.id]
                )
    return told


def _promise_words(point: Point, t: Translator) -> str:
    topic = kit.escape(names.topic(t, point.subject))
    if point.values.get("what") == "content":
        return t("content about “{topic}”", topic=topic)
    return t("“{topic}” answered in time", topic=topic)


def _monday(scene: Scene) -> Rendered | None:
    """Of what was owed when it was made, what still is; once sent it stays."""
    if scene.message.ts:
        return None
    found = mondays.still_owed(scene.db, scene.book, scene.message, scene.now)
    if not found.items or scene.now - scene.message.made_at > mondays.OLD:
        return None
    reading = Reading(scene.book, scene.t, scene.now, routing.orchestrator(scene.book, scene.now))
    late = bool(scene.message.values.get("late"))
    return monday_views.monday_message(found.items, found.total, reading, late=late)


def _promise(scene: Scene) -> Rendered | None:
    point = scene.db.get(Point, workspace=scene.message.workspace, id=scene.message.values.get("point"))
    if point is None or point.due_at is None:
        return None
    until = slack_date(point.due_at, scene.t, zone=scene.book.workspace.timezone)
    by = str(scene.message.values.get("by", ""))
    return leadership_views.promise_message(names.topic(scene.t, point.subject), by, until, scene.t)


RENDERERS: Mapping[str, Callable[[Scene], Rendered | dict[str, Any] | None]] = {
    "digest": _digest,
    "agenda": _agenda,
    "monday": _monday,
    "promise": _promise,
}
