"""What stands around every handler: the time limit, the ack, and the only broad except.

Slack gives an input 3 seconds; we give it 2.5. What can be told, and how, depends on the kind of input
(DESIGN section 4, "Commit before ack"); nothing that can fail stands between a commit and the return.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.errors import Busy, FormRefusal, Refusal, refuse
from bot.flows import people
from bot.flows.answers import DONE, Answer
from bot.i18n import Translator, translator
from bot.models import Snapshot
from bot.rules import rights
from bot.slack import SlackError
from bot.slack.whispers import Whispers
from bot.tools import Caller, Repeat, Tools
from bot.views import refusals
from handlers import inputs

log = structlog.get_logger(__name__)

SECONDS = 2.5
MOST_METADATA = 3000
"""Characters that Slack keeps with a form."""
DRAWN_ALREADY = ("hash_conflict", "exchanged_trigger_id")
"""The form was changed since, or this same input, told twice, has opened it: the person looks at it.

https://docs.slack.dev/reference/methods/views.open#errors
"""

Input = TypeVar("Input")
Handler = Callable[[Tools, Input], Awaitable[Answer]]
Ack = Callable[..., Awaitable[Any]]
Listener = Callable[..., Awaitable[None]]


class Guard:
    """Wraps handlers into Bolt listeners, one method for each kind of input."""

    def __init__(self, tools: Tools, whispers: Whispers) -> None:
        self.tools = tools
        self.whispers = whispers

    def command(self, handler: Handler[inputs.Command]) -> Listener:
        """A command is always a 200, with a private sentence, saved or not."""

        async def listen(ack: Ack, body: dict[str, Any]) -> None:
            def read(caller: Caller) -> inputs.Command:
                text = str(body.get("text") or "").strip()
                return inputs.Command(caller, str(body.get("command", "")), text)

            until = _deadline()
            answer = await self._answer(body, read, handler, until)
            answer = await self._opened(answer, body, until)
            if answer.text or answer.blocks:
                await ack(text=answer.text, blocks=answer.blocks or None, response_type="ephemeral")
            else:
                await ack()

        return self._timed("command", listen)

    def click(self, handler: Handler[inputs.Click]) -> Listener:
        """A click is a 200; what there is to say is whispered."""

        async def listen(ack: Ack, body: dict[str, Any]) -> None:
            until = _deadline()
            answer = await self._answer(body, lambda caller: inputs.click_of(caller, body), handler, until)
            await self._shown(answer, body, until)
            await ack()

        return self._timed("click", listen)

    def shortcut(self, handler: Handler[inputs.Shortcut]) -> Listener:
        """A shortcut is a 200; what there is to say is whispered."""

        async def listen(ack: Ack, body: dict[str, Any]) -> None:
            until = _deadline()
            answer = await self._answer(body, lambda caller: inputs.shortcut_of(caller, body), handler, until)
            await self._shown(answer, body, until)
            await ack()

        return self._timed("shortcut", listen)

    def form(self, handler: Handler[inputs.Form]) -> Listener:
        """A form is a 200, empty, or with errors at its fields, so that nothing typed is lost."""

        async def listen(ack: Ack, body: dict[str, Any]) -> None:
            view = body.get("view") or {}
            try:
                read = partial(inputs.Form, view=view)
                answer = await self._limited(body, read, handler, _deadline())
            except FormRefusal as refusal:
                await self._refused(ack, self._at_fields(refusal, body), body)
                return
            except Exception as error:
                await self._refused(ack, {_first_field(view): self._sentence(error, body, plain=True)}, body)
                return
            if answer.updates is not None:
                await ack(response_action="update", view=_answerable(answer.updates, body))
                return
            if answer.text:
                self._whisper(answer, body)
            stacked = view.get("previous_view_id") not in (None, view.get("id"))
            await (ack(response_action="clear") if stacked else ack())

        return self._timed("form", listen)

    def event(self, handler: Callable[[Tools, inputs.Happening], Awaitable[Answer | None]]) -> Listener:
        """An event that was not committed is a 500, and Slack sends it again; an answer is whispered.

        So is a refusal: sent again, it would be refused again.
        """

        async def listen(_ack: Ack, body: dict[str, Any]) -> None:
            happening = inputs.Happening(self._workspace(body), inputs.key_of(body), body.get("event") or {})
            try:
                answer = await asyncio.wait_for(handler(self.tools, happening), SECONDS)
            except Repeat:
                return
            except Refusal as refusal:
                answer = Answer(self._sentence(refusal, body))
            if answer is not None and (answer.text or answer.blocks):
                who, channel, thread = inputs.said_by(happening.event)
                self.whispers.say(
                    who, answer.text, blocks=answer.blocks or None, channel=channel, thread=thread
                )

        return self._timed("event", listen)

    def _timed(self, kind: str, listen: Listener) -> Listener:
        async def timed(ack: Ack, body: dict[str, Any]) -> None:
            with self.tools.metrics.input(kind):
                await listen(ack, body)

        return timed

    async def _refused(self, ack: Ack, errors: dict[str, str], body: dict[str, Any]) -> None:
        """Errors at the form's fields; a page without any field closes, and they are whispered."""
        if "" in errors:
            self._whisper(Answer(" ".join(errors.values())), body)
            await ack()
        else:
            await ack(response_action="errors", errors=errors)

    async def _limited(
        self,
        body: dict[str, Any],
        read: Callable[[Caller], Input],
        handler: Handler[Input],
        until: float,
    ) -> Answer:
        """The handler's answer within the limit; a repeat is acked and does nothing."""
        try:
            async with asyncio.timeout_at(until):
                caller = await people.caller(
                    self.tools,
                    self._workspace(body),
                    inputs.user_of(body),
                    inputs.key_of(body),
                    inputs.channel_of(body),
                )
                refuse(rights.may_use(caller.person))
                return await handler(self.tools, read(caller))
        except Repeat:
            return DONE

    async def _answer(
        self,
        body: dict[str, Any],
        read: Callable[[Caller], Input],
        handler: Handler[Input],
        until: float,
    ) -> Answer:
        try:
            return await self._limited(body, read, handler, until)
        except Exception as error:
            return Answer(self._sentence(error, body))

    def _workspace(self, body: dict[str, Any]) -> str:
        """Ours: a Slack Connect member's input names their own team; that it is our app's the door saw."""
        return self.tools.workspace or inputs.workspace_of(body)

    def _translator(self, body: dict[str, Any]) -> Translator:
        return translator(self.tools.languages.get(inputs.user_of(body), self.tools.language))

    def _book(self, body: dict[str, Any]) -> Snapshot:
        return self.tools.books.kept(self._workspace(body))

    def _sentence(self, error: Exception, body: dict[str, Any], *, plain: bool = False) -> str:
        """What a person is told of an error, in their language; `plain` where Slack knows no mrkdwn."""
        t = self._translator(body)
        if isinstance(error, Refusal):
            return refusals.sentence(error, self._book(body), t, plain=plain)
        if isinstance(error, FormRefusal):
            return " ".join(self._at_fields(error, body).values())
        if isinstance(error, TimeoutError):
            log.warning("input not answered in time", kind=body.get("type", "command"))
            return t(
                "We do not know yet whether this was saved. Sending the same again is safe: it is done only "
                "once."
            )
        if isinstance(error, Busy):
            log.warning("database away, input not saved", kind=body.get("type", "command"))
        else:
            log.exception("input not handled", kind=body.get("type", "command"), exc_info=error)
        return t("This was not saved. Please try again in a moment.")

    def _at_fields(self, refusal: FormRefusal, body: dict[str, Any]) -> dict[str, str]:
        """Errors by block id; what belongs to no field of the form stands at its first one."""
        t = self._translator(body)
        blocks = {block.get("block_id") for block in (body.get("view") or {}).get("blocks", [])}
        found: dict[str, str] = {}
        for name, error in refusal.errors.items():
            place = name if name in blocks else _first_field(body.get("view") or {})
            sentence = refusals.sentence(error, self._book(body), t, plain=True)
            found[place] = f"{found[place]} {sentence}" if place in found else sentence
        return found

    async def _shown(self, answer: Answer, body: dict[str, Any], until: float) -> None:
        answer = await self._opened(answer, body, until)
        if answer.text or answer.blocks:
            self._whisper(answer, body)

    async def _opened(self, answer: Answer, body: dict[str, Any], until: float) -> Answer:
        """Open or update the form the answer asks for; a trigger lives 3 seconds and works once."""
        view = body.get("view") or {}
        try:
            async with asyncio.timeout_at(until):
                if answer.updates is not None:
                    await self.tools.slack.call(
                        "views.update",
                        view_id=view.get("id"),
                        hash=view.get("hash"),
                        view=_answerable(answer.updates, body),
                    )
                if answer.opens is not None:
                    method = "views.push" if view.get("type") == "modal" else "views.open"
                    await self.tools.slack.call(
                        method, trigger_id=body.get("trigger_id"), view=_answerable(answer.opens, body)
                    )
        except (SlackError, TimeoutError) as error:
            if getattr(error, "code", "") in DRAWN_ALREADY:
                return answer
            log.warning("form not opened", error=str(error))
            return Answer(self._translator(body)("Slack did not open the form. Please try again."))
        return answer

    def _whisper(self, answer: Answer, body: dict[str, Any]) -> None:
        self.whispers.say(
            inputs.user_of(body),
            answer.text,
            blocks=answer.blocks or None,
            response_url=_reply_to(body),
            channel=inputs.channel_of(body),
            replaces=answer.replaces,
        )


def _deadline() -> float:
    """When this input must be answered, in the event loop's time."""
    return asyncio.get_running_loop().time() + SECONDS


def _reply_to(body: dict[str, Any]) -> str | None:
    """Where Slack lets us answer this person privately: the input's own address, or the one its form kept."""
    url = body.get("response_url") or inputs.Form.remembered(body.get("view") or {}).get("reply")
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else None


def _answerable(view: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """The form with the address at which it can be confirmed where it was opened: sending it brings none."""
    reply = _reply_to(body)
    kept = json.dumps({**inputs.Form.remembered(view), "reply": reply})
    return view | {"private_metadata": kept} if reply and len(kept) <= MOST_METADATA else view


def _first_field(view: dict[str, Any]) -> str:
    """The block id of the form's first input."""
    found = (block.get("block_id") for block in view.get("blocks", []) if block.get("type") == "input")
    return str(next(found, ""))
