"""A record of a digest in one plain sentence: what stands where a model's own sentence was dropped."""

from __future__ import annotations

from bot.i18n import Translator
from bot.rules.records import Record


def template(record: Record, t: Translator) -> str:
    """The record in words, plain text; empty for one of which there is no such sentence."""
    if record.title:
        return _item(record, t)
    count = next(iter(record.numbers), 0)
    label = next(iter(record.labels), "")
    if record.measure == "topics":
        return t.n("{topic}: {count} case.", "{topic}: {count} cases.", count, topic=label)
    if record.measure == "waiting" and label:
        return t.n(
            "{department}: {count} answer is awaited.",
            "{department}: {count} answers are awaited.",
            count,
            department=label,
        )
    return _count(record.measure, count, t)


def _count(measure: str, count: int, t: Translator) -> str:
    said = {
        "opened": lambda: t.n("{count} case was opened.", "{count} cases were opened.", count),
        "told_in_time": lambda: t.n(
            "{count} requester was told in time.", "{count} requesters were told in time.", count
        ),
        "late": lambda: t.n("{count} case was late.", "{count} cases were late.", count),
        "closed": lambda: t.n("{count} case was closed.", "{count} cases were closed.", count),
        "launching": lambda: t.n("{count} launch is planned.", "{count} launches are planned.", count),
        "launched": lambda: t.n("{count} launch went live.", "{count} launches went live.", count),
        "waiting": lambda: t.n("{count} answer is awaited.", "{count} answers are awaited.", count),
    }.get(measure)
    return said() if said else ""


def _item(record: Record, t: Translator) -> str:
    if not record.moments:
        return ""
    day = t.long_day(record.moments[0].date())
    if record.measure == "launching":
        return t("“{title}” is planned for {day}.", title=record.title, day=day)
    if record.measure == "launched":
        return t("“{title}” went live on {day}.", title=record.title, day=day)
    return t("“{title}” has been open since {day}.", title=record.title, day=day)
