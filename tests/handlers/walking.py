"""The walk through every action as every standing: payloads, people, items and verdicts.

Each payload goes through the guard to its handler, as Slack's does. What is allowed is tried and taken back,
so that every action finds the same world; what is refused is really done.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import SQLModel

import handlers
from bot.errors import FormRefusal, Refusal
from bot.flows import nights
from bot.flows.answers import Answer
from bot.i18n import translator
from bot.models import (
    Delivery,
    Escalation,
    EscalationDraft,
    EscalationState,
    Lane,
    Launch,
    Message,
    Origin,
    Request,
    RequestState,
    SetupDraft,
    Snapshot,
    Suggestion,
    Workspace,
)
from bot.rules import appointments, defaults, rotas, setup, sight
from bot.rules import rights as rules
from bot.sandbox.workspace import Human
from bot.store import Db
from bot.tools import Caller, Tools
from bot.views import (
    escalation_opening,
    invitations,
    launch_decisions,
    launch_edits,
    leadership,
    practice,
    setup_forms,
)
from handlers import rights
from handlers.guard import Guard
from handlers.inputs import Click, Command, Form, Shortcut, click_of, shortcut_of
from handlers.rights import Standing
from tests.engine.staging import Stage
from tests.views.filled import KEYS, filled

Value = TypeVar("Value")
Body = dict[str, Any]

PEOPLE = {
    Standing.member: "U0ZOE",
    Standing.seat: "U0LEA",
    Standing.other: "U0INES",
    Standing.owner: "U0JULIE",
    Standing.orchestrator: "U0KARIM",
    Standing.administrator: "U0BEA",
    Standing.guest: "U0MAX",
    Standing.external: "U0EVE",
    Standing.deactivated: "U0TOM",
    Standing.unknown: "U0NOBODY",
}
NEWCOMERS = (
    Human("U0ZOE", "Zoé Roy"),
    Human("U0BEA", "Béa Mora"),
    Human("U0MAX", "Max Dray", is_restricted=True),
    Human("U0EVE", "Eve Lind", is_stranger=True),
)
LATER = int(datetime(2026, 12, 8, 9, 0, tzinfo=UTC).timestamp())
SAID = {"rota": "customer_service", "garde": "customer_service"}
"""What follows a word, where it is not the name of something new."""
FITTING = {
    "timezone": "Europe/Paris",
    "holidays": "FR",
    "hours": "mon 09:00-10:00",
    "closed_days": "2026-12-24",
    "window": "1h",
    "group": "",
}
"""What is typed where not every word is taken."""
HOUR = timedelta(hours=1)
OFFER = "Thank you."
"""How the answer to anybody else's *Take it* begins: an offer of help, which is noted."""


def sentences() -> set[str]:
    """Every sentence by which a rule of rights refuses."""
    found = set()
    for module in (rules, appointments, sight):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                found.add(ast.literal_eval(node.args[0]))
    return found


REFUSALS = sentences()


class TakenBack(Exception):
    """Ends a unit that was only tried."""


class Rehearsal(Tools):
    """Does everything, and keeps nothing."""

    async def write(self, caller: Caller, work: Callable[[Db, Snapshot], Value]) -> Value:
        given: list[Value] = []

        def unit(db: Db) -> None:
            given.append(work(db, self.books.of(db, caller.workspace)))
            raise TakenBack

        try:
            await self.store.write(unit)
        except TakenBack:
            return given[0]
        raise AssertionError("it was kept")


class Listening(Guard):
    """The guard, without the ack."""

    async def hears(self, body: Body, read: Callable[[Caller], Any], handler: Any) -> Answer:
        return await self._limited(body, read, handler, asyncio.get_running_loop().time() + 30)


