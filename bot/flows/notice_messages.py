"""What stands in channels about a notice: its card, its requests, the lines in their threads, the roll-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.flows import links, relations
from bot.flows.scenes import Scene
from bot.i18n import Translator
from bot.models import Entry, Escalation, Launch, RequestState, Snapshot
from bot.rules import escalations as escalation_rules
from bot.rules import ladders, routing
from bot.rules import launches as launch_rules
from bot.store import Db, notices, reports, suggestions
from bot.views import escalations, kit, launches, merges, pings, requests, rollups, timeline
from bot.views import suggestions as suggestion_views
from bot.views.kit import Rendered

# Cards and requests


def _card(scene: Scene) -> Rendered | None:
    notice = scene.notice
    if notice is not None and notice.private and not scene.message.ts:
        return None
    if isinstance(notice, Launch):
        return launch_card(scene.db, scene.book, notice, scene.t, scene.now)
    if isinstance(notice, Escalation):
        if into := _into(scene, notice):
            return merges.merged_card(notice, into, scene.t)
        asked = notices.requests(scene.db, notice)
        return escalations.escalation_card(
            notice,
            asked,
            reports.of_group(scene.db, notice),
            scene.book,
            scene.t,
            links=links.to_requests(scene.db, scene.book, asked),
            orchestrator=routing.orchestrator(scene.book, scene.now),
            now=scene.now,
            deadlines=scene.book.workspace.deadlines,
            related=relations.of_escalation(scene.db, scene.book, notice),
            more=_more(scene),
        )
    return None


def _more(scene: Scene) -> str:
    """How many messages of the same app came after the one that opened it (N8)."""
    notice = scene.message.notice
    listens = bool(scene.book.workspace.watched_channels)
    found = suggestions.of_notice(scene.db, scene.message.workspace, notice) if listens and notice else None
    if found is None or not found.more:
        return ""
    return suggestion_views.more_words(found.more, found.app_name or found.app or "", scene.t)


def _into(scene: Scene, escalation: Escalation) -> merges.Into | None:
    """What it was merged into, and where that one's card is."""
    main = reports.into(scene.db, escalation)
    return merges.Into(main, links.to_card(scene.db, scene.book, main)) if main else None


def launch_card(db: Db, book: Snapshot, launch: Launch, t: Translator, now: datetime) -> Rendered:
    """The launch's card as it stands now."""
    every = notices.requests(db, launch)
    asked = launch_rules.current(launch, every)
    return launches.launch_card(
        launch,
        asked,
        book,
        t,
        links=links.to_requests(db, book, asked),
        now=now,
        crisis=notices.open_crisis(db, launch.workspace) is not None,
        orchestrator=routing.orchestrator(book, now),
        problems=launch_rules.problems(every),
        related=relations.of_launch(db, book, launch),
    )


def _request(scene: Scene) -> Rendered | None:
    request, notice = scene.request, scene.notice
    if request is None or notice is None:
        return None
    never_sent = not scene.message.ts
    if isinstance(notice, Escalation) and (into := _into(scene, notice)):
        return (
            None if never_sent else merges.merged_request(request, notice, into, scene.t, person=scene.person)
        )
    if never_sent and request.state in (RequestState.handed_over, RequestState.dropped):
        return None
    topic = routing.topic(scene.book, notice.topic) if isinstance(notice, Escalation) else None
    may_give_back = (
        isinstance(notice, Escalation) and escalation_rules.may_give_back(notice, scene.now) is None
    )
    return requests.request_message(
        request,
        notice,
        scene.book,
        scene.t,
        now=scene.now,
        card_link=links.to_card(scene.db, scene.book, notice),
        words=topic.words if topic else None,
        person=scene.person,
        may_give_back=may_give_back,
    )


# Lines


def _entry(scene: Scene) -> Entry | None:
    return scene.db.get(Entry, id=scene.message.values.get("entry"))


def _withdrawn(scene: Scene) -> Rendered | None:
    """Of a notice that is private: a line that stood there already says so, another is not sent."""
    return requests.made_private(scene.t) if scene.message.ts else None


def _line(scene: Scene) -> Rendered | None:
    entry, notice = _entry(scene), scene.notice
    if entry is None or notice is None:
        return None
    if notice.private:
        return _withdrawn(scene)
    if isinstance(notice, Launch) and "diff" in entry.values:
        return launches.change_line(notice, entry.values["diff"], scene.t, snapshot=scene.book)
    said = timeline.line(entry, scene.book, scene.t)
    return Rendered(said, [kit.section(said)])


def _reminder(scene: Scene) -> Rendered | None:
    request, notice = scene.request, scene.notice
    if request is None or notice is None or request.private:
        return None
    if request.state not in (RequestState.waiting, RequestState.unanswered) or notice.ended_at:
        return None
    if not scene.message.ts and not ladders.reminds_still(request):
        return None
    return pings.reminder_line(request, notice, scene.book, scene.t)


def _handed(scene: Scene) -> Rendered | None:
    entry, notice = _entry(scene), scene.notice
    if entry is None or notice is None:
        return None
    if notice.private:
        return _withdrawn(scene)
    asked = notices.requests(scene.db, notice)
    before = [
        one
        for one in asked
        if one.department == entry.values["from"] and one.state == RequestState.handed_over
    ]
    after = [one for one in asked if one.department == entry.values["to"] and one.hop]
    if not before or not after:
        return _line(scene)
    return pings.handed_line(before[-1], after[-1], notice, scene.book, scene.t)


def _live(scene: Scene) -> Rendered | None:
    launch = scene.notice
    if not isinstance(launch, Launch):
        return None
    return launches.live_line(launch, scene.t, snapshot=scene.book)


def _consulted(scene: Scene) -> Rendered | None:
    escalation = scene.notice
    if not isinstance(escalation, Escalation):
        return None
    if escalation.private:
        return _withdrawn(scene)
    link = links.to_card(scene.db, scene.book, escalation)
    informed = scene.message.kind == "informed"
    return escalations.consulted_line(escalation, scene.book, scene.t, link, informed=informed)


def _rollup(scene: Scene) -> Rendered | None:
    """Private ones are left out, also afterwards."""
    items = []
    for identity in scene.message.values["notices"]:
        notice = notices.find(scene.db, scene.message.workspace, identity)
        if notice is not None and not notice.private:
            asked = notices.requests(scene.db, notice)
            address = links.to_card(scene.db, scene.book, notice) or next(
                iter(links.to_requests(scene.db, scene.book, asked).values()), None
            )
            items.append(rollups.Item(notice, asked, address))
    if not items:
        return _withdrawn(scene)
    conductor = routing.orchestrator(scene.book, scene.now)
    return rollups.rollup_message(items, scene.book, scene.t, now=scene.now, orchestrator=conductor)


RENDERERS: Mapping[str, Callable[[Scene], Rendered | None]] = {
    "card": _card,
    "request": _request,
    "line": _line,
    "reminder": _reminder,
    "handed": _handed,
    "live": _live,
    "consulted": _consulted,
    "informed": _consulted,
    "rollup": _rollup,
}
