"""Weeks of a rota that change hands, numbers, and the cards that name who conducts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_, select, update

from bot.models import Delivery, Escalation, Launch, Message, Phone, Swap, SwapState
from bot.store.db import Db, table

_swap, _phone, _message = table(Swap), table(Phone), table(Message)


def swaps(db: Db, workspace: str) -> list[Swap]:
    """The accepted ones, in the order of their acceptance; those whose weeks are over were forgotten."""
    statement = (
        select(_swap)
        .where(_swap.c.workspace == workspace, _swap.c.state == SwapState.accepted)
        .order_by(_swap.c.answered_at, _swap.c.id)
    )
    return db.rows(Swap, db.run(statement))


def asked(db: Db, workspace: str, rota: str, week: str) -> list[Swap]:
    """Those about this week of the rota that nobody has answered yet."""
    return db.all(Swap, workspace=workspace, rota=rota, week=week, state=SwapState.asked)


def with_number(db: Db, workspace: str, people: Collection[str]) -> set[str]:
    """Of these persons, those who gave a phone number."""
    statement = select(_phone.c.person).where(
        _phone.c.workspace == workspace, _phone.c.person.in_(sorted(people))
    )
    return {str(row.person) for row in db.run(statement)}


def refresh_cards(db: Db, workspace: str) -> None:
    """Somebody else conducts: the card of every open notice is rendered again."""
    db.woken = True
    db.stale_homes.add(workspace)
    still_open = [
        _message.c.notice.in_(
            select(table(noun).c.id).where(
                table(noun).c.workspace == workspace, table(noun).c.ended_at.is_(None)
            )
        )
        for noun in (Launch, Escalation)
    ]
    statement = (
        update(_message)
        .where(
            _message.c.workspace == workspace,
            _message.c.kind == "card",
            _message.c.state.in_([Delivery.due, Delivery.sent]),
            or_(*still_open),
        )
        .values(wanted=_message.c.wanted + 1, state=Delivery.due)
    )
    db.run(statement)
