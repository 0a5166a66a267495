"""What people type under a request is understood as an offer to record it; only their click records it (P7).

Most messages are told apart in memory: no department's channel, no thread, no answer.
"""

from __future__ import annotations

from bot.errors import Refusal
from bot.flows import escalation_pages, escalations, people, request_pages, requests
from bot.flows.answers import DONE, Answer
from bot.models import Escalation, Heard, Launch, Request, Snapshot
from bot.rules import rights
from bot.rules import thread_answers as rules
from bot.rules.thread_answers import Typed
from bot.store import Db, notices, threads
from bot.tools import Caller, Tools
from bot.views import thread_answers as views

AnyNotice = Launch | Escalation


async def hear(tools: Tools, book: Snapshot, key: str, heard: Heard) -> Answer:
    """What the author is whispered: the offer to record it, once; nothing for almost every message.

    key: the event's. Nobody is offered what they may not do, nor what somebody did already; an edited message
    is not offered anew.
    """
    if heard.thread is None or heard.author is None or heard.before is not None or heard.deleted:
        return DONE
    if not any(one.channel == heard.channel for one in book.active):
        return DONE
    thread, typed = heard.thread, rules.read(heard.text)
    if typed is None:
        return DONE
    caller = await people.caller(tools, book.workspace.id, heard.author, key, heard.channel)
    answer = await tools.store.read(lambda db: _offer(db, caller, thread, typed))
    if answer is not DONE:
        await tools.write(caller, lambda db, book: None)
    return answer


def _offer(db: Db, caller: Caller, thread: str, typed: Typed) -> Answer:
    request, notice = under(db, caller, thread)
    if request is None or notice is None or not rules.fits(typed, request):
        return DONE
    if not may_answer(caller, typed, request, notice):
        return DONE
    shown = views.offer(typed, request, notice, caller.snapshot, caller.t)
    return Answer(shown.text, shown.blocks)


def under(db: Db, caller: Caller, thread: str) -> tuple[Request | None, AnyNotice | None]:
    """The request whose thread this is, and its notice; None where it is none, or asks nobody any more."""
    message = threads.parent(db, caller.workspace, caller.channel or "", thread)
    request = db.get(Request, id=message.request) if message and message.request else None
    notice = notices.find(db, caller.workspace, request.notice) if request else None
    if request is None or notice is None or notice.ended_at is not None:
        return None, None
    is_old = isinstance(notice, Launch) and request.round < notice.round
    return (None, None) if is_old else (request, notice)


def may_answer(caller: Caller, typed: Typed, request: Request, notice: AnyNotice) -> bool:
    """Whether this person may do what they typed; the click asks again."""
    book, member = caller.snapshot, caller.snapshot.in_room(request.department, caller.channel)
    if rights.guest(caller.person) and caller.user not in rights.seats(book, request.department):
        return False
    if typed.kind == "told":
        return caller.user == notice.owner
    if isinstance(notice, Escalation):
        return rights.may_take(book, notice, request, caller.user, member=member) is None
    return rights.may_answer(book, request, notice, caller.user, member=member) is None


def may_act(caller: Caller, request: Request, notice: AnyNotice) -> bool:
    """Whether the request's own buttons are for this person: who may answer it, or has the case."""
    kind: rules.Kind = "take" if isinstance(notice, Escalation) else "ready"
    return caller.user == notice.owner or may_answer(caller, Typed(kind), request, notice)


# The click


async def ready(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """Recorded as by the request's own *We Are Ready*."""
    await requests.answer(tools, caller, request_id, "ready")
    return await _recorded(tools, caller, "ready", request_id)


async def not_concerned(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """Recorded as by the request's own *Not Concerned*, without a reason."""
    await requests.answer(tools, caller, request_id, "not_concerned")
    return await _recorded(tools, caller, "not_concerned", request_id)


async def problem(tools: Tools, caller: Caller, subject: str) -> Answer:
    """The request's own form, filled with what was typed. subject: the request's id, a colon, the words."""
    request_id, _, words = subject.partition(":")
    return await request_pages.problem_form(tools, caller, request_id, words)


async def take(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """Taken as by the request's own *Take It*; somebody else's late click is an offer of help."""
    answer = await escalations.take_it(tools, caller, request_id)
    return answer if answer.text else await _recorded(tools, caller, "take", request_id)


async def told(tools: Tools, caller: Caller, request_id: str) -> Answer:
    """The form that asks where the requester was told."""
    return await escalation_pages.told_form(tools, caller, request_id)


async def _recorded(tools: Tools, caller: Caller, kind: str, request_id: str) -> Answer:
    def look(db: Db) -> Answer:
        request = db.get(Request, id=request_id, workspace=caller.workspace)
        notice = notices.find(db, caller.workspace, request.notice) if request else None
        if request is None or notice is None:
            raise Refusal("This request does not exist any more.")
        said = views.recorded(kind, request, notice, caller.snapshot, caller.t)
        return Answer(said, replaces=True)

    return await tools.store.read(look)
