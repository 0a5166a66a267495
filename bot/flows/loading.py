"""What inputs need in memory, loaded before they come: the first has three seconds too, like every other.

Whatever is asked for earlier is loaded by who asks.
"""

from __future__ import annotations

from datetime import datetime

from bot.i18n import languages, translator
from bot.models import Snapshot
from bot.rules import recognition, sameness, thread_answers
from bot.rules.workweek import public_holidays

FIRST = "FR"
"""A workspace that is not set up yet is about to name its country; this one loads all of them."""


def for_forms(book: Snapshot, now: datetime) -> None:
    """Sentences, stems of words, and this year's holidays of the countries that the workspace names."""
    for language in languages:
        translator(language)
    sameness.fingerprint("load")
    named = {department.holidays for department in book.active} if book.active else {FIRST}
    for country in named | {book.workspace.holidays}:
        if country:
            public_holidays(country, now.year)


def for_messages() -> None:
    """The words by which messages are recognised: a quarter of a second."""
    thread_answers.load()
    recognition.load()
