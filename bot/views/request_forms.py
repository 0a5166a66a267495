"""The forms behind a request's buttons, drawn and read back. What each is about stands in its metadata."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.i18n import N_, Translator
from bot.models import Escalation, Lane, Launch, Request, Snapshot
from bot.views import fields, kit, names
from bot.views.kit import Block

TEXT = 2000


@dataclass(frozen=True)
class HandOver:
    """To whom a request goes, why, and what the next department must know."""

    department: str
    reason: str
    done: str = ""
    promised: str = ""
    """What the requester was told to expect."""


@dataclass(frozen=True)
class Question:
    """One question for one department; the owner stays the owner."""

    department: str
    question: str


def problem_form(request: Request, notice: Launch | Escalation, t: Translator, words: str = "") -> Block:
    """What stands in the way of *ready*, filled with `words`; callback `request_problem_form`."""
    hint = t("The launch's owner is asked to solve it; you say when it is.")
    return _form(
        "request_problem_form",
        t("Raise a Problem"),
        request,
        [_about(notice, t), _words("reason", t("What stands in the way"), hint=hint, initial=words)],
        submit=t("Raise It"),
        t=t,
    )


def read_problem(view: Block) -> str:
    """The reason. Raises FormRefusal where there is none."""
    fields.need(view, reason=N_("Say what stands in the way."))
    return fields.text(view, "reason")


def not_concerned_form(request: Request, notice: Launch | Escalation, t: Translator) -> Block:
    """*Not concerned*, with a reason if one likes; callback `request_not_concerned_form`."""
    return _form(
        "request_not_concerned_form",
        t("Not Concerned"),
        request,
        [_about(notice, t), _words("reason", t("Reason"), optional=True)],
        submit=t("Confirm"),
        t=t,
    )


def read_not_concerned(view: Block) -> str:
    """The reason, "" where none was given."""
    return fields.text(view, "reason")


def hand_over_form(request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator) -> Block:
    """Passing a request on with its clock and its story (P6); callback `request_hand_over_form`."""
    concerned = {*notice.asked, notice.department} if isinstance(notice, Launch) else set()
    others = _others(request, snapshot, t, without=concerned)
    if not others:
        return _nobody("request_hand_over_form", t("Hand Over"), t)
    blocks = [
        _about(notice, t),
        kit.context(t("The deadline stays, and the requester is not asked again.")),
        kit.field_of("department", t("To which department"), kit.select("department", others)),
        _words("reason", t("Why it is theirs")),
        _words("done", t("Done so far"), optional=True),
    ]
    if request.lane is Lane.escalation:
        blocks.append(_words("promised", t("What the requester was promised"), optional=True))
    return _form("request_hand_over_form", t("Hand Over"), request, blocks, submit=t("Hand Over"), t=t)


def read_hand_over(view: Block) -> HandOver:
    """Raises FormRefusal where the department or the reason is missing."""
    fields.need(
        view, department=N_("Choose the department that takes over."), reason=N_("Say why it is theirs.")
    )
    return HandOver(
        department=fields.text(view, "department"),
        reason=fields.text(view, "reason"),
        done=fields.text(view, "done"),
        promised=fields.text(view, "promised"),
    )


def expert_form(request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator) -> Block:
    """One question with one deadline, without giving the case away; callback `request_expert_form`."""
    others = _others(request, snapshot, t)
    if not others:
        return _nobody("request_expert_form", t("Need an Expert"), t)
    blocks = [
        _about(notice, t),
        kit.context(t("It stays yours. They have half the time that is left.")),
        kit.field_of("department", t("Which department knows"), kit.select("department", others)),
        _words("question", t("Your question")),
    ]
    return _form("request_expert_form", t("Need an Expert"), request, blocks, submit=t("Ask"), t=t)


def read_expert(view: Block) -> Question:
    """Raises FormRefusal where the department or the question is missing."""
    fields.need(view, department=N_("Choose the department that knows."), question=N_("Write your question."))
    return Question(fields.text(view, "department"), fields.text(view, "question"))


def expert_answer_form(request: Request, notice: Launch | Escalation, t: Translator) -> Block:
    """An expert's answer; callback `request_expert_answer_form`."""
    asked = names.said_whole(request.texts.get("question", ""))
    blocks = [
        _about(notice, t),
        *(kit.section(piece) for piece in asked),
        _words("answer", t("Your answer")),
    ]
    return _form("request_expert_answer_form", t("Answer"), request, blocks, submit=t("Answer"), t=t)


def read_expert_answer(view: Block) -> str:
    """Raises FormRefusal where there is no answer."""
    fields.need(view, answer=N_("Write your answer."))
    return fields.text(view, "answer")


def name_form(request: Request, notice: Launch | Escalation, t: Translator) -> Block:
    """The orchestrator's *Name somebody*; callback `request_name_form`. A private title is not shown."""
    person = kit.field_of("person", t("Who takes it"), kit.person_input("person"))
    return _form(
        "request_name_form",
        t("Name Somebody"),
        request,
        [_about(notice, t), person],
        submit=t("Name Somebody"),
        t=t,
    )


def read_name(view: Block) -> str:
    """The person's user id. Raises FormRefusal where nobody is chosen."""
    fields.need(view, person=N_("Choose a person."))
    return fields.text(view, "person")


def rest_form(request: Request, notice: Launch | Escalation, t: Translator) -> Block:
    """The orchestrator's *Let it rest, because…*; callback `request_rest_form`."""
    return _form(
        "request_rest_form",
        t("Let It Rest"),
        request,
        [_about(notice, t), _words("reason", t("Because"))],
        submit=t("Let It Rest"),
        t=t,
    )


def read_rest(view: Block) -> str:
    """The reason. Raises FormRefusal where there is none."""
    fields.need(view, reason=N_("Say why it can rest."))
    return fields.text(view, "reason")


def _about(notice: Launch | Escalation, t: Translator) -> Block:
    if notice.private:
        return kit.section(t("A private request"))
    return kit.section(t("About *{title}*", title=names.title(t, notice)))


def _words(
    name: str, label: str, *, hint: str | None = None, optional: bool = False, initial: str = ""
) -> Block:
    element = kit.text_input(name, initial=initial, lines=True, limit=TEXT)
    return kit.field_of(name, label, element, hint=hint, optional=optional)


def _others(
    request: Request, snapshot: Snapshot, t: Translator, *, without: Collection[str | None] = ()
) -> list[Block]:
    return [
        kit.option(names.department_label(t, snapshot, department.key), department.key)
        for department in snapshot.active
        if department.key != request.department and department.key not in without
    ]


def _nobody(callback: str, title: str, t: Translator) -> Block:
    said = kit.section(t("There is no other department yet. An administrator can add one."))
    return kit.modal(callback, title, [said], submit=None, close=t("Close"))


def _form(
    callback: str, title: str, request: Request, blocks: list[Block], *, submit: str, t: Translator
) -> Block:
    return kit.modal(
        callback, title, blocks, submit=submit, close=t("Cancel"), metadata=fields.metadata(request.id)
    )
