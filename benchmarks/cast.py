"""Who plays in the benchmark: ids of the workspace, its people and its channels."""

from __future__ import annotations

TEAM, APP, BOT, BOT_USER = "T0BENCH", "A0BENCH", "B0BENCH", "U0BENCH"
SHARED = "C0SHARED"
RAISER = "U0RAISER"
SIGNING_SECRET = "bench-signing-secret"
TOKEN = "xoxb-bench"
REPORTERS = 50
"""So many people tell Tutti of a case, one after the other."""
TOPICS = ("complaint", "delivery", "advertising", "press", "influencer", "billing", "employer_brand")
"""Of cases; each lies with another department as far as there are enough."""


def people(count: int) -> list[str]:
    """Slack ids: who raises and reports, then each department's representative and its deputy."""
    found = [(representative(number), deputy(number)) for number in range(count)]
    reporters = [reporter(number) for number in range(REPORTERS)]
    return [RAISER, *reporters, *(person for pair in found for person in pair)]


def reporter(number: int) -> str:
    """Who tells of the case with this number."""
    return f"U0ASK{number % REPORTERS:04d}"


def representative(number: int) -> str:
    return f"U0REP{number:04d}"


def deputy(number: int) -> str:
    return f"U0DEP{number:04d}"


def room(number: int) -> str:
    """The channel of the department with this number."""
    return f"C0ROOM{number:04d}"
