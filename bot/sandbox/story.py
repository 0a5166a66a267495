"""The story that the demo opens on: what people of the bakery did in the weeks before, done again.

Every act of `story.yaml` is a person's input in moved time, so that what stands in the demo is what
Tutti made of it, and the digest has weeks to count.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from bot.sandbox.gestures import NotPossible
from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.walk import STORY_ZONE, moment
from bot.sandbox.workspace import Human, Json, Room, Workspace
from bot.sandbox.world import World

WEEKS, MORNING = 3, time(10, 30)
READ_UNTIL = time(8, 30)
SECONDS_BETWEEN = 2.0
"""Machine seconds between two acts, which nobody waits for: Slack's rates and trigger ids count in them."""
log = logging.getLogger(__name__)


class Untold(Exception):
    """An act of the story could not be done; the text says which and why."""


def begins(opening: datetime) -> datetime:
    """When the story starts that leads to `opening`: the Monday three weeks before, after the digest."""
    return moment(opening, f"{-WEEKS} mon {MORNING:%H:%M}")


def furnish(space: Workspace, lang: str) -> None:
    """Put the shops and the agency into the seed's workspace, and name its channels in `lang`."""
    for one in _told()["people"]:
        known = {key: _in(lang, one[key]) for key in ("title", "department", "role")}
        locale = "fr-FR" if lang == "fr" else "en-US"
        stranger = bool(one.get("stranger"))
        space.people[one["id"]] = Human(one["id"], one["name"], **known, locale=locale, is_stranger=stranger)
    for one in _told()["rooms"]:
        room = space.rooms.setdefault(
            one["id"],
            Room(one["id"], "", members={space.bot_user}, creator="U0ANA", shared=one.get("shared", False)),
        )
        room.name = _in(lang, one.get("name", room.name))
        room.members.update(one.get("members", ()))


def configured(seed: str) -> str:
    """The seed's configuration file with the story's departments in it."""
    yaml = YAML(typ="safe")
    known = yaml.load(seed)
    known["departments"] += _told()["departments"]
    written = StringIO()
    yaml.dump(known, written)
    return written.getvalue()


async def play(world: World, lang: str, opening: datetime) -> list[str]:
    """Do every act, then walk to `opening`; what was older than that day's morning counts as read.

    Returns what could not be done, one sentence each, which is nothing unless the story is wrong.
    """
    teller = _Teller(world, lang, opening)
    failed: list[str] = []
    for act in _told()["acts"]:
        await world.walk.to(moment(opening, act["at"]))
        await world.clock.sleep(SECONDS_BETWEEN)
        try:
            await teller.does[act["does"]](world.person(act["who"]), act)
        except (Untold, NotPossible, LookupError) as error:
            log.warning("the story is wrong at %s: %s", act["at"], error)
            failed.append(f"{act['at']} {act['who']}: {error}")
    await world.walk.to(opening)
    _read(world.workspace, datetime.combine(opening.astimezone(STORY_ZONE).date(), READ_UNTIL, STORY_ZONE))
    return failed


class _Teller:
    """Does one act after the other, in one of the two languages."""

    def __init__(self, world: World, lang: str, opening: datetime) -> None:
        self._world, self._lang, self._opening = world, lang, opening
        self.does: dict[str, Callable[[Person, Json], Awaitable[None]]] = {
            "announce": self._announce,
            "report": self._report,
            "hand_over": self._hand_over,
            "press": self._press,
            "command": self._command,
            "say": self._say,
        }

    async def _announce(self, person: Person, act: Json) -> None:
        await person.command(f"/tutti launch {self._title(act)}", channel="C0TUTTI")
        await person.choose("kind", act["kind"])
        given = {"kind": act["kind"], "at": self._moment(act["day"]), "answerer": person.id}
        given |= {key: _in(self._lang, act[key]) for key in ("gain", "goal")}
        await self._send(person, given | _kept(act, "departments"))

    async def _report(self, person: Person, act: Json) -> None:
        await person.command(f"/tutti escalate {self._title(act)}", channel="C0TUTTI")
        await self._case(person, act)

    async def _hand_over(self, person: Person, act: Json) -> None:
        said = [one for one in person.sees(act["room"]) if one.user == person.id][-1]
        await person.message_shortcut("hand_over", said.channel, said.ts)
        await self._case(person, act | {"title": self._title(act)})

    async def _case(self, person: Person, act: Json) -> None:
        await person.choose("topic", act["topic"])
        await self._send(person, _kept(act, "topic", "title", "requester", "severity"))

    async def _press(self, person: Person, act: Json) -> None:
        shown = self._newest(person, self._title(act), act["button"])
        await person.press(shown, act["button"])
        if form := act.get("form"):
            await self._send(person, {key: _in(self._lang, value) for key, value in form.items()})

    async def _command(self, person: Person, act: Json) -> None:
        said = await person.command(self._text(act), channel="C0TUTTI")
        if said.error or person.view() is not None:
            raise Untold(said.error or "a form opened")

    async def _say(self, person: Person, act: Json) -> None:
        await person.say(act["room"], self._text(act))

    async def _send(self, person: Person, given: dict[str, Any]) -> None:
        sent = await person.fill_and_submit(given)
        if not sent.closed:
            await person.close()
            raise Untold(f"the form stayed open: {sent.errors} {sent.error}")

    def _newest(self, person: Person, title: str, button: str) -> SeenMessage:
        rooms = [room.id for room in self._world.workspace.rooms.values() if person.id in room.members]
        seen = [one for room in rooms for one in person.sees(room) if button in one.buttons]
        found = [one for one in seen if title in one.all_text]
        if not found:
            raise Untold(f"no message about {title} has {button}")
        return max(found, key=lambda one: one.ts)

    def _title(self, act: Json) -> str:
        return str(_in(self._lang, _told()["items"][act["item"]]))

    def _moment(self, told: str) -> datetime:
        return moment(self._opening, told)

    def _text(self, act: Json) -> str:
        """The act's words; `{-1 tue}` in them is that day as it is typed."""
        day = "%d/%m/%Y" if self._lang == "fr" else "%Y-%m-%d"
        words = _in(self._lang, act["text"])
        return re.sub(r"\{(.+?)\}", lambda found: f"{self._moment(f'{found[1]} 12:00'):{day}}", words)


def _read(space: Workspace, until: datetime) -> None:
    """Everybody has read what was there before this moment."""
    for room in space.rooms.values():
        old = [post.ts for post in space.posts.get(room.id, ()) if float(post.ts) < until.timestamp()]
        for user in room.members if old else ():
            space.last_read[user, room.id] = old[-1]


def _kept(act: Json, *keys: str) -> Json:
    return {key: act[key] for key in keys if key in act}


def _in(lang: str, words: Any) -> Any:
    """Words in one of two languages; anything else as it is."""
    return words[lang] if isinstance(words, dict) else words


@cache
def _told() -> Any:
    return YAML(typ="safe").load((files("bot.sandbox") / "story.yaml").read_text(encoding="utf-8"))
