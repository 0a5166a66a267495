"""The weekly digest in words: shared, and one for each department (PRODUCT, "Shared weekly digest").

Facts come as JSON: {"week": "2026-W47", "launching": [{"id", "title", "at", "state"}], "launched": the same,
"opened": 3, "told_in_time": 2, "late": 1, "closed": 1, "topics": [["complaint", 2]],
"waiting": [{"department", "count", "oldest_due"}], "late_sent": false}; times are ISO text with a zone, and a
missing key counts as nothing. No person stands in them, and no private notice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.i18n import Translator, slack_date
from bot.models import LaunchState, Snapshot
from bot.views import kit, names, timeline
from bot.views.lines import packed

Facts = Mapping[str, Any]
MOST_LAUNCHING, MOST_LAUNCHED, MOST_WAITING = 6, 3, 4


def shared_digest(
    facts: Facts, snapshot: Snapshot, t: Translator, *, links: Mapping[str, str | None]
) -> kit.Rendered:
    """At most 25 lines for everybody; one line when nothing happened and nothing waits.

    `links` gives each launch's card by its id.
    """
    return _digest(facts, snapshot, t, links, t("Weekly digest, week {week}", week=_week(facts)))


def department_digest(
    facts: Facts, department: str, snapshot: Snapshot, t: Translator, *, links: Mapping[str, str | None]
) -> kit.Rendered:
    """The same for one department: its launches and escalations, what waits for it, and what others owe."""
    title = t(
        "{department}: weekly digest, week {week}",
        department=names.department_label(t, snapshot, department),
        week=_week(facts),
    )
    return _digest(facts, snapshot, t, links, title, department)


def _digest(
    facts: Facts,
    snapshot: Snapshot,
    t: Translator,
    links: Mapping[str, str | None],
    title: str,
    department: str | None = None,
) -> kit.Rendered:
    summary = _summary(facts, t)
    if not _happened(facts):
        line = t("{title}: {summary}", title=kit.escape(title), summary=summary)
        return kit.Rendered(text=line, blocks=[kit.section(line), *_late(facts, t)])
    parts = [
        _launches(t("*Launching this week*"), facts.get("launching", []), MOST_LAUNCHING, snapshot, t, links),
        _launches(t("*Launched*"), facts.get("launched", []), MOST_LAUNCHED, snapshot, t, links),
        _escalations(facts, t),
        _waiting(facts, snapshot, t, department),
    ]
    sections = [section for lines in parts for section in packed(lines)]
    return kit.Rendered(
        text=t("{title}: {summary}", title=kit.escape(title), summary=summary),
        blocks=[kit.header(title), kit.section(summary), *sections, *_late(facts, t)],
    )


def _week(facts: Facts) -> str:
    """The number of an ISO week such as "2026-W07": "7"."""
    return str(facts.get("week", "")).rpartition("W")[2].lstrip("0")


def _happened(facts: Facts) -> bool:
    lists = any(facts.get(key) for key in ("launching", "launched", "waiting"))
    return lists or any(facts.get(key) for key in ("opened", "told_in_time", "late", "closed"))


def _summary(facts: Facts, t: Translator) -> str:
    """The week in one sentence."""
    if not _happened(facts):
        return t("nothing launches, nothing was escalated, nothing waits.")
    waiting = sum(int(given["count"]) for given in facts.get("waiting", []))
    launching, opened = len(facts.get("launching", [])), int(facts.get("opened", 0))
    return t(
        "{launches}, {escalations}, {answers}.",
        launches=t.n("{count} launch this week", "{count} launches this week", launching),
        escalations=t.n("{count} escalation last week", "{count} escalations last week", opened),
        answers=t.n("{count} answer awaited", "{count} answers awaited", waiting),
    )


def _launches(
    title: str,
    launches: Sequence[Mapping[str, Any]],
    most: int,
    snapshot: Snapshot,
    t: Translator,
    links: Mapping[str, str | None],
) -> list[str]:
    if not launches:
        return []
    lines = [title, *(_launch(launch, snapshot, t, links) for launch in launches[:most])]
    if left := len(launches) - len(launches[:most]):
        lines.append(t.n("and {count} more", "and {count} more", left))
    return lines


def _launch(
    launch: Mapping[str, Any], snapshot: Snapshot, t: Translator, links: Mapping[str, str | None]
) -> str:
    typed = kit.cut(" ".join(str(launch.get("title", "")).split()), 100) or "–"
    url = links.get(str(launch.get("id")))
    title = kit.link(url, typed) if url else kit.escape(typed)
    state = launch.get("state")
    words = (
        names.launch_state(t, LaunchState(state))
        if state in set(LaunchState)
        else kit.escape(str(state or "–"))
    )
    if at := timeline.moment(launch.get("at")):
        time = slack_date(at, t, zone=snapshot.workspace.timezone)
        return t("• {title}, {time}: {state}", title=title, time=time, state=words)
    return t("• {title}: {state}", title=title, state=words)


def _escalations(facts: Facts, t: Translator) -> list[str]:
    counts = {key: int(facts.get(key, 0)) for key in ("opened", "told_in_time", "late", "closed")}
    if not any(counts.values()):
        return []
    counted = t(
        "{opened} · {told} · {late} · {closed}",
        opened=t.n("{count} opened", "{count} opened", counts["opened"]),
        told=t.n("{count} told in time", "{count} told in time", counts["told_in_time"]),
        late=t.n("{count} late", "{count} late", counts["late"]),
        closed=t.n("{count} closed", "{count} closed", counts["closed"]),
    )
    lines = [t("*Escalations*"), counted]
    topics = [
        t("{topic} ({count})", topic=kit.escape(names.topic(t, str(key))), count=int(count))
        for key, count in facts.get("topics", [])[:3]
    ]
    if topics:
        lines.append(t("Most often: {topics}", topics=t.join(topics)))
    return lines


def _waiting(facts: Facts, snapshot: Snapshot, t: Translator, department: str | None) -> list[str]:
    """What waits for which department; a department's own digest has its own first."""
    waiting = sorted(facts.get("waiting", []), key=lambda given: given["department"] != department)
    if not waiting:
        return []
    lines = [t("*Answers awaited*"), *(_owed(given, snapshot, t) for given in waiting[:MOST_WAITING])]
    if left := len(waiting) - len(waiting[:MOST_WAITING]):
        lines.append(t.n("and {count} more department", "and {count} more departments", left))
    return lines


def _owed(given: Mapping[str, Any], snapshot: Snapshot, t: Translator) -> str:
    department = names.department(t, snapshot, str(given["department"]))
    answers = t.n("{count} answer", "{count} answers", int(given["count"]))
    if due := timeline.moment(given.get("oldest_due")):
        time = slack_date(due, t, zone=snapshot.workspace.timezone)
        return t(
            "• {department}: {answers}, the oldest due {time}",
            department=department,
            answers=answers,
            time=time,
        )
    return t("• {department}: {answers}", department=department, answers=answers)


def _late(facts: Facts, t: Translator) -> list[kit.Block]:
    late = t("This digest comes late: Tutti could not send it at its hour.")
    return [kit.context(late)] if facts.get("late_sent") else []
