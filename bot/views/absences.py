"""An absence: the form, drawn and read back, what is typed behind `/tutti away`, and the welcome back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from bot.errors import Refusal
from bot.i18n import Translator
from bot.models import Absence, AbsenceDraft, Snapshot
from bot.rules.workweek import zone_of
from bot.views import fields, kit, names
from bot.views.kit import Block, Rendered

MOST = 5
"""Absences that the form lists, people whom a welcome names."""

_DEPUTY = re.compile(
    r"(?:^|[\s,])(?:deputy|stand-in|suppl[ée]ante?|remplac[ée]e? par)\s*:?\s+|(?:^|\s)(?=@|<@)", re.IGNORECASE
)
_FROM = re.compile(
    r"(?:from|du|d[èe]s|[àa] partir d[eu])\s+(?P<first>.+?)\s+"
    r"(?P<last>(?:until|till|to|jusqu['’][àa]u?|au)\s.+)",
    re.IGNORECASE,
)
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


class Typed(NamedTuple):
    """The parts of `from monday until friday deputy @Tom`, as typed; "" for one that is not there."""

    first: str = ""
    last: str = ""
    deputy: str = ""
    """A Slack id or a name without its @."""


def read_words(text: str) -> Typed:
    """What was typed behind the command, taken apart; nothing is checked."""
    when, _, rest = _parted(text)
    mention = _MENTION.search(rest)
    deputy = mention[1] if mention else rest.strip().lstrip("@").strip()
    if match := _FROM.fullmatch(when.strip(" ,")):
        return Typed(match["first"], match["last"], deputy)
    return Typed("", when.strip(" ,"), deputy)


def _parted(text: str) -> tuple[str, str, str]:
    found = _DEPUTY.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def not_one(name: str, count: int) -> Refusal:
    """Why a typed name is nobody's, or not one person's alone."""
    if count:
        return Refusal("{count} people are called “{name}”; choose the deputy below.", count=count, name=name)
    return Refusal("Tutti knows nobody called “{name}”; choose the deputy below.", name=name)


def away_form(
    draft: AbsenceDraft,
    planned: Sequence[Absence],
    t: Translator,
    *,
    today: date,
    zone: str,
    trouble: str = "",
) -> Block:
    """The form of an absence; callback `away_form`.

    planned: the present and coming ones. trouble: mrkdwn, what was not clear in the words typed.
    """
    blocks = [kit.section(trouble)] if trouble else []
    for absence in planned[:MOST]:
        blocks.append(kit.section(_planned(absence, t, zone)))
    if planned:
        blocks.append(kit.actions(_back_button(t, planned[0], today, zone), block_id="planned"))
    last, hour = kit.day_input("last", initial=draft.last), kit.clock_input("hour", initial=draft.hour)
    blocks += [
        kit.field_of("first", t("First day away"), kit.day_input("first", initial=draft.first or today)),
        kit.field_of("last", t("Last day away"), last, hint=t("You are back the day after.")),
        kit.field_of(
            "hour",
            t("Back that day at"),
            hour,
            hint=t("Only if you are back during that day."),
            optional=True,
        ),
        kit.field_of(
            "deputy",
            t("Deputy"),
            kit.person_input("deputy", initial=draft.deputy),
            hint=t("Without one, the next person of your department is asked."),
            optional=True,
        ),
        kit.context(t("A crisis goes to the duty rota alone. Nobody is told why you are away.")),
    ]
    return kit.modal("away_form", t("Be Away"), blocks, submit=t("Save"), close=t("Cancel"))


def read_form(view: Block) -> AbsenceDraft:
    """The absence that was entered; what lacks or cannot be is said by `rules.absences.span`."""
    return AbsenceDraft(
        first=fields.day(view, "first"),
        last=fields.day(view, "last"),
        hour=fields.clock(view, "hour"),
        deputy=fields.text(view, "deputy") or None,
    )


def saved(
    absence: Absence,
    replaced: Sequence[Absence],
    snapshot: Snapshot,
    t: Translator,
    *,
    zone: str,
    now: datetime,
) -> Rendered:
    """That it is saved: until when, who stands in, what it replaces; with the button to come back."""
    when = dict(first=_day(absence.starts_at, t, zone), last=_end(absence, t, zone))
    planned = absence.starts_at > now
    if absence.deputy:
        deputy = names.who(snapshot, absence.deputy)
        first = (
            t("You are away from {first} until {last}; {deputy} stands in.", deputy=deputy, **when)
            if planned
            else t("You are away until {last}; {deputy} stands in.", deputy=deputy, **when)
        )
    else:
        first = (
            t(
                "You are away from {first} until {last}; the next person of your department is asked.",
                **when,
            )
            if planned
            else t("You are away until {last}; the next person of your department is asked.", **when)
        )
    lines = [first]
    lines += [t("It replaces this one: {absence}", absence=_planned(one, t, zone)) for one in replaced[:MOST]]
    lines.append(t("What waits on you moves to them with the same deadline; a crisis goes to the duty rota."))
    text = " ".join(lines[:-1])
    button = _back_button(t, absence, now.astimezone(zone_of(zone)).date(), zone)
    return Rendered(text, [kit.section("\n".join(lines)), kit.actions(button, block_id="away")])


def away_now(absence: Absence, snapshot: Snapshot, t: Translator, *, zone: str) -> Block:
    """On the Home of somebody away: until when, who stands in, *I Am Back*."""
    until = _end(absence, t, zone)
    if absence.deputy:
        deputy = names.who(snapshot, absence.deputy)
        said = t("*You are away until {last}*: {deputy} stands in.", last=until, deputy=deputy)
    else:
        said = t("*You are away until {last}*: the next person of your department is asked.", last=until)
    return kit.section(said, accessory=kit.button(t("I Am Back"), "away_end", str(absence.id)))


def planned_line(absence: Absence, t: Translator, *, zone: str) -> Block:
    """On the Home before an absence begins: from when until when, *Take It Back*."""
    button = kit.button(t("Take It Back"), "away_end", str(absence.id))
    return kit.section(_planned(absence, t, zone), accessory=button)


def taken_back(absence: Absence, t: Translator, *, zone: str) -> Rendered:
    """That a planned absence will not be."""
    text = t("Taken back: {absence}", absence=_planned(absence, t, zone))
    return Rendered(text, [kit.section(text)])


def welcome_back(facts: Mapping[str, Any], snapshot: Snapshot, t: Translator) -> Rendered:
    """What happened while somebody was away; `facts` as `flows.returns.happened` gives them."""
    text = " ".join([t("Welcome back."), *_happened(facts, snapshot, t), _waiting(int(facts["waiting"]), t)])
    why = t("Why you: you were away. This comes once.")
    return Rendered(text, [kit.section(text), kit.context(why)])


def offer(t: Translator, *, settled: bool = False) -> Rendered:
    """The question whether a Slack status means an absence, asked once for each status."""
    if settled:
        text = t("Thank you, noted.")
        return Rendered(text, [kit.section(text)])
    text = t("Your Slack status looks like an absence: shall somebody stand in for you?")
    buttons = kit.actions(
        kit.button(t("Say Until When"), "open_away", "offer", style="primary"),
        kit.button(t("No"), "away_decline", "offer"),
        block_id="offer",
    )
    why = t("Why you: you have a seat here. Your status is not kept, and this is asked once.")
    return Rendered(text, [kit.section(text), kit.context(why), buttons])


def _happened(facts: Mapping[str, Any], snapshot: Snapshot, t: Translator) -> list[str]:
    asked, answered = int(facts["asked"]), [(str(who), int(count)) for who, count in facts["answered"]]
    if not asked:
        return [t("Nothing was asked in your absence.")]
    count = sum(number for _, number in answered)
    if not count:
        return [t.n("{count} request in your absence.", "{count} requests in your absence.", asked)]
    people = [f"{names.who(snapshot, person)} {number}" for person, number in answered[:MOST]]
    who = ", ".join([*people, "…"] if len(answered) > MOST else people)
    answers = t.n("{count} answer ({people})", "{count} answers ({people})", count, people=who)
    said = t.n(
        "{count} request in your absence, {answers}.",
        "{count} requests in your absence, {answers}.",
        asked,
        answers=answers,
    )
    return [said]


def _waiting(count: int, t: Translator) -> str:
    if not count:
        return t("Nothing waits for you.")
    return t.n("{count} request still waits.", "{count} requests still wait.", count)


def _planned(absence: Absence, t: Translator, zone: str) -> str:
    return t(
        "Away from {first} until {last}.", first=_day(absence.starts_at, t, zone), last=_end(absence, t, zone)
    )


def _back_button(t: Translator, absence: Absence, today: date, zone: str) -> Block:
    """To come back, or to take a planned absence back."""
    begun = absence.starts_at.astimezone(zone_of(zone)).date() <= today
    return kit.button(t("I Am Back") if begun else t("Take It Back"), "away_end", str(absence.id))


def _day(at: datetime, t: Translator, zone: str) -> str:
    return t.date(at.astimezone(zone_of(zone)).date())


def _end(absence: Absence, t: Translator, zone: str) -> str:
    """The last day, or the hour of the return where that is within a day."""
    end = absence.ends_at.astimezone(zone_of(zone))
    if (end.hour, end.minute) != (0, 0):
        return t.date_time(absence.ends_at, zone)
    return t("{day} included", day=t.date((end - timedelta(days=1)).date()))
