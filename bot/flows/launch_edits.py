"""Editing a launch: completed, changed, postponed, cancelled; and who is asked again for it.

"*Change* asks again only if date, price, offer, terms, claim or answerer changed" (PRODUCT section 2, "Go"):
whoever had answered gets a new request in the next round, whoever had not goes on being asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import Refusal
from bot.flows import chase, golive, pings, relations, speak
from bot.flows.answers import Answer
from bot.flows.launches import ask, promised
from bot.flows.launches_in_hand import drop_problems, editable, refuse_departed, withdraw_calls
from bot.models import Launch, LaunchDraft, LaunchState, Request, RequestState, Snapshot
from bot.rules import ladders
from bot.rules import launches as rules
from bot.store import Db, notices
from bot.tools import Caller, Tools
from bot.views import names

COLUMNS = ("at", "answerer", "approver", "embargo", "high")
"""What a launch form edits besides texts."""
DECIDED = ("reservations", "reason")
"""Texts of a decision, which a new round starts without."""

Values = dict[str, Any]


async def complete(tools: Tools, caller: Caller, launch_id: str, values: Values) -> Answer:
    """Fill in the rest; nobody is asked again for what was not there before."""
    return await _edit(tools, caller, launch_id, values, kind="completed")


async def change(tools: Tools, caller: Caller, launch_id: str, values: Values) -> Answer:
    """Change it; only if date, price, offer, terms, claim or answerer changed are departments asked again."""
    return await _edit(tools, caller, launch_id, values, kind="changed")


async def postpone(tools: Tools, caller: Caller, launch_id: str, values: Values) -> Answer:
    """Give it a new hour, and ask again."""
    return await _edit(tools, caller, launch_id, values, kind="postponed")


async def _edit(tools: Tools, caller: Caller, launch_id: str, values: Values, *, kind: str) -> Answer:
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = editable(db, book, caller, launch_id, now)
        return edit(db, book, caller, launch, values, now, kind=kind)

    return await tools.write(caller, work)


def edit(
    db: Db, book: Snapshot, caller: Caller, launch: Launch, values: Values, now: datetime, *, kind: str
) -> Answer:
    """Within a unit: the edit of a launch in hand, by somebody whose right to it was asked.

    kind: completed | changed | postponed.
    """
    before = _facts(launch)
    different = _different(before, values)
    if not different.keys() - {"high"}:
        raise Refusal("Nothing was changed.")
    refuse_departed(db, book, **{key: different[key] for key in ("answerer", "approver") if key in different})
    again = _asks_again(before, different, kind)
    if again:
        _ask_again(db, book, launch, different, now)
    _save(db, launch, different)
    if again:
        golive.set_hours(db, book, launch, now)
        relations.moved(db, launch, caller.user, now)
    diff = {key: [_shown(before.get(key)), _shown(value)] for key, value in different.items()}
    diff.pop("high", None)
    entry = speak.note(db, launch, kind, now, by=caller.user, diff=diff)
    if again or kind != "completed":
        speak.line_on_card(db, launch, entry)
    speak.changed(db, launch)
    return Answer(_edited_words(caller, launch, again))


def _facts(launch: Launch) -> Values:
    return {**launch.texts, **{key: getattr(launch, key) for key in COLUMNS}}


def _different(before: Values, values: Values) -> Values:
    """What was really changed; nothing, None and an empty text are the same."""
    return {
        key: value for key, value in values.items() if value != before.get(key) and (value or before.get(key))
    }


def _asks_again(before: Values, different: Values, kind: str) -> bool:
    if kind == "completed":
        different = {key: value for key, value in different.items() if before.get(key)}
    return rules.asks_again(before, {**before, **different})


def _save(db: Db, launch: Launch, different: Values) -> None:
    columns = {key: value for key, value in different.items() if key in COLUMNS}
    texts = {key: str(value or "") for key, value in different.items() if key not in COLUMNS}
    kept = {key: value for key, value in {**launch.texts, **texts}.items() if value}
    db.change(launch, **columns, texts=kept)


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _edited_words(caller: Caller, launch: Launch, again: bool) -> str:
    title = names.said(launch.title, 120)
    if again and launch.asked:
        return caller.t(
            "“{title}” is changed; the departments that had answered are asked again.", title=title
        )
    return caller.t("“{title}” is changed.", title=title)


def _ask_again(db: Db, book: Snapshot, launch: Launch, different: Values, now: datetime) -> None:
    """The next round. Raises FormRefusal at `at` where somebody cannot answer in time."""
    high = bool(different.get("high", launch.high))
    draft = LaunchDraft(at=different.get("at", launch.at), high=high)
    asked = rules.current(launch, notices.requests(db, launch))
    others = [request for request in asked if request.department != launch.department]
    dues = promised(book, draft, [request.department for request in others], now)
    db.change(
        launch,
        round=launch.round + 1,
        state=LaunchState.announced if launch.asked else LaunchState.go,
        decided_by=None,
        decided_at=None,
        released_by=None,
        without=[],
        high=high,
        texts={key: value for key, value in launch.texts.items() if key not in DECIDED},
    )
    withdraw_calls(db, launch)
    moved = bool({"at", "high"} & different.keys())
    for request in asked:
        if request.department == launch.department:
            db.change(request, round=launch.round)
        elif request.state == RequestState.waiting or (request.state in chase.OPEN and not moved):
            due = dues[request.department] if moved else request.due_at
            _go_on(db, book, launch, request, due, now)
        else:
            _ask_anew(db, book, launch, request, dues[request.department], now)


def _go_on(db: Db, book: Snapshot, launch: Launch, request: Request, due: datetime, now: datetime) -> None:
    """Whoever had not answered is asked the same, in the new round and by the time that now holds."""
    changes: Values = {}
    if request.high != launch.high:
        person = request.person if request.in_person else None
        plan = ladders.plan(book, request.department, high=launch.high, person=person)
        changes = ladders.replan(request, due_at=due, high=launch.high, ladder=plan)
    elif due != request.due_at:
        changes = ladders.replan(request, due_at=due)
    db.change(request, round=launch.round, **changes)
    if launch.high:
        pings.hurry(db, book, request, now)
    chase.run(db, book, request, launch, now)


def _ask_anew(db: Db, book: Snapshot, launch: Launch, request: Request, due: datetime, now: datetime) -> None:
    """Whoever had answered, or been given up, gets a new request; the old one stays as it is."""
    chase.end(db, request)
    drop_problems(db, request)
    if request.state in chase.OPEN:
        db.change(request, state=RequestState.dropped)
    ask(db, book, launch, request.department, due, now)


async def cancel(tools: Tools, caller: Caller, launch_id: str, reason: str) -> Answer:
    """Call it off: nobody is asked any more."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = editable(db, book, caller, launch_id, now)
        state = rules.move(launch.state, "cancel", by=launch.decided_by)
        db.change(
            launch,
            state=state,
            ended_at=now,
            decided_by=caller.user,
            decided_at=now,
            texts={**launch.texts, "reason": reason},
        )
        golive.finish(db, launch)
        relations.moved(db, launch, caller.user, now)
        entry = speak.note(db, launch, "cancelled", now, by=caller.user, reason=reason)
        speak.line_on_card(db, launch, entry)
        speak.changed(db, launch)
        return Answer(caller.t("“{title}” is cancelled.", title=names.said(launch.title, 120)))

    return await tools.write(caller, work)
