"""A launch as the integration channel sees it: its card, its details, what is said in its thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.i18n import N_, Translator, slack_date
from bot.models import Entry, Launch, LaunchState, Request, Snapshot
from bot.rules import launches as rules
from bot.rules.relations import may_turn_sour
from bot.views import hooks, kit, names, relations, timeline
from bot.views.kit import Block, Rendered
from bot.views.launch_lines import first_line, when
from bot.views.launch_strip import Links, department_lines, strip
from bot.views.relations import Related

FIELDS: Mapping[str, str] = {
    "title": N_("Name"),
    "what": N_("What it is"),
    "gain": N_("What the customer gains"),
    "goal": N_("Goal"),
    "progress": N_("Where the goal stands"),
    "help": N_("How colleagues can help"),
    "audience": N_("For whom"),
    "price": N_("Price"),
    "offer": N_("Offer"),
    "terms": N_("Terms and limits"),
    "claim": N_("Claim"),
    "kit": N_("Content kit"),
    "media": N_("Media"),
    "at": N_("Date"),
    "embargo": N_("Embargo"),
    "answerer": N_("Who answers comments"),
    "approver": N_("Approver"),
}
"""What people call the fields of a launch, in the order of the details."""

COMPLETED = ("audience", "price", "offer", "terms", "claim")
TIMELINE = 40
FACTS = 50
SECTION = 2800


def launch_card(
    launch: Launch,
    requests: Sequence[Request],
    snapshot: Snapshot,
    t: Translator,
    *,
    links: Links,
    now: datetime,
    crisis: bool = False,
    orchestrator: str | None = None,
    problems: Sequence[Request] = (),
    related: Sequence[Related] = (),
) -> Rendered:
    """The one card of a launch, at most twelve lines (PRODUCT section 2, "Cards").

    requests: the latest of each department. links: where each request stands. crisis: one is open, so nothing
    goes out by itself. problems: the open requests to its owner. related: the cases raised from it or holding
    it. The first line says who must act, on what and by when; it is also the fallback text.
    """
    held_by = relations.holder(related, t)
    first = first_line(launch, requests, snapshot, t, now=now, problems=problems, held_by=held_by)
    lines = [f"*{first}*" if "*" not in first else first, *_crisis(launch, t, crisis)]
    lines += [*relations.card_lines(related, snapshot, t), *_about(launch, t)]
    blocks = [kit.header(names.launch_header(t, launch)), kit.section("\n".join(lines))]
    if standing := strip(launch, requests, snapshot, t, links, now):
        blocks.append(kit.section(standing))
    blocks.append(kit.context(_people(launch, snapshot, t, orchestrator)))
    blocks.append(_controls(launch, requests, t, crisis, held_by=held_by))
    return Rendered(f"{_subject(launch, t)} {first}", blocks)


def launch_details(
    launch: Launch,
    requests: Sequence[Request],
    entries: Sequence[Entry],
    snapshot: Snapshot,
    t: Translator,
    *,
    links: Links,
    now: datetime,
    orchestrator: str | None = None,
    problems: Sequence[Request] = (),
    related: Sequence[Related] = (),
) -> Block:
    """A page to read: every field, every department, and the timeline, newest first, as far as it fits."""
    blocks = [
        kit.header(names.launch_header(t, launch)),
        kit.section(
            first_line(
                launch,
                requests,
                snapshot,
                t,
                now=now,
                problems=problems,
                held_by=relations.holder(related, t),
            )
        ),
        kit.context(_people(launch, snapshot, t, orchestrator)),
        *relations.details_blocks(related, snapshot, t),
        *_facts(launch, snapshot, t),
    ]
    if standing := department_lines(launch, requests, snapshot, t, links, now):
        blocks += [kit.divider(), *_sections(standing)[:20]]
    lines = [timeline.line(entry, snapshot, t) for entry in reversed(entries[-TIMELINE:])]
    if (older := len(entries) - TIMELINE) > 0:
        lines.append(t.n("{count} older line is not shown.", "{count} older lines are not shown.", older))
    if lines:
        blocks += [kit.divider(), *_sections(lines)[: kit.VIEW_BLOCKS - 1 - len(blocks)]]
    return kit.modal("launch_details_page", t("Launch"), blocks, submit=None, close=t("Close"))


def live_line(launch: Launch, t: Translator, *, snapshot: Snapshot | None = None) -> Rendered:
    """The announcement that a launch is live: a reply in its card's thread, also sent to the channel."""
    name, count = names.title(t, launch), len(set(launch.asked) | {launch.department or ""} - {""})
    if not launch.asked:
        line = t("*{title}* is live.", title=name)
    else:
        line = t.n(
            "*{title}* is live. {count} department knew before the customers did.",
            "*{title}* is live. {count} departments knew before the customers did.",
            count,
            title=name,
        )
    if launch.answerer:
        person = names.who(snapshot, launch.answerer) if snapshot else kit.person(launch.answerer)
        line += "\n" + t("{person} answers comments.", person=person)
    return Rendered(line, [kit.section(line)])


