"""Ringing people up in a crisis outside working hours: one's own number, whom to ring, whether they answered.

A number stands in no message: it is shown on a page that each view of is logged (PRODUCT section 2, "Crisis
outside": "numbers optional, shown only then, each view logged").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.i18n import Translator
from bot.models import Entry, Escalation, Request, RequestState, Snapshot
from bot.views import fields, kit, names, ping_lines
from bot.views.kit import Block, Rendered
from bot.views.ping_lines import time_of

MOST_PEOPLE = 10
TYPED = 40
WAITING = (RequestState.waiting, RequestState.unanswered)


@dataclass(frozen=True)
class Calls:
    """Whom the reader is to ring about a crisis, in order, and what came of it so far.

    duty: of `people`, those on the duty rota. opens: when the department opens; None where it is open now.
    reached and not_reached: person -> when.
    """

    people: tuple[str, ...]
    duty: Collection[str] = ()
    with_number: Collection[str] = ()
    opens: datetime | None = None
    reached: Mapping[str, datetime] = field(default_factory=dict)
    not_reached: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def next(self) -> str | None:
        """Whom to ring now: the first of whom nothing is known."""
        done = {*self.reached, *self.not_reached}
        return next((person for person in self.people if person not in done), None)


def calls_message(
    request: Request, escalation: Escalation, calls: Calls, snapshot: Snapshot, t: Translator
) -> Rendered:
    """Whom to ring up now, with *Reached* and *Not Reached*; one line once somebody leads or it ended."""
    title = kit.escape(ping_lines.title(escalation, t))
    over = _over(request, escalation, calls, snapshot, t, title)
    if over:
        return Rendered(over, [kit.section(over)])
    text = _first_line(request, calls, snapshot, t, title)
    lines = [_line(number, person, calls, snapshot, t) for number, person in _numbered(calls)]
    blocks = [kit.section("\n".join([text, *lines]))]
    row = _buttons(request, calls, t)
    if row:
        blocks.append(row)
    stop = t("Why you: you opened it. Nothing more comes once somebody leads it.")
    return Rendered(text, [*blocks, kit.context(stop)])


def _over(
    request: Request, escalation: Escalation, calls: Calls, snapshot: Snapshot, t: Translator, title: str
) -> str:
    if escalation.ended_at is not None:
        return t("Nothing more to do: {title}", title=title)
    if request.state is RequestState.taken and request.answered_by:
        person = kit.person(request.answered_by)
        return t("Nobody else needs to be phoned: {person} leads it. {title}", person=person, title=title)
    if request.state not in WAITING:
        return t("Nothing more to do: {title}", title=title)
    if calls.opens is None:
        department = names.department(t, snapshot, request.department)
        return t(
            "*{department}* is open now, and its people are called in Slack: {title}",
            department=department,
            title=title,
        )
    return ""


def _first_line(request: Request, calls: Calls, snapshot: Snapshot, t: Translator, title: str) -> str:
    about = {
        "department": names.department(t, snapshot, request.department),
        "due": time_of(request.due_at, snapshot, t),
        "opens": time_of(calls.opens, snapshot, t) if calls.opens else "–",
        "title": title,
    }
    if calls.reached:
        person = kit.person(list(calls.reached)[-1])
        return t(
            "You reached {person}: ask them to press *Take It* by {due}; until then Tutti goes on calling "
            "*{department}*'s duty rota. {title}",
            person=person,
            **about,
        )
    if calls.next:
        return t(
            "Please phone {person} now: *{department}* is closed, and somebody must lead the crisis by "
            "{due}. {title}",
            person=kit.person(calls.next),
            **about,
        )
    if calls.people:
        return t(
            "Nobody of *{department}* was reached: please phone somebody else you know. Tutti calls its "
            "people again at {opens}. {title}",
            **about,
        )
    return t(
        "*{department}* is closed and nobody is on duty, and Tutti knows no number: please phone somebody "
        "yourself. Tutti calls its people at {opens}. {title}",
        **about,
    )


def _numbered(calls: Calls) -> list[tuple[int, str]]:
    return list(enumerate(calls.people[:MOST_PEOPLE], 1))


def _line(number: int, person: str, calls: Calls, snapshot: Snapshot, t: Translator) -> str:
    if person in calls.reached:
        state = t("reached {time}", time=time_of(calls.reached[person], snapshot, t))
    elif person in calls.not_reached:
        state = t("not reached {time}", time=time_of(calls.not_reached[person], snapshot, t))
    elif person not in calls.duty:
        state = t("not on duty, gave a number; Tutti does not call them")
    elif person in calls.with_number:
        state = t("on duty, gave a number")
    else:
        state = t("on duty, gave no number to Tutti")
    return t("{number}. {person}: {state}", number=number, person=kit.person(person), state=state)


def _buttons(request: Request, calls: Calls, t: Translator) -> Block | None:
    """About the person to ring now, or the last one reached, who may not have answered after all."""
    person = list(calls.reached)[-1] if calls.reached else calls.next
    if person is None:
        return None
    value = f"{request.id}:{person}"
    number = kit.button(t("Show the Number"), "phone_show", value) if person in calls.with_number else None
    reached = None if calls.reached else kit.button(t("Reached"), "phone_reached", value, style="primary")
    missed = kit.button(t("Not Reached"), "phone_not_reached", value)
    return kit.actions(number, reached, missed, block_id=f"phoning:{request.id}")


def number_page(person: str, number: str, t: Translator) -> Block:
    """The number, to read and ring; that it was seen is logged already."""
    said = t("{person}: *{number}*", person=kit.person(person), number=kit.escape(number))
    logged = t("That you saw it stands in the timeline of the crisis. Please use it for this crisis only.")
    return kit.modal(
        "phone_page",
        t("Phone Number"),
        [kit.section(said), kit.context(logged)],
        submit=None,
        close=t("Close"),
    )


# One's own number


def phone_form(number: str, views: Sequence[Entry], snapshot: Snapshot, t: Translator) -> Block:
    """One's own number, and who has seen it; callback `phone_form`. An empty field takes it out."""
    hint = t(
        "Optional. Only who opens a crisis outside working hours, while you are to be phoned, can see it, "
        "and each view is logged. Leave it empty to take it out."
    )
    element = kit.text_input("phone", initial=number, limit=TYPED, placeholder="+33 6 12 34 56 78")
    blocks = [kit.field_of("phone", t("My phone number"), element, hint=hint, optional=True)]
    lines = [
        t("Seen by {person}, {time}", person=kit.person(view.by or ""), time=time_of(view.at, snapshot, t))
        for view in views[:MOST_PEOPLE]
    ]
    if lines:
        blocks.append(kit.context(*lines))
    return kit.modal("phone_form", t("My Phone Number"), blocks, submit=t("Save"), close=t("Cancel"))


def read_phone(view: Block) -> str:
    """What was typed. Raises FormRefusal for more than a number's length."""
    fields.fit(view, phone=TYPED)
    return fields.text(view, "phone")
