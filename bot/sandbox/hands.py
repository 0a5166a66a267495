"""Acting as one of the workspace's people, in plain values: what tests and stories are written with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blockkit import choices
from bot.sandbox.forms import HOLDS, places, value_of
from bot.sandbox.gestures import Gestures, NotPossible, Reply, SubmitResult
from bot.sandbox.payloads import elements
from bot.sandbox.workspace import Human, Json, OpenView, Post


@dataclass(frozen=True)
class SeenMessage:
    """A message as it stood when a person looked at it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    thread_ts: str
    edited: bool
    ephemeral: bool
    broadcast: bool

    @property
    def buttons(self) -> dict[str, str]:
        """Every button: action_id to its label."""
        return labels(self.blocks)

    @property
    def all_text(self) -> str:
        """Every string a person can read, one a line."""
        return "\n".join(readable(self.blocks)) if self.blocks else self.text


@dataclass(frozen=True)
class SeenView:
    """A modal or Home as a person sees it; `errors` by block_id, `error` is Slack's general sentence."""

    id: str
    callback_id: str
    title: str
    blocks: list[Json]
    values: Json
    errors: dict[str, str]
    error: str
    private_metadata: str

    @property
    def buttons(self) -> dict[str, str]:
        """Every button: action_id to its label."""
        return labels(self.blocks)

    @property
    def inputs(self) -> dict[str, str]:
        """Every input: block_id to its label."""
        return {b["block_id"]: b["label"]["text"] for b in self.blocks if b["type"] == "input"}

    @property
    def all_text(self) -> str:
        """Every string a person can read, one a line."""
        return "\n".join([self.title, *readable(self.blocks), *self.errors.values()])

    def options(self, place: str) -> dict[str, str]:
        """What a menu offers, by block_id or action_id: value to label."""
        _, elem = find_place(self.blocks, place)
        return {o["value"]: o["text"]["text"] for o in choices(elem)}

    def holds(self, place: str) -> Any:
        """What a field holds now, by block_id or action_id, in Slack's shape."""
        blk, elem = find_place(self.blocks, place)
        return self.values[blk["block_id"]][elem["action_id"]][HOLDS[elem["type"]][0]]


class Person:
    """One of the workspace's people, at the keyboard."""

    def __init__(self, human: Human, gestures: Gestures) -> None:
        self.human = human
        self.id = human.id
        self._do = gestures
        self._space = gestures.box.workspace

    async def command(self, line: str, *, channel: str = "C0GEN", thread_ts: str = "") -> Reply:
        """Type a slash command; its private answer also shows in `sees`."""
        return await self._do.command(self.id, channel, line, thread_ts)

    async def shortcut(self, callback_id: str) -> Reply:
        """Use a global shortcut."""
        return await self._do.shortcut(self.id, callback_id)

    async def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Reply:
        """Use a shortcut on a message."""
        return await self._do.message_shortcut(self.id, callback_id, channel, ts)

    async def say(self, channel: str, text: str, thread_ts: str | None = None) -> SeenMessage:
        """Write a message in a conversation one is a member of."""
        return seen(await self._do.say(self.id, channel, text, thread_ts or ""))

    async def edit(self, message: SeenMessage, text: str) -> None:
        """Change the text of one's own message."""
        await self._do.edit(self.id, message.channel, message.ts, text)

    async def delete(self, message: SeenMessage) -> None:
        """Delete one's own message."""
        await self._do.delete(self.id, message.channel, message.ts)

    async def react(self, message: SeenMessage, name: str) -> None:
        """Put an emoji on a message."""
        await self._do.react(self.id, message.channel, message.ts, name)

    async def open_home(self) -> SeenView | None:
        """Open the app's Home and see what is published then."""
        await self._do.open_home(self.id)
        return self.home()

    async def press(
        self, message: SeenMessage, action_id: str, value: Any = None, *, stale: bool = False
    ) -> Reply:
        """Press a button, or choose `value` in a menu, of a message.

        Where several buttons share an action_id, `value` is the button's. A `stale` client still
        shows the message as it was seen. Raises NotPossible when it is not there.
        """
        post = self._do.post(self.id, message.channel, message.ts)
        blocks = message.blocks if stale else post.blocks
        blk, elem, chosen = pick(blocks, action_id, value)
        return await self._do.act_in_message(
            self.id,
            message.channel,
            message.ts,
            blk["block_id"],
            elem["action_id"],
            chosen,
            blocks=message.blocks if stale else None,
        )

    async def press_home(self, action_id: str, value: Any = None) -> Reply:
        """Press a button, or choose in a menu, on the app's Home."""
        return await self._act(self._space.homes.get(self.id), action_id, value)

    async def choose(self, place: str, value: Any = None) -> Reply:
        """Press or choose in the modal in front, by block_id or action_id."""
        return await self._act(self._space.top(self.id), place, value)

    async def fill_and_submit(self, given: Mapping[str, Any] | None = None) -> SubmitResult:
        """Fill fields of the modal in front, by block_id or action_id, and send it; see `forms.value_of`."""
        shown = self._fill(given or {})
        return await self._do.submit(self.id, shown)

    def fill(self, given: Mapping[str, Any]) -> None:
        """Type into the modal in front without sending it."""
        self._fill(given)

    async def close(self) -> None:
        """Cancel the modal in front."""
        await self._do.close(self.id)

    def view(self) -> SeenView | None:
        """The modal in front."""
        return seen_view(self._space.top(self.id))

    def home(self) -> SeenView | None:
        """The published Home."""
        return seen_view(self._space.homes.get(self.id))

    def sees(self, channel: str) -> list[SeenMessage]:
        """Everything this person sees of a conversation in order, thread replies and ephemerals included."""
        room = self._do.room(self.id, channel)
        return [seen(p) for p in self._space.seen_in(room.id, self.id)]

    def thread(self, message: SeenMessage) -> list[SeenMessage]:
        """The replies under a message."""
        return [seen(p) for p in self._space.replies(message.channel, message.ts, reader=self.id)]

    def inbox(self) -> list[SeenMessage]:
        """The direct messages with the app, in order."""
        return self.sees(self._space.im_of(self.id).id)

    async def _act(self, shown: OpenView | None, place: str, value: Any) -> Reply:
        if shown is None:
            raise NotPossible(f"nothing is open before {self.human.real_name}")
        blk, elem, chosen = pick(shown.view["blocks"], place, value)
        return await self._do.act_in_view(self.id, shown, blk["block_id"], elem["action_id"], chosen)

    def _fill(self, given: Mapping[str, Any]) -> OpenView:
        shown = self._space.top(self.id)
        if shown is None:
            raise NotPossible(f"no form is open before {self.human.real_name}")
        for place, value in given.items():
            blk, elem = find_place(shown.view["blocks"], place)
            shown.values[blk["block_id"]][elem["action_id"]] = value_of(elem, value)
        return shown


