"""*Try it alone*: the same form and checks, and only the tester sees what would have happened."""

from __future__ import annotations

from datetime import timedelta

from bot.models import Escalation, Launch, Ping, Request, Timer
from tests.engine.staging import LAUNCH, staged
from tests.stories.onboarding import in_front, send


async def test_a_launch_and_an_escalation_are_tried_and_nothing_happens(database_url: str) -> None:
    async with staged(database_url) as stage:
        world, julie = stage.world, stage.world.person("U0JULIE")
        await stage.settle()
        timers = [(one.kind, one.subject) for one in await stage.rows(Timer)]
        await julie.command("/tutti launch Galette", channel="C0TUTTI")
        julie.fill({"gain": "A free cake"})
        await julie.choose("practice_launch")
        assert "only you will see the card" in in_front(julie).all_text
        assert in_front(julie).holds("title") == "Galette" and in_front(julie).holds("gain") == "A free cake"
        await julie.choose("kind", "promotion")
        assert in_front(julie).callback_id == "launch_practice", "drawn anew, it stays one in practice"
        refused = await julie.fill_and_submit({**LAUNCH, "at": world.clock.now() - timedelta(days=1)})
        assert "still to come" in refused.errors["at"]
        await send(julie, at=LAUNCH["at"])
        await stage.settle()
        card = julie.inbox()[-1]
        assert card.text.startswith("Practice: only you see this. Nobody was asked. Promotion: Galette")
        assert "*Customer service* would be asked to answer by" in card.all_text and not card.buttons

        await julie.command("/tutti escalate Cold oven", channel="C0TUTTI")
        await julie.choose("topic", "complaint")
        await julie.choose("practice_escalation")
        await send(julie)
        await julie.command("/tutti crisis Fire", channel="C0TUTTI")
        await julie.choose("practice_escalation")
        story = next(iter(in_front(julie).options("story")))
        await send(julie, story=story, topic="safety")
        await stage.settle()
        tried = [one.text for one in julie.inbox()[-2:]]
        assert "Cold oven" in tried[0] and "Fire" in tried[1]

        for noun in (Launch, Escalation, Request, Ping):
            assert await stage.rows(noun) == []
        assert [(one.kind, one.subject) for one in await stage.rows(Timer)] == timers
        assert {call.args["channel"] for call in stage.calls("chat.postMessage")} == {"D0JULIE"}
