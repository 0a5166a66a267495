"""Two escalations that are the same: merged, and separated again (PRODUCT section 2, "Everything can be taken
back"). The merged one only points to the other; its clocks and requests rest until it stands alone again."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal, refuse
from bot.flows import chase, golive, levels, nights, pings, speak
from bot.flows.answers import Answer
from bot.flows.escalation_cases import GONE, found
from bot.models import Escalation, Origin, PingKind, Request, RequestState, Severity, Snapshot, Workspace
from bot.rules import calendars, deadlines, ladders, rights, sight
from bot.rules import hours as working
from bot.rules import merges as rules
from bot.rules import requests as request_rules
from bot.store import Db, notices
from bot.store import reports as stored
from bot.tools import Caller, Tools
from bot.views import names


async def merge(tools: Tools, caller: Caller, one_id: str, other_id: str) -> Answer:
    """*Same as…*: which of the two stays is the rule's, not the order in which they were named."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        one, other = _both(db, caller, one_id, other_id)
        refuse(rules.may_merge(one, other))
        main, merged = rules.pair(one, other)
        refuse(_may_merge(db, book, caller, main, merged, now))
        _point(db, book, main, merged, now, by=caller.user)
        said = caller.t(
            "{title} is merged into {main}; *Separate Again* on its card takes it back.",
            title=names.title(caller.t, merged),
            main=names.title(caller.t, main),
        )
        return Answer(said)

    return await tools.write(caller, work)


def _both(db: Db, caller: Caller, one_id: str, other_id: str) -> tuple[Escalation, Escalation]:
    """Both, or what they were merged into, held for this unit: one merge at a time in a workspace."""
    db.lock(Workspace, id=caller.workspace)
    roots = [stored.root(db, _known(db, caller, each)).id for each in (one_id, other_id)]
    held = {each: found(db, caller, each) for each in sorted(roots)}
    return held[roots[0]], held[roots[1]]


def _known(db: Db, caller: Caller, escalation_id: str) -> Escalation:
    """The escalation, only read: of a group the one that stays is held first. Refusal where there is none."""
    known = notices.find(db, caller.workspace, escalation_id)
    if not isinstance(known, Escalation):
        raise Refusal(GONE)
    return known


def _may_merge(
    db: Db, book: Snapshot, caller: Caller, main: Escalation, merged: Escalation, now: datetime
) -> Refusal | None:
    """Who may decide about the one that rests from now on, and may see the one that stays."""
    asked = notices.requests(db, main)
    unseen = sight.may_open(main, caller.user, book, asked, known=caller.person)
    return unseen or rights.may_close(merged, caller.user, book, now)


def _point(
    db: Db, book: Snapshot, main: Escalation, merged: Escalation, now: datetime, *, by: str | None
) -> None:
    db.change(merged, merged_into=main.id)
    regroup(db, book, main, now, by=by)
    _rest(db, merged)
    speak.note(db, main, "merged", now, by=by, other=merged.id)
    speak.note(db, merged, "merged_into", now, by=by, other=main.id)
    speak.changed(db, main)
    speak.changed(db, merged)
    if merged.owner and merged.owner not in (main.owner, by):
        owner = None if main.private else main.owner
        pings.call(db, book, merged.owner, PingKind.merged, merged, now, occasion=main.id, owner=owner)
    if main.told:
        tell_reporters(db, book, main, now, by=by)


def _rest(db: Db, merged: Escalation) -> None:
    """Its clocks stop and nobody is asked any more; what its requests promised stays written."""
    levels.stop_clocks(db, merged)
    notices.drop_pings(db, merged.workspace, notice=merged.id)
    for request in notices.requests(db, merged):
        if request.state is RequestState.waiting:
            chase.end(db, request)
            db.change(request, state=request_rules.answer(request, "pause"))


