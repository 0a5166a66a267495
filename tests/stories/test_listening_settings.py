"""How a channel is listened to: set in Slack, exported and imported again, and stopped."""

from __future__ import annotations

from bot.flows import configuration
from bot.models import Change, Escalation, Preference, Workspace
from tests.engine.staging import configure
from tests.stories.listening import CHANNEL, hearing, offers, said, said_by_app
from tests.stories.onboarding import in_front


async def test_an_administrator_sets_how_a_channel_is_listened_to_and_the_file_keeps_it(
    database_url: str,
) -> None:
    async with hearing(database_url) as stage:
        karim = stage.world.person("U0KARIM")
        await said_by_app(stage)
        await karim.command("/tutti setup")
        assert "*Watched channels*\n<#C0CS>: Propose to the author" in in_front(karim).all_text
        await karim.choose("settings_page", "watched:0")
        await karim.choose("settings_page", f"watched_channel:{CHANNEL}")
        assert in_front(karim).options("apps") == {"A0DESK": "Ticket desk"}
        refused = await karim.fill_and_submit({"apps": ["A0DESK"]})
        assert refused.errors == {"answerable": "Choose who answers for what these apps open."}
        saved = await karim.fill_and_submit({"answerable": "U0ANA"})
        assert not saved.errors and not saved.error
        assert "opens by itself for some apps; Ana answers for them" in in_front(karim).all_text
        await karim.close()
        (row,) = await stage.rows(Workspace)
        assert row.listening == {CHANNEL: {"apps": ["A0DESK"], "answerable": "U0ANA"}}
        (change,) = await stage.rows(Change, setting="workspace.listening")
        assert change.by == "U0KARIM"
        await stage.later(2)
        await said_by_app(stage, text="Another customer complains about the stale bread")
        (case,) = await stage.rows(Escalation)
        assert case.by == "U0ANA"

        text = await configuration.export_file(stage.tutti.store, "T0TUTTI")
        assert "C0CS: {apps: [A0DESK], answerable: U0ANA}" in text
        assert await configure(stage, text) == [configuration.NOTHING]
        await karim.command("/tutti setup")
        await karim.choose("show_changes")
        assert "<#C0CS>: apps that open by themselves: A0DESK" in in_front(karim).all_text


async def test_who_wanted_no_proposals_gets_them_back_in_their_own_settings(sqlite_url: str) -> None:
    async with hearing(sqlite_url) as stage:
        lea = stage.world.person("U0LEA")
        await said(stage)
        await lea.press(offers(lea)[0], "suggestion_stop")
        await stage.settle()
        await lea.command("/tutti preferences")
        assert in_front(lea).holds("unproposed") == [CHANNEL]
        await lea.fill_and_submit({"unproposed": []})
        await stage.later(2)
        (chosen,) = await stage.rows(Preference)
        assert chosen.unproposed == []
        await said(stage, text="Another customer complains and is furious")
        assert len(offers(lea)) == 2
