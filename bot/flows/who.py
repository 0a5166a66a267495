"""`/tutti who`: whom to ask about a topic, or in a department (PRODUCT mechanisms 17 and 98)."""

from __future__ import annotations

from datetime import datetime

from bot.errors import refuse
from bot.flows.answers import Answer
from bot.models import Snapshot
from bot.rules import rights, routing, sight
from bot.rules import who as rules
from bot.tools import Caller, Tools
from bot.views import who as views
from bot.views.kit import Rendered


async def look_up(tools: Tools, caller: Caller, asked: str) -> Answer:
    """One line for a topic or department, a short list without words, the nearest names for others."""
    book, now, t = caller.snapshot, tools.clock.now(), caller.t
    refuse(sight.may_look(caller.person))
    refuse(rights.has_departments(book))
    known = views.called(book)
    if not asked.strip():
        topics = [key for key in known if key.startswith("topic:")]
        top = t("Whom to ask about what. More: `/tutti who` and the subject.")
        return _answer(views.several(_doors(topics, book, now), book, t, top=top))
    found = rules.find(asked, known)
    if len(found) == 1:
        return _answer(views.door_line(found[0], _door(found[0], book, now), book, t))
    if found:
        top = t("Several subjects are called so:")
        return _answer(views.several(_doors(found, book, now), book, t, top=top))
    return Answer(views.unknown(asked, rules.nearest(asked, known), book, t))


def _doors(keys: list[str], book: Snapshot, now: datetime) -> list[tuple[str, rules.Door]]:
    return [(key, _door(key, book, now)) for key in keys]


def _door(key: str, book: Snapshot, now: datetime) -> rules.Door:
    kind, _, name = key.partition(":")
    department = routing.route(book, name) if kind == "topic" else name
    return rules.door(book, department, now)


def _answer(rendered: Rendered) -> Answer:
    return Answer(rendered.text, rendered.blocks)
