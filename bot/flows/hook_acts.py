"""What one item of a webhook's delivery changes, within its unit: it opens, tells, closes, or is counted.

Nobody in Slack is at the keyboard: who is answerable for the source stands as reporter, entries name the
source, and nobody is whispered to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import (
    escalation_ends,
    escalation_openings,
    escalations,
    launches,
    reports,
    sameness,
    speak,
)
from bot.i18n import Translator, translator
from bot.models import (
    Act,
    Arrival,
    Arrived,
    Escalation,
    EscalationState,
    LaunchDraft,
    Origin,
    Person,
    Report,
    Request,
    RequestState,
    Severity,
    Snapshot,
    Source,
    SourceState,
    Teller,
)
from bot.rules import escalations as escalation_rules
from bot.rules import hooks as rules
from bot.store import Db, hooks, notices
from bot.store import reports as stored
from bot.tools import Caller
from bot.views import refusals
from bot.views.escalation_forms import Closing


@dataclass(frozen=True)
class Acting:
    """A unit that handles a delivery of this source. tick: machine seconds, for the pace."""

    db: Db
    book: Snapshot
    source: Source
    state: SourceState
    now: datetime
    tick: float
    delivery: str

    @property
    def teller(self) -> Teller:
        return Teller(self.source.name or self.source.key, "")


def act(unit: Acting, item: Arrived) -> str:
    """Do what the item says; what became of it, in a word or two for the sender."""
    if item.act is Act.refused:
        return _refused(unit, item.why, item.detail)
    if item.act is Act.ignored:
        return "ignored"
    known = unit.db.get(Arrival, workspace=unit.source.workspace, source=unit.source.key, id=item.id)
    if item.act is Act.opens:
        return _again(unit, item, known) if known else _opened(unit, item)
    return _settled(unit, item, known) if known else "nothing open"


def _refused(unit: Acting, why: str, detail: str) -> str:
    hooks.refuse(unit.db, unit.source, why, detail, unit.now)
    return f"{Act.refused}: {why}"


# Opening


def _opened(unit: Acting, item: Arrived) -> str:
    """A new notice; beyond the pace it is counted on the last one, and what a rule refuses is shown."""
    if not _within_pace(unit):
        return _bundled(unit, item)
    try:
        with unit.db.part():
            notice, result = _begin(unit, item)
    except Refusal as refusal:
        return _refused(unit, "rule", _worded(unit, refusal))
    except FormRefusal as refusal:
        return _refused(unit, "rule", " ".join(_worded(unit, one) for one in refusal.errors.values()))
    _arrived(unit, item, notice)
    if result != "opened":
        return result
    values: dict[str, str | int] = {"opened": unit.state.opened + 1}
    if notice.startswith("E"):
        values |= {"notice": notice, "hour": int(unit.tick // 3600)}
    unit.db.change(unit.state, **values)
    return result


def _begin(unit: Acting, item: Arrived) -> tuple[str, str]:
    """The id of the notice, told by who is answerable for the source, and whether it is a new one.

    What somebody told in the same words within ten minutes gets one more report (N9).
    """
    db, book, caller, now = unit.db, unit.book, _caller(unit), unit.now
    if isinstance(item.draft, LaunchDraft):
        return launches.begin(db, book, caller, item.draft, now)[0].id, "opened"
    if item.draft is None:
        raise LookupError("draft")
    escalation_openings.refuse_unfit(book, caller)
    known = sameness.known(db, book, caller, item.draft, now, ask=False)
    if known is not None:
        sameness.add(db, book, caller, known, item.draft, now)
        return known.id, "added"
    return escalation_openings.begin(db, book, caller, item.draft, now).id, "opened"


def _caller(unit: Acting) -> Caller:
    person = unit.db.get(Person, workspace=unit.source.workspace, id=unit.source.by)
    return Caller(unit.source.workspace, unit.source.by, "", unit.book, _translator(unit), person)


def _arrived(unit: Acting, item: Arrived, notice: str, *, bundled: bool = False) -> None:
    unit.db.add(
        Arrival(
            workspace=unit.source.workspace,
            source=unit.source.key,
            id=item.id,
            notice=notice,
            at=unit.now,
            bundled=bundled,
        )
    )


def _worded(unit: Acting, refusal: Refusal) -> str:
    return refusals.sentence(refusal, unit.book, _translator(unit), plain=True)


def _translator(unit: Acting) -> Translator:
    return translator(unit.book.workspace.language)


# Too fast


def _within_pace(unit: Acting) -> bool:
    """Whether the source may open one more notice in this minute of machine time."""
    minute = int(unit.tick // 60)
    if unit.state.minute != minute:
        unit.db.change(unit.state, minute=minute, opened=0)
    return unit.state.opened < unit.source.per_minute


def _bundled(unit: Acting, item: Arrived) -> str:
    """Counted on the last escalation that it opened within the hour, else where administrators see it."""
    last = unit.state.notice if unit.state.hour == int(unit.tick // 3600) else None
    notice = notices.hold(unit.db, unit.source.workspace, last) if last else None
    private = isinstance(item.draft, LaunchDraft) or bool(item.draft and item.draft.private)
    if not isinstance(notice, Escalation) or notice.ended_at or (private and not notice.private):
        hooks.refuse(unit.db, unit.source, "too_fast", "", unit.now)
        return "bundled"
    count = int(notice.texts.get("bundled", "0")) + 1
    unit.db.change(notice, texts={**notice.texts, "bundled": str(count)})
    if count == 1:
        speak.note(unit.db, notice, "bundled", unit.now, **speak.told_by(unit.teller))
    speak.changed(unit.db, notice)
    _arrived(unit, item, notice.id, bundled=True)
    return "bundled"


# Known already


def _again(unit: Acting, item: Arrived, known: Arrival) -> str:
    """The same id once more: nothing, or what the mapping says; of a case that ended always a line."""
    escalation = notices.find(unit.db, unit.source.workspace, known.notice)
    if known.bundled or not isinstance(escalation, Escalation):
        return "known"
    standing = stored.standing(unit.db, escalation)
    if standing.ended_at is not None:
        return _noted(unit, standing, "source_after")
    if item.again == "note":
        return _noted(unit, standing, "source_again")
    if item.again != "report":
        return "known"
    report = Report(
        workspace=standing.workspace,
        escalation=standing.id,
        by=unit.source.by,
        at=unit.now,
        source=unit.teller.name,
        source_id=f"{item.id} {unit.delivery}",
    )
    reports.add(unit.db, unit.book, standing, report, unit.now)
    return "reported"


def _noted(unit: Acting, escalation: Escalation, kind: str) -> str:
    """One line in the timeline and under the card: people decide."""
    entry = speak.note(unit.db, escalation, kind, unit.now, **speak.told_by(unit.teller))
    speak.line_on_card(unit.db, escalation, entry)
    return "noted"


def _settled(unit: Acting, item: Arrived, known: Arrival) -> str:
    """*Told* or *closed*: as the button does, in the source's name; else a line of the timeline.

    A case that nobody had taken is taken by who is answerable for the source, so that it has an owner.
    """
    found = notices.find(unit.db, unit.source.workspace, known.notice)
    if known.bundled or not isinstance(found, Escalation):
        return "nothing open"
    escalation = stored.standing(unit.db, found)
    if escalation.ended_at is not None or (item.act is Act.told and escalation.state == EscalationState.told):
        return "known"
    tellers = len(stored.of_group(unit.db, escalation)) + int(escalation.texts.get("bundled", "0"))
    crisis = escalation.severity == Severity.crisis
    if not rules.may_settle(tellers, crisis=crisis) or not _taken(unit, escalation):
        return _noted(unit, escalation, f"source_{item.act}")
    _settle(unit, escalation, item.act)
    return str(item.act)


def _taken(unit: Acting, escalation: Escalation) -> bool:
    """Whether somebody has it: where nobody has, who is answerable for the source takes it now."""
    if escalation.state != EscalationState.open:
        return True
    request = _waiting(unit, escalation)
    if request is None:
        return False
    said = speak.told_by(unit.teller)
    escalations.take(unit.db, unit.book, request, escalation, unit.source.by, unit.now, **said)
    return True


def _waiting(unit: Acting, escalation: Escalation) -> Request | None:
    """The request that stands for the case now."""
    open_states = (RequestState.waiting, RequestState.rested)
    found = [
        one
        for one in notices.requests(unit.db, escalation)
        if one.origin == Origin.routing and one.state in open_states
    ]
    return found[-1] if found else None


def _settle(unit: Acting, escalation: Escalation, what: Act) -> None:
    by, said = unit.source.by, speak.told_by(unit.teller)
    if escalation.state in escalation_rules.UNTOLD:
        escalations.record_told(unit.db, unit.book, escalation, "yes", "", by, unit.now, **said)
    if what is Act.closed:
        closing = Closing(None, "", "unknown")
        escalation_ends.record_closed(unit.db, unit.book, escalation, closing, by, unit.now, **said)
    speak.changed(unit.db, escalation)
