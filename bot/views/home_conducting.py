"""What the orchestrator reads on their Home: what has no owner, is late, overlaps or is undecided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.i18n import N_
from bot.models import Escalation
from bot.rules.launch_calendar import Overlap, Why
from bot.rules.lists import Page
from bot.rules.rotas import ORCHESTRATOR
from bot.views import kit, names
from bot.views.lines import packed
from bot.views.list_lines import Reading, block, heading, pager, time

MOST_OVERLAPS = 5
_WHY: Mapping[Why, str] = {
    "audience": N_("*{first}* and *{second}* are for the same people in the same week: {audience}"),
    "day": N_("*{first}* and *{second}* are on the same day, {time}"),
}


@dataclass(frozen=True)
class Conducting:
    """Pages of what somebody has to look after; overlaps of the next six weeks, the soonest first."""

    unowned: Page = field(default_factory=Page)
    late: Page = field(default_factory=Page)
    undecided: Page = field(default_factory=Page)
    overlaps: Sequence[Overlap] = ()
    heard: Sequence[str] = ()
    """Lines on what was noted in channels under observation, and on what was too much to propose."""
    alike: Sequence[tuple[Escalation, Escalation]] = ()
    """Open escalations that look the same, in pairs."""


def conducting(facts: Conducting, person: str, reading: Reading) -> list[kit.Block]:
    """Whose week it is, then the sections; those in which nothing is share one line."""
    t = reading.t
    blocks = [kit.header(t("Orchestrator")), _week(person, reading)]
    turn = len(blocks)
    for subject, words, page in (
        ("unowned", t("Nobody has it yet"), facts.unowned),
        ("late", t("Late"), facts.late),
        ("undecided", t("Go is undecided"), facts.undecided),
    ):
        if page.items:
            items = [block(item, reading) for item in page.items]
            blocks += [heading(words, page, t), *items, *pager(page, subject, "home", t)]
    if facts.alike:
        blocks.append(kit.header(t("Perhaps the same")))
        blocks += [one for pair in facts.alike for one in _alike(pair, reading)]
    if facts.overlaps:
        blocks += [kit.header(t("Launches in each other's way")), *_overlaps(facts.overlaps, reading)]
    if facts.heard:
        blocks += [kit.header(t("Heard in watched channels")), *packed(list(facts.heard))]
    if len(blocks) == turn:
        calm = t("Everything open has an owner and is in time, and no launches are in each other's way.")
        blocks.append(kit.section(calm))
    return blocks


def _week(person: str, reading: Reading) -> kit.Block:
    """Who conducts this week; whoever it is may offer the week to somebody else."""
    t = reading.t
    if person == reading.orchestrator:
        button = kit.button(t("Hand My Week Over"), "offer_week", ORCHESTRATOR)
        said = t("*You conduct this week*: what nobody answers comes to you.")
        return kit.section(said, accessory=button)
    if reading.orchestrator is None:
        return kit.section(t("*Nobody conducts this week*: the rota is empty, or everybody is away."))
    said = t("{person} conducts this week.", person=names.who(reading.book, reading.orchestrator))
    return kit.section(said, accessory=kit.button(t("Duty Rota"), "open_rota", "home"))


def _alike(pair: tuple[Escalation, Escalation], reading: Reading) -> list[kit.Block]:
    """Two escalations that look the same, and what a person says about them."""
    t, (one, other) = reading.t, pair
    said = t(
        "*{first}* and *{second}* look the same.",
        first=names.title(t, one, 80),
        second=names.title(t, other, 80),
    )
    value = f"{one.id} {other.id}"
    merge = kit.button(t("Merge"), "home_merge", value)
    different = kit.button(t("Different"), "home_different", value)
    return [kit.section(said), kit.actions(merge, different, block_id=f"alike:{value}")]


def _overlaps(found: Sequence[Overlap], reading: Reading) -> list[kit.Block]:
    t = reading.t
    lines = [t("• {line}", line=overlap_line(one, reading)) for one in found[:MOST_OVERLAPS]]
    if left := len(found) - len(lines):
        lines.append(t.n("and {count} more in the calendar", "and {count} more in the calendar", left))
    return packed(lines)


def overlap_line(overlap: Overlap, reading: Reading) -> str:
    """Which two launches, and why they are in each other's way. Mrkdwn."""
    t = reading.t
    return t(
        _WHY[overlap.why],
        first=names.title(t, overlap.first, 60),
        second=names.title(t, overlap.second, 60),
        audience=names.said(overlap.second.texts.get("audience"), 80),
        time=time(overlap.second.at, reading),
    )
