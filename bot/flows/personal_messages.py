"""What one person is written: calls, their Home, what an administrator decides, absences, the set-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.flows import homes, links, practice, setup_messages
from bot.flows.scenes import Scene
from bot.models import Escalation, Launch, Message, Ping, Request
from bot.rules import pings as ping_rules
from bot.store import notices
from bot.store.batches import Batch
from bot.views import absences, admin, pings
from bot.views.kit import Rendered

View = dict[str, Any]


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


RENDERERS: Mapping[str, Callable[[Scene], Rendered | View | None]] = {
    "ping": _ping,
    "home": _home,
    **dict.fromkeys(("setup", "intro", "channel_refused", "invitation", "nobody_named", "pilot"), _setup),
    "practice": _practice,
    "departed": _departed,
    "parked": _parked,
    "uncertain": _uncertain,
    "welcome_back": _welcome_back,
    "away_offer": _away_offer,
}
