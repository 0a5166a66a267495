"""What people typed and how long it stays (PRODUCT section 2, "Data protection"; DESIGN section 7).

Free text stands in one column a table. Retention and erasure by person go over this list and nothing else,
so a column that may hold what somebody typed belongs here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, NamedTuple

from bot.models import Escalation, Requester
from bot.rules.calendars import parse_window

Term = Literal["excerpt", "notice", "press", "audit"]
"""A key of the workspace's `retention`."""


class Column(NamedTuple):
    """A column with free text, by table and column name, and the term that rules it."""

    table: str
    column: str
    term: Term


COLUMNS: Final = (
    Column("report", "excerpt", "excerpt"),
    Column("suggestion", "texts", "excerpt"),
    Column("launch", "texts", "notice"),
    Column("escalation", "texts", "notice"),
    Column("relation", "texts", "notice"),
    Column("request", "texts", "notice"),
    Column("entry", "values", "notice"),
    Column("message", "values", "notice"),
    Column("ping", "values", "notice"),
    Column("digest", "facts", "notice"),
    Column("decision", "values", "notice"),
    Column("point", "values", "notice"),
    Column("setup", "values", "audit"),
    Column("change", "before", "audit"),
    Column("change", "after", "audit"),
)
"""Every column with free text. Escalations of the press keep theirs for the term "press" (`term_of`)."""

_PRESS: Final = frozenset({Requester.journalist, Requester.blogger})


def term_of(escalation: Escalation) -> Term:
    """Which term rules an escalation's texts: the press log is kept longer than other notices."""
    return term_for(escalation.requester)


def term_for(requester: Requester) -> Term:
    """The same, by who asked."""
    return "press" if requester in _PRESS else "notice"


def before(now: datetime, kept: str) -> datetime:
    """The instant before which a text kept for that long ("30d", real days) is removed."""
    return now - parse_window(kept).real
