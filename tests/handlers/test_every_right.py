"""Every action as every standing ends as the table of rights says, and a refusal changes no row."""

from __future__ import annotations

import contextlib
import json
from datetime import timedelta

from bot.errors import FormRefusal, Refusal
from bot.models import Escalation, Request
from handlers import rights
from handlers.rights import S, Standing
from tests.handlers.walking import PEOPLE, Walk, actions, items, verdict
from tests.stories.bakery import raise_case


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
