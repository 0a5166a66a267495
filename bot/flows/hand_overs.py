"""Hand-overs: the clock, the context and the promises go along (P6, PRODUCT mechanisms 61, 83)."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import chase, levels, nights, pings, speak
from bot.flows.answers import Answer
from bot.models import (
    Escalation,
    EscalationState,
    Launch,
    PingKind,
    Request,
    Snapshot,
    new_id,
)
from bot.rules import calendars, rights, routing
from bot.rules import escalations as escalation_rules
from bot.rules import hours as working
from bot.rules import requests as rules
from bot.store import Db
from bot.tools import Caller
from bot.views import names

AnyNotice = Launch | Escalation


def hand_over(
    db: Db,
    book: Snapshot,
    caller: Caller,
    request: Request,
    notice: AnyNotice,
    to: str,
    words: dict[str, str],
    now: datetime,
) -> Answer:
    """Close this request and open one with the same asked-at and due-at in the other department."""
    refusal = rights.may_hand_over(
        book, notice, request, caller.user, now, member=book.in_room(request.department, caller.channel)
    )
    if refusal:
        raise refusal
    if book.department(to) is None or to == request.department:
        raise FormRefusal({"department": Refusal("Choose another department than the present one.")})
    once = escalation_rules.may_hand_over(notice) if isinstance(notice, Escalation) else not request.hop
    second = not once
    if second and not rights.is_orchestrator(book, caller.user, now):
        return _ask_orchestrator(db, book, caller, request, notice, to, words, now)
    _move(db, book, request, notice, caller.user, to, words, now)
    return Answer()


def allow(
    db: Db, book: Snapshot, caller: Caller, request: Request, notice: AnyNotice, now: datetime
) -> Answer:
    """Carry out the second hand-over that stands asked for on the request."""
    to = request.texts.get("wanted_department", "")
    if not to:
        raise Refusal("No hand-over is waiting here any more.")
    words = {key: request.texts.get(f"wanted_{key}", "") for key in ("reason", "done", "promised")}
    _move(db, book, request, notice, caller.user, to, words, now)
    return Answer(
        caller.t("It is handed over to {department}.", department=names.department_label(caller.t, book, to))
    )


def _ask_orchestrator(
    db: Db,
    book: Snapshot,
    caller: Caller,
    request: Request,
    notice: AnyNotice,
    to: str,
    words: dict[str, str],
    now: datetime,
) -> Answer:
    wanted = {f"wanted_{key}": value for key, value in {**words, "department": to}.items() if value}
    db.change(request, texts={**request.texts, **wanted})
    speak.note(
        db,
        notice,
        "second_hand_over_asked",
        now,
        by=caller.user,
        reason=words.get("reason", ""),
        **{"from": request.department, "to": to},
    )
    conductor = routing.orchestrator(book, now)
    if conductor is None:
        raise Refusal("A second hand-over needs the orchestrator, and nobody is named as one yet.")
    pings.call(
        db,
        book,
        conductor,
        PingKind.second_hand_over,
        notice,
        now,
        request=request,
        occasion=to,
        at_once=True,
        to=to,
        by=caller.user,
        reason=words.get("reason", ""),
    )
    return Answer(
        caller.t(
            "This was handed over once already; a second time needs the orchestrator. {person} is asked.",
            person=f"<@{conductor}>",
        )
    )


def _move(
    db: Db,
    book: Snapshot,
    request: Request,
    notice: AnyNotice,
    by: str,
    to: str,
    words: dict[str, str],
    now: datetime,
) -> None:
    state = rules.answer(request, "hand_over")
    if isinstance(notice, Escalation):
        escalation_rules.move(notice.state, "hand_over", by=notice.owner)
    chase.end(db, request)
    db.change(
        request,
        state=state,
        answered_by=by,
        answered_at=now,
        texts={**request.texts, "reason": words.get("reason", ""), "to": to},
    )
    entry = speak.note(
        db, notice, "handed_over", now, by=by, **{"from": request.department, "to": to}, **words
    )
    fresh = _successor(book, request, notice, to, words, now)
    db.add(fresh)
    if isinstance(notice, Escalation):
        db.change(
            notice,
            department=to,
            owner=None,
            taken_at=None,
            state=EscalationState.open,
            hops=notice.hops + 1,
        )
        levels.set_rises(db, book, notice, now)
    else:
        db.change(
            notice,
            asked=_replaced(notice.asked, request.department, to),
            required=_replaced(notice.required, request.department, to),
        )
    chase.begin(db, book, fresh, notice, now)
    if isinstance(notice, Escalation):
        nights.watch(db, book, fresh, notice, now, opener=by)
    speak.line_on_card(db, notice, entry, kind="handed")
    speak.changed(db, notice)


def _successor(
    book: Snapshot, request: Request, notice: AnyNotice, to: str, words: dict[str, str], now: datetime
) -> Request:
    crisis = isinstance(notice, Escalation) and notice.severity == "crisis"
    open_now = calendars.is_open(working.hours_of(book, to), now)
    plan = nights.ladder(book, to, now, high=request.high, crisis=crisis, open_now=open_now)
    kept = {key: value for key, value in words.items() if value}
    return Request(
        id=new_id("R"),
        workspace=request.workspace,
        notice=request.notice,
        lane=request.lane,
        department=to,
        round=request.round,
        origin=request.origin,
        hop=request.hop + 1,
        parent=request.parent,
        required=request.required,
        asked_by=request.asked_by,
        asked_at=request.asked_at,
        due_at=request.due_at,
        high=request.high,
        real_time=request.real_time,
        private=request.private,
        ladder=[list(rung) for rung in plan],
        texts={**kept, "from": request.department},
    )


def _replaced(keys: list[str], before: str, after: str) -> list[str]:
    return list(dict.fromkeys(after if key == before else key for key in keys))
