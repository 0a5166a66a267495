"""What the messages of set-up and invitations say now."""

from __future__ import annotations

from bot.flows import invitations, setup_posts
from bot.i18n import Translator
from bot.models import Message, Setup, Snapshot
from bot.rules import rights
from bot.store import Db
from bot.views import invitations as invitation_views
from bot.views import pilot as pilot_views
from bot.views import setup as pages
from bot.views.kit import Rendered


def render(db: Db, book: Snapshot, message: Message, t: Translator) -> Rendered | None:
    """The message's words by its kind; None where it is no longer needed."""
    values = message.values
    match message.kind:
        case "setup":
            return _setup(db, book, message, t)
        case "intro":
            return pages.intro(book, t)
        case "channel_refused" if book.workspace.integration_channel == values["channel"]:
            return pages.channel_refused(t, str(values["channel"]), str(values["reason"]))
        case "channel_refused":
            return pages.done(t, book, invitations.invited(db, book)) if message.ts else None
        case "invitation":
            return _invitation(db, book, message, t)
        case "pilot":
            return pilot_views.pilot_card(str(values["department"]), book, t)
        case "nobody_named":
            return invitation_views.nobody_named(values["person"], values["departments"], book, t)
    raise LookupError(message.kind)


def _setup(db: Db, book: Snapshot, message: Message, t: Translator) -> Rendered | None:
    begun = db.get(Setup, workspace=book.workspace.id)
    if begun and not setup_posts.may_go_on(begun, message.channel):
        return pages.passed(t, begun, book) if message.ts else None
    if rights.is_set_up(book) is None:
        return pages.done(t, book, invitations.invited(db, book))
    return pages.under_way(t) if begun and begun.values and message.ts else pages.welcome(t)


def _invitation(db: Db, book: Snapshot, message: Message, t: Translator) -> Rendered | None:
    state, seats = invitations.state_of(book, message)
    if state == "proposed":
        return invitation_views.invitation(seats, str(message.values["by"]), book, t)
    if not message.ts:
        return None
    return invitation_views.accepted(seats, book, t) if state == "accepted" else invitation_views.declined(t)
