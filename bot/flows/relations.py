"""The two lanes meet: what one unit writes when an escalation is raised from a launch, or holds one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.errors import FormRefusal, Refusal
from bot.flows import golive, links, pings, speak
from bot.flows.answers import Answer
from bot.flows.escalation_cases import found, refuse, refuse_ended
from bot.models import Escalation, Launch, LaunchState, PingKind, Relation, RelationKind, Snapshot
from bot.rules import relations as rules
from bot.rules import rights
from bot.store import Db, notices, relations
from bot.tools import Caller, Tools
from bot.views.relations import Related

AnyNotice = Launch | Escalation


def raised(
    db: Db, book: Snapshot, escalation: Escalation, launch_id: str | None, by: str, now: datetime
) -> None:
    """Tie a new escalation to the launch it was raised from; a live launch's owner is told at once (N2).

    Not of a private one, which is for its seats alone. A launch that is gone ties nothing.
    """
    launch = notices.find(db, escalation.workspace, launch_id) if launch_id else None
    if not isinstance(launch, Launch):
        return
    db.add(_tie(launch, escalation, RelationKind.raised, by, now))
    speak.note(db, escalation, "raised_from", now, by=by, launch=launch.id)
    entry = speak.note(db, launch, "case_raised", now, by=by, escalation=escalation.id)
    speak.line_on_card(db, launch, entry)
    if launch.state == LaunchState.live and launch.owner not in (None, by) and not escalation.private:
        pings.call(db, book, str(launch.owner), PingKind.from_launch, escalation, now, launch=launch.title)
    speak.changed(db, launch)


async def hold(
    tools: Tools, caller: Caller, escalation_id: str, launch_ids: Iterable[str], reason: str
) -> Answer:
    """Hold launches because of a case: none goes out by itself until its owner or the orchestrator releases
    it, and each owner is told at once."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        escalation = found(db, caller, escalation_id)
        refuse_ended(db, escalation)
        refuse(rights.may_hold_launch(escalation, caller.user, book, now))
        for launch_id in sorted(set(launch_ids)):
            _hold(db, book, escalation, launch_id, caller.user, reason, now)
        speak.changed(db, escalation)
        return Answer()

    return await tools.write(caller, work)


def _hold(
    db: Db, book: Snapshot, escalation: Escalation, launch_id: str, by: str, reason: str, now: datetime
) -> None:
    launch = notices.hold(db, escalation.workspace, launch_id)
    if not isinstance(launch, Launch):
        raise FormRefusal({"launches": Refusal("This launch does not exist any more.")})
    ties = relations.of_launch(db, launch)
    refusal = rules.may_be_held(launch, ties, escalation.id, now)
    if refusal is not None:
        raise FormRefusal({"launches": refusal})
    tie = _tie(launch, escalation, RelationKind.holds, by, now, reason=reason)
    if not db.add_if_new(tie):
        db.change(tie, by=by, at=now, texts=tie.texts, ended_by=None, ended_at=None)
    db.change(launch, held=True)
    speak.note(db, escalation, "launch_held", now, by=by, launch=launch.id, reason=reason)
    speak.line_on_card(db, launch, speak.note(db, launch, "case_holds", now, by=by, escalation=escalation.id))
    if launch.owner != by:
        occasion = f"{escalation.id} {now.isoformat()}"
        golive.ask_decider(db, book, launch, PingKind.held, now, occasion, case="holds", by=by)
    speak.changed(db, launch)


def _tie(
    launch: Launch, escalation: Escalation, kind: RelationKind, by: str, now: datetime, **texts: str
) -> Relation:
    return Relation(
        workspace=launch.workspace,
        launch=launch.id,
        escalation=escalation.id,
        kind=kind,
        by=by,
        at=now,
        texts=texts,
    )


def end_holds(db: Db, ties: Iterable[Relation], by: str, now: datetime) -> None:
    """What held the launch holds it no more; each case says so."""
    for tie in rules.holding(ties):
        db.change(tie, ended_by=by, ended_at=now)
        for case in relations.cases(db, [tie]):
            speak.note(db, case, "launch_released", now, by=by, launch=tie.launch)
            speak.changed(db, case)


def moved(db: Db, launch: Launch, by: str, now: datetime) -> None:
    """The launch got a new date or was called off: closed cases hold it no more, open ones still do."""
    ties = relations.of_launch(db, launch)
    holds = rules.holding(ties)
    over = {case.id for case in relations.cases(db, holds) if case.ended_at or launch.ended_at}
    end_holds(db, [one for one in holds if one.escalation in over], by, now)
    db.change(launch, held=any(one.escalation not in over for one in holds))
    show_on_cases(db, ties)


def case_ended(db: Db, book: Snapshot, escalation: Escalation, now: datetime) -> None:
    """A case closed: whoever decides is asked about each launch that it still holds, as after a crisis."""
    ties = relations.of_escalation(db, escalation)
    for launch in relations.launches(db, rules.holding(ties)):
        speak.note(db, launch, "case_closed", now, escalation=escalation.id)
        golive.ask_decider(
            db, book, launch, PingKind.held, now, f"after {escalation.id} {now.isoformat()}", case="ended"
        )
    show_on_launches(db, escalation)


def show_on_launches(db: Db, escalation: Escalation) -> None:
    """The escalation changed what launches' cards say of it: they are drawn again."""
    for launch in relations.launches(db, relations.of_escalation(db, escalation)):
        speak.changed(db, launch)


def show_on_cases(db: Db, ties: Iterable[Relation]) -> None:
    """The launch changed what cases say of it: they are drawn again."""
    for case in relations.cases(db, ties):
        speak.changed(db, case)


# What cards and details show


def of_launch(db: Db, book: Snapshot, launch: Launch) -> list[Related]:
    """The cases that concern the launch, with the addresses of their cards."""
    return _related(db, book, relations.of_launch(db, launch), "escalation")


def of_escalation(db: Db, book: Snapshot, escalation: Escalation) -> list[Related]:
    """The launches that concern the case, with the addresses of their cards."""
    return _related(db, book, relations.of_escalation(db, escalation), "launch")


def _related(db: Db, book: Snapshot, ties: Iterable[Relation], side: str) -> list[Related]:
    found = ((tie, notices.find(db, tie.workspace, getattr(tie, side))) for tie in ties)
    return [Related(tie, other, links.to_card(db, book, other)) for tie, other in found if other is not None]