@dataclass
class Walk:
    """One world; payloads of anybody, kept or only tried."""

    stage: Stage
    tried: Listening
    done: Listening
    forms: dict[str, Body]
    """Every form that a button or word opened, by callback id."""
    count: int = 0

    async def say(self, who: Standing, kind: str, action: str, value: Any, *, keep: bool) -> Answer:
        """Let this person do it. Raises what the handler raises."""
        self.count += 1
        guard = self.done if keep else self.tried
        body: Body = {
            "team": {"id": "T0TUTTI"},
            "user": {"id": PEOPLE[who]},
            "channel": {"id": "C0TUTTI", "name": "tutti"},
            "trigger_id": f"walk.{self.count}",
        }
        if kind in ("COMMANDS", "WORDS"):
            name, text = (
                (action, "Oven")
                if kind == "COMMANDS"
                else ("/tutti", f"{action} {SAID.get(action, 'Oven')}".strip())
            )
            name, text = (name, "") if text == "Oven" and name == "/tutti" else (name, text)
            handler = handlers.COMMANDS[name]
            return await guard.hears(body, lambda caller: Command(caller, name, text), handler)
        if kind == "SHORTCUTS":
            message = {"text": "The oven is cold", "user": "U0ZOE", "ts": "1.1"}
            body |= {"message": message} if action == "hand_over" else {}
            read: Callable[[Caller], Shortcut] = lambda caller: shortcut_of(caller, body)  # noqa: E731
            return await guard.hears(body, read, handlers.SHORTCUTS[action])
        if kind == "FORMS":
            view = typed(self.forms[action])
            return await guard.hears(body, lambda caller: Form(caller, view), handlers.FORMS[action])
        body |= {"actions": [{"action_id": action, "value": value}], "view": self.view_around(action)}
        clicked: Callable[[Caller], Click] = lambda caller: click_of(caller, body)  # noqa: E731
        return await guard.hears(body, clicked, handlers.BUTTONS[action])

    def view_around(self, action: str) -> Body | None:
        """The form in which a field stands."""
        name = "launch_announce" if rights.BUTTONS[action] is rights.ANNOUNCE else "escalation_open"
        return typed(self.forms[name]) if self.view_needed(action) else None

    def view_needed(self, action: str) -> bool:
        """Whether it is a field of a form, not a button."""
        return rights.BUTTONS[action] in (rights.ANNOUNCE, rights.RAISE) and not action.startswith(
            ("open_", "suggestion_")
        )

    async def rows(self) -> str:
        """Everything that the database holds."""

        def look(db: Db) -> str:
            tables = SQLModel.metadata.sorted_tables
            return "\n".join(str([tuple(row) for row in db.run(select(table))]) for table in tables)

        return await self.stage.tutti.store.read(look)


def typed(view: Body) -> Body:
    """The form with something in every field that has nothing yet."""
    given: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input" or KEYS[block["element"]["type"]][1] in block["element"]:
            continue
        element = block["element"]
        match element["type"]:
            case "plain_text_input":
                given[block["block_id"]] = FITTING.get(block["block_id"], "Words")
            case "datetimepicker":
                given[block["block_id"]] = LATER
            case "users_select":
                given[block["block_id"]] = "U0LEA"
            case "multi_static_select" if block["block_id"] == "launches":
                given[block["block_id"]] = [element["options"][0]["value"]]
            case "static_select" | "radio_buttons":
                given[block["block_id"]] = element["options"][0]["value"]
    return filled(view, **given)


def before_the_set_up(launch: Launch) -> dict[str, Body]:
    """Forms that nothing opens any more in a world where everything is set up."""
    book, t = Snapshot(Workspace(id="T0TUTTI")), translator("en")
    draft = SetupDraft(people={"hr": "U0INES"}, pilot=("hr",))
    crisis = escalation_opening.CrisisDraft(EscalationDraft(title="Fire"), "other")
    made = setup.organised(book, draft, "U0BEA", {}, datetime(2026, 11, 24, tzinfo=UTC))
    drawn = (
        setup_forms.place_form(draft, t),
        setup_forms.people_form(draft, t),
        setup_forms.hours_form(draft, t, made, t),
        invitations.other_form([], book, t),
        leadership.name_form("seat_empty:hr:2026-11-24", "Human resources", t),
        launch_edits.progress_form(launch, t),
        leadership.move_form("undecided:L1:1", launch_decisions.postpone_form(launch, t)),
        practice.practised(
            escalation_opening.crisis_form(crisis, book, t, topics=defaults.topics(book), deadlines={}), t
        ),
    )
    return {str(view["callback_id"]): view for view in drawn}


def told_whom_to_phone(request: Request) -> Message:
    """What Julie was sent, as if the case were a crisis of the night."""
    return Message(
        workspace=request.workspace,
        key=nights.calls_key(request, "U0JULIE"),
        kind="phoning",
        channel="U0JULIE",
        notice=request.notice,
        request=request.id,
        state=Delivery.sent,
        made_at=request.asked_at,
    )


def proposed_under_an_app(at: datetime) -> Suggestion:
    """What stands in the thread of a ticket desk's message, for anybody to decide."""
    return Suggestion(
        id="S1",
        workspace="T0TUTTI",
        channel="C0CS",
        ts="1.5",
        thread="1.5",
        app="A0DESK",
        lane=Lane.escalation,
        topic="complaint",
        department="customer_service",
        texts={"title": "An order never came"},
        made_at=at,
    )


