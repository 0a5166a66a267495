"""The forms and pages of a launch, as they open."""

from __future__ import annotations

from typing import Any

from bot.errors import Refusal
from bot.flows import links, relations
from bot.flows.answers import Answer
from bot.flows.launches_in_hand import refuse
from bot.models import Launch, LaunchState
from bot.rules import launches as rules
from bot.rules import rights, sight
from bot.store import Db, notices
from bot.tools import Caller, Tools
from bot.views import launch_decisions, launch_edits, launches


async def details(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """Everything about the launch, with its timeline."""
    now = tools.clock.now()

    def look(db: Db) -> dict[str, Any]:
        launch = _found(db, caller, launch_id)
        book = caller.snapshot
        asked = notices.requests(db, launch)
        refuse(sight.may_open(launch, caller.user, book, asked, known=caller.person))
        return launches.launch_details(
            launch,
            rules.current(launch, asked),
            notices.entries(db, launch),
            book,
            caller.t,
            links=links.to_requests(db, book, asked),
            now=now,
            problems=rules.problems(asked),
            related=relations.of_launch(db, book, launch),
        )

    return Answer(opens=await tools.store.read(look))


async def go_form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """The form to decide; it says what blocks *Go*."""
    now = tools.clock.now()

    def look(db: Db) -> dict[str, Any]:
        launch = _open(db, caller, launch_id)
        if launch.state != LaunchState.announced:
            raise rules.decided(launch)
        refuse(rights.may_decide_go(launch, caller.user, caller.snapshot, now))
        gate = rules.gate(launch, notices.requests(db, launch))
        return launch_decisions.go_form(launch, gate, caller.snapshot, caller.t, now)

    return Answer(opens=await tools.store.read(look))


async def complete_form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """The rest of the launch: price, offer, terms, kit and so on."""
    return await _edit(tools, caller, launch_id, lambda launch: launch_edits.complete_form(launch, caller.t))


async def change_form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """What can be changed."""
    return await _edit(tools, caller, launch_id, lambda launch: launch_edits.change_form(launch, caller.t))


async def postpone_form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """A new hour."""
    return await _edit(
        tools, caller, launch_id, lambda launch: launch_decisions.postpone_form(launch, caller.t)
    )


async def cancel_form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """Why it is called off."""
    return await _edit(
        tools, caller, launch_id, lambda launch: launch_decisions.cancel_form(launch, caller.t)
    )


async def _edit(tools: Tools, caller: Caller, launch_id: str, draw: Any) -> Answer:
    now = tools.clock.now()

    def look(db: Db) -> dict[str, Any]:
        launch = _open(db, caller, launch_id)
        refuse(rights.may_edit_launch(launch, caller.user, caller.snapshot, now))
        view: dict[str, Any] = draw(launch)
        return view

    return Answer(opens=await tools.store.read(look))


async def without_form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """The orchestrator chooses which required department the launch goes without."""
    now = tools.clock.now()

    def look(db: Db) -> dict[str, Any]:
        launch = _open(db, caller, launch_id)
        refuse(rights.may_conduct(caller.snapshot, caller.user, now))
        if launch.state != LaunchState.announced:
            raise rules.decided(launch)
        blocking = rules.gate(launch, notices.requests(db, launch)).blocking
        if not blocking:
            raise Refusal("Every required department has answered; there is nobody to go without.")
        return launch_decisions.without_form(
            launch, [one.department for one in blocking], caller.snapshot, caller.t
        )

    return Answer(opens=await tools.store.read(look))


def _found(db: Db, caller: Caller, launch_id: str) -> Launch:
    launch = notices.find(db, caller.workspace, launch_id)
    if not isinstance(launch, Launch):
        raise Refusal("This launch does not exist any more.")
    return launch


def _open(db: Db, caller: Caller, launch_id: str) -> Launch:
    launch = _found(db, caller, launch_id)
    rules.refuse_ended(launch)
    return launch
