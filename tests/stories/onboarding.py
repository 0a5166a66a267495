"""A bakery that has just installed Tutti: nothing is set up, and there is no channel for its cards."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from bot.clock import BoxClock
from bot.sandbox.demo import stage
from bot.sandbox.gestures import SubmitResult
from bot.sandbox.hands import Person, SeenMessage, SeenView
from bot.sandbox.world import World
from tests.stories.bakery import MANIFEST, paris

INSTALLER = "U0KARIM"
PEOPLE = {"customer_service": "U0LEA", "marketing": "U0JULIE"}
"""Whom the installer names; for the other departments he stands himself, for now."""


@contextlib.asynccontextmanager
async def installed(
    database_url: str, at: str = "2026-11-24 09:05", lang: str = "en", *, strict: bool = True
) -> AsyncIterator[World]:
    """Tutti on its first morning. strict: at the end Slack has refused nothing."""
    clock = BoxClock(paris(at), quick=True)
    async with stage(clock, manifest=MANIFEST, database_url=database_url, lang=lang, empty=True) as world:
        del world.workspace.rooms["C0TUTTI"]
        yield world
        answers = [(call.method, call.args, call.answer) for call in world.refusals]
        refused = [one for one in answers if one[2].get("error") != "ratelimited"]
        assert not (strict and refused), refused


async def arrive(world: World, who: str = INSTALLER) -> Person:
    """The first Slack admin opens the Home and gets the one message."""
    person = world.person(who)
    await person.open_home()
    await world.walk.settle()
    return person


def message_with(person: Person, button: str) -> SeenMessage:
    """The newest direct message with this button."""
    return [one for one in person.inbox() if button in one.buttons][-1]


def in_front(person: Person) -> SeenView:
    """The form that stands open."""
    view = person.view()
    assert view is not None
    return view


async def send(who: Person, /, **given: Any) -> SubmitResult:
    """Send the form in front, which shows the next one."""
    sent = await who.fill_and_submit(given)
    assert not sent.errors and not sent.error, sent
    return sent


async def set_up(
    world: World, who: str = INSTALLER, *, people: dict[str, str] | None = None, **hours: Any
) -> Person:
    """The three forms, from the message to the last page."""
    person = await arrive(world, who)
    await person.press(message_with(person, "open_setup"), "open_setup")
    await send(person, timezone="Europe/Paris")
    await send(person, **(PEOPLE if people is None else people))
    await send(person, **hours)
    await world.walk.settle()
    return person


def room(world: World, name: str = "tutti") -> str:
    """The id of the channel of this name."""
    return next(one.id for one in world.workspace.rooms.values() if one.name == name)


def inbox(world: World, who: str) -> str:
    """All that Tutti wrote to this person."""
    return "\n".join(one.all_text for one in world.person(who).inbox())


def written_to(world: World) -> set[str]:
    """Everybody who has had a message from Tutti."""
    return {one for one in world.workspace.people if one != "U0TUTTI" and world.person(one).inbox()}
