"""Who may do what: no handler without a row (DESIGN section 7, "handlers recheck rights")."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

import handlers
from bot.rules import rights as rules
from handlers import escalations, launches, rights, settings, thread_answers
from tests.test_readme import README

TABLES: dict[str, tuple[Collection[str], Collection[str]]] = {
    "COMMANDS": (handlers.COMMANDS, rights.COMMANDS),
    "WORDS": (handlers.WORDS, rights.WORDS),
    "SHORTCUTS": (handlers.SHORTCUTS, rights.SHORTCUTS),
    "BUTTONS": (handlers.BUTTONS, rights.BUTTONS),
    "FORMS": (handlers.FORMS, rights.FORMS),
    "launch_more": (launches.MORE, rights.MENUS["launch_more"]),
    "thread_answer": (thread_answers.ANSWERS, rights.MENUS["thread_answer"]),
    "settings_page": (settings.PAGES, rights.MENUS["settings_page"]),
    "escalation_more": (escalations.MORE, rights.MENUS["escalation_more"]),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_handler_has_a_row_in_the_table_of_rights(name: str) -> None:
    """A new handler: add its id with a `Right` to `handlers.rights`."""
    handled, decided = TABLES[name]
    assert sorted(decided) == sorted(handled)


@pytest.mark.parametrize("right", rights.every(), ids=lambda right: right.what)
def test_a_right_has_a_rule_or_says_why_there_is_none(right: rights.Right) -> None:
    assert bool(right.rule) != bool(right.why)
    assert rights.Standing.deactivated not in right.who
    rule: Any = right.rule
    rooms = (rules.__name__, "bot.rules.appointments", "bot.rules.sight")
    assert rule is None or rule.__module__ in rooms


def test_the_readme_shows_the_table() -> None:
    """After a new `Right`: replace the table by what `handlers.rights.drawn()` gives."""
    assert rights.drawn() in README
