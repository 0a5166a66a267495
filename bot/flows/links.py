"""Addresses of messages, built rather than fetched: `getPermalink` fails where Tutti is not a member."""

from __future__ import annotations

from bot.models import Escalation, Launch, Message, Request, Snapshot
from bot.store import Db, ledger, lists


def permalink(book: Snapshot, channel: str | None, ts: str | None) -> str | None:
    """The address of a message; None before Slack has it, or where the workspace's own is not known."""
    domain = book.workspace.domain
    if not channel or not ts or not domain.startswith(("https://", "http://")):
        return None
    return f"{domain.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


def to(book: Snapshot, message: Message | None) -> str | None:
    """The address of a message of ours."""
    return permalink(book, message.posted_channel, message.ts) if message else None


def to_card(db: Db, book: Snapshot, notice: Launch | Escalation) -> str | None:
    """Where the notice's card is; None for a private one, which has none."""
    cards = [] if notice.private else ledger.of_notice(db, notice.workspace, notice.id, "card")
    return to(book, cards[0]) if cards else None


def to_requests(db: Db, book: Snapshot, asked: list[Request]) -> dict[str, str | None]:
    """Where each request stands, by its id; those in direct messages are left out."""
    found = ledger.of_requests(db, book.workspace.id, [request.id for request in asked])
    return {key: to(book, one) for key, one in found.items() if not one.channel.startswith(("U", "W"))}


def to_cards(db: Db, book: Snapshot, shown: list[Launch | Escalation]) -> dict[str, str | None]:
    """Where the card of each notice stands, by its id; a private one has none."""
    found = lists.cards(db, book.workspace.id, [one.id for one in shown if not one.private])
    return {key: to(book, one) for key, one in found.items()}