def change_line(
    launch: Launch,
    diff: Mapping[str, tuple[object, object]],
    t: Translator,
    *,
    snapshot: Snapshot | None = None,
) -> Rendered:
    """What a change moved: field -> (before, after), each text, an aware datetime, a person's id or None."""
    lines = [
        t(
            "{field}: {before} → {after}",
            field=t(FIELDS[name]) if name in FIELDS else names.own(name),
            before=_changed(name, before, t, snapshot),
            after=_changed(name, after, t, snapshot),
        )
        for name, (before, after) in diff.items()
    ]
    said = "\n".join([t("*{title}* was changed.", title=names.title(t, launch)), *lines[:10]])
    return Rendered(said, [kit.section(said)])


def thread_line(entry: Entry, snapshot: Snapshot, t: Translator) -> Rendered:
    """One line of the timeline as a reply in the card's thread, for when somebody must know (N6)."""
    line = timeline.line(entry, snapshot, t)
    return Rendered(line, [kit.section(line)])


def _crisis(launch: Launch, t: Translator, crisis: bool) -> list[str]:
    if not crisis or launch.released_by or launch.state not in rules.BEFORE_LIVE:
        return []
    return [t("A crisis is open: this launch does not go out by itself.")]


def _about(launch: Launch, t: Translator) -> list[str]:
    gain, goal = names.said(launch.texts.get("gain"), 140), names.said(launch.texts.get("goal"), 140)
    lines = [t("What the customer gains: {gain}", gain=gain)] if gain else []
    aims = [t("Goal: {goal}", goal=goal)] if goal else []
    if progress := names.said(launch.texts.get("progress"), 80):
        aims.append(t("Where it stands: {progress}", progress=progress))
    if help_ := names.said(launch.texts.get("help"), 80):
        aims.append(t("You can help: {help}", help=help_))
    lines += [" · ".join(aims)] if aims else []
    completed = [
        t("{field}: {value}", field=t(FIELDS[name]), value=names.said(launch.texts[name], 60))
        for name in COMPLETED
        if launch.texts.get(name)
    ]
    if kit_ := launch.texts.get("kit"):
        completed.append(kit.link(kit_, t("Content kit")) if _is_link(kit_) else names.said(kit_, 60))
    if completed:
        lines.append(" · ".join(completed))
    return lines


def _people(launch: Launch, snapshot: Snapshot, t: Translator, orchestrator: str | None) -> str:
    told = [t("Owner: {person}", person=names.who(snapshot, launch.owner))]
    if launch.answerer:
        told.append(t("Answers comments: {person}", person=names.who(snapshot, launch.answerer)))
    if launch.approver:
        told.append(t("Approver: {person}", person=names.who(snapshot, launch.approver)))
    if teller := hooks.teller_line(launch, t):
        told.append(teller)
    elif launch.by != launch.owner:
        told.append(t("Announced by {person}", person=names.who(snapshot, launch.by)))
    if orchestrator:
        told.append(t("Orchestrator: {person}", person=names.who(snapshot, orchestrator)))
    if launch.embargo:
        told.append(t("Embargo until {time}", time=when(launch.embargo, t, snapshot)))
    return " · ".join(told)


