"""What the page is told of instants, people, calls and inputs, as JSON."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.sandbox.box import Call, Input
from bot.sandbox.walk import Step
from bot.sandbox.workspace import Human, Json

COLORS = ("#1264a3", "#2bac76", "#e01e5a", "#7c3aed", "#c2410c", "#0f766e", "#9d174d", "#4d7c0f", "#334155")


def iso(at: datetime) -> str:
    """An instant as the page reads it, UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def steps(walked: list[Step]) -> list[Json]:
    """Due times and what fell due."""
    return [{"at": iso(at), "what": what} for at, what in walked]


def person(human: Human, index: int) -> Json:
    """Somebody as the switcher shows them."""
    kept = ("id", "title", "department", "role", "locale", "tz", "deleted")
    shown: Json = {key: getattr(human, key) for key in kept}
    return shown | {
        "name": human.real_name,
        "is_bot": human.is_bot,
        "avatar_color": COLORS[index % len(COLORS)],
    }


def line(n: int, done: Call | Input) -> Json:
    """A call or an input as the inspector shows it, `n` in order."""
    shared = {"n": n, "at": iso(done.now), "ok": done.ok, "elapsed_ms": round(done.elapsed * 1000, 1)}
    if isinstance(done, Call):
        error = str(done.answer.get("error") or "")
        told: Json = {"direction": "out", "name": done.method, "error": error, "payload": done.args}
        if done.lost:
            told |= {"ok": False, "error": "answer_lost"}
    else:
        told = {"direction": "in", "name": done.name, "error": done.problem, "payload": done.payload}
    return shared | told | {"answer": done.answer}
