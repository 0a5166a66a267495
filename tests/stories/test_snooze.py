"""Being left alone for a while: nothing but a crisis slips through; what was held comes in one message."""

from __future__ import annotations

from datetime import timedelta

from bot.models import Ping
from bot.sandbox.world import World
from tests.engine.staging import staged
from tests.stories.bakery import announce, bakery, inbox, paris, raise_case, texts
from tests.stories.escalating import rows


async def crisis(world: World) -> None:
    julie = world.person("U0JULIE")
    await julie.command("/tutti crisis Fire", channel="C0TUTTI")
    await julie.fill_and_submit({"topic": "complaint", "story": "product"})
    await world.walk.settle()


async def test_what_was_held_comes_in_the_next_round_in_one_message(database_url: str) -> None:
    async with bakery(database_url) as world:
        lea = world.person("U0LEA")
        await announce(world, title="Galette", at="2026-12-10 10:00")
        said = await lea.command("/tutti snooze 3h")
        assert "only a crisis reaches you" in said.text
        await announce(world, title="Brioche", at="2026-12-10 10:00")
        await world.walk.to(paris("2026-11-24 14:59"))
        assert inbox(world, "U0LEA") == []
        await world.walk.to(paris("2026-11-24 15:00"))
        (told,) = inbox(world, "U0LEA")
        assert "Galette" in told and "Brioche" in told
        assert inbox(world, "U0TOM") == [], "a held ask moves its later steps (N3)"
        shown = world.person("U0LEA").inbox()[-1]
        await lea.press(shown, "open_snooze")
        view = lea.view()
        assert view is not None and view.callback_id == "snooze_form"


async def test_what_is_due_before_goes_on_and_a_crisis_passes(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        lea = world.person("U0LEA")
        await raise_case(world, title="Cold oven")
        assert inbox(world, "U0LEA") == []
        await lea.command("/tutti pause demain")
        await world.walk.to(paris("2026-11-24 12:00"))
        told = inbox(world, "U0TOM")[0]
        assert "Cold oven" in told and "you stand in for Léa" in told
        await crisis(world)
        assert any("Crisis" in text for text in inbox(world, "U0LEA"))
        assert len(inbox(world, "U0LEA")) == 1
        assert (await lea.command("/tutti snooze off")).text.startswith("The snooze is over")
        await lea.command("/tutti snooze hier")
        view = lea.view()
        assert view is not None and "This is past" in view.all_text
        refused = await lea.fill_and_submit({"words": "3 weeks"})
        assert "a week at most" in refused.errors["words"]


async def test_a_message_that_slack_would_take_now_waits_for_who_began_to_snooze(sqlite_url: str) -> None:
    """Sending was paused while Léa was free: at the moment of sending it is looked at once more (N13)."""
    async with staged(sqlite_url) as stage:
        await stage.launched()
        await stage.pause(True)
        await stage.world.walk.by(timedelta(minutes=15))
        (waiting,) = [one for one in await stage.rows(Ping, person="U0LEA")]
        assert waiting.state == "sent"
        await stage.world.person("U0LEA").command("/tutti snooze 1h")
        await stage.released()
        assert stage.inbox("U0LEA", "Why you") == []
        await stage.world.walk.to(paris("2026-11-24 11:45"))
        assert len(stage.inbox("U0LEA", "Why you")) == 1


async def test_do_not_disturb_is_read_when_sending_and_not_kept(sqlite_url: str) -> None:
    async with staged(sqlite_url, options=["absence"]) as stage:
        until = paris("2026-11-24 12:00")
        await stage.world.happens.person_changes(
            "U0LEA",
            quiet_from=int(paris("2026-11-24 09:00").timestamp()),
            quiet_until=int(until.timestamp()),
        )
        await stage.launched()
        await stage.world.walk.to(until)
        assert stage.inbox("U0LEA", "Why you") == []
        await stage.world.walk.to(paris("2026-11-24 15:00"))
        assert len(stage.inbox("U0LEA", "Why you")) == 1
        assert [call.args["user"] for call in stage.calls("dnd.info")].count("U0LEA") == 2


async def test_without_the_scope_do_not_disturb_is_not_asked_for(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.launched()
        await stage.world.walk.to(paris("2026-11-24 10:00"))
        assert stage.calls("dnd.info") == [] and len(stage.inbox("U0LEA", "Why you")) == 1


async def test_personal_settings_narrow_what_comes_and_speak_their_language(
    sqlite_url: str,
) -> None:
    async with bakery(sqlite_url) as world:
        lea = world.person("U0LEA")
        await lea.command("/tutti preferences")
        refused = await lea.fill_and_submit({"quiet_from": "08:00", "quiet_until": "19:00"})
        assert "leave nothing of a working day" in refused.errors["quiet_until"]
        refused = await lea.fill_and_submit(
            {"quiet_from": "18:00", "quiet_until": "10:00", "rounds": ["09:15"]}
        )
        assert "cover every round you kept" in refused.errors["rounds"]
        sent = await lea.fill_and_submit({"language": "fr", "rounds": ["09:15", "15:00"], "others": []})
        assert sent.closed, sent
        await announce(world, title="Galette", at="2026-12-10 10:00")
        await world.walk.to(paris("2026-11-24 14:59"))
        assert inbox(world, "U0LEA") == []
        await world.walk.to(paris("2026-11-24 15:00"))
        (told,) = [text for text in texts(lea.inbox()) if "Pourquoi vous" in text]
        assert "doit répondre" in told
        assert rows(sqlite_url, "select monday from preference where person = 'U0LEA'")[0][0] in (0, False)
        await lea.command("/tutti preferences")
        await lea.fill_and_submit({"others": ["only_crisis"]})
        await raise_case(world, title="Cold oven")
        await world.walk.to(paris("2026-11-26 09:30"))
        assert any("Cold oven" in text for text in inbox(world, "U0TOM"))
        assert not any("Cold oven" in text for text in texts(lea.inbox()))
        await crisis(world)
        assert any("Crise" in text for text in texts(lea.inbox()))
