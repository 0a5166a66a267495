"""Steps that the stories of watched channels share: a bakery that listens, and what was proposed."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.workspace import Post
from tests.engine.staging import Stage, configure, staged
from tests.stories.bakery import configured

CHANNEL = "C0CS"
COMPLAINT = "A customer is furious and complains about our service in the Lyon shop"
CHAT = "Who wants coffee in ten minutes, third floor?"


@contextlib.asynccontextmanager
async def hearing(
    database_url: str, *, options: tuple[str, ...] = ("listening",), **workspace: Any
) -> AsyncIterator[Stage]:
    """The bakery with a watched channel, in English on a Tuesday morning; Slack refuses nothing."""
    async with staged(database_url, options=options) as stage:
        settings = {"watched_channels": [CHANNEL], **workspace}
        await configure(stage, configured("en", workspace=settings))
        await stage.later(2)
        yield stage
        wrong = [call.answer for call in stage.world.refusals]
        assert [one for one in wrong if one.get("error") != "ratelimited"] == []


async def said(stage: Stage, who: str = "U0LEA", text: str = COMPLAINT, **given: Any) -> SeenMessage:
    """Somebody writes in the watched channel; whatever follows has happened."""
    message = await stage.world.person(who).say(given.pop("channel", CHANNEL), text, **given)
    await stage.settle()
    return message


async def said_by_app(stage: Stage, app: str = "A0DESK", text: str = COMPLAINT, **given: Any) -> Post:
    """An app writes there; whatever follows has happened."""
    post = await stage.world.messages.app_says(app, given.pop("channel", CHANNEL), text, **given)
    await stage.settle()
    return post


def offers(person: Person, channel: str = CHANNEL) -> list[SeenMessage]:
    """What was proposed to this person alone, as it stands now."""
    return [one for one in person.sees(channel) if one.ephemeral]
