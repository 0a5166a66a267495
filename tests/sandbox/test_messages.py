"""What the app hears of messages: Slack's shapes for people, apps, edits, unfurls, deletions, joins.

https://docs.slack.dev/reference/events/message and its subtypes.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.acts import Acts
from bot.sandbox.world import World
from tests.engine.staging import staged


def last(world: World) -> dict[str, Any]:
    """The event that was delivered last."""
    event: dict[str, Any] = world.inputs[-1].payload["event"]
    assert event["type"] == "message" and event["channel_type"] == "channel"
    return event


async def test_a_message_an_edit_an_unfurled_link_and_a_deletion_have_slacks_shapes(sqlite_url: str) -> None:
    async with staged(sqlite_url, options=("listening",)) as stage:
        world, lea = stage.world, stage.world.person("U0LEA")
        message = await lea.say("C0CS", "Hello there")
        said = last(world)
        assert (said["user"], said["text"], said["ts"]) == ("U0LEA", "Hello there", message.ts)
        assert "subtype" not in said and "bot_id" not in said

        await lea.edit(message, "Hello again")
        changed = last(world)
        assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
        assert changed["message"]["text"] == "Hello again" and "edited" in changed["message"]
        assert changed["previous_message"]["text"] == "Hello there" and changed["ts"] != message.ts

        post = world.workspace.find("C0CS", message.ts)
        assert post is not None
        await world.messages.unfurls(post, "https://example.com")
        unfurled = last(world)
        assert unfurled["message"]["text"] == unfurled["previous_message"]["text"]
        assert unfurled["message"]["attachments"][0]["from_url"] == "https://example.com"

        await lea.delete(message)
        assert last(world)["subtype"] == "message_deleted" and last(world)["deleted_ts"] == message.ts

        root = await lea.say("C0CS", "A thread begins")
        await lea.say("C0CS", "and goes on", root.ts)
        await lea.delete(root)
        assert last(world)["message"]["subtype"] == "tombstone"
        await world.messages.joins("U0INES", "C0CS")
        assert last(world)["subtype"] == "channel_join"
        assert all(given.status == 200 for given in world.inputs)


async def test_other_apps_write_in_both_shapes_and_from_the_page(sqlite_url: str) -> None:
    async with staged(sqlite_url, options=("listening",)) as stage:
        world = stage.world
        await world.messages.app_says("A0DESK", "C0CS", "Ticket 4711")
        new = last(world)
        assert (new["user"], new["bot_id"], new["app_id"]) == ("U0DESKBOT", "B0DESK", "A0DESK")
        assert new["bot_profile"]["name"] == "Ticket desk" and "subtype" not in new
        acts = Acts(world.gestures)
        act = {"as": "U0LEA", "kind": "app_message", "app": "A0MONITOR", "channel": "C0CS", "text": "Cold"}
        assert (await acts.do(act))["ok"]
        old = last(world)
        assert (old["subtype"], old["username"], old["bot_id"]) == (
            "bot_message",
            "Oven monitor",
            "B0MONITOR",
        )
        assert "user" not in old and "app_id" not in old
        count = len(world.inputs)
        await acts.do(act | {"app": "A0NONE"})
        await world.person("U0JULIE").say("C0GEN", "Nobody hears this: Tutti is not here")
        assert len(world.inputs) == count
        done = await acts.do(
            {"as": "U0TOM", "kind": "delete", "channel": "C0CS", "ts": world.workspace.posts["C0CS"][-1].ts}
        )
        assert done["error"], "only one's own message is deleted"
