"""What each kind of message says now: the ledger's rows, rendered from the state of this moment.

`RENDERERS` is the table of contents. A renderer gives None for a message that is no longer needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.flows import digest_messages, notice_messages, personal_messages, proposals, rota_messages
from bot.flows.scenes import Scene
from bot.i18n import translator
from bot.models import Message, Person, Request, Snapshot
from bot.rules import sight
from bot.store import Db, notices
from bot.tools import Tools, language_for
from bot.views import kit
from bot.views.kit import Rendered

View = dict[str, Any]


def render(db: Db, tools: Tools, book: Snapshot, message: Message) -> Rendered | View | None:
    """What the message says now; None if it is no longer needed."""
    notice = notices.find(db, message.workspace, message.notice) if message.notice else None
    request = db.get(Request, id=message.request) if message.request else None
    if not sight.may_stand(message.kind, request, message.channel, book):
        return None
    t = translator(_language(db, book, message))
    scene = Scene(db, book, message, t, tools.clock.now(), notice, request, tools.scopes)
    drawn = RENDERERS[message.kind](scene)
    if message.values.get("again") and isinstance(drawn, Rendered):
        return kit.repeated(drawn, t("This may be a repeat: Slack did not confirm the first one."))
    return drawn


def _language(db: Db, book: Snapshot, message: Message) -> str:
    if message.channel.startswith(("U", "W")):
        person = db.get(Person, workspace=message.workspace, id=message.channel)
        return language_for(book, message.channel, person)
    return book.workspace.language


def _join(scene: Scene) -> Rendered | None:
    """Not a message: delivery makes Tutti join the channel."""
    return Rendered("join")


RENDERERS: Mapping[str, Callable[[Scene], Rendered | View | None]] = {
    **notice_messages.RENDERERS,
    **personal_messages.RENDERERS,
    **rota_messages.RENDERERS,
    **proposals.RENDERERS,
    **digest_messages.RENDERERS,
    "join": _join,
}
