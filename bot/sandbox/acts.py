"""What a person does on the page, in Slack's own element values, handed to their Slack client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.blockkit import choices
from bot.sandbox.forms import HOLDS, places
from bot.sandbox.gestures import Gestures, NotPossible, Reply
from bot.sandbox.payloads import elements
from bot.sandbox.workspace import Json, OpenView


class Acts:
    """Turns the page's `POST /box/act` into gestures."""

    def __init__(self, gestures: Gestures) -> None:
        self.gestures = gestures
        self._space = gestures.box.workspace
        self._kinds: dict[str, Callable[[str, Json], Awaitable[Json]]] = {
            "command": self._command,
            "message": self._message,
            "app_message": self._app_message,
            "edit": self._edit,
            "delete": self._delete,
            "press": self._act,
            "choose": self._act,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "message_shortcut": self._message_shortcut,
            "home": self._home,
            "read": self._read,
            "react": self._react,
        }

    async def do(self, act: Json) -> Json:
        """Do it; the answer has `ok`, `errors` by block_id and `error`, one sentence or empty."""
        user, does = str(act.get("as")), self._kinds.get(str(act.get("kind")))
        if does is None:
            return _told(error=f"unknown kind {act.get('kind')}")
        try:
            return await does(user, act)
        except NotPossible as not_possible:
            return _told(error=str(not_possible))
        except (KeyError, TypeError) as wrong:
            return _told(error=f"this act is incomplete: {wrong}")

    async def _command(self, user: str, act: Json) -> Json:
        thread_ts = str(act.get("thread_ts") or "")
        return _of(await self.gestures.command(user, act["channel"], act["text"], thread_ts))

    async def _message(self, user: str, act: Json) -> Json:
        if not str(act["text"]).strip():
            return _told()
        await self.gestures.say(user, act["channel"], act["text"], str(act.get("thread_ts") or ""))
        return _told()

    async def _app_message(self, user: str, act: Json) -> Json:
        """Another app posts where this person is."""
        app, room = str(act["app"]), self.gestures.room(user, act["channel"])
        if app not in self._space.apps or not str(act["text"]).strip():
            return _told()
        await self.gestures.messages.app_says(
            app, room.id, act["text"], thread_ts=str(act.get("thread_ts") or "")
        )
        return _told()

    async def _edit(self, user: str, act: Json) -> Json:
        await self.gestures.edit(user, act["channel"], str(act["ts"]), act["text"])
        return _told()

    async def _delete(self, user: str, act: Json) -> Json:
        await self.gestures.delete(user, act["channel"], str(act["ts"]))
        return _told()

    async def _act(self, user: str, act: Json) -> Json:
        block_id, action_id = str(act.get("block_id") or ""), str(act["action_id"])
        given: Json = act.get("element") or {}
        if act.get("view_id"):
            shown = self._shown(user, str(act["view_id"]))
            take_values(shown.values, shown.view["blocks"], act.get("values") or {})
            value = chosen(shown.view["blocks"], block_id, action_id, given)
            return _of(await self.gestures.act_in_view(user, shown, block_id, action_id, value))
        channel, ts = str(act["channel"]), str(act["ts"])
        post = self.gestures.post(user, channel, ts)
        take_values(post.values, post.blocks, act.get("values") or {})
        value = chosen(post.blocks, block_id, action_id, given)
        return _of(await self.gestures.act_in_message(user, channel, ts, block_id, action_id, value))

    async def _submit(self, user: str, act: Json) -> Json:
        shown = self._shown(user, str(act["view_id"]))
        take_values(shown.values, shown.view["blocks"], act.get("values") or {})
        done = await self.gestures.submit(user, shown)
        return _told(errors=done.errors, error=done.error)

    async def _close(self, user: str, act: Json) -> Json:
        await self.gestures.close(user)
        return _told()

    async def _shortcut(self, user: str, act: Json) -> Json:
        return _of(await self.gestures.shortcut(user, act["callback_id"]))

    async def _message_shortcut(self, user: str, act: Json) -> Json:
        return _of(
            await self.gestures.message_shortcut(user, act["callback_id"], act["channel"], str(act["ts"]))
        )

    async def _home(self, user: str, act: Json) -> Json:
        await self.gestures.open_home(user)
        return _told()

    async def _react(self, user: str, act: Json) -> Json:
        await self.gestures.react(user, act["channel"], str(act["ts"]), act["text"])
        return _told()

    async def _read(self, user: str, act: Json) -> Json:
        posts = [p.ts for p in self._space.seen_in(act["channel"], user)]
        place = (user, act["channel"])
        if posts and self._space.last_read.get(place, "") < posts[-1]:
            self._space.last_read[place] = posts[-1]
            self._space.changed("state")
        return _told()

    def _shown(self, user: str, view_id: str) -> OpenView:
        shown = self._space.view(view_id)
        if shown is None or shown.user != user:
            raise NotPossible("this form is no longer open")
        return shown


def take_values(kept: Json, blocks: list[Json], values: Json) -> None:
    """Put what was typed on the page into a surface's state, where it has such a field."""
    for blk, elem in places(blocks):
        typed = values.get(blk["block_id"], {}).get(elem["action_id"])
        if isinstance(typed, dict):
            kept.setdefault(blk["block_id"], {})[elem["action_id"]] = state_of(elem, typed)


def chosen(blocks: list[Json], block_id: str, action_id: str, given: Json) -> Json:
    """The state of the element that was pressed; {} for a button. Raises NotPossible."""
    for blk, elem in elements(blocks):
        if elem["action_id"] == action_id and block_id in ("", blk["block_id"]):
            if elem["type"] == "overflow":
                return {"selected_option": _offered(elem, given.get("selected_option"))}
            return state_of(elem, given) if elem["type"] in HOLDS else {}
    raise NotPossible(f"there is no {action_id} here")


def state_of(elem: Json, given: Json) -> Json:
    """An element's state from what the page says was typed or chosen; options must be offered."""
    key = HOLDS[elem["type"]][0]
    value: Any = given.get(key)
    if key == "selected_option" and value is not None:
        value = _offered(elem, value)
    elif key == "selected_options":
        value = [_offered(elem, one) for one in value or ()]
    elif key.endswith("s"):
        value = list(value or ())
    return {"type": elem["type"], key: None if value == "" else value}


def _offered(elem: Json, option: Any) -> Json:
    for one in choices(elem):
        if isinstance(option, dict) and one["value"] == option.get("value"):
            return one
    raise NotPossible("this choice is not offered")


def _told(*, errors: dict[str, str] | None = None, error: str = "") -> Json:
    return {"ok": not errors and not error, "errors": errors or {}, "error": error}


def _of(reply: Reply) -> Json:
    return _told(error=reply.error)
