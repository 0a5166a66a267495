"""Every action as every standing ends as the table of rights says, and a refusal changes no row.

Each payload goes through the guard to its handler, as Slack's does. What is allowed is tried and taken back,
so that every action finds the same world; what is refused is really done.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

import handlers
from bot.errors import FormRefusal, Refusal
from bot.flows.answers import Answer
from bot.models import (
    Escalation,
    EscalationState,
    Lane,
    Launch,
    Origin,
    Request,
    RequestState,
    Snapshot,
    Workspace,
)
from bot.rules import rights as rules
from bot.rules import sight
from bot.sandbox.workspace import Human
from bot.store import Db
from bot.tools import Caller, Tools
from handlers import rights
from handlers.guard import Guard
from handlers.inputs import Click, Command, Form, Shortcut, click_of, shortcut_of
from handlers.rights import S, Standing
from tests.engine.staging import Stage, configure, staged
from tests.stories.bakery import configured, raise_case
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
OFFER = "Thank you."
"""How the answer to anybody else's *Take it* begins: an offer of help, which is noted."""


def sentences() -> set[str]:
    """Every sentence by which a rule of rights refuses."""
    found = set()
    for module in (rules, sight):
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
            name, text = (action, "Oven") if kind == "COMMANDS" else ("/tutti", f"{action} Oven".strip())
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
        return rights.BUTTONS[action] in (rights.ANNOUNCE, rights.RAISE) and not action.startswith("open_")

    async def rows(self) -> str:
        """Everything that the database holds."""

        def look(db: Db) -> str:
            tables = SQLModel.metadata.sorted_tables
            return "\n".join(str([tuple(row) for row in db.run(select(table))]) for table in tables)

        return await self.stage.tutti.store.read(look)


FITTING = {
    "timezone": "Europe/Paris",
    "holidays": "FR",
    "hours": "mon 09:00-10:00",
    "closed_days": "2026-12-24",
    "window": "1h",
}
"""What is typed where not every word is taken."""


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
            case "static_select" | "radio_buttons":
                given[block["block_id"]] = element["options"][0]["value"]
    return filled(view, **given)


@pytest.fixture
async def walk(sqlite_url: str) -> AsyncIterator[Walk]:
    async with staged(sqlite_url) as stage:
        for person in NEWCOMERS:
            await stage.world.happens.person_joins(person)
        await configure(stage, configured("en", workspace={"administrators": ["U0BEA"]}))
        await stage.launched()
        await raise_case(stage.world, "U0JULIE", title="Cold oven")
        await raise_case(stage.world, "U0JULIE", title="Burnt bread")
        await stage.world.happens.person_changes("U0TOM", deleted=True)
        await stage.settle()
        tools = stage.tutti.tools
        rehearsal = Rehearsal(**vars(tools))
        whispers = stage.tutti.whispers
        yield Walk(stage, Listening(rehearsal, whispers), Listening(tools, whispers), {})


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
        db.change(row, installer="U0BEA", revision=row.revision + 1)
        db.change(mine, owner="U0JULIE", state=EscalationState.taken, taken_at=mine.created_at)
        db.change(taken, state=RequestState.taken, answered_by="U0JULIE")
        db.add(beside(Origin.problem, launch, parent=asked.id, person="U0JULIE", asked_by="U0LEA"))
        db.add(beside(Origin.expert, mine, parent=taken.id, lane=Lane.escalation))

    await stage.tutti.store.write(work)
    return {
        "launch_": launch.id,
        "escalation_": mine.id,
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
        "message_": "1",
        "settings_page:department": "customer_service",
        "settings_department": "customer_service",
        "settings_retire": "customer_service",
        "settings_bring_back": "customer_service",
        "settings_page:topic": "complaint",
        "settings_retire_topic": "complaint",
        "settings_page:launch_kind": "event",
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
    if answer.opens:
        walk.forms.setdefault(str(answer.opens["callback_id"]), answer.opens)
    return "offered" if answer.text.startswith(OFFER) else "allowed"


async def test_every_action_as_every_standing_ends_as_the_table_says(walk: Walk) -> None:
    given = await items(walk.stage)
    before = await walk.rows()
    wrong = []
    for kind, action, value, right in actions(given):
        for who in sorted(Standing, key=lambda one: (one not in right.who, one)):
            allowed = who in right.who
            helps = right is rights.TAKE and who in rights.COLLEAGUES and not allowed
            found = await verdict(walk, who, kind, action, value, keep=not allowed and not helps)
            if found != ("allowed" if allowed else "offered" if helps else "refused"):
                wrong.append(f"{action} {value} as {who}: {found}")
        if await walk.rows() != before:
            wrong.append(f"{action} {value}: a refusal changed a row")
            before = await walk.rows()
    assert wrong == [], "\n".join(wrong)
    assert set(walk.forms) >= set(rights.FORMS)


SECRET = "Quibblewort"
APART = (S.member, S.seat, S.orchestrator, S.administrator, S.guest, S.external, S.unknown)
"""Who has nothing to do with a private case of human resources, told by Julie."""


async def test_p9_a_private_item_is_shown_to_nobody_else_in_any_answer_message_home_or_digest(
    walk: Walk,
) -> None:
    stage = walk.stage
    await raise_case(stage.world, "U0JULIE", title=SECRET, topic="hr_grievance")
    case = next(one for one in await stage.rows(Escalation) if one.private)
    asked = (await stage.rows(Request, notice=case.id))[0]
    given = {"launch_": case.id, "escalation_": case.id, "request_": asked.id, "hand_over_": asked.id}
    shown = []
    for kind, action, value, _ in actions(given):
        if kind == "FORMS" or (kind == "BUTTONS" and walk.view_needed(action)):
            continue
        for who in APART:
            with contextlib.suppress(Refusal, FormRefusal):
                answer = await walk.say(who, kind, action, value, keep=False)
                shown += [f"{action} as {who}"] if SECRET in json.dumps(vars(answer), default=str) else []
    await stage.world.walk.by(timedelta(days=8))
    for who in APART[:-1]:
        person = stage.world.person(PEOPLE[who])
        await person.open_home()
        await stage.settle()
        rooms = stage.world.workspace.rooms.values()
        open_to = [one.id for one in rooms if one.kind == "channel" or PEOPLE[who] in one.members]
        home = person.home()
        read = [one.all_text for room in open_to for one in person.sees(room)]
        read += [home.all_text if home else ""]
        shown += [f"a message to {who}" for text in read if SECRET in text]
    assert shown == []
    assert any(SECRET in one.all_text for one in stage.world.person("U0INES").inbox())
    assert "escalations" in stage.shown("C0TUTTI", "digest")[-1].all_text.lower()
