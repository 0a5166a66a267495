"""*Same as…*: the form that merges, and what the orchestrator's Home proposes to merge."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations
from typing import Any

from bot.errors import Refusal, refuse
from bot.flows import escalation_cases, sameness, speak
from bot.flows.answers import DONE, Answer
from bot.flows.escalation_cases import found, seen
from bot.models import Entry, Escalation, Report, Snapshot
from bot.rules import merges as rules
from bot.rules import rights
from bot.rules import sameness as comparing
from bot.store import Db
from bot.store import reports as stored
from bot.tools import Caller, Tools
from bot.views import merges as views

OFFERED = 100
COMPARED = 40
"""So many of the latest open escalations are compared with each other for a Home."""
PROPOSED = 3


async def same_form(tools: Tools, caller: Caller, subject: str) -> Answer:
    """Which one it is the same as. `subject` is an escalation's id, or one of its requests'."""
    now = tools.clock.now()

    def look(db: Db) -> dict[str, Any]:
        escalation, book = seen(db, caller, subject), caller.snapshot
        escalation_cases.refuse_ended(db, escalation)
        refuse(rights.may_close(escalation, caller.user, book, now))
        return views.same_form(escalation, _offered(db, book, caller, escalation, now), book, caller.t)

    return Answer(opens=await tools.store.read(look))


def _offered(
    db: Db, book: Snapshot, caller: Caller, escalation: Escalation, now: datetime
) -> list[Escalation]:
    """Open ones that this person may see, the likeliest first, then the latest."""
    likely: list[Escalation] = []
    for report in stored.of_group(db, escalation):
        telling = sameness.telling_of(report, escalation)
        near = sameness.like(db, book, caller, telling, now, private=False)
        likely += [one for one, _ in near]
    others = [
        one
        for one in stored.running(db, caller.workspace, OFFERED)
        if sameness.may_see(db, book, caller, one)
    ]
    every = {one.id: one for one in [*likely, *others]}
    return [one for one in every.values() if rules.may_merge(escalation, one) is None][:OFFERED]


async def keep_apart(tools: Tools, caller: Caller, one_id: str, other_id: str) -> Answer:
    """*Different*: the two are not proposed again."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        refuse(rights.may_conduct(book, caller.user, now))
        one, other = sorted((one_id, other_id))
        escalation = found(db, caller, one)
        if other not in _kept_apart(db, escalation):
            speak.note(db, escalation, "different", now, by=caller.user, other=other)
            db.stale_homes.add(caller.workspace)
        return DONE

    return await tools.write(caller, work)


def _kept_apart(db: Db, escalation: Escalation) -> set[str]:
    told = db.all(Entry, workspace=escalation.workspace, notice=escalation.id, kind="different")
    return {str(entry.values.get("other")) for entry in told}


def proposed(db: Db, book: Snapshot, now: datetime) -> list[tuple[Escalation, Escalation]]:
    """Pairs of open, public escalations of the last days that look the same, at most three."""
    running = [one for one in stored.running(db, book.workspace.id, COMPARED) if not one.private]
    recent = [one for one in running if now - one.created_at <= comparing.WINDOW]
    told = stored.of_each(db, book.workspace.id, [one.id for one in recent])
    pairs = []
    for one, other in combinations(sorted(recent, key=lambda each: each.id), 2):
        if _are_alike(one, told[one.id], other, told[other.id]) and other.id not in _kept_apart(db, one):
            pairs.append((one, other))
        if len(pairs) == PROPOSED:
            break
    return pairs


def _are_alike(one: Escalation, told: list[Report], other: Escalation, others: list[Report]) -> bool:
    return any(
        comparing.likeness(sameness.telling_of(report, one), sameness.telling_of(known, other))
        for report in told
        for known in others
    )


def pair_of(value: str) -> tuple[str, str]:
    """The two ids that a button of the Home names. Raises Refusal for anything else."""
    one, _, other = value.partition(" ")
    if not one or not other:
        raise Refusal("This escalation does not exist any more.")
    return one, other
