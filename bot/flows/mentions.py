"""`@Tutti` in a message: help, the answers of a request, or a private offer with the thread as context.

Bots are never answered, and everybody gets at most one private line.
"""

from __future__ import annotations

from dataclasses import replace

from bot.flows import menus, message_reading, people, setup, thread_answers
from bot.flows.answers import DONE, Answer
from bot.flows.message_reading import Source
from bot.models import Heard, Launch, Message, Request
from bot.rules import listening, rights
from bot.rules import mentions as rules
from bot.rules import thread_answers as typed
from bot.store import Db, notices, threads
from bot.tools import Caller, Tools
from bot.views import offers as views
from bot.views import thread_answers as answers
from bot.views.kit import Rendered


async def hear(tools: Tools, workspace: str, key: str, heard: Heard) -> Answer:
    """What who named Tutti is whispered."""
    book = await tools.recent(workspace)
    if heard.author is None or heard.before is not None or listening.is_ours(heard, book):
        return DONE
    caller = await people.caller(tools, workspace, heard.author, key, heard.channel)
    if caller.person is not None and caller.person.bot:
        return DONE
    wish = rules.wish(heard.text, book.workspace.bot_user)
    if wish.help or not (wish.words or heard.thread):
        return await menus.help(tools, caller)
    if heard.thread and (own := await tools.store.read(lambda db: _under(db, caller, heard, wish.words))):
        return own
    refusal = rights.may_raise(caller.person)
    if refusal is not None:
        raise refusal
    if rights.is_set_up(caller.snapshot) is not None:
        return await setup.needed(tools, caller)
    source = Source(heard.channel, heard.thread or heard.ts, caller.user, thread=bool(heard.thread))
    if not heard.thread and not _says_something(caller, replace(heard, text=wish.words), tools):
        return _answer(views.unknown_wish(caller.t))
    now = tools.clock.now()
    await tools.write(caller, lambda db, book: message_reading.ask(db, workspace, source, now))
    return DONE


def _says_something(caller: Caller, heard: Heard, tools: Tools) -> bool:
    return listening.recognised(heard, caller.snapshot, tools.clock.now()) is not None


def _under(db: Db, caller: Caller, heard: Heard, words: str) -> Answer | None:
    """In the thread of a request or card of ours: what this person can answer there; None elsewhere."""
    message = threads.parent(db, caller.workspace, heard.channel, heard.thread or "")
    if message is None or message.notice is None:
        return None
    book, t, said = caller.snapshot, caller.t, typed.read(words)
    for request, notice in _asked(db, caller, message):
        if said and typed.fits(said, request) and thread_answers.may_answer(caller, said, request, notice):
            return _answer(answers.offer(said, request, notice, book, t))
        if thread_answers.may_act(caller, request, notice) and (
            shown := answers.answers(request, notice, book, t)
        ):
            return _answer(shown)
    return Answer(views.nothing_waits(t))


def _asked(db: Db, caller: Caller, message: Message) -> list[tuple[Request, thread_answers.AnyNotice]]:
    """The requests that the thread is about: its own, or all of the card's notice; none of one that ended."""
    notice = notices.find(db, caller.workspace, message.notice or "")
    if notice is None or notice.ended_at is not None:
        return []
    every = notices.requests(db, notice)
    asked = [one for one in every if message.request in (None, one.id)]
    old = isinstance(notice, Launch)
    return [(one, notice) for one in asked if not (old and one.round < notice.round)]


def _answer(shown: Rendered) -> Answer:
    return Answer(shown.text, shown.blocks)
