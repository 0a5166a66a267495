"""What each kind of message says now: the ledger's rows, rendered from the state of this moment.

`RENDERERS` is the table of contents. A renderer gives None for a message that is no longer needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.flows import homes, links, practice, rota_messages, setup_messages
from bot.i18n import Translator, translator
from bot.models import (
    Digest,
    Entry,
    Escalation,
    Launch,
    Message,
    Person,
    Ping,
    Report,
    Request,
    RequestState,
    Snapshot,
)
from bot.rules import escalations as escalation_rules
from bot.rules import ladders, routing, sight
from bot.rules import launches as launch_rules
from bot.rules import pings as ping_rules
from bot.store import Db, notices
from bot.store.batches import Batch
from bot.tools import Tools, language_for
from bot.views import (
    absences,
    admin,
    digests,
    escalations,
    kit,
    launches,
    pings,
    requests,
    rollups,
    timeline,
)
from bot.views.kit import Rendered

View = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A message and what it is about. Channels read the workspace's language, people their own."""

    db: Db
    book: Snapshot
    message: Message
    t: Translator
    now: datetime
    notice: Launch | Escalation | None
    request: Request | None

    @property
    def person(self) -> str | None:
        """To whom it goes, if it goes to one person."""
        channel = self.message.channel
        return channel if channel.startswith(("U", "W")) else None


def render(db: Db, tools: Tools, book: Snapshot, message: Message) -> Rendered | View | None:
    """What the message says now; None if it is no longer needed."""
    notice = notices.find(db, message.workspace, message.notice) if message.notice else None
    request = db.get(Request, id=message.request) if message.request else None
    if not sight.may_stand(message.kind, request, message.channel, book):
        return None
    t = translator(_language(db, book, message))
    scene = Scene(db, book, message, t, tools.clock.now(), notice, request)
    drawn = RENDERERS[message.kind](scene)
    if message.values.get("again") and isinstance(drawn, Rendered):
        return kit.repeated(drawn, t("This may be a repeat: Slack did not confirm the first one."))
    return drawn


def _language(db: Db, book: Snapshot, message: Message) -> str:
    if message.channel.startswith(("U", "W")):
        person = db.get(Person, workspace=message.workspace, id=message.channel)
        return language_for(book, message.channel, person)
    return book.workspace.language


# Cards and requests


def _card(scene: Scene) -> Rendered | None:
    notice = scene.notice
    if notice is not None and notice.private and not scene.message.ts:
        return None
    if isinstance(notice, Launch):
        return launch_card(scene.db, scene.book, notice, scene.t, scene.now)
    if isinstance(notice, Escalation):
        asked = notices.requests(scene.db, notice)
        return escalations.escalation_card(
            notice,
            asked,
            scene.db.all(Report, workspace=notice.workspace, escalation=notice.id),
            scene.book,
            scene.t,
            links=links.to_requests(scene.db, scene.book, asked),
            orchestrator=routing.orchestrator(scene.book, scene.now),
            now=scene.now,
            deadlines=scene.book.workspace.deadlines,
        )
    return None


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
    )


def _request(scene: Scene) -> Rendered | None:
    request, notice = scene.request, scene.notice
    if request is None or notice is None:
        return None
    never_sent = not scene.message.ts
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


# To one person


def _ping(scene: Scene) -> Rendered | None:
    items: list[pings.Item] = []
    scene = replace(scene, db=_gathered(scene))
    for identity in scene.message.values.get("pings", []):
        ping = scene.db.get(Ping, id=identity)
        notice = notices.find(scene.db, scene.message.workspace, ping.notice) if ping else None
        if ping is None or notice is None:
            continue
        request = scene.db.get(Request, id=ping.request) if ping.request else None
        if not scene.message.ts and not ping_rules.needed(ping, request, notice):
            continue
        shown = len(items) < pings.MOST_ITEMS
        link = _link_for(scene, notice, request) if shown else None
        items.append(pings.Item(ping, request, notice, link))
    return pings.ping_message(items, scene.book, scene.t, now=scene.now) if items else None


def _gathered(scene: Scene) -> Batch:
    """What the pings of a message are about, read at once: there may be hundreds."""
    batch = Batch(scene.db)
    carried = batch.gather(Ping, "id", scene.message.values.get("pings", []))
    batch.gather(Request, "id", [ping.request for ping in carried if ping.request])
    notices.gather(batch, [ping.notice for ping in carried])
    return batch


