"""What a person's Slack client does: sends what they did, and shows what came back.

The checks that Slack makes before it sends anything (required inputs, lengths) are made here too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.box import Box, Input, Refused
from bot.sandbox.chat import checked_content, whisper
from bot.sandbox.forms import HOLDS
from bot.sandbox.inputs import Delivery
from bot.sandbox.messages import Messages
from bot.sandbox.modals import checked_view, fresh, replace
from bot.sandbox.required import complaints
from bot.sandbox.words import say
from bot.sandbox.workspace import Human, Json, OpenView, Post, Room


class NotPossible(Exception):
    """What Slack's client would not let a person do; the text says why."""


@dataclass(frozen=True)
class Reply:
    """What came back to a person: HTTP status (0: none), the private text shown, seconds until the ack.

    `error` is Slack's own sentence when the app failed; `sent` is False when Slack sent nothing.
    """

    status: int
    text: str = ""
    elapsed: float = 0.0
    error: str = ""
    sent: bool = True


@dataclass(frozen=True)
class SubmitResult:
    """What became of a form: errors by block_id, Slack's general sentence, and whether it closed."""

    errors: dict[str, str] = field(default_factory=dict)
    error: str = ""
    closed: bool = False
    status: int = 0
    elapsed: float = 0.0
    sent: bool = True


