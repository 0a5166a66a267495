"""A newcomer opens everything on the first morning: no dead end, and nothing in the other language."""

from __future__ import annotations

import re

import pytest

from bot.sandbox.hands import Person
from bot.sandbox.world import World
from tests.stories import onboarding

FOREIGN = {
    "fr": re.compile(r"\b(the|you|your|is|are|since|nobody|without|for|until|not)\b", re.IGNORECASE),
    "en": re.compile(r"\b(le|les|des|vous|votre|pour|avec|depuis|aucun|une)\b", re.IGNORECASE),
}
WORDS = (
    "check",
    "who press",
    "list",
    "calendar",
    "mine",
    "privacy",
    "digest",
    "preferences",
    "rota",
    "pilot",
)
PAGES = ("basics", "people", "departments", "topics", "launch_kinds", "deadlines", "requester", "rhythm")


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_everything_opens_in_the_newcomers_language(sqlite_url: str, lang: str) -> None:
    async with onboarding.installed(sqlite_url, lang=lang) as world:
        karim = await onboarding.set_up(world)
        await karim.close()
        await karim.open_home()
        await world.walk.settle()
        home = karim.home()
        assert home is not None
        seen = {"home": home.all_text, "messages": onboarding.inbox(world, karim.id)}
        for word in WORDS:
            seen[word] = await _told(world, karim, word)
        for page in PAGES:
            await karim.press_home("open_settings")
            await karim.choose("settings_page", f"{page}:0")
            seen[page] = onboarding.in_front(karim).all_text
            await karim.close()
        foreign = {name: FOREIGN[lang].findall(text) for name, text in seen.items()}
        assert {name: found for name, found in foreign.items() if found} == {}


async def _told(world: World, who: Person, word: str) -> str:
    """What a word of `/tutti` answers: the page that it opens, else the private message."""
    reply = await who.command(f"/tutti {word}", channel=onboarding.room(world))
    await world.walk.settle()
    view = who.view()
    if view is None:
        return reply.text or who.sees(onboarding.room(world))[-1].all_text
    await who.close()
    return view.all_text