async def items(stage: Stage) -> dict[str, str]:
    """What each action is about, by the beginning of its id: ids of a launch, a case and their requests.

    The second case is Julie's: she told it and has it, though it is not her department's.
    """
    launch = (await stage.rows(Launch))[0]
    cases = {one.title: one for one in await stage.rows(Escalation)}
    asked = (await stage.rows(Request, notice=launch.id, department="customer_service"))[0]
    waiting = (await stage.rows(Request, notice=cases["Cold oven"].id))[0]
    mine, taken = cases["Burnt bread"], (await stage.rows(Request, notice=cases["Burnt bread"].id))[0]

    def beside(origin: Origin, notice: Launch | Escalation, **more: Any) -> Request:
        values = {**vars(asked), "id": f"R{origin}", "notice": notice.id, "origin": origin, **more}
        return Request.model_construct(**{**values, "called": [], "state": RequestState.waiting})

    def work(db: Db) -> None:
        row = db.get(Workspace, id="T0TUTTI")
        assert row is not None
        db.change(row, installer="U0BEA", revision=row.revision + 1, pause=True, watched_channels=["C0CS"])
        db.change(mine, owner="U0JULIE", state=EscalationState.taken, taken_at=mine.created_at)
        db.change(taken, state=RequestState.taken, answered_by="U0JULIE")
        later = {**vars(mine), "created_at": mine.created_at + HOUR, "taken_at": mine.created_at + HOUR}
        db.add(Escalation(**{**later, "id": "Eagain"}))
        db.add(Escalation(**{**later, "id": "Emerged", "merged_into": mine.id}))
        db.add(told_whom_to_phone(waiting))
        db.add(proposed_under_an_app(mine.created_at))
        db.add(beside(Origin.problem, launch, parent=asked.id, person="U0JULIE", asked_by="U0LEA"))
        db.add(beside(Origin.expert, mine, parent=taken.id, lane=Lane.escalation))

    await stage.tutti.store.write(work)
    return {
        "launch_": launch.id,
        "escalation_": mine.id,
        "escalation_separate": "Emerged",
        "home_merge": f"{mine.id} Eagain",
        "home_different": f"{mine.id} Eagain",
        "request_": asked.id,
        "request_take": waiting.id,
        "request_take_back": asked.id,
        "request_take_myself": asked.id,
        "request_give_back": taken.id,
        "request_hand_over": taken.id,
        "request_expert": taken.id,
        "request_answer_expert": "Rexpert",
        "problem_": "Rproblem",
        "hand_over_allow": taken.id,
        "thread_answer:": asked.id,
        "thread_answer:take": waiting.id,
        "thread_answer:told": taken.id,
        "message_": "1",
        "suggestion_": "S1",
        "phone_": f"{waiting.id}:U0LEA",
        "open_rota": "customer_service",
        "rota_": "customer_service",
        "open_swap": "customer_service",
        "show_behind": "on_time::2026-W47",
        "offer_week": rotas.ORCHESTRATOR,
        "settings_page:department": "customer_service",
        "settings_department": "customer_service",
        "settings_retire": "customer_service",
        "settings_bring_back": "customer_service",
        "settings_page:topic": "complaint",
        "settings_retire_topic": "complaint",
        "settings_page:launch_kind": "event",
        "settings_page:watched_channel": "C0CS",
    }


def about(given: dict[str, str], action: str) -> str:
    """The id of the item: that of the longest beginning which fits, "" for what is about none."""
    fitting = [start for start in given if action.startswith(start)]
    return given[max(fitting, key=len)] if fitting else ""


def actions(given: dict[str, str]) -> Iterator[tuple[str, str, str, rights.Right]]:
    """Every row of the table: kind, action, value, right; forms last, since others open them."""
    for kind in ("WORDS", "COMMANDS", "SHORTCUTS", "BUTTONS"):
        for action, right in getattr(rights, kind).items():
            yield kind, action, about(given, action), right
    for menu, choices in rights.MENUS.items():
        for choice, right in choices.items():
            yield "BUTTONS", menu, f"{choice}:{about(given, f'{menu}:{choice}')}", right
    for action, right in rights.FORMS.items():
        yield "FORMS", action, "", right


async def verdict(walk: Walk, who: Standing, kind: str, action: str, value: str, *, keep: bool) -> str:
    """allowed, refused, or what went wrong."""
    try:
        answer = await walk.say(who, kind, action, value, keep=keep)
    except Refusal as refusal:
        return "refused" if refusal.msgid in REFUSALS else "allowed"
    except FormRefusal as refusal:
        words = {one.msgid for one in refusal.errors.values()}
        return "refused" if words & REFUSALS else f"not asked: {words}" if keep else "allowed"
    for view in filter(None, (answer.opens, answer.updates)):
        walk.forms.setdefault(str(view["callback_id"]), view)
    return "offered" if answer.text.startswith(OFFER) else "allowed"
