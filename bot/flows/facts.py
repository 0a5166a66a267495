"""A week's facts, exact from the records, and the notices behind each number (PRODUCT section 1, "Core
numbers, defined once").

A promise counts in the week for which it was made, an end in the week in which it came, a call in the week in
which it was shown. The present week is counted until now. A notice handed to another department counts where
it is now, also in weeks that were counted before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.errors import Refusal, refuse
from bot.flows import links
from bot.flows.answers import Answer
from bot.models import EVERYBODY, Cell, Figure, Snapshot, WeekFacts
from bot.rules import facts as rules
from bot.rules import sight
from bot.rules.facts import Span
from bot.store import Db, cells, lists
from bot.store import facts as store
from bot.tools import Caller, Tools
from bot.views import facts as views
from bot.views.facts import Behind, Listed


def week(db: Db, book: Snapshot, week: str, now: datetime) -> WeekFacts:
    """One week of every department. ValueError for a week that has not begun."""
    return trend(db, book, [week], now)[0]


def trend(
    db: Db, book: Snapshot, weeks: Sequence[str], now: datetime, department: str | None = None
) -> list[WeekFacts]:
    """These weeks, in the given order, exact as of now: of every department, or only of this one.

    EVERYBODY as `department` is the whole organisation, which stands in all of them. What was counted before
    and has not changed is read, the rest is counted. ValueError for a week that has not begun.
    """
    workspace = book.workspace.id
    near = {one for week in weeks for one in (week, rules.before(week, 1), rules.before(week, -1))}
    kept = cells.of_weeks(db, workspace, near, department)
    spans = spans_of(book, weeks, kept)
    return [_week(db, workspace, one, spans[one], kept.get(one, {}), now, department) for one in weeks]


def spans_of(
    book: Snapshot, weeks: Collection[str], kept: Mapping[str, Mapping[str, Cell]]
) -> dict[str, Span]:
    """When each of these weeks begins and ends, next to those that were counted."""
    known = {
        week: Span(found[EVERYBODY].starts, found[EVERYBODY].ends)
        for week, found in kept.items()
        if EVERYBODY in found
    }
    return {week: rules.span(book.workspace.timezone, week, known) for week in weeks}


def _week(
    db: Db,
    workspace: str,
    week: str,
    span: Span,
    kept: Mapping[str, Cell],
    now: datetime,
    department: str | None,
) -> WeekFacts:
    if span.starts > now:
        raise ValueError(f"The week {week} has not begun yet; choose one that has.")
    wanted = kept if department is None else {key: kept[key] for key in {EVERYBODY, department} & {*kept}}
    if EVERYBODY in kept and not any(cell.dirty for cell in wanted.values()):
        counted = ((key, cells.figures(cell)) for key, cell in wanted.items())
        found = {key: figures for key, figures in counted if figures}
    else:
        found = store.week(db, workspace, Span(span.starts, min(span.ends, now)))
        if department is not None:
            found = {key: found[key] for key in {EVERYBODY, department} & {*found}}
    return WeekFacts(week, span.starts, span.ends, ended=span.ends <= now, figures=found)


# What is behind a number


async def show_behind(tools: Tools, caller: Caller, asked: Behind | None) -> Answer:
    """The notices that a number counts, in a page of its own."""
    return Answer(opens=await _behind(tools, caller, asked))


async def turn_behind(tools: Tools, caller: Caller, asked: Behind | None) -> Answer:
    """Another page of them."""
    return Answer(updates=await _behind(tools, caller, asked))


async def _behind(tools: Tools, caller: Caller, asked: Behind | None) -> views.Block:
    """No person, nothing private, and "too few" where the number itself would say so (P9)."""
    refuse(sight.may_look(caller.person))
    if asked is None or not _is_there(caller.snapshot, asked):
        raise Refusal("This number is not there any more; open the weekly digest again.")
    now = tools.clock.now()

    def look(db: Db) -> views.Block:
        facts = trend(db, caller.snapshot, [asked.week], now, asked.department)[0]
        figure = facts.figure(asked.measure, asked.department)
        if rules.too_few(figure):
            return views.behind_page(asked, figure, [], 0, facts, caller.snapshot, caller.t)
        return _page(db, caller, asked, figure, facts, now)

    try:
        return await tools.store.read(look)
    except ValueError as error:
        raise Refusal("This week has not begun yet; there is nothing to show.") from error


def _is_there(book: Snapshot, asked: Behind) -> bool:
    return asked.department == EVERYBODY or book.department(asked.department) is not None


def _page(
    db: Db, caller: Caller, asked: Behind, figure: Figure, facts: WeekFacts, now: datetime
) -> views.Block:
    book = caller.snapshot
    span = Span(facts.starts, min(facts.ends, now))
    found, total = store.behind(
        db,
        book.workspace.id,
        asked.measure,
        asked.department,
        span,
        offset=asked.page * views.SIZE,
        limit=views.SIZE,
    )
    notices = lists.notices(db, book.workspace.id, [one for one, _ in found])
    urls = links.to_cards(db, book, list(notices.values()))
    listed = [Listed(notices[one], urls.get(one), whole=whole) for one, whole in found if one in notices]
    return views.behind_page(asked, figure, listed, total, facts, book, caller.t)