class Gestures:
    """Everything that any person can do in the workspace."""

    def __init__(self, box: Box, delivery: Delivery) -> None:
        self.box = box
        self._delivery = delivery
        self.messages = Messages(box, delivery)

    async def command(self, user: str, channel: str, line: str, thread_ts: str = "") -> Reply:
        """Type `/tutti launch Galette` in a conversation."""
        person, room = self._who(user), self.room(user, channel)
        name, _, text = line.strip().partition(" ")
        if name not in {c["command"] for c in self.box.feature("slash_commands")}:
            return self._slack_says(person, room, "not_a_command", command=name)
        if thread_ts:
            return self._slack_says(person, room, "no_threads", command=name)
        given = await self._delivery.command(payloads.command(self.box, person, room, name, text.strip()))
        if not given.ok:
            key = "operation_timeout" if given.problem == "http_timeout" else "dispatch_failed"
            return self._slack_says(person, room, key, given=given, command=name)
        return self._show_answer(person, room, given)

    async def shortcut(self, user: str, callback_id: str) -> Reply:
        """Use a global shortcut."""
        person = self._who(user)
        self._offered("global", callback_id)
        return self._plain(
            person, await self._interact("shortcut", payloads.shortcut(self.box, person, callback_id))
        )

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Reply:
        """Use a shortcut on a message."""
        person, room = self._who(user), self.room(user, channel)
        self._offered("message", callback_id)
        post = self.post(user, channel, ts)
        payload = payloads.message_shortcut(self.box, person, room, post, callback_id)
        return self._plain(person, await self._interact("message_action", payload))

    async def act_in_message(
        self,
        user: str,
        channel: str,
        ts: str,
        block_id: str,
        action_id: str,
        value: Json,
        *,
        blocks: list[Json] | None = None,
    ) -> Reply:
        """Press a button or choose in a menu of a message; `value` is the chosen state, {} for a button.

        `blocks` are those of a client that has not yet seen the latest edit.
        """
        person, room, post = self._who(user), self.room(user, channel), self.post(user, channel, ts)
        blk, elem = self._element(post.blocks if blocks is None else blocks, block_id, action_id)
        if elem["type"] in HOLDS:
            post.values.setdefault(blk["block_id"], {})[elem["action_id"]] = value
        payload = payloads.message_action(
            self.box, person, room, post, payloads.action(self.box, blk, elem, value)
        )
        return self._plain(person, await self._interact("block_actions", payload))

    async def act_in_view(
        self, user: str, shown: OpenView, block_id: str, action_id: str, value: Json
    ) -> Reply:
        """Press or choose in a modal or Home. An input without dispatch_action sends nothing."""
        person = self._who(user)
        blk, elem = self._element(shown.view["blocks"], block_id, action_id)
        if elem["type"] in HOLDS:
            shown.values.setdefault(blk["block_id"], {})[elem["action_id"]] = value
        if blk["type"] == "input" and not blk.get("dispatch_action"):
            return Reply(0, sent=False)
        payload = payloads.view_action(self.box, person, shown, payloads.action(self.box, blk, elem, value))
        return self._plain(person, await self._interact("block_actions", payload))

    async def submit(self, user: str, shown: OpenView) -> SubmitResult:
        """Press a modal's submit button with what it holds."""
        person = self._who(user)
        shown.error = ""
        shown.errors = complaints(shown, person.locale)
        self.box.workspace.changed(f"views:{user}")
        if shown.errors:
            return SubmitResult(dict(shown.errors), sent=False)
        given = await self._interact("view_submission", payloads.submission(self.box, person, shown))
        closed = self._after_submit(person, shown, given)
        self.box.workspace.changed(f"views:{user}")
        return SubmitResult(dict(shown.errors), shown.error, closed, given.status, given.elapsed)

    async def close(self, user: str) -> None:
        """Cancel the modal in front."""
        person, stack = self._who(user), self.box.workspace.stacks.get(user) or []
        if not stack:
            raise NotPossible("no form is open")
        shown = stack.pop()
        clear = bool(shown.view.get("clear_on_close"))
        if clear:
            stack.clear()
        self.box.workspace.changed(f"views:{user}")
        if shown.view.get("notify_on_close"):
            await self._interact("view_closed", payloads.closed(self.box, person, shown, clear))

    async def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app's Home or Messages tab."""
        room = self.box.workspace.im_of(user)
        await self.event_if_asked(
            "app_home_opened",
            {"type": "app_home_opened", "user": user, "channel": room.id, "tab": tab, "event_ts": self._ts()},
        )

    async def say(self, user: str, channel: str, text: str, thread_ts: str = "") -> Post:
        """Write a message; the app hears of it only with the scopes for it."""
        room = self.room(user, channel)
        if user not in room.members or room.archived:
            raise NotPossible(say(self._who(user).locale, "not_there"))
        return await self.messages.say(user, room, text, thread_ts)

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change the text of one's own message."""
        await self.messages.edits(self._own(user, channel, ts), text)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message."""
        await self.messages.deletes(self._own(user, channel, ts))

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Put an emoji on a message."""
        room, post, space = self.room(user, channel), self.post(user, channel, ts), self.box.workspace
        who = post.reactions.setdefault(name, [])
        if user in who:
            return
        who.append(user)
        space.changed(f"messages:{channel}")
        if space.bot_user in room.members and "reactions:read" in self.box.scopes:
            item = {"type": "message", "channel": channel, "ts": ts}
            event = {"type": "reaction_added", "user": user, "reaction": name, "item": item}
            await self.event_if_asked(
                "reaction_added", event | {"item_user": post.user, "event_ts": self._ts()}
            )

    async def event_if_asked(self, subscription: str, event: Json) -> Input | None:
        """Give the app an event its manifest asks for."""
        if not self.box.subscribed(subscription) or not self.box.installed:
            return None
        return await self._delivery.event(event)

    def room(self, user: str, channel: str) -> Room:
        """A conversation this person sees. Raises NotPossible."""
        room = self.box.workspace.rooms.get(channel)
        if room is None or (room.kind != "channel" and user not in room.members):
            raise NotPossible(say(self._who(user).locale, "not_there"))
        return room

    def post(self, user: str, channel: str, ts: str) -> Post:
        """A message this person sees. Raises NotPossible."""
        post = self.box.workspace.find(self.room(user, channel).id, ts, reader=user)
        if post is None:
            raise NotPossible(say(self._who(user).locale, "gone"))
        return post

    def _own(self, user: str, channel: str, ts: str) -> Post:
        post = self.post(user, channel, ts)
        if post.user != user:
            raise NotPossible(say(self._who(user).locale, "not_there"))
        return post

    async def _interact(self, name: str, payload: Json) -> Input:
        return await self._delivery.interactive(name, payload)

    def _show_answer(self, person: Human, room: Room, given: Input) -> Reply:
        """The text or message in a command's ack, shown as Slack shows it."""
        answer = given.answer
        body: Json = answer if isinstance(answer, dict) else {"text": str(answer or "")}
        text = str(body.get("text") or "")
        if not text and not body.get("blocks"):
            return Reply(given.status, elapsed=given.elapsed)
        try:
            text, blocks = checked_content(self.box, body)
        except Refused as refused:
            given.problem = refused.error
            return self._slack_says(person, room, "dispatch_failed", given=given, command=given.name)
        if body.get("response_type") == "in_channel":
            space = self.box.workspace
            space.add(Post(room.id, self._ts(), space.bot_user, text, blocks, is_bot=True))
        else:
            whisper(self.box, room.id, person.id, text, blocks)
        return Reply(given.status, text, given.elapsed)

    def _after_submit(self, person: Human, shown: OpenView, given: Input) -> bool:
        stack = self.box.workspace.stacks.get(person.id) or []
        answer: Json = given.answer if isinstance(given.answer, dict) else {}
        action = answer.get("response_action")
        try:
            if not given.ok or shown not in stack:
                raise Refused("no acknowledgement")
            if action == "errors":
                self._show_errors(shown, answer.get("errors"))
            elif action == "update":
                replace(self.box, shown, checked_view(answer.get("view"), "modal"))
            elif action == "push":
                stack.append(
                    fresh(self.box, person.id, checked_view(answer.get("view"), "modal"), below=shown)
                )
            elif action == "clear":
                stack.clear()
            elif action is None:
                stack.remove(shown)
            else:
                raise Refused("invalid_response_action")
        except Refused as refused:
            given.problem = given.problem or refused.error
            shown.error = say(person.locale, "trouble")
        return shown not in stack

    def _show_errors(self, shown: OpenView, errors: Any) -> None:
        inputs = {b["block_id"] for b in shown.view["blocks"] if b["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
            raise Refused("errors at unknown block_ids")
        if not all(isinstance(text, str) and text for text in errors.values()):
            raise Refused("errors must be non-empty strings")
        shown.errors = dict(errors)

    def _slack_says(
        self, person: Human, room: Room, key: str, *, given: Input | None = None, **fields: object
    ) -> Reply:
        text = say(person.locale, key, **fields)
        whisper(self.box, room.id, person.id, text, [], by_slack=True)
        if given is None:
            return Reply(0, text, error=text, sent=False)
        return Reply(given.status, text, given.elapsed, error=text)

    def _plain(self, person: Human, given: Input) -> Reply:
        error = "" if given.ok else say(person.locale, "no_response")
        return Reply(given.status, elapsed=given.elapsed, error=error)

    def _who(self, user: str) -> Human:
        person = self.box.workspace.people.get(user)
        if person is None or person.deleted or person.is_bot:
            raise NotPossible(f"{user} cannot act here")
        return person

    def _offered(self, kind: str, callback_id: str) -> None:
        if not any(
            s["type"] == kind and s["callback_id"] == callback_id for s in self.box.feature("shortcuts")
        ):
            raise NotPossible(f"the app offers no {kind} shortcut {callback_id}")

    def _element(self, blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
        for blk, elem in payloads.elements(blocks):
            if elem["action_id"] == action_id and block_id in ("", blk["block_id"]):
                return blk, elem
        raise NotPossible(
            f"there is no {action_id} here: {[e['action_id'] for _, e in payloads.elements(blocks)]}"
        )

    def _ts(self) -> str:
        return self.box.workspace.new_ts(self.box.clock.now())
