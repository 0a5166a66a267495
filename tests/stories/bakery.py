"""What people of the bakery do in the stories of chasing, rounds, digests and Homes; in English."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bot.clock import BoxClock
from bot.flows import configuration
from bot.sandbox.demo import seed_text, stage
from bot.sandbox.hands import SeenMessage
from bot.sandbox.world import World
from bot.slack.manifest import manifest
from bot.store import Store

MANIFEST = manifest(socket_mode=False, url="https://tutti.example/slack/events")


def paris(text: str) -> datetime:
    """An instant from its Paris wall clock, such as "2026-11-24 09:05" (a Tuesday); aware UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


@contextlib.asynccontextmanager
async def bakery(
    database_url: str, at: str = "2026-11-24 09:05", lang: str = "en", **settings: Any
) -> AsyncIterator[World]:
    """The bakery at this Paris hour; `settings` change its configuration (see `configured`).

    At its end Slack has refused nothing; that a message came too fast for its channel is no refusal.
    """
    clock = BoxClock(paris(at), quick=True)
    async with stage(clock, manifest=MANIFEST, database_url=database_url, lang=lang) as world:
        if settings:
            await configure(database_url, world, configured(lang, **settings))
        yield world
        refused = [call for call in world.refusals if call.answer.get("error") != "ratelimited"]
        assert not refused, [(call.method, call.args, call.answer) for call in refused]


def configured(lang: str = "en", *, departments: dict[str, Any] | None = None, **sections: Any) -> str:
    """The bakery's configuration with keys of `workspace` and other sections replaced.

    departments: by key, columns to set (None removes one).
    """
    yaml = YAML(typ="safe")
    known = yaml.load(seed_text(lang))
    for key, columns in (departments or {}).items():
        found = next(one for one in known["departments"] if one["key"] == key)
        found.update(columns)
        for name in [name for name, value in columns.items() if value is None]:
            del found[name]
    known["workspace"].update(sections.pop("workspace", {}))
    for name, section in sections.items():
        known[name] = {**known[name], **section} if isinstance(section, dict) else section
    written = StringIO()
    yaml.dump(known, written)
    return written.getvalue()


async def configure(database_url: str, world: World, text: str) -> None:
    """`tutti config import` on another console, beside the one that serves."""
    store = Store(database_url)
    try:
        await configuration.import_file(store, text, world.workspace.team_id, world.clock.now())
    finally:
        store.close()


async def announce(
    world: World, who: str = "U0JULIE", *, at: str = "2026-12-03 10:00", kind: str = "promotion", **given: Any
) -> None:
    """Announce a launch by its form, and let what follows happen."""
    person = world.person(who)
    await person.command(
        f"/tutti launch {given.pop('title', 'Galette')}", channel=given.pop("channel", "C0TUTTI")
    )
    fields = {"kind": kind, "at": paris(at), "gain": "A free cake", "goal": "2000 visits", "answerer": who}
    await person.choose("kind", kind)
    sent = await person.fill_and_submit({**fields, **given})
    assert not sent.errors and not sent.error, sent
    await world.walk.settle()


async def raise_case(world: World, who: str = "U0JULIE", *, title: str = "Cold oven", **given: Any) -> None:
    """Report an escalation by its form, and let what follows happen; like another one or not, it is new."""
    person = world.person(who)
    await person.command(f"/tutti escalate {title}", channel=given.pop("channel", "C0TUTTI"))
    sent = await person.fill_and_submit({"topic": "complaint", **given})
    if not sent.closed and not sent.errors:
        sent = await person.fill_and_submit({"same_as": "none"})
    assert not sent.errors and not sent.error, sent
    await world.walk.settle()


async def soon(world: World) -> None:
    """Let a minute pass; machine time too, so that what came too fast for its channel is sent again."""
    await world.walk.by(timedelta(minutes=1))
    await world.clock.sleep(2)
    await world.walk.settle()


def texts(messages: list[SeenMessage]) -> list[str]:
    """What each message says."""
    return [message.all_text for message in messages]


def request_in(world: World, channel: str, reader: str = "U0KARIM") -> SeenMessage:
    """The latest message with a request in a department's channel."""
    found = [message for message in world.person(reader).sees(channel) if not message.thread_ts]
    return [one for one in found if {"request_ready", "request_take"} & set(one.buttons)][-1]


def inbox(world: World, who: str) -> list[str]:
    """What Tutti wrote to this person, in order, without the receipts of their own forms."""
    told = texts(world.person(who).inbox())
    return [text for text in told if "Why you" in text or "Done:" in text or "Nothing more" in text]


async def timeline(world: World, who: str = "U0KARIM") -> str:
    """The details of the first card, as this person reads them."""
    person = world.person(who)
    card = next(one for one in person.sees("C0TUTTI") if "launch_details" in one.buttons)
    await person.press(card, "launch_details")
    view = person.view()
    assert view is not None
    await person.close()
    return view.all_text
