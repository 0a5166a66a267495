"""What is believed of a model's answer about a message: it may correct and doubt, never decide (P7)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.models import Lane, Recognised, Severity, Snapshot
from bot.models.tasks import RecogniseAnswer
from bot.rules import defaults, routing

TITLE: Final = 80
NEVER: Final = "hr_grievance"
"""The topic that is only ever told by a person (PRODUCT section 2, "Private")."""
MODEL: Final = "model"
"""Among the reasons of what is proposed: a model was asked too."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f<>@`*_~]+")
_NUMBER: Final = re.compile(r"\d+")


def agreed(
    found: Recognised, answer: RecogniseAnswer, title: str | None, said: str, book: Snapshot
) -> Recognised | None:
    """What is proposed now that a model was asked about what the rules found; None: nothing.

    title: the answer's with its names put back; None where that cannot be done. said: the message.

    - Nothing is proposed where the model sees nothing and the rules were in doubt, or where it sees what
      concerns an employee. Where the rules were sure, a message that says "this is nothing" changes nothing.
    - A topic or kind that the workspace lacks is no answer: the rules' stands.
    - A crisis stays suspected whoever suspects it, and severity is never above high.
    - Hours, initials and the department come from rules and settings, never from the model.
    """
    if answer.key == NEVER:
        return None
    if answer.lane == "nothing":
        return None if not found.sure else found
    correct = _launch if answer.lane == Lane.launch else _escalation
    changed = correct(found, answer, book)
    if changed is None:
        return found
    own = _title(title, said)
    return replace(changed, title=own or found.title, sure=True, reasons=(*found.reasons, MODEL))


def _launch(found: Recognised, answer: RecogniseAnswer, book: Snapshot) -> Recognised | None:
    if answer.key not in {kind.key for kind in defaults.launch_kinds(book)} or found.crisis:
        return None
    return replace(found, lane=Lane.launch, kind=answer.key, topic=None, department=None)


def _escalation(found: Recognised, answer: RecogniseAnswer, book: Snapshot) -> Recognised | None:
    if answer.key not in {topic.key for topic in defaults.topics(book)} - {NEVER}:
        return None
    crisis = found.crisis or answer.crisis_suspected
    return replace(
        found,
        lane=Lane.escalation,
        kind=None,
        topic=answer.key,
        department=routing.route(book, answer.key),
        severity=Severity.high if crisis else Severity(answer.severity),
        requester=answer.requester,
        reach=answer.reach,
        private=found.private or answer.key in defaults.PRIVATE_TOPICS,
        crisis=crisis,
    )


def _title(title: str | None, said: str) -> str:
    """The title, if it is one line in which no number is new; else nothing."""
    line = " ".join(_CONTROL.sub(" ", title or "").split())
    known = set(_NUMBER.findall(said))
    if not line or any(number not in known for number in _NUMBER.findall(line)):
        return ""
    return line if len(line) <= TITLE else line[: TITLE - 1].rstrip() + "…"
