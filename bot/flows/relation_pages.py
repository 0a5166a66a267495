"""The forms by which a launch turns into an escalation, and an escalation holds launches, as they open."""

from __future__ import annotations

from typing import Any

from bot.errors import Refusal
from bot.flows import escalation_openings, links
from bot.flows.answers import Answer
from bot.flows.escalation_cases import refuse, refuse_ended, seen
from bot.models import EscalationDraft, Launch
from bot.rules import relations as rules
from bot.rules import rights, sight
from bot.store import Db, notices, relations
from bot.tools import Caller, Tools
from bot.views import names
from bot.views import relations as views


async def raise_form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """The escalation form, filled with what the launch says: name, topic by its kind, address of its card."""

    def look(db: Db) -> EscalationDraft:
        launch = notices.find(db, caller.workspace, launch_id)
        if not isinstance(launch, Launch):
            raise Refusal("This launch does not exist any more.")
        asked = notices.requests(db, launch)
        refuse(sight.may_open(launch, caller.user, caller.snapshot, asked, known=caller.person))
        refuse(rules.may_turn_sour(launch))
        return EscalationDraft(
            title=names.title_label(caller.t, launch),
            topic=rules.topic_for(launch, caller.snapshot),
            where=links.to_card(db, caller.snapshot, launch) or "",
            private=launch.private,
            launch=launch.id,
        )

    return await escalation_openings.form(tools, caller, await tools.store.read(look))


async def hold_form(tools: Tools, caller: Caller, escalation_id: str) -> Answer:
    """Which launches of the next six weeks this case holds, and why."""
    now, book = tools.clock.now(), caller.snapshot

    def look(db: Db) -> dict[str, Any]:
        escalation = seen(db, caller, escalation_id)
        refuse_ended(db, escalation)
        refuse(rights.may_hold_launch(escalation, caller.user, book, now))
        held = {one.launch for one in rules.holding(relations.of_escalation(db, escalation))}
        coming = relations.launches_until(db, caller.workspace, rules.TO_COME, now + rules.AHEAD)
        offered = [one for one in coming if one.id not in held]
        if not offered:
            raise Refusal("No other launch goes out in the next six weeks, so there is nothing to hold.")
        return views.hold_form(escalation, offered, book, caller.t)

    return Answer(opens=await tools.store.read(look))
