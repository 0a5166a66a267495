"""The App Home: what this person owes, what is theirs, the week (PRODUCT section 2, "App Home by role")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Translator, slack_date
from bot.models import Escalation, Launch, Notice, Origin, Request, Snapshot
from bot.views import escalation_lines, kit, names, ping_lines
from bot.views.lines import packed

MOST_OWED, MOST_MINE, MOST_WEEK = 5, 10, 10
Owed = tuple[Request, Launch | Escalation, str | None]
"""A request that this person may answer, what it is about, the permalink of the request."""


def home_view(
    person: str,
    snapshot: Snapshot,
    t: Translator,
    *,
    owed: Sequence[Owed],
    mine: Sequence[Notice],
    week: Sequence[Launch],
    newcomer: bool,
    now: datetime,
    orchestrator: str | None = None,
    guest: bool = False,
) -> kit.Block:
    """A view of type home, well below 100 blocks.

    The caller gives only what this person may see. `newcomer` shows who does what in five lines; `guest`
    (also external people) sees only what they owe; `orchestrator` is the one on duty now.
    """
    blocks = [kit.header(t("What you owe now")), *_owed(owed, snapshot, t, now)]
    if guest:
        return {"type": "home", "blocks": blocks}
    blocks += [_start(t)]
    if newcomer:
        blocks += [
            kit.divider(),
            kit.header(t("Who does what")),
            kit.section(_who_does_what(t, orchestrator)),
        ]
    blocks += [kit.divider(), kit.header(t("What is yours")), *_mine(mine, snapshot, t, orchestrator, now)]
    blocks += [kit.divider(), kit.header(t("Launching this week")), *_week(week, snapshot, t)]
    return {"type": "home", "blocks": [*blocks, kit.context(_roles(person, snapshot, t))]}


def _owed(owed: Sequence[Owed], snapshot: Snapshot, t: Translator, now: datetime) -> list[kit.Block]:
    """At most five, the oldest deadline first, and how many more there are."""
    if not owed:
        return [kit.section(t("Nothing waits for you."))]
    ordered = sorted(owed, key=lambda given: given[0].due_at)
    blocks = [kit.section(_owed_line(given, snapshot, t, now)) for given in ordered[:MOST_OWED]]
    if left := len(ordered) - len(blocks):
        more = t.n("{count} more request waits after these.", "{count} more requests wait after these.", left)
        blocks.append(kit.context(more))
    return blocks


def _owed_line(given: Owed, snapshot: Snapshot, t: Translator, now: datetime) -> str:
    request, notice, url = given
    plain = ping_lines.title(notice, t)
    title = kit.link(url, plain) if url else kit.escape(plain)
    department, time = names.department(t, snapshot, request.department), _time(request.due_at, snapshot, t)
    if request.due_at < now:
        return t(
            "*{department}* was to answer by {time}: {title}", department=department, time=time, title=title
        )
    if isinstance(notice, Escalation) and request.origin is Origin.routing:
        return t(
            "*{department}* must take this by {time}: {title}", department=department, time=time, title=title
        )
    return t("*{department}* must answer by {time}: {title}", department=department, time=time, title=title)


def _mine(
    mine: Sequence[Notice], snapshot: Snapshot, t: Translator, orchestrator: str | None, now: datetime
) -> list[kit.Block]:
    if not mine:
        example = t(
            "Nothing yet. For example: a promotion on the 15th? Announce it, and customer service knows the "
            "price before the first customer calls. A complaint online? Report it, and somebody takes it."
        )
        return [kit.section(example)]
    lines = [_mine_line(notice, snapshot, t, orchestrator, now) for notice in mine[:MOST_MINE]]
    if left := len(mine) - len(lines):
        lines.append(t.n("and {count} more", "and {count} more", left))
    return packed(lines)


def _mine_line(
    notice: Notice, snapshot: Snapshot, t: Translator, orchestrator: str | None, now: datetime
) -> str:
    if isinstance(notice, Escalation):
        line = escalation_lines.lead_line(notice, snapshot, t, orchestrator=orchestrator, now=now)
        return t("• {title} · {line}", title=kit.escape(ping_lines.title(notice, t)), line=line)
    if isinstance(notice, Launch):
        return _launch_line(notice, snapshot, t)
    return kit.escape(kit.cut(notice.title, 110))


def _launch_line(launch: Launch, snapshot: Snapshot, t: Translator) -> str:
    return t(
        "• {title}, {time}: {state}",
        title=kit.escape(ping_lines.title(launch, t)),
        time=_time(launch.at, snapshot, t),
        state=names.launch_state(t, launch.state),
    )


def _week(week: Sequence[Launch], snapshot: Snapshot, t: Translator) -> list[kit.Block]:
    if not week:
        empty = t("No launch is planned this week. The next one you announce stands here, for everybody.")
        return [kit.section(empty)]
    lines = [_launch_line(launch, snapshot, t) for launch in week[:MOST_WEEK]]
    if left := len(week) - len(lines):
        lines.append(t.n("and {count} more", "and {count} more", left))
    return packed(lines)


def _start(t: Translator) -> kit.Block:
    return kit.actions(
        kit.button(t("Announce a Launch"), "open_launch", "home", style="primary"),
        kit.button(t("Report an Escalation"), "open_escalation", "home"),
        block_id="home",
    )


def _who_does_what(t: Translator, orchestrator: str | None) -> str:
    """Five lines for the first visit."""
    conductor = (
        t(
            "*Orchestrator*: {person} this week; what nobody answers comes there.",
            person=kit.person(orchestrator),
        )
        if orchestrator
        else t("*Orchestrator*: what nobody answers comes to this person.")
    )
    lines = (
        t("*You*: announce a launch, or report what a customer, a journalist or a colleague asks."),
        t("*Representatives*: one in each department answers, in the department's channel."),
        t("*Deputies and heads*: called in turn when nobody answers in time."),
        conductor,
        t("*Owner*: who announced a launch decides on Go; who took an escalation tells the requester."),
    )
    return "\n".join(lines)


def _roles(person: str, snapshot: Snapshot, t: Translator) -> str:
    held = [names.department(t, snapshot, key) for key in snapshot.departments_of(person)]
    if not held:
        return t("You hold no seat in a department; an administrator can give you one.")
    return t("You have a seat in {departments}.", departments=t.join(held))


def _time(at: datetime, snapshot: Snapshot, t: Translator) -> str:
    return slack_date(at, t, zone=snapshot.workspace.timezone)
