"""Looking at a digest before it is sent and after; what is no week and no audience (issue line 7)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.clock import BoxClock
from bot.errors import SettingsError
from bot.flows import digest_messages, digest_previews
from bot.i18n import languages, translator
from bot.models import Digest
from bot.sandbox.world import World
from bot.settings import Settings
from bot.slack import Slack
from bot.store import Store
from bot.tools import Tools
from bot.views import digest_text
from tests.stories.bakery import announce, bakery, paris, raise_case, texts

TUESDAY = "2026-12-01 09:00"


async def asked(world: World, who: str, line: str) -> str:
    """What this person is answered, privately."""
    return (await world.person(who).command(line)).text


async def test_each_audience_can_be_looked_at_by_whom_it_is_for(sqlite_url: str) -> None:
    async with bakery(sqlite_url, workspace={"leaders": ["U0ANA"]}) as world:
        await announce(world, title="Galette", at="2026-11-25 15:00", high=["high"])
        assert "Leaders' digest" in await asked(world, "U0ANA", "/tutti digest preview leadership")
        assert "Leaders' digest" in await asked(world, "U0KARIM", "/digest direction"), "administrator"
        refused = await asked(world, "U0HUGO", "/tutti point aperçu direction")
        assert "Only leaders and administrators" in refused
        assert "Customer service: weekly digest" in await asked(world, "U0LEA", "/digest customer service")
        assert "Only Customer service sees its own" in await asked(
            world, "U0HUGO", "/tutti digest service client"
        )
        assert "This week 1 thing waits for you" in await asked(world, "U0LEA", "/digest personal")
        assert "you would get no message" in await asked(world, "U0INES", "/digest moi")
        wrong = await asked(world, "U0LEA", "/tutti digest preview nobody")
        assert "No single digest is called “preview nobody”" in wrong and "Sales" in wrong


def tools_on(store: Store, world: World) -> Tools:
    """As the command line has them: no Slack, the story's clock."""
    clock = BoxClock(world.clock.now(), quick=True)
    return Tools(Settings(slack_bot_token=None), clock, store, Slack("", "https://slack.invalid/api/"))


async def test_a_week_is_replayed_byte_for_byte_whatever_changed_since(database_url: str) -> None:
    """Every audience, both languages: from the stored facts, after names and titles changed."""
    async with bakery(database_url, workspace={"leaders": ["U0ANA"]}) as world:
        await announce(world, title="Galette", at="2026-12-02 15:00")
        for title in ("Cold oven", "Burnt bread"):
            await raise_case(world, title=title)
        await world.walk.to(paris(TUESDAY))
        store = Store(database_url)
        try:
            tools, team = tools_on(store, world), world.workspace.team_id
            audiences = ("shared", "leadership", "customer_service", "sales", "hr")
            sent = {
                (one, lang): await digest_previews.preview(tools, team, one, "2026-W49", lang)
                for one in audiences
                for lang in languages
            }
            (shown,) = [
                text for text in texts(world.person("U0ANA").sees("C0TUTTI")) if "eekly digest" in text
            ]
            assert sent["shared", "en"].splitlines()[1] in shown
            julie = world.person("U0JULIE")
            card = [one for one in julie.sees("C0TUTTI") if "launch_details" in one.buttons][-1]
            menu = next(b for b in card.blocks if b["type"] == "actions")["elements"][-1]
            await julie.press(card, "launch_more", menu["options"][1]["value"])
            done = await julie.fill_and_submit({"title": "Crown", "at": paris("2026-12-16 10:00")})
            assert done.closed, done
            await world.walk.by(timedelta(days=8))
            later = tools_on(store, world)
            for (one, lang), text in sent.items():
                again = await digest_previews.preview(later, team, one, "2026-W49", lang)
                assert again.encode() == text.encode(), (one, lang)
            stored = await store.read(lambda db: db.all(Digest, workspace=team))
            for kept in stored:
                for lang in languages:
                    drawn = digest_messages.plain(kept.facts, kept.audience, translator(lang))
                    assert drawn == digest_messages.plain(kept.facts, kept.audience, translator(lang))
                    assert digest_text.text_of(drawn).endswith("\n")
        finally:
            store.close()


WRONG = (
    ("shared", "2027-W02", "Week 2027-W02 has not begun yet"),
    ("shared", "2026-W60", "“2026-W60” is no week. Write the year and the week, such as 2026-W47."),
    ("shared", "next", "“next” is no week"),
    ("shared", "2026-W01", "No digest of week 2026-W01 is stored for this audience"),
    ("press club", None, "No single digest is called “press club”. Write shared, leadership"),
    ("personal", None, "A personal message is shown to that person alone"),
)


async def test_what_cannot_be_shown_is_one_sentence(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        store = Store(sqlite_url)
        try:
            tools = tools_on(store, world)
            for audience, week, said in WRONG:
                with pytest.raises(SettingsError, match="^" + re.escape(said)):
                    await digest_previews.preview(tools, world.workspace.team_id, audience, week)
        finally:
            store.close()
