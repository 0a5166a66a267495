"""*Try it alone*: a form is filled and sent, and only its tester sees what would stand where.

Nothing is made but one private message: no notice, no request, no timer, no ping, nothing for a digest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import escalation_cases, escalation_openings, launches
from bot.flows.answers import Answer
from bot.i18n import Translator
from bot.models import (
    Escalation,
    EscalationDraft,
    Launch,
    LaunchDraft,
    Message,
    Request,
    RequestState,
    Snapshot,
)
from bot.rules import rights, routing
from bot.store import Db, ledger
from bot.tools import Caller, Tools
from bot.views import escalations as escalation_views
from bot.views import launches as launch_views
from bot.views import practice as views
from bot.views.kit import Rendered


async def begin_launch(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """The launch form that stands open becomes one in practice, with all that was typed."""
    refuse(rights.may_announce(caller.person))
    return Answer(updates=views.practised(view, caller.t))


async def begin_escalation(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """The same of an escalation or a crisis."""
    refuse(rights.may_raise(caller.person))
    return Answer(updates=views.practised(view, caller.t))


async def launch(tools: Tools, caller: Caller, draft: LaunchDraft) -> Answer:
    """A launch was tried: the same checks as an announcement, then a private card. Raises FormRefusal."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_announce(caller.person))
        asks = routing.asks(book, draft.kind, caller.user, draft.departments)
        dues = launches.promised(book, draft, asks.asked, now)
        made = launches.launch_of(caller, draft, asks, now)
        asked = [[key, dues[key].isoformat()] for key in asks.asked]
        return _owe(db, caller, {"lane": "launch", "notice": _plain(made), "asked": asked}, now)

    return await tools.write(caller, work)


async def escalation(tools: Tools, caller: Caller, draft: EscalationDraft, story: str = "") -> Answer:
    """An escalation or a crisis was tried: nobody is called. Raises FormRefusal."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_raise(caller.person))
        refuse(rights.is_set_up(book))
        if draft.stated and (draft.stated_at is None or draft.stated_at <= now):
            raise FormRefusal({"stated_at": Refusal("Choose an hour that is still to come.")})
        department, times = escalation_cases.times(book, draft, now)
        open_draft = replace(draft, private=False, permalink=None, excerpt=None)
        made = escalation_openings.escalation_of(caller, open_draft, department, times, story, now)
        asked = [[department, times.taken_due_at.isoformat()]]
        return _owe(db, caller, {"lane": "escalation", "notice": _plain(made), "asked": asked}, now)

    return await tools.write(caller, work)


def _owe(db: Db, caller: Caller, values: dict[str, Any], now: datetime) -> Answer:
    ledger.owe(
        db,
        Message(
            workspace=caller.workspace,
            key=f"practice:{caller.key}",
            kind="practice",
            channel=caller.user,
            values=values,
            made_at=now,
        ),
    )
    return Answer(caller.t("Practice: the card is in your messages with Tutti; nobody else sees it."))


def _plain(notice: Launch | Escalation) -> dict[str, Any]:
    """The notice as JSON keeps it; the tester, who typed it, sees all of it."""
    return {**notice.model_dump(mode="json"), "private": False}


def render(book: Snapshot, message: Message, t: Translator, now: datetime) -> Rendered:
    """The private card of a practised form."""
    values = message.values
    asked = [(str(key), datetime.fromisoformat(due)) for key, due in values["asked"]]
    if values["lane"] == "launch":
        card = _launch_card(Launch.model_validate(values["notice"]), asked, book, t, now)
    else:
        card = _escalation_card(Escalation.model_validate(values["notice"]), book, t, now)
    return views.practice_card(card, asked, book, t)


def _launch_card(
    made: Launch, asked: list[tuple[str, datetime]], book: Snapshot, t: Translator, now: datetime
) -> Rendered:
    requests = [_request(made, key, due, now) for key, due in asked]
    return launch_views.launch_card(
        made, requests, book, t, links={}, now=now, orchestrator=routing.orchestrator(book, now)
    )


def _escalation_card(made: Escalation, book: Snapshot, t: Translator, now: datetime) -> Rendered:
    return escalation_views.escalation_card(
        made,
        [],
        [],
        book,
        t,
        links={},
        orchestrator=routing.orchestrator(book, now),
        now=now,
        deadlines=book.workspace.deadlines,
    )


def _request(made: Launch, department: str, due: datetime, now: datetime) -> Request:
    return Request(
        id=f"{made.id}:{department}",
        workspace=made.workspace,
        notice=made.id,
        lane=made.lane,
        department=department,
        required=department in made.required,
        state=RequestState.waiting,
        asked_by=made.by,
        asked_at=now,
        due_at=due,
    )
