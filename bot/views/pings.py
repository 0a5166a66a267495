"""Calls on a person's attention: the direct message, one item for each ping, and the lines in a thread.

An item says who must do what by when with a link, then why this person and how to stop (PRODUCT section 2,
N12). Answers are given on the request, so most items have no buttons; what only this person can do has. What
was finished meanwhile shows one line and no buttons. The sentences stand in `ping_lines`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.i18n import Translator
from bot.models import (
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Ping,
    PingKind,
    Request,
    RequestState,
    Snapshot,
)
from bot.rules.pings import TELLS
from bot.views import kit, names, ping_lines, preferences
from bot.views.lines import packed

Subject = Launch | Escalation
MOST_ITEMS = 15
"""Three blocks each, below Slack's fifty in a message."""
OPEN = (RequestState.waiting, RequestState.unanswered)
LATE = timedelta(minutes=5)
"""A ping shown later than this after its hour says so (P3)."""


class Item(NamedTuple):
    """A ping and what it is about; `link` is the permalink of the request or card, if there is one."""

    ping: Ping
    request: Request | None
    notice: Subject
    link: str | None


def ping_message(items: Sequence[Item], snapshot: Snapshot, t: Translator, *, now: datetime) -> kit.Rendered:
    """One direct message for all of a person's items, in the order given; it says how many do not fit.

    Only the first item's main button is a primary one. `items` must not be empty.
    """
    blocks: list[kit.Block] = []
    for number, item in enumerate(items[:MOST_ITEMS]):
        drawn = ping_item(
            item.ping, item.request, item.notice, snapshot, t, link=item.link, now=now, main=number == 0
        )
        blocks += drawn
    if len(items) > MOST_ITEMS:
        left = len(items) - MOST_ITEMS
        more = t.n("{count} more thing waits for you.", "{count} more things wait for you.", left)
        blocks.append(kit.context(more))
    waiting = [item for item in items if not is_finished(item.ping, item.request, item.notice)]
    if waiting:
        blocks.append(preferences.quieter(t))
    asking = [item for item in waiting if item.ping.kind not in TELLS]
    first = (asking or waiting or list(items))[0]
    text = line(first.ping, first.request, first.notice, snapshot, t, link=None)
    if len(items) > 1 and not waiting:
        text = t("Nothing waits for you any more.")
    elif len(items) > 1 and asking:
        count = t.n("{count} thing waits for you.", "{count} things wait for you.", len(asking))
        text = t("{count_line} First: {line}", count_line=count, line=text)
    return kit.Rendered(text=text, blocks=blocks)


def ping_item(
    ping: Ping,
    request: Request | None,
    notice: Subject,
    snapshot: Snapshot,
    t: Translator,
    *,
    link: str | None,
    now: datetime,
    main: bool = True,
) -> list[kit.Block]:
    """One to three blocks. `main`: this item may have the message's one primary button."""
    said = line(ping, request, notice, snapshot, t, link=link)
    if is_finished(ping, request, notice):
        return [kit.section(said, block_id=f"ping:{ping.id}")]
    drawn = [
        kit.section(said, block_id=f"ping:{ping.id}"),
        kit.context(ping_lines.why(ping, request, snapshot, t), lateness(ping, request, now, t)),
    ]
    buttons = _buttons(ping, request, notice, t, main=main)
    return [*drawn, kit.actions(*buttons, block_id=f"ping-do:{ping.id}")] if buttons else drawn


def line(
    ping: Ping,
    request: Request | None,
    notice: Subject,
    snapshot: Snapshot,
    t: Translator,
    *,
    link: str | None,
) -> str:
    """The item's sentence, mrkdwn. Of a private item an orchestrator reads department and hour only."""
    if is_hidden(ping, notice) or (notice.private and ping.kind is PingKind.from_launch):
        title = t("a private matter")
    else:
        title = (
            kit.link(link, ping_lines.title(notice, t)) if link else kit.escape(ping_lines.title(notice, t))
        )
    words = ping_lines.Words(ping, request, notice, title, snapshot, t, hidden=is_hidden(ping, notice))
    return ping_lines.finished(words) if is_finished(ping, request, notice) else ping_lines.asking(words)


def is_hidden(ping: Ping, notice: Subject) -> bool:
    """Whether this person may not know what it is about: an orchestrator's call on a private notice."""
    return notice.private and ping.kind in ping_lines.ORCHESTRATORS


def lateness(ping: Ping, request: Request | None, now: datetime, t: Translator) -> str:
    """That the step was sent after its hour (P3), or that the request's hour has passed; "" for neither."""
    if ping.values.get("late") or (ping.shown_at or now) - ping.not_before > LATE:
        return t("This comes late: Tutti could not send it at its hour.")
    if request and ping.kind in ping_lines.DEPARTMENTS and now > request.due_at:
        return t("The hour has passed; the answer still counts.")
    return ""


def is_finished(ping: Ping, request: Request | None, notice: Subject) -> bool:
    """Whether nothing is left to do about it: somebody answered, decided, or the notice ended."""
    if ping.kind in TELLS:
        return False
    if notice.ended_at is not None or getattr(notice, "merged_into", None) is not None:
        return True
    by_notice = _DONE.get(ping.kind)
    if by_notice:
        return by_notice(notice)
    if ping.kind in (PingKind.unanswered, *ping_lines.REQUESTS):
        return request is not None and request.state not in OPEN
    return False


def _is_decided(notice: Subject) -> bool:
    return isinstance(notice, Launch) and notice.state is not LaunchState.announced


