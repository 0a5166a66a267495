"""The same complaint told again: found at intake, added to the one there is (PRODUCT mechanism 49, N9)."""

from __future__ import annotations

from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import escalation_cases, escalations, levels, links, merges, reports
from bot.flows.answers import Answer
from bot.models import NONE_OF_THEM, Escalation, EscalationDraft, Report, Severity, Snapshot
from bot.rules import escalations as rules
from bot.rules import reports as counting
from bot.rules import rights, routing, sameness, sight
from bot.rules.sameness import Likeness, Telling
from bot.store import Db, notices
from bot.store import reports as stored
from bot.tools import Caller
from bot.views import escalation_lines, kit, names
from bot.views import sameness as views


class Undecided(Exception):
    """What is told is like these, the likeliest first: who tells it says whether it is the same."""

    def __init__(self, alike: list[Escalation]) -> None:
        super().__init__()
        self.alike = alike


def report_of(
    caller: Caller, draft: EscalationDraft, now: datetime, *, escalation: str = "", private: bool = False
) -> Report:
    """The report that such a draft makes, not saved; of a private one nothing is quoted."""
    return Report(
        workspace=caller.workspace,
        escalation=escalation,
        by=caller.user,
        at=now,
        permalink=draft.permalink,
        excerpt=None if private else draft.excerpt,
        requester=sameness.requester_key(draft.requester, draft.who or draft.where),
        fingerprint=sameness.fingerprint(_compared(draft)),
        source=draft.teller.name if draft.teller else None,
        source_id=draft.teller.id if draft.teller else None,
    )


def _compared(draft: EscalationDraft) -> str:
    """What is compared of a draft: the summary and the place, not the address of the message itself."""
    said = f"{draft.title}\n{draft.where}"
    return said.replace(draft.permalink, "") if draft.permalink else said


def known(
    db: Db, book: Snapshot, caller: Caller, draft: EscalationDraft, now: datetime, *, ask: bool
) -> Escalation | None:
    """The escalation that this is told of once more; None where it is a new one.

    The same message, or the same words within ten minutes, need no question. Raises Undecided for what is
    like it where `ask` and nobody has said yet.
    """
    report = report_of(caller, draft, now)
    stored.in_turn(db, caller.workspace, draft.permalink or report.fingerprint or "")
    if draft.permalink and (found := stored.by_permalink(db, caller.workspace, draft.permalink)):
        return stored.standing(db, found)
    if draft.severity is Severity.crisis or draft.same_as == NONE_OF_THEM:
        return None
    if draft.same_as:
        return _chosen(db, book, caller, draft)
    telling = _telling(report, draft.topic, routing.route(book, draft.topic))
    found_alike = like(db, book, caller, telling, now, private=_is_private(draft))
    certain = [one for one, likeness in found_alike if likeness is Likeness.certain and one.ended_at is None]
    if certain:
        return stored.standing(db, certain[0])
    if ask and found_alike:
        raise Undecided([one for one, _ in found_alike])
    return None


def _is_private(draft: EscalationDraft) -> bool:
    return rules.is_private(draft.topic, ticked=draft.private)


def _chosen(db: Db, book: Snapshot, caller: Caller, draft: EscalationDraft) -> Escalation:
    """The one that they chose; never a private telling into a public one."""
    found = notices.find(db, caller.workspace, draft.same_as)
    if not isinstance(found, Escalation) or not may_see(db, book, caller, found):
        raise FormRefusal({views.FIELD: Refusal("This escalation does not exist any more.")})
    standing = stored.standing(db, found)
    if _is_private(draft) and not standing.private:
        raise FormRefusal({views.FIELD: Refusal("What is private is not added to what everybody can read.")})
    return standing


def telling_of(report: Report, escalation: Escalation) -> Telling:
    """What a report of this escalation says, to be compared."""
    return _telling(report, escalation.topic, escalation.department)


def _telling(report: Report, topic: str, department: str) -> Telling:
    return Telling(
        at=report.at,
        topic=topic,
        department=department,
        fingerprint=report.fingerprint,
        requester=report.requester,
        permalink=report.permalink,
        source=report.source,
        source_id=report.source_id,
    )


def like(
    db: Db, book: Snapshot, caller: Caller, telling: Telling, now: datetime, *, private: bool
) -> list[tuple[Escalation, Likeness]]:
    """What stands already and is like the telling, the likeliest first, that this person may see.

    For what is private only what is private too.
    """
    near = sameness.near(telling, stored.traces(db, caller.workspace, now - sameness.WINDOW))
    known = [(one.id, telling_of(report, one)) for report, one in stored.told(db, near)]
    found: dict[str, tuple[Escalation, Likeness]] = {}
    for candidate in sameness.best(telling, known):
        one = notices.find(db, caller.workspace, candidate.escalation)
        if not isinstance(one, Escalation):
            continue
        one = stored.root(db, one)
        if (one.private or not private) and may_see(db, book, caller, one):
            found.setdefault(one.id, (one, candidate.likeness))
    return list(found.values())


def may_see(db: Db, book: Snapshot, caller: Caller, escalation: Escalation) -> bool:
    """Whether this person may know of it: a private one is for those responsible."""
    asked = notices.requests(db, escalation) if escalation.private else []
    return sight.may_see(escalation, caller.user, book, asked, known=caller.person) is None


def add(
    db: Db, book: Snapshot, caller: Caller, known: Escalation, draft: EscalationDraft, now: datetime
) -> Answer:
    """One more report of it: the earlier hour and the higher level rule, and who told it is told where it
    stands."""
    private = known.private or _is_private(draft)
    report = report_of(caller, draft, now, private=private)
    standing = reports.add(db, book, known, report, now)
    if standing.ended_at is None:
        times = escalation_cases.times_for(book, standing.department, draft, now)
        severity = rules.proposed_severity(draft.severity, draft.reach)
        stated_at = draft.stated_at if draft.stated else None
        merges.tighten(db, book, standing, severity, times, now, by=caller.user, stated_at=stated_at)
        _taken_along(db, book, caller, standing, draft, now)
    if not may_see(db, book, caller, standing):
        return Answer(caller.t("This message is already being taken care of; your report was added to it."))
    return Answer(_added_words(db, book, caller, standing, now))


def _taken_along(
    db: Db, book: Snapshot, caller: Caller, known: Escalation, draft: EscalationDraft, now: datetime
) -> None:
    """*I take it*, where nobody has it yet and it is theirs to take."""
    asked = levels.asked_now(db, known) if draft.mine and known.owner is None else None
    if asked is not None and rights.may_take(book, known, asked, caller.user) is None:
        escalations.take(db, book, asked, known, caller.user, now)


def _added_words(db: Db, book: Snapshot, caller: Caller, known: Escalation, now: datetime) -> str:
    t, card = caller.t, links.to_card(db, book, known)
    title = names.title_label(t, known)
    named = kit.link(card, title) if card else f"*{kit.escape(title)}*"
    conductor = routing.orchestrator(book, now)
    line = escalation_lines.lead_line(known, book, t, orchestrator=conductor, now=now)
    if known.ended_at is not None or known.told:
        return views.already_answered(named, line, t)
    reporters = counting.reporters(stored.of_group(db, known))
    return views.added(named, len(reporters), line, t)
