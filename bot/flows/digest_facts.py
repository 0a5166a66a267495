"""The week's facts as a digest stores them: all that its words need, so that it reads the same for ever.

JSON values; times in ISO with their zone. Names of departments, titles and addresses are those of the moment
of counting: a digest of March says in May what it said in March. What is made private or erased later goes
from the stored facts too (`forget`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.flows import links, wording
from bot.models import Delivery, Escalation, Launch, LaunchState, Message, Request, Snapshot
from bot.rules import facts as rules
from bot.rules import signals
from bot.store import Db, lists
from bot.store import digests as store
from bot.store.digests import Count, Named, Week

Facts = dict[str, Any]
HAPPENINGS = (
    *("launching", "launched", "opened", "told_in_time", "late", "closed"),
    *("waiting", "asks", "sent", "about"),
)
"""Facts that make a week worth more than one line."""
FEW_PRIVATE = 5
"""Private items are counted only from five on, and never named (PRODUCT section 2, "Private")."""
MOST_STORED = 12
"""Launches of a list that are stored with their names; of the others the number."""
COUNTED = ("opened", "told_in_time", "late", "closed")


def shared(db: Db, book: Snapshot, gathered: Week, now: datetime, asks: list[Facts]) -> Facts:
    """For everybody. asks: what somebody promised for a date."""
    opened = _countable(gathered.escalations["opened"])
    facts = {
        **_head(book, now),
        **_launches(db, book, gathered, None),
        **_numbers(gathered, None),
        "topics": _topics(opened),
        "long_open": _escalations(db, book, gathered.long_open),
        "waiting": [_waiting(one) for one in gathered.waiting],
        "lessons": [
            {**_named(one), "lesson": one.texts.get("lesson", "")} for one in gathered.lessons.first[:3]
        ],
        "asks": asks,
    }
    return _finished(facts)


def department(
    db: Db, book: Snapshot, gathered: Week, now: datetime, key: str, figures: list[Facts]
) -> Facts:
    """For one department: what it owes, what it is owed, what rises, its own figures."""
    opened = _countable(_of(gathered.escalations["opened"], key))
    before = _countable(_of(gathered.escalations["before"], key))
    owed = next((one for one in gathered.waiting if one.department == key), None)
    facts = {
        **_head(book, now),
        **_launches(db, book, gathered, key),
        **_numbers(gathered, key),
        "department": key,
        "waiting": [_waiting(owed)] if owed else [],
        "owed": _requests(db, book, gathered.owed.get(key, [])),
        "sent": [
            {"department": one.department, "count": one.number, "oldest_due": one.oldest_due.isoformat()}
            for one in gathered.sent
            if one.asker == key
        ],
        "topics": _topics(opened),
        "rising": [
            {"topic": one.topic, "count": one.cases, "usual": one.usual}
            for one in signals.rising(_by_topic(opened), _by_topic(before))
        ],
        "about": _topics(_elsewhere(book, gathered, key)),
        "figures": figures,
        "figures_week": rules.last_week(book.workspace.timezone, now),
    }
    return _finished(facts)


def _head(book: Snapshot, now: datetime) -> Facts:
    """What every audience's facts begin with.

    `words` is the one place for a paragraph that a model wrote and that was checked, put there before the
    digest's unit: {"language": "fr", "text": "…", "sentences": [{"notices": ["E1"]}]}, None for none.
    """
    return {
        "week": rules.week_of(book.workspace.timezone, now),
        "zone": book.workspace.timezone,
        "names": {one.key: dict(one.name) for one in book.departments},
        "words": None,
    }


def _finished(facts: Facts) -> Facts:
    """`names` only of the departments that stand in it; whether anything happened at all."""
    used = {facts.get("department")}
    used |= {
        given["department"] for name in ("waiting", "sent", "long_open") for given in facts.get(name, [])
    }
    names = {key: name for key, name in facts["names"].items() if key in used}
    return {**facts, "names": names, "happened": any(facts.get(key) for key in HAPPENINGS)}


def _numbers(gathered: Week, department: str | None) -> Facts:
    return {
        happened: sum(one.number for one in _countable(_of(gathered.escalations[happened], department)))
        for happened in COUNTED
    }


def _of(counts: list[Count], department: str | None) -> list[Count]:
    return [one for one in counts if department in (None, one.department)]


def _countable(counts: list[Count]) -> list[Count]:
    private = sum(one.number for one in counts if one.private)
    return counts if private >= FEW_PRIVATE else [one for one in counts if not one.private]


def _by_topic(counts: Iterable[Count]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in counts:
        found[one.topic] += 0 if one.private else one.number
    return dict(found)


def _topics(counts: Iterable[Count]) -> list[list[Any]]:
    """The three most frequent, the alphabet deciding between equals."""
    found = sorted(_by_topic(counts).items(), key=lambda pair: (-pair[1], pair[0]))
    return [list(pair) for pair in found[:3] if pair[1]]


def _elsewhere(book: Snapshot, gathered: Week, key: str) -> list[Count]:
    """What others answered for that concerns this department: topics about which it is consulted (58)."""
    topics = signals.concerning(book, key)
    return [one for one in gathered.escalations["opened"] if one.topic in topics and one.department != key]


def _waiting(one: Any) -> Facts:
    return {"department": one.department, "count": one.number, "oldest_due": one.oldest_due.isoformat()}


def _launches(db: Db, book: Snapshot, gathered: Week, department: str | None) -> Facts:
    ahead = [one for one in gathered.ahead if _concerns(one, department)]
    live = (LaunchState.live, LaunchState.reviewed)
    behind = [one for one in gathered.behind if one.state in live and _concerns(one, department)]
    urls = links.to_cards(db, book, [*ahead[:MOST_STORED], *behind[:MOST_STORED]])
    return {
        "launching": [_launch(one, urls) for one in ahead[:MOST_STORED]],
        "launching_more": len(ahead[MOST_STORED:]),
        "launched": [_launch(one, urls) for one in behind[:MOST_STORED]],
        "launched_more": len(behind[MOST_STORED:]),
    }


def _concerns(launch: Launch, department: str | None) -> bool:
    return department is None or department == launch.department or department in launch.asked


def _launch(launch: Launch, urls: dict[str, str | None]) -> Facts:
    told = {name: launch.texts[name] for name in ("goal", "progress", "help") if launch.texts.get(name)}
    return {
        "id": launch.id,
        "title": launch.title,
        "at": launch.at.isoformat(),
        "state": str(launch.state),
        "url": urls.get(launch.id),
        **told,
    }


def _escalations(db: Db, book: Snapshot, named: Named) -> list[Facts]:
    urls = links.to_cards(db, book, list(named.first))
    return [
        {**_named(one), "since": one.created_at.isoformat(), "url": urls.get(one.id)} for one in named.first
    ]


def _named(escalation: Escalation) -> Facts:
    return {
        "id": escalation.id,
        "title": escalation.title,
        "topic": escalation.topic,
        "department": escalation.department,
    }


def _requests(db: Db, book: Snapshot, owed: list[Request]) -> list[Facts]:
    notices = lists.notices(db, book.workspace.id, {one.notice for one in owed})
    urls = links.to_requests(db, book, owed)
    return [
        {
            "id": one.notice,
            "title": notices[one.notice].title,
            "due": one.due_at.isoformat(),
            "url": urls.get(one.id),
        }
        for one in owed
        if one.notice in notices
    ]


# What was typed goes


def forget(db: Db, workspace: str, notice: str) -> None:
    """What was typed about the notice is gone: stored digests lose its title and its lesson too."""
    for stored in store.naming(db, workspace, notice):
        words = stored.facts.get("words")
        kept = {**stored.facts, "words": wording.without(words, notice) if words else None}
        db.change(stored, facts=_without(kept, notice))
        key = f"digest:{stored.audience}:{stored.day}"
        for message in db.all(Message, workspace=workspace, key=key):
            if message.ts:
                db.change(message, wanted=message.wanted + 1, state=Delivery.due)
                db.woken = True


def _without(value: Any, notice: str) -> Any:
    """The facts with nothing typed about this notice."""
    if isinstance(value, Mapping):
        found = {key: _without(inner, notice) for key, inner in value.items()}
        typed = ("title", "lesson", "goal", "progress", "help")
        return {**found, **{key: "" for key in typed if key in found}} if value.get("id") == notice else found
    return [_without(inner, notice) for inner in value] if isinstance(value, list) else value
