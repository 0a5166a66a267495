"""The pilot's page for administrators, and the card that announces who joins it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.i18n import N_, Translator, slack_date
from bot.models import Role, Snapshot
from bot.rules.pilot import Criterion, Name, may_end
from bot.views import kit, names
from bot.views.kit import Block, Rendered

MOST = 40
"""Departments on the page; each is a block."""

ASKS: Mapping[Name, str] = {
    "week_2": N_("Answers in time in week 2: {measured} (at least {wanted})"),
    "week_4": N_("Answers in time in week 4: {measured} (at least {wanted})"),
    "routed": N_("First department right: {measured} (at least {wanted})"),
    "proposals": N_("Proposals refused: {measured} (at most {wanted})"),
    "pings": N_("Calls on the busiest representative, a week: {measured} (at most {wanted})"),
    "seats": N_("Every department has a representative and a deputy"),
}
FIXES: Mapping[Name, str] = {
    "week_2": N_(
        "Smallest fix: name a deputy in {departments}, or ask the representative what is in the way."
    ),
    "week_4": N_(
        "Smallest fix: name a deputy in {departments}, or ask the representative what is in the way."
    ),
    "routed": N_("Smallest fix: give the topic that is handed over most to the department that takes it."),
    "proposals": N_("Smallest fix: watch one channel less, the one whose proposals are refused most."),
    "pings": N_("Smallest fix: share the representative's days with a second person."),
    "seats": N_("Smallest fix: name them in {departments}."),
}


def pilot_page(snapshot: Snapshot, t: Translator, found: Sequence[Criterion]) -> Block:
    """Who takes part, a button for each change, then the exit criteria."""
    blocks = [kit.section(_state(snapshot, t)), *_departments(snapshot, t), kit.divider()]
    blocks += [kit.header(t("Can the pilot end?")), kit.section(standing(found, t))]
    blocks += [kit.section(_line(one, snapshot, t)) for one in found]
    return kit.modal("pilot_page", t("Pilot"), blocks, submit=None, close=t("Close"))


def pilot_card(department: str, snapshot: Snapshot, t: Translator) -> Rendered:
    """The card of one widening, as it stands now: whoever joined may have been taken out again."""
    name = names.department(t, snapshot, department)
    if not snapshot.takes_part(department):
        said = t(
            "*{department}* does not take part in the pilot for now: nobody writes to it.", department=name
        )
    elif snapshot.workspace.pilot is None:
        said = t(
            "*{department}* takes part from now on: now all departments do, the pilot is over.",
            department=name,
        )
    else:
        said = t(
            "*{department}* takes part in the pilot from now on: it is asked about launches and escalations. "
            "Who answers: {people}.",
            department=name,
            people=_people(department, snapshot, t),
        )
    return Rendered(said.replace("*", ""), [kit.section(said)])


def _state(snapshot: Snapshot, t: Translator) -> str:
    since = snapshot.workspace.pilot_since
    inside = sum(snapshot.takes_part(one.key) for one in snapshot.active)
    if snapshot.workspace.pilot is None:
        return t("All departments take part: there is no pilot now. Take one out to begin one.")
    said = t.n(
        "*{count} department of {all} takes part.* The others are not written to: who announces a "
        "launch asks them in person, and escalations for them come to the orchestrator.",
        "*{count} departments of {all} take part.* The others are not written to: who announces a "
        "launch asks them in person, and escalations for them come to the orchestrator.",
        inside,
        all=len(snapshot.active),
    )
    if since is None:
        return said
    day = slack_date(since, t, style="date", zone=snapshot.workspace.timezone)
    begun = t("Since {day}.", day=day)
    return f"{said} {begun}"


def _departments(snapshot: Snapshot, t: Translator) -> list[Block]:
    blocks = []
    for one in snapshot.active[:MOST]:
        name = names.said(names.department_label(t, snapshot, one.key), 60)
        people = _people(one.key, snapshot, t)
        if snapshot.takes_part(one.key):
            button = kit.button(t("Take Out"), "pilot_narrow", one.key)
            said = t("*{department}* takes part · {people}", department=name, people=people)
        else:
            button = kit.button(t("Add to the Pilot"), "pilot_widen", one.key)
            said = t("*{department}*: asked in person", department=name)
        blocks.append(kit.section(said, block_id=f"pilot:{one.key}"[:255], accessory=button))
    if (more := len(snapshot.active) - MOST) > 0:
        blocks.append(kit.context(t.n("and {count} more", "and {count} more", more)))
    return blocks


def _people(department: str, snapshot: Snapshot, t: Translator) -> str:
    accepted = snapshot.holders(department, Role.representative)
    proposed = snapshot.proposed(department, Role.representative)
    if accepted:
        return t.join([names.who(snapshot, one) for one in accepted[:3]])
    if proposed:
        return t("{person} (proposed)", person=names.who(snapshot, proposed[0]))
    return t("nobody yet")


def standing(found: Sequence[Criterion], t: Translator) -> str:
    """Whether the pilot can end, in one sentence."""
    if may_end(found):
        return t("Yes: every criterion is met. Add the departments that are left.")
    failed = sum(one.verdict == "failed" for one in found)
    if failed:
        return t.n("Not yet: {count} criterion is not met.", "Not yet: {count} criteria are not met.", failed)
    return t("Too early to say: the records do not show enough yet.")


def _line(one: Criterion, snapshot: Snapshot, t: Translator) -> str:
    asked = t(ASKS[one.name], measured=_number(one.measured, t), wanted=_number(one.wanted, t))
    if one.verdict == "met":
        return t("*Met*: {criterion}", criterion=asked)
    if one.verdict == "too_early":
        return t("*Too early*: {criterion}", criterion=asked)
    shown = [names.department(t, snapshot, key) for key in one.departments[:8]]
    if more := len(one.departments) - len(shown):
        shown.append(t.n("{count} more", "{count} more", more))
    fix = t(FIXES[one.name], departments=t.join(shown) or "–")
    return "\n".join((t("*Not met*: {criterion}", criterion=asked), fix))


def _number(value: float | None, t: Translator) -> str:
    """A share as a percentage, a count as it is, nothing measured as a dash."""
    if value is None:
        return "–"
    if isinstance(value, float) and value <= 1:
        return t("{number}%", number=round(value * 100))
    return f"{value:g}"
