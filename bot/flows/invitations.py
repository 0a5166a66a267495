"""Inviting the people who are named: nobody is written to before, and each gets one message (N10)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, pings, setup_posts
from bot.flows.answers import Answer
from bot.models import Escalation, Launch, Message, Origin, Person, PingKind, Request, Role, Seat, Snapshot
from bot.rules import appointments, rights
from bot.rules import setup as rules
from bot.store import Db, ledger, notices, snapshots
from bot.tools import Caller, Tools
from bot.views import invitations as views
from bot.views import setup as pages

# Asking


async def invite(tools: Tools, caller: Caller, *, in_form: bool) -> Answer:
    """*Invite*: everybody who is named and was not asked yet gets one message.

    in_form: the button stood in the set-up's last page, which then shows who was asked.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_administer(book, caller.user))
        asked = [person for person in rules.undecided(book) if ask(db, book, person, caller.user, now)]
        setup_posts.refresh(db, caller.workspace)
        if in_form:
            return Answer(updates=pages.done_page(caller.t, book, invited(db, book)))
        said = caller.t.n("{count} person is invited.", "{count} people are invited.", len(asked))
        return Answer(said if asked else caller.t("Everybody who is named was invited already."))

    return await tools.write(caller, work)


def ask(
    db: Db,
    book: Snapshot,
    person: str,
    by: str,
    now: datetime,
    *,
    again: Collection[tuple[str, Role]] = (),
) -> bool:
    """Owe this person a message about their seats, unless they were asked about all; whether it is.

    again: seats that they are given anew, about which they are asked though they were before.
    """
    workspace = book.workspace.id
    sent = db.all(Message, workspace=workspace, kind="invitation", channel=person)
    known = {tuple(seat) for message in sent for seat in message.values["seats"]}
    known -= {(key, str(role)) for key, role in again}
    seats = [
        [key, str(role)]
        for key, role in appointments.proposed_seats(book, person)
        if (key, str(role)) not in known
    ]
    if not seats:
        return False
    ledger.owe(
        db,
        Message(
            workspace=workspace,
            key=f"invitation:{person}:{len(sent)}",
            kind="invitation",
            channel=person,
            values={"seats": seats, "by": by},
            made_at=now,
        ),
    )
    return True


def invited(db: Db, book: Snapshot) -> frozenset[str]:
    """Who was asked and has not decided."""
    sent = db.all(Message, workspace=book.workspace.id, kind="invitation")
    return frozenset(message.channel for message in sent) & frozenset(rules.undecided(book))


def state_of(book: Snapshot, message: Message) -> tuple[str, list[tuple[str, Role]]]:
    """What the invitation says now, as proposed | accepted | declined, and about which seats."""
    asked = [(key, Role(role)) for key, role in message.values["seats"]]
    open_seats = [seat for seat in appointments.proposed_seats(book, message.channel) if seat in asked]
    if open_seats:
        return "proposed", open_seats
    held = [seat for seat in asked if message.channel in book.holders(*seat)]
    return ("accepted", held) if held else ("declined", [])


# Answering


async def accept(tools: Tools, caller: Caller) -> Answer:
    """*I Accept*: the seats are theirs, and what waits for their departments is shown to them."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        seats = _proposed(book, caller)
        for key, role in seats:
            seat = db.get(Seat, workspace=caller.workspace, department=key, role=role, person=caller.user)
            if seat:
                db.change(seat, accepted=True)
                path = f"departments.{key}.{role}.accepted"
                changes.record(db, caller.workspace, now, caller.user, path, None, caller.user)
        snapshots.touch(db, caller.workspace)
        settled = snapshots.load(db, caller.workspace)
        for key in dict.fromkeys(key for key, role in seats if role == Role.representative):
            _show_what_waits(db, settled, key, caller.user, book.stand_in(key), now)
        setup_posts.refresh(db, caller.workspace)
        return Answer()

    return await tools.write(caller, work)


def _show_what_waits(
    db: Db, book: Snapshot, department: str, person: str, stood_in: tuple[str, ...], now: datetime
) -> None:
    """The department's open requests reach who has just accepted, and no longer who stood in for them."""
    for request in notices.waiting(db, book.workspace.id):
        if request.department != department or not _is_for_seats(request, person):
            continue
        notice: Launch | Escalation | None = notices.hold(db, book.workspace.id, request.notice)
        fresh = db.get(Request, id=request.id)
        if notice is None or fresh is None or notice.ended_at is not None:
            continue
        if isinstance(notice, Launch) and notice.owner == person:
            continue
        called = [one for one in fresh.called if one not in (*stood_in, person)]
        db.change(fresh, called=[*called, person])
        pings.call(db, book, person, PingKind.ask, notice, now, request=fresh, occasion="accepted")


def _is_for_seats(request: Request, person: str) -> bool:
    return request.origin == Origin.routing and request.person in (None, person) and not request.in_person


async def other_form(tools: Tools, caller: Caller) -> Answer:
    """Who else should it be?"""
    return Answer(opens=views.other_form(_proposed(caller.snapshot, caller), caller.snapshot, caller.t))


async def decline(tools: Tools, caller: Caller, other: str | None) -> Answer:
    """*Somebody Else*: who is named gets the same message; where nobody is, who set Tutti up hears of it."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        seats = _proposed(book, caller)
        if other is not None:
            _check_other(db, caller, other)
        for key, role in seats:
            _reseat(db, caller, key, role, other, now)
        snapshots.touch(db, caller.workspace)
        settled = snapshots.load(db, caller.workspace)
        if other is not None:
            ask(db, settled, other, caller.user, now)
        else:
            _tell_installer(db, settled, caller, [key for key, _ in seats], now)
        setup_posts.refresh(db, caller.workspace)
        return Answer(caller.t("Thank you: nothing is asked of you here."))

    return await tools.write(caller, work)


def _proposed(book: Snapshot, caller: Caller) -> tuple[tuple[str, Role], ...]:
    refuse(appointments.may_decide_seat(book, caller.user))
    return appointments.proposed_seats(book, caller.user)


def _check_other(db: Db, caller: Caller, other: str) -> None:
    known = db.get(Person, workspace=caller.workspace, id=other)
    if other == caller.user:
        raise FormRefusal({"person": Refusal("Choose somebody else than yourself, or nobody.")})
    if rights.guest(known):
        raise FormRefusal(
            {
                "person": Refusal(
                    "Choose a colleague: a guest, an app or somebody who has left cannot answer here."
                )
            }
        )


def _reseat(db: Db, caller: Caller, department: str, role: Role, other: str | None, now: datetime) -> None:
    where: dict[str, Any] = {"workspace": caller.workspace, "department": department, "role": role}
    before = [seat.person for seat in db.all(Seat, **where)]
    db.remove(Seat, **where, person=caller.user)
    if other is not None:
        db.add_if_new(Seat(**where, person=other, accepted=False))
    after = [seat.person for seat in db.all(Seat, **where)]
    changes.record(db, caller.workspace, now, caller.user, f"departments.{department}.{role}", before, after)


def _tell_installer(db: Db, book: Snapshot, caller: Caller, departments: list[str], now: datetime) -> None:
    installer = book.workspace.installer
    if installer:
        ledger.owe(
            db,
            Message(
                workspace=caller.workspace,
                key=f"nobody_named:{caller.user}:{int(now.timestamp())}",
                kind="nobody_named",
                channel=installer,
                values={"person": caller.user, "departments": departments},
                made_at=now,
            ),
        )