def _controls(
    launch: Launch, requests: Sequence[Request], t: Translator, crisis: bool, *, held_by: str
) -> Block:
    """One row: *Release* or *Go…* stands out when it is what is awaited. held_by: a case holds it."""
    ready = launch.state is LaunchState.announced and rules.is_ready(launch, requests)
    held = launch.held or (crisis and not launch.released_by)
    release = None
    if (held and launch.state in rules.AT_GO) or held_by:
        style = "primary" if launch.held and launch.state in rules.AT_GO else None
        release = kit.button(t("Release It"), "launch_release", launch.id, style=style)
    go = None
    if launch.state is LaunchState.announced:
        go = kit.button(t("Go…"), "launch_go", launch.id, style="primary" if ready else None)
    details = kit.button(t("Details"), "launch_details", launch.id)
    sour = progress = None
    if may_turn_sour(launch) is None:
        sour = kit.button(t("Raise an Escalation…"), "launch_raise", launch.id)
    if launch.state in (LaunchState.live, LaunchState.reviewed):
        progress = kit.button(t("Goal…"), "launch_progress", launch.id)
    menu = _more(launch, requests, t)
    return kit.actions(release, go, details, progress, sour, menu, block_id=f"launch:{launch.id}")


def _more(launch: Launch, requests: Sequence[Request], t: Translator) -> Block | None:
    if launch.state not in rules.BEFORE_LIVE:
        return None
    offered = [
        kit.option(t("Complete the Launch"), f"complete:{launch.id}"),
        kit.option(t("Change"), f"change:{launch.id}"),
        kit.option(t("Postpone"), f"postpone:{launch.id}"),
        kit.option(t("Cancel the Launch"), f"cancel:{launch.id}"),
    ]
    if launch.state is LaunchState.announced and rules.gate(launch, requests).blocking:
        offered.append(kit.option(t("Go Without a Department"), f"without:{launch.id}"))
    return kit.overflow("launch_more", offered)


def _facts(launch: Launch, snapshot: Snapshot, t: Translator) -> list[Block]:
    """Each field that was filled, whole; a long one takes several sections."""
    blocks = [kit.section(t("*{field}*: {value}", field=t(FIELDS["at"]), value=when(launch.at, t, snapshot)))]
    for name in FIELDS:
        pieces = names.said_whole(launch.texts.get(name, ""))
        if pieces:
            blocks.append(kit.section(t("*{field}*: {value}", field=t(FIELDS[name]), value=pieces[0])))
        blocks += [kit.section(piece) for piece in pieces[1:]]
    if reserved := launch.texts.get("reservations"):
        blocks += [
            kit.section(t("*Reservations*: {text}", text=piece)) for piece in names.said_whole(reserved)
        ]
    if len(blocks) > FACTS:
        blocks = [*blocks[:FACTS], kit.context(t("The rest is too long to be shown here."))]
    return blocks


def _sections(lines: Sequence[str]) -> list[Block]:
    """Lines packed into as few sections as hold them whole."""
    packed = [""]
    for line in lines:
        if packed[-1] and len(packed[-1]) + len(line) > SECTION:
            packed.append("")
        packed[-1] += ("\n" if packed[-1] else "") + line
    return [kit.section(text) for text in packed if text]


def _changed(name: str, value: object, t: Translator, snapshot: Snapshot | None) -> str:
    if isinstance(value, datetime):
        return slack_date(value, t, zone=snapshot.workspace.timezone if snapshot else None)
    if value and name in ("answerer", "approver", "owner"):
        return names.who(snapshot, str(value)) if snapshot else kit.person(str(value))
    return names.said(str(value or ""), 120) or t("(empty)")


def _subject(launch: Launch, t: Translator) -> str:
    return t(
        "{subject}: {title}.", subject=kit.escape(names.kind(t, launch.kind)), title=names.title(t, launch)
    )


def _is_link(text: str) -> bool:
    return text.startswith(("https://", "http://")) and not any(mark in text for mark in "<>| \n")