async def separate(tools: Tools, caller: Caller, escalation_id: str) -> Answer:
    """*Separate Again*, at any time: it stands alone with its own level, hours and requests."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        db.lock(Workspace, id=caller.workspace)
        stored.standing(db, _known(db, caller, escalation_id))
        merged = found(db, caller, escalation_id)
        if merged.merged_into is None:
            raise Refusal("This stands alone already; nothing was changed.")
        main = found(db, caller, merged.merged_into)
        refusal = rights.may_close(merged, caller.user, book, now)
        if refusal is not None and rights.may_close(main, caller.user, book, now) is not None:
            raise refusal
        _part(db, book, main, merged, now, by=caller.user)
        return Answer(_parted_words(caller, main, merged))

    return await tools.write(caller, work)


def _part(db: Db, book: Snapshot, main: Escalation, merged: Escalation, now: datetime, *, by: str) -> None:
    db.change(merged, merged_into=None, ended_at=None)
    speak.note(db, main, "separated", now, by=by, other=merged.id)
    speak.note(db, merged, "separated", now, by=by, other=main.id)
    _resume(db, book, merged, now)
    regroup(db, book, main, now, by=by)
    speak.changed(db, main)
    speak.changed(db, merged)


def _resume(db: Db, book: Snapshot, merged: Escalation, now: datetime) -> None:
    """Its requests wait again until the hour that they promised, and its clocks run on."""
    for request in notices.requests(db, merged):
        if request.state is RequestState.paused:
            db.change(request, state=request_rules.answer(request, "resume"))
            if request.origin is Origin.routing and request.due_at != merged.taken_due_at:
                _follow(db, book, request, merged, now)
            speak.request(db, book, request, now)
            chase.run(db, book, request, merged, now)
            nights.watch(db, book, request, merged, now)
    if rules.is_running(merged):
        levels.set_clocks(db, book, merged, now)
    if merged.severity is Severity.crisis:
        golive.crisis_began(db, merged.workspace)


def _parted_words(caller: Caller, main: Escalation, merged: Escalation) -> str:
    t, title = caller.t, names.title(caller.t, merged)
    if main.ended_at is None:
        return t("{title} stands alone again, with its own hours.", title=title)
    return t(
        "{title} stands alone again and is open, with its own hours; the other one stays closed.", title=title
    )


# Level and hours of a group


def regroup(db: Db, book: Snapshot, main: Escalation, now: datetime, *, by: str | None) -> None:
    """Its level and hours over everything merged into it, and of what it is itself merged into.

    With nothing left in it they are its own again.
    """
    members = stored.members(db, main)
    own = rules.own(main)
    _set(db, book, main, rules.together(own, members), now, by=by)
    kept = rules.remembered(own, rules.Clock.of(main)) if members else {}
    db.change(main, before_merges=kept)
    above = notices.hold(db, main.workspace, main.merged_into) if main.merged_into else None
    if isinstance(above, Escalation):
        regroup(db, book, above, now, by=by)


def _set(
    db: Db, book: Snapshot, main: Escalation, wanted: rules.Clock, now: datetime, *, by: str | None
) -> None:
    before = main.severity
    if wanted.severity is not before and rules.is_running(main):
        levels.change(db, book, main, wanted.severity, now, by=by)
    raised = rules.higher(before, wanted.severity) is not before
    columns = vars(rules.together(wanted, [main]) if raised else wanted)
    moved = {name: value for name, value in columns.items() if getattr(main, name) != value}
    if moved:
        db.change(main, **moved)
        _replan(db, book, main, now)


def tighten(
    db: Db,
    book: Snapshot,
    main: Escalation,
    severity: Severity,
    times: deadlines.Times,
    now: datetime,
    *,
    by: str,
    stated_at: datetime | None = None,
) -> None:
    """One more report says that it is more urgent, or is waited for sooner: then it is."""
    if not rules.is_running(main):
        return
    wanted = rules.higher(main.severity, severity)
    if wanted is not main.severity:
        levels.change(db, book, main, wanted, now, by=by)
    if sooner := rules.sooner(main, times, stated_at):
        db.change(main, **sooner)
        _replan(db, book, main, now)


def _replan(db: Db, book: Snapshot, main: Escalation, now: datetime) -> None:
    """Its request and timers follow the new hours, through `rules.ladders.replan`."""
    if not rules.is_running(main):
        return
    db.change(main, told_asked_at=None, late=main.late and main.told_due_at <= now)
    asked = levels.asked_now(db, main)
    if asked is not None:
        _follow(db, book, asked, main, now)
        if asked.state in chase.OPEN:
            chase.run(db, book, asked, main, now)
    levels.set_clocks(db, book, main, now)
    speak.changed(db, main)


def _follow(db: Db, book: Snapshot, asked: Request, escalation: Escalation, now: datetime) -> None:
    """The request is due when the escalation is to be taken, on the ladder of its level."""
    high = rules.is_high(escalation)
    plan = nights.ladder(
        book,
        asked.department,
        now,
        high=high,
        crisis=escalation.severity is Severity.crisis,
        open_now=calendars.is_open(working.hours_of(book, asked.department), now),
    )
    changes = ladders.replan(
        asked,
        due_at=escalation.taken_due_at,
        ladder=plan,
        high=high,
        real_time=rules.is_real(escalation),
    )
    db.change(asked, **changes)


# Everybody who told it


def tell_reporters(db: Db, book: Snapshot, escalation: Escalation, now: datetime, *, by: str | None) -> None:
    """It is answered or closed: everybody who told it, or what was merged into it, reads so once a round.

    In their next round, one line, nothing to do; not who did it, and no webhook or app.
    """
    told = {by, escalation.owner}
    for report in stored.of_group(db, escalation):
        if report.source or report.by in told or book.gone(report.by):
            continue
        told.add(report.by)
        about = notices.find(db, report.workspace, report.escalation) or escalation
        pings.call(
            db,
            book,
            report.by,
            PingKind.answered,
            about,
            now,
            occasion=f"{escalation.id} {escalation.round}",
            owner=None if escalation.private else escalation.owner,
            answered=escalation.told or "no",
        )