def seen(post: Post) -> SeenMessage:
    """A message as it stands now."""
    return SeenMessage(
        channel=post.channel,
        ts=post.ts,
        user=post.user,
        text=post.text,
        blocks=post.blocks,
        thread_ts=post.thread_ts,
        edited=bool(post.edited),
        ephemeral=bool(post.seen_by),
        broadcast=post.broadcast,
    )


def seen_view(shown: OpenView | None) -> SeenView | None:
    """A modal or Home as it stands now."""
    if shown is None:
        return None
    view = shown.view
    return SeenView(
        id=shown.id,
        callback_id=view.get("callback_id") or "",
        title=view.get("title", {}).get("text", ""),
        blocks=view["blocks"],
        values=shown.values,
        errors=dict(shown.errors),
        error=shown.error,
        private_metadata=view.get("private_metadata") or "",
    )


def pick(blocks: list[Json], place: str, value: Any) -> tuple[Json, Json, Json]:
    """The block, the element and its new state for a press or choice. Raises NotPossible."""
    found = [(b, e) for b, e in elements(blocks) if place in (e["action_id"], b["block_id"])]
    if value is not None:
        found = [(b, e) for b, e in found if e["type"] != "button" or e.get("value") == str(value)]
    if not found:
        there = [e["action_id"] for _, e in elements(blocks)]
        raise NotPossible(f"there is no {place} (value {value!r}) here, only {there}")
    blk, elem = found[0]
    if elem["type"] == "button":
        return blk, elem, {}
    if elem["type"] == "overflow":
        option = next(o for o in elem["options"] if o["value"] == str(value))
        return blk, elem, {"type": "overflow", "selected_option": option}
    return blk, elem, value_of(elem, value)


def find_place(blocks: list[Json], place: str) -> tuple[Json, Json]:
    """The block and element that hold a value, by block_id or action_id. Raises NotPossible."""
    for blk, elem in places(blocks):
        if place in (blk["block_id"], elem["action_id"]):
            return blk, elem
    there = [f"{b['block_id']}/{e['action_id']}" for b, e in places(blocks)]
    raise NotPossible(f"there is no field {place}, only {there}")


def labels(blocks: list[Json]) -> dict[str, str]:
    """Every button of some blocks: action_id to its label."""
    return {e["action_id"]: e["text"]["text"] for _, e in elements(blocks) if e["type"] == "button"}


def readable(part: Any) -> Iterator[str]:
    """Every string of blocks that a person can read."""
    if isinstance(part, list):
        for one in part:
            yield from readable(one)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in ("text", "alt_text", "title", "label", "caption") and isinstance(value, str):
                yield value
            elif key not in ("confirm", "metadata"):
                yield from readable(value)
