"""What was proposed in watched channels: found by message, by channel and hour, by app."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.models import Delivery, Message, Report, Suggestion, SuggestionState
from bot.store.db import Db, Statement, table

_suggestion, _report, _message = table(Suggestion), table(Report), table(Message)


def at_message(db: Db, workspace: str, channel: str, ts: str) -> Suggestion | None:
    """What was proposed for this message."""
    return db.get(Suggestion, workspace=workspace, channel=channel, ts=ts)


def hold(db: Db, workspace: str, suggestion: str) -> Suggestion | None:
    """The suggestion, which nobody else changes before this unit ends."""
    return db.lock(Suggestion, workspace=workspace, id=suggestion)


def of_notice(db: Db, workspace: str, notice: str) -> Suggestion | None:
    """The suggestion that led to this notice, if any did; of several the one on which most was counted."""
    found = db.all(Suggestion, workspace=workspace, notice=notice)
    return max(found, key=lambda one: one.more, default=None)


def lately(db: Db, workspace: str, channel: str, since: datetime) -> list[Suggestion]:
    """What was proposed or opened in the channel since then, oldest first."""
    return db.find(Suggestion, _LATELY, team=workspace, place=channel, since=since)


_LATELY = Statement(
    select(_suggestion)
    .where(
        _suggestion.c.workspace == bindparam("team"),
        _suggestion.c.channel == bindparam("place"),
        _suggestion.c.made_at >= bindparam("since", type_=_suggestion.c.made_at.type),
    )
    .order_by(_suggestion.c.made_at)
)


def since(
    db: Db, workspace: str, start: datetime, states: Sequence[SuggestionState] | None = None
) -> list[Suggestion]:
    """Suggestions made since then, newest first; with `states` only those."""
    statement = select(_suggestion).where(
        _suggestion.c.workspace == workspace, _suggestion.c.made_at >= start
    )
    if states is not None:
        statement = statement.where(_suggestion.c.state.in_(list(states)))
    return db.rows(Suggestion, db.run(statement.order_by(_suggestion.c.made_at.desc())))


def apps(db: Db, workspace: str, channel: str) -> dict[str, str]:
    """Apps whose messages in the channel were recognised: id -> name, the latest first."""
    statement = (
        select(_suggestion.c.app, _suggestion.c.app_name)
        .where(
            _suggestion.c.workspace == workspace,
            _suggestion.c.channel == channel,
            _suggestion.c.app.is_not(None),
        )
        .order_by(_suggestion.c.made_at.desc())
        .limit(500)
    )
    found: dict[str, str] = {}
    for row in db.run(statement):
        found.setdefault(str(row.app), str(row.app_name))
    return found


def reports(db: Db, workspace: str, permalink: str) -> list[Report]:
    """Every telling of an escalation with this message."""
    return db.find(Report, _REPORTS, team=workspace, address=permalink)


_REPORTS = Statement(
    select(_report).where(
        _report.c.workspace == bindparam("team"), _report.c.permalink == bindparam("address")
    )
)


def is_ours(db: Db, workspace: str, channel: str, ts: str) -> bool:
    """Whether this message of the channel is one that Tutti posted."""
    return bool(db.look(_OURS, team=workspace, place=channel, stamp=ts))


_OURS = Statement(
    select(_message.c.id)
    .where(
        _message.c.workspace == bindparam("team"),
        _message.c.state.in_([Delivery.sent, Delivery.due]),
        _message.c.channel == bindparam("place"),
        _message.c.ts == bindparam("stamp"),
    )
    .limit(1)
)


def forget_texts(db: Db, workspace: str, before: datetime) -> None:
    """Take the summaries out of suggestions that are older."""
    old = (_suggestion.c.workspace == workspace, _suggestion.c.made_at < before)
    db.run(update(_suggestion).where(*old).values(texts={}))


def forget(db: Db, workspace: str, before: datetime) -> None:
    """Remove suggestions that are older."""
    old = (_suggestion.c.workspace == workspace, _suggestion.c.made_at < before)
    db.run(delete(_suggestion).where(*old))