def _link_for(scene: Scene, notice: Launch | Escalation, request: Request | None) -> str | None:
    if request is not None:
        found = links.to_requests(scene.db, scene.book, [request]).get(request.id)
        if found:
            return found
    return links.to_card(scene.db, scene.book, notice)


def _home(scene: Scene) -> View | None:
    """A Home that was opened long ago is not published again; opening it makes it due anew."""
    if scene.now - scene.message.made_at > homes.FRESH:
        return None
    message = scene.message
    pages = message.values.get("pages")
    return homes.view(scene.db, scene.book, message.channel, scene.t, scene.now, pages)


def _digest(scene: Scene) -> Rendered | None:
    values = scene.message.values
    stored = scene.db.get(
        Digest, workspace=scene.message.workspace, audience=values["audience"], day=values["day"]
    )
    if stored is None:
        return None
    late = not scene.message.ts and scene.now - stored.at > pings.LATE
    facts = {**stored.facts, "late_sent": stored.facts.get("late_sent") or late}
    return digest_of(scene.db, scene.book, facts, str(values["audience"]), scene.t)


def digest_of(db: Db, book: Snapshot, facts: Mapping[str, Any], audience: str, t: Translator) -> Rendered:
    """The digest's words for an audience: shared, or a department's key."""
    cards: dict[str, str | None] = {}
    for given in [*facts.get("launching", []), *facts.get("launched", [])]:
        launch = notices.find(db, book.workspace.id, given["id"])
        cards[given["id"]] = links.to_card(db, book, launch) if launch else None
    if audience == "shared":
        return digests.shared_digest(facts, book, t, links=cards)
    return digests.department_digest(facts, audience, book, t, links=cards)


def _setup(scene: Scene) -> Rendered | None:
    return setup_messages.render(scene.db, scene.book, scene.message, scene.t)


def _practice(scene: Scene) -> Rendered:
    return practice.render(scene.book, scene.message, scene.t, scene.now)


def _parked(scene: Scene) -> Rendered | None:
    return _to_administrator(scene, admin.parked_message)


def _uncertain(scene: Scene) -> Rendered | None:
    return _to_administrator(scene, None)


def _to_administrator(scene: Scene, parked: Callable[..., Rendered] | None) -> Rendered | None:
    about = scene.db.get(Message, id=scene.message.values["message"])
    if about is None or about.id is None:
        return None
    if about.ts and not scene.message.ts:
        return None
    notice = notices.find(scene.db, about.workspace, about.notice) if about.notice else None
    title = notice.title if notice and not notice.private else None
    settled = scene.message.values.get("settled")
    if settled:
        said = {
            "again": scene.t("Done: it was sent again."),
            "there": scene.t("Done: it stands there, and is not posted again."),
            "dropped": scene.t("Done: it was let go."),
        }[settled]
        return admin.settled_message(said)
    if parked is not None:
        error = str(scene.message.values.get("error", ""))
        return parked(about.kind, about.channel, error, title, scene.t, about.id)
    return admin.uncertain_message(about.kind, about.channel, title, scene.t, about.id)


def _welcome_back(scene: Scene) -> Rendered:
    return absences.welcome_back(scene.message.values, scene.book, scene.t)


def _away_offer(scene: Scene) -> Rendered:
    settled = scene.message.values.get("settled")
    return absences.offer(scene.t, settled=bool(settled))


def _departed(scene: Scene) -> Rendered | None:
    person = str(scene.message.values["person"])
    if not scene.message.ts and not scene.book.gone(person):
        return None
    return admin.departed_message(person, scene.book, scene.message.channel, scene.t)


def _join(scene: Scene) -> Rendered | None:
    """Not a message: delivery makes Tutti join the channel."""
    return Rendered("join")


RENDERERS: Mapping[str, Callable[[Scene], Rendered | View | None]] = {
    "card": _card,
    "request": _request,
    "line": _line,
    "reminder": _reminder,
    "handed": _handed,
    "live": _live,
    "consulted": _consulted,
    "rollup": _rollup,
    "informed": _consulted,
    "ping": _ping,
    "home": _home,
    "digest": _digest,
    **dict.fromkeys(("setup", "intro", "channel_refused", "invitation", "nobody_named", "pilot"), _setup),
    "practice": _practice,
    "departed": _departed,
    "join": _join,
    "parked": _parked,
    "uncertain": _uncertain,
    "welcome_back": _welcome_back,
    "away_offer": _away_offer,
    **rota_messages.RENDERERS,
}
