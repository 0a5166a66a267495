"""One line of a Home or list for each item, and its block; the buttons that turn pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import N_, Translator, slack_date
from bot.models import Escalation, Launch, Origin, Severity, Snapshot
from bot.rules.lists import Duty, Item, Page, department_of
from bot.views import escalation_lines, kit, names, ping_lines

MOST = 400
"""Characters of a line; only a title of many marks that are escaped comes near it."""
_DUE: Mapping[Duty, str] = {
    "answer": N_("*{department}* must answer by {time}: {title}"),
    "tell": N_("Tell the requester by {time}: {title}"),
    "decide": N_("Decide on Go by {time}: {title}"),
    "release": N_("Held by a crisis: release, postpone or cancel it. {title}, {time}"),
}
_LATE: Mapping[Duty, str] = {
    "answer": N_("*{department}* was to answer by {time}: {title}"),
    "tell": N_("The requester was to be told by {time}: {title}"),
    "decide": N_("Nobody decided on Go by {time}: {title}"),
}


@dataclass(frozen=True)
class Reading:
    """What every line needs: whose settings, which language, the hour, who conducts now."""

    book: Snapshot
    t: Translator
    now: datetime
    orchestrator: str | None = None
    departments: tuple[str, ...] | None = None
    """Of a guest those that they may choose in a filter; None: a colleague, who sees them all."""


def line(item: Item, reading: Reading) -> str:
    """Who must act, on what, by when; of what is hidden only the department and the hour. Mrkdwn."""
    t, duty = reading.t, item.duty
    if item.hidden:
        return _hidden(item, reading)
    if duty == "none":
        return _standing(item, reading)
    said = _LATE.get(duty, _DUE[duty]) if item.due_at < reading.now else _sentence(item)
    return t(
        said, department=_department(item, reading), time=time(item.due_at, reading), title=title(item, t)
    )


def _sentence(item: Item) -> str:
    if not isinstance(item.notice, Escalation):
        return _DUE[item.duty]
    if item.duty == "tell" and item.notice.severity is Severity.crisis:
        return N_("Decide on the statement by {time}: {title}")
    if item.request is not None and item.request.origin is Origin.routing:
        return N_("*{department}* must take this by {time}: {title}")
    return _DUE[item.duty]


def _hidden(item: Item, reading: Reading) -> str:
    department, at = _department(item, reading), time(item.due_at, reading)
    if not department:
        return reading.t("A private item, {time}", time=at)
    return reading.t("A private item of *{department}*, due {time}", department=department, time=at)


def _standing(item: Item, reading: Reading) -> str:
    """Of a launch its hour and state, of an escalation who has it and until when."""
    t, notice = reading.t, item.notice
    if isinstance(notice, Launch):
        state = names.launch_state(t, notice.state)
        return t("{title}, {time}: {state}", title=title(item, t), time=time(notice.at, reading), state=state)
    told = escalation_lines.lead_line(
        notice, reading.book, t, orchestrator=reading.orchestrator, now=reading.now
    )
    return t("{title} · {line}", title=title(item, t), line=told)


def title(item: Item, t: Translator) -> str:
    """What names the notice, as a link to where it stands. Mrkdwn."""
    plain = ping_lines.title(item.notice, t)
    return kit.link(item.url, plain) if item.url else kit.escape(plain)


def time(at: datetime, reading: Reading) -> str:
    """A Slack date token with its fallback in the workspace's zone."""
    return slack_date(at, reading.t, zone=reading.book.workspace.timezone)


def _department(item: Item, reading: Reading) -> str:
    key = department_of(item)
    return names.department(reading.t, reading.book, key) if key else ""


def block(item: Item, reading: Reading) -> kit.Block:
    """The line with *Details*; of what is hidden *Name Somebody*, which is all that can be done.

    A guest gets no *Details*: they see what they are asked, not the whole item.
    """
    t = reading.t
    if not item.hidden and reading.departments is None:
        details = "launch_details" if isinstance(item.notice, Launch) else "escalation_details"
        button = kit.button(t("Details"), details, item.notice.id)
    elif item.hidden and item.request is not None:
        button = kit.button(t("Name Somebody"), "request_name", item.request.id)
    else:
        return kit.section(line(item, reading))
    return kit.section(line(item, reading), accessory=button)


def bullets(page: Page, reading: Reading) -> list[str]:
    """The page's items as lines of a list."""
    return [reading.t("• {line}", line=line(item, reading)) for item in page.items]


def heading(words: str, page: Page, t: Translator) -> kit.Block:
    """A header; where there are several pages it says which part of them is shown."""
    if page.total <= page.size:
        return kit.header(words)
    return kit.header(t("{title}: {range}", title=words, range=shown_range(page, t)))


def shown_range(page: Page, t: Translator) -> str:
    """ "6 to 10 of 500"."""
    first = page.first_shown
    return t("{first} to {last} of {total}", first=first + 1, last=first + len(page.items), total=page.total)


def pager(page: Page, subject: str, action: str, t: Translator) -> list[kit.Block]:
    """*Previous* and *Next*, as far as there are such pages; nothing where all is shown.

    action: the buttons are `<action>_back` and `<action>_next`; their value is `subject:number`.
    """
    buttons = [
        kit.button(label, f"{action}_{way}", f"{subject}:{number}")
        for label, way, number in (
            (t("Previous"), "back", page.number - 1),
            (t("Next"), "next", page.number + 1),
        )
        if 0 <= number <= page.last
    ]
    return [kit.actions(*buttons, block_id=f"pages:{subject}:{page.number}")] if buttons else []
