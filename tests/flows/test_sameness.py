"""The same told by several at once, on both databases."""

from __future__ import annotations

import asyncio

from bot.flows import escalation_openings
from bot.flows.answers import Answer
from bot.models import Escalation, EscalationDraft, Report
from tests.engine.staging import Stage, staged

DRAFT = EscalationDraft(title="The oven of the Lyon shop is cold", topic="complaint")
WORKSPACE = "T0TUTTI"


async def opened(stage: Stage, who: str, draft: EscalationDraft) -> Answer:
    """This person's form, sent, in the language of their Slack."""
    caller = await stage.tutti.tools.caller(WORKSPACE, who, f"{who}{draft.permalink}")
    return await escalation_openings.open_one(stage.tutti.tools, caller, draft)


async def test_several_who_tell_the_same_at_once_make_one(database_url: str) -> None:
    people = ("U0JULIE", "U0HUGO", "U0INES", "U0NADIA")
    async with staged(database_url) as stage:
        said = await asyncio.gather(*(opened(stage, who, DRAFT) for who in people))
        assert len(await stage.rows(Escalation)) == 1
        assert sorted(one.by for one in await stage.rows(Report)) == sorted(people)
        again = [one.text for one in said if "your report was added to" in one.text]
        assert len(again) == 3
        assert any("Nothing to answer: *Customer service* takes this by" in one for one in again)
        assert any("4 colleagues reported it." in one for one in again)


async def test_one_message_handed_over_by_several_at_once_makes_one(database_url: str) -> None:
    draft = EscalationDraft(
        title="Late bread", topic="delivery", permalink="https://x.slack.com/archives/C/p1"
    )
    async with staged(database_url) as stage:
        await asyncio.gather(*(opened(stage, who, draft) for who in ("U0JULIE", "U0HUGO")))
        assert len(await stage.rows(Escalation)) == 1
        assert len(await stage.rows(Report)) == 2
