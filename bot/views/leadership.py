"""The leaders' digest: four figures, at most three decisions, one plain word; a phone's screen (PRODUCT
section 2, "Leadership").

A decision says what is to be decided, who is concerned and what happens if nobody chooses, and has two
buttons. Once somebody chose, it says who and what, for all who lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bot.i18n import Translator
from bot.models import EVERYBODY, DecisionKind
from bot.views import charts, explainers, fields, kit
from bot.views import digest_lines as common
from bot.views.digest_lines import Facts, Words

Item = Mapping[str, Any]


class Chosen(NamedTuple):
    """What became of a decision: act | accept | settled, and by whom."""

    choice: str
    person: str | None


def leadership_digest(
    facts: Facts,
    t: Translator,
    *,
    chosen: Mapping[str, Chosen] | None = None,
    buttons: bool = False,
    ways: charts.Ways = charts.IN_WORDS,
) -> kit.Rendered:
    """At most 8 lines; one where there is neither a figure nor a decision.

    chosen: by a decision's id. buttons: in the message itself; a preview has none.
    """
    words, chosen = Words(facts, t), chosen or {}
    title = t("Leaders' digest, week {week}", week=words.week)
    items = words.given("decisions")
    waiting = [item for item in items if str(item["id"]) not in chosen]
    line = t("{title}: {summary}", title=title, summary=_summary(words, len(waiting)))
    if not items and not _figures(words):
        return kit.Rendered(line, [kit.section(line), *common.lateness(words)])
    blocks = [kit.header(title), kit.section(_summary(words, len(waiting)))]
    if figures := _figures(words):
        blocks.append(kit.section(figures))
        blocks += common.behind(words, EVERYBODY) if buttons else []
    pictures = charts.shown(facts, t, ways)
    for number, item in enumerate(items):
        blocks += _decision(words, item, number + 1, chosen.get(str(item["id"])), buttons=buttons)
    plain = explainers.sentence(facts.get("explainer"), t)
    blocks.append(kit.context(t("In plain words: {sentence}", sentence=plain)))
    blocks += pictures.blocks
    if told := " ".join(one for one in (pictures.said, _tail(words)) if one):
        blocks.append(kit.context(told))
    return pictures.added(kit.Rendered(line, blocks))


def _summary(words: Words, count: int) -> str:
    if not count and words.given("decisions"):
        return words.t("everything that was put before you is decided.")
    if not count:
        return words.t("nothing waits for your decision.")
    return words.t.n(
        "{count} decision waits for you; the first click counts for all who lead.",
        "{count} decisions wait for you; the first click counts for all who lead.",
        count,
    )


def _figures(words: Words) -> str:
    """The four ratios, in one line; nothing where there is too little to say of any."""
    t = words.t
    if not any(item.get("share") is not None for item in words.given("figures")):
        return ""
    return " · ".join(
        t(
            "{measure} {share}",
            measure=common.measure(words, item),
            share=t("too few") if item.get("share") is None else t.percent(item["share"]),
        )
        for item in words.given("figures")
    )


def _tail(words: Words) -> str:
    """How many more wait, how quickly earlier ones were taken, that it comes late: one line."""
    t = words.t
    more, (taken, offered) = words.count("more"), words.facts.get("taken") or (0, 0)
    told = []
    if more:
        told.append(
            t.n("{count} more decision comes next week.", "{count} more decisions come next week.", more)
        )
    if offered:
        told.append(
            t.n(
                "Decisions of the last four weeks: {offered}, of which {count} was taken within 5 days.",
                "Decisions of the last four weeks: {offered}, of which {count} were taken within 5 days.",
                taken,
                offered=offered,
            )
        )
    if words.facts.get("late_sent"):
        told.append(t("This digest comes late: Tutti could not send it at its hour."))
    return " ".join(told)


def _decision(
    words: Words, item: Item, number: int, chosen: Chosen | None, *, buttons: bool
) -> list[kit.Block]:
    kind = DecisionKind(item["kind"])
    question = _QUESTIONS[kind](words, item)
    if chosen is not None:
        said = _outcome(words, kind, item, chosen)
        return [kit.section(words.t("{number}. {line}", number=number, line=said))]
    line = words.t("{number}. {line}", number=number, line=question)
    drawn = [kit.section(line)]
    if buttons:
        act, accept = _labels(words.t, kind)
        drawn.append(
            kit.actions(
                kit.button(act, "decision_act", str(item["id"])),
                kit.button(accept, "decision_accept", str(item["id"])),
            )
        )
    return drawn


def _undecided(words: Words, item: Item) -> str:
    return words.t(
        "*{title}* goes out {time} and nobody has decided. If you do not choose, its hour passes and nothing "
        "is announced.",
        title=words.title(item),
        time=words.time(item.get("at")),
    )


def _second_hand_over(words: Words, item: Item) -> str:
    return words.t(
        "{department} asks to hand *{title}* on to {to}, a second time. If you do not choose, it stays with "
        "{department} and its deadline runs.",
        title=words.title(item),
        department=words.department(item.get("department")),
        to=words.department(item.get("to")),
    )


def _seat_empty(words: Words, item: Item) -> str:
    return words.t(
        "{department} has had nobody to answer for it since {time}. If you do not choose, its questions go "
        "to its deputy or its head, later.",
        department=words.department(item.get("department")),
        time=words.time(item.get("since")),
    )


def _overlap(words: Words, item: Item) -> str:
    return words.t(
        "*{title}* ({time}) and *{other}* speak to the same people in one week. If you do not choose, both "
        "go out.",
        title=words.title(item),
        time=words.time(item.get("at")),
        other=words.title(item.get("first") or {}),
    )


def _late_topic(words: Words, item: Item) -> str:
    return words.t.n(
        "“{topic}” was answered late {count} time in four weeks. If you do not choose, it stays as it is.",
        "“{topic}” was answered late {count} times in four weeks. If you do not choose, it stays as it is.",
        int(item.get("count") or 0),
        topic=words.topic(item.get("topic")),
    )


_QUESTIONS: Mapping[DecisionKind, Callable[[Words, Item], str]] = {
    DecisionKind.undecided: _undecided,
    DecisionKind.second_hand_over: _second_hand_over,
    DecisionKind.seat_empty: _seat_empty,
    DecisionKind.overlap: _overlap,
    DecisionKind.late_topic: _late_topic,
}


def _labels(t: Translator, kind: DecisionKind) -> tuple[str, str]:
    """The two ways: to do something, or to leave it."""
    match kind:
        case DecisionKind.undecided:
            return t("Move the Launch"), t("Leave It to the Owner")
        case DecisionKind.second_hand_over:
            return t("Allow It"), t("Keep It There")
        case DecisionKind.seat_empty:
            return t("Name Somebody"), t("Leave It Empty")
        case DecisionKind.overlap:
            return t("Move the Second"), t("Keep Both")
        case _:
            return t("Ask Somebody for a Way"), t("Accept It")


def _outcome(words: Words, kind: DecisionKind, item: Item, chosen: Chosen) -> str:
    """Who chose what; or that it became needless."""
    t, subject = words.t, _subject(words, kind, item)
    if chosen.choice == "settled":
        return t("{subject}: settled without a decision.", subject=subject)
    label = _labels(t, kind)[chosen.choice == "accept"]
    return t(
        "{subject}: “{choice}”, decided by {person}.",
        subject=subject,
        choice=label,
        person=kit.person(chosen.person or ""),
    )


def _subject(words: Words, kind: DecisionKind, item: Item) -> str:
    if kind is DecisionKind.seat_empty:
        return words.department(item.get("department"))
    return words.topic(item.get("topic")) if kind is DecisionKind.late_topic else words.title(item)


# Forms


def name_form(decision: str, line: str, t: Translator) -> kit.Block:
    """Whom to name; callback `decision_name_form`. line: what it is about, mrkdwn."""
    person = kit.field_of("person", t("Who"), kit.person_input("person"))
    return kit.modal(
        "decision_name_form",
        t("Name Somebody"),
        [kit.section(line), person],
        submit=t("Name Somebody"),
        close=t("Back"),
        metadata=fields.metadata(decision),
    )


def move_form(decision: str, postpone: kit.Block) -> kit.Block:
    """The form that gives a launch a new date, sent as a leader's decision; callback `decision_move_form`."""
    return postpone | {"callback_id": "decision_move_form", "private_metadata": fields.metadata(decision)}


def promise_message(topic: str, by: str, until: str, t: Translator) -> kit.Rendered:
    """To whoever a leader asked for a way. until: a date token; by: a user id."""
    line = t(
        "Please propose by {time} how “{topic}” is answered in time: it was late twice in four weeks, and "
        "{person} asks you for a way. It stands on the joint meeting's agenda.",
        time=until,
        topic=topic,
        person=kit.person(by),
    )
    return kit.Rendered(line, [kit.section(line)])