def _is_settled(notice: Subject) -> bool:
    """A launch whose hour passed undecided still waits for a new date, or for its end."""
    return _is_decided(notice) and getattr(notice, "state", None) is not LaunchState.not_confirmed


def _is_released(notice: Subject) -> bool:
    return isinstance(notice, Launch) and not notice.held


def _is_told(notice: Subject) -> bool:
    running = (EscalationState.open, EscalationState.taken)
    return isinstance(notice, Escalation) and notice.state not in running


def _is_taken(notice: Subject) -> bool:
    return isinstance(notice, Escalation) and notice.state is not EscalationState.open


def _has_statement(notice: Subject) -> bool:
    return isinstance(notice, Escalation) and (notice.statement is not None or _is_told(notice))


_DONE: Mapping[PingKind, Callable[[Subject], bool]] = {
    PingKind.last_answer: _is_decided,
    PingKind.undecided: _is_settled,
    PingKind.held: _is_released,
    PingKind.still_yours: _is_told,
    PingKind.reply_late: _is_told,
    PingKind.second_hand_over: _is_told,
    PingKind.raise_level: _is_taken,
    PingKind.statement: _has_statement,
    PingKind.from_launch: _is_told,
}


def _buttons(
    ping: Ping, request: Request | None, notice: Subject, t: Translator, *, main: bool
) -> list[kit.Block]:
    """What only this person can do; its value is the id of the request, or of the notice decided on."""
    offered = _OFFERED.get(ping.kind, ())
    if is_hidden(ping, notice):
        offered = ("request_name",) if request else ()
    if _is_decided(notice):
        offered = [action for action in offered if action != "launch_go"]
    made = []
    for number, action in enumerate(offered):
        label = ping_lines.button_label(action, t)
        value = notice.id if action in _ABOUT_NOTICE else request.id if request else None
        style = "primary" if main and number == 0 and ping.kind in _DECIDING else None
        if value:
            made.append(kit.button(label, action, value, style=style))
    return made


_ASKED_LAST = ("request_take_myself", "request_name", "request_rest")
_OFFERED: Mapping[PingKind, Sequence[str]] = {
    PingKind.orchestrator: _ASKED_LAST,
    PingKind.without_next: _ASKED_LAST,
    PingKind.sponsor: _ASKED_LAST,
    PingKind.last_answer: ("launch_go",),
    PingKind.undecided: ("launch_go", "launch_postpone", "launch_cancel"),
    PingKind.held: ("launch_release", "launch_postpone", "launch_cancel"),
    PingKind.still_yours: ("escalation_told", "escalation_more_time", "request_hand_over"),
    PingKind.problem: ("problem_reply",),
    PingKind.solved: ("problem_solved", "problem_not_solved"),
    PingKind.reply_late: ("escalation_severity", "request_name"),
    PingKind.raise_level: ("escalation_severity", "request_name"),
    PingKind.second_hand_over: ("hand_over_allow", "request_name"),
    PingKind.statement: ("escalation_statement",),
}
_ABOUT_NOTICE = frozenset(
    {
        "launch_go",
        "launch_postpone",
        "launch_cancel",
        "launch_release",
        "escalation_told",
        "escalation_more_time",
        "escalation_severity",
        "escalation_statement",
    }
)
_DECIDING = frozenset(
    {
        PingKind.last_answer,
        PingKind.undecided,
        PingKind.held,
        PingKind.still_yours,
        PingKind.problem,
        PingKind.solved,
        PingKind.statement,
    }
)


def reminder_line(request: Request, notice: Subject, snapshot: Snapshot, t: Translator) -> kit.Rendered:
    """The reminder in a request's thread; the person is reached by their own ping."""
    department = names.department(t, snapshot, request.department)
    time = ping_lines.time_of(request.due_at, snapshot, t)
    if isinstance(notice, Escalation) and request.origin.value == "routing":
        text = t("Reminder: {department} must take this by {time}.", department=department, time=time)
    else:
        text = t("Reminder: {department} must answer by {time}.", department=department, time=time)
    return kit.Rendered(text=text, blocks=[kit.section(text)])


def handed_line(
    before: Request, after: Request, notice: Subject, snapshot: Snapshot, t: Translator
) -> kit.Rendered:
    """The hand-over in a thread: from, to, why, what was done and promised; the clock runs on (P6).

    `before.texts` (else `after.texts`) give reason, done and promised as typed; empty ones are left out.
    """
    first = t(
        "{from_department} hands this over to {to_department}, which answers by {time}: "
        "the deadline is unchanged.",
        from_department=names.department(t, snapshot, before.department),
        to_department=names.department(t, snapshot, after.department),
        time=ping_lines.time_of(after.due_at, snapshot, t),
    )
    texts = {**after.texts, **before.texts}
    lines = [first]
    if reason := names.said(texts.get("reason"), 500):
        lines.append(t("Why: {text}", text=reason))
    if done := names.said(texts.get("done"), 500):
        lines.append(t("Done so far: {text}", text=done))
    if promised := names.said(texts.get("promised") or notice.texts.get("promised"), 500):
        lines.append(t("Promised to the requester: {text}", text=promised))
    if after.hop > 1:
        lines.append(t("Hand-over {count}: the orchestrator allowed it.", count=after.hop))
    else:
        lines.append(t("Hand-over 1 of 1: another one needs the orchestrator."))
    return kit.Rendered(text=first, blocks=packed(lines))
