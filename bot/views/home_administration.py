"""What an administrator reads on their Home of the set-up: what is missing, the pilot, the doors to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.i18n import N_, Translator
from bot.rules import pilot as rules
from bot.rules.attention import Calls, Group
from bot.rules.checklist import Step, Todo
from bot.views import kit, names, pilot
from bot.views.list_lines import Reading

MOST_NAMES = 8
"""Departments or people that one line names."""

STEPS: Mapping[Step, str] = {
    "no_orchestrator": N_(
        "*No orchestrator is named*: what nobody answers goes to the sponsor or to who installed Tutti."
    ),
    "no_representative": N_("*Nobody represents* {departments}: name somebody who answers."),
    "left": N_("*{people} left Slack* and still has a seat in {departments}: name somebody else."),
    "topic_astray": N_("*Subjects without a department of their own* go to {departments}: route them."),
    "invite": N_("*Not asked yet*: {people}. Until they accept, what concerns them comes to you."),
    "waiting": N_("*Asked and not decided*: {people}. A word in person helps."),
    "no_deputy": N_("*No deputy* in {departments}: nobody stands in there."),
    "no_rota": N_("*Nobody on duty at night* in {departments}: a crisis reaches nobody there."),
}
GROUPS: Mapping[Group, str] = {
    "representative": N_("representatives {median}, the busiest {most}"),
    "deputy": N_("deputies {median}, the busiest {most}"),
    "head": N_("heads {median}, the busiest {most}"),
    "orchestrator": N_("orchestrators {median}, the busiest {most}"),
}
"""The median and the most calls of a week in one role."""


@dataclass(frozen=True)
class Administration:
    """What is missing; the exit criteria of a pilot that runs; the calls of the last seven days by role."""

    todos: Sequence[Todo] = ()
    criteria: Sequence[rules.Criterion] | None = None
    calls: Sequence[Calls] = ()


def administration(facts: Administration, reading: Reading) -> list[kit.Block]:
    """The checklist with a button for each line, how the pilot stands, and where everything is set."""
    t = reading.t
    return [*_checklist(facts.todos, reading), *_pilot(facts, reading), _doors(t)]


def _checklist(todos: Sequence[Todo], reading: Reading) -> list[kit.Block]:
    t = reading.t
    if not todos:
        done = t("Everything is set up: each department has who answers, a deputy and somebody at night.")
        return [kit.header(t("Set-up")), kit.section(done)]
    header = kit.header(t.n("Set-up: {count} thing to do", "Set-up: {count} things to do", len(todos)))
    return [header, *(_todo(one, reading) for one in todos)]


def _todo(todo: Todo, reading: Reading) -> kit.Block:
    t, book = reading.t, reading.book
    departments = [names.department(t, book, key) for key in todo.departments]
    people = [names.who(book, person) for person in todo.people]
    said = t(STEPS[todo.step], departments=_some(departments, t), people=_some(people, t))
    return kit.section(said, accessory=_button(todo, t))


def _button(todo: Todo, t: Translator) -> kit.Block | None:
    """The way out; where only a person's decision is missing there is none."""
    match todo.step:
        case "waiting":
            return None
        case "invite":
            return kit.button(t("Invite"), "setup_invite", "home")
        case "no_orchestrator":
            return kit.button(t("Name Somebody"), "settings_page", "people:0")
        case "topic_astray":
            return kit.button(t("Subjects"), "settings_page", "topics:0")
        case "no_rota":
            return kit.button(t("Duty Rota"), "open_rota", todo.departments[0])
        case _ if len(todo.departments) == 1:
            to = f"department_people:{todo.departments[0]}"
            return kit.button(t("Name Somebody"), "settings_page", to)
        case _:
            return kit.button(t("Departments"), "settings_page", "departments:0")


def _some(found: Sequence[str], t: Translator) -> str:
    """The first of them in one sentence, and how many more."""
    shown = list(found[:MOST_NAMES])
    if more := len(found) - len(shown):
        shown.append(t.n("{count} more", "{count} more", more))
    return t.join(shown) or "–"


def _pilot(facts: Administration, reading: Reading) -> list[kit.Block]:
    """Which departments take part, and how many criteria are met; nothing where no pilot runs."""
    if facts.criteria is None:
        return []
    t, book = reading.t, reading.book
    inside = [names.department(t, book, one.key) for one in book.active if book.takes_part(one.key)]
    said = t("*Pilot*: {departments} take part.", departments=_some(inside, t))
    button = kit.button(t("Pilot"), "open_pilot", "home")
    return [kit.section(f"{said} {pilot.standing(facts.criteria, t)}", accessory=button)]


def _doors(t: Translator) -> kit.Block:
    return kit.actions(
        kit.button(t("Settings"), "open_settings", "home"),
        kit.button(t("Duty Rota"), "open_rota", "home"),
        kit.button(t("Check Coverage"), "show_check", "home"),
        kit.button(t("Pilot"), "open_pilot", "doors"),
        kit.button(t("History of Settings"), "show_changes", "0"),
        kit.button(t("Data and Privacy"), "open_privacy", "home"),
        block_id="doors",
    )


def calls_line(calls: Sequence[Calls], t: Translator) -> str:
    """How often people were called in the last seven days, by role, without names (N15)."""
    groups = [
        t(GROUPS[one.group], median=f"{one.median:g}", most=one.most)
        for one in calls
        if one.median is not None
    ]
    if not groups:
        return t("Calls in the last seven days: too few people in each role to show a figure.")
    said = t("Calls on one person in the last seven days: {groups}.", groups="; ".join(groups))
    goal = t(
        "Aim: at most {turning} on the busiest representative, {alone} where one represents alone, "
        "and {head} on a head.",
        alone=rules.PINGS["alone"][0],
        turning=rules.PINGS["turning"][0],
        head=rules.HEAD_MEDIAN,
    )
    return f"{said} {goal}"
