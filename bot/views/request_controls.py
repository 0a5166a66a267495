"""The buttons of a request, by origin and state. Values name the request; of `escalation_…`, the notice."""

from __future__ import annotations

from bot.i18n import Translator
from bot.models import (
    Escalation,
    EscalationState,
    Launch,
    LaunchState,
    Origin,
    Request,
    RequestState,
    Severity,
)
from bot.views import kit
from bot.views.kit import Block

OPEN = (RequestState.waiting, RequestState.unanswered)
OURS = ("request_hand_over", "request_expert", "escalation_more")
ANSWERED = (RequestState.ready, RequestState.problem, RequestState.not_concerned)


def controls(
    request: Request,
    notice: Launch | Escalation,
    t: Translator,
    *,
    may_give_back: bool = False,
    partner: bool = False,
) -> Block | None:
    """One row of at most one primary button, or None where nothing is left to do.

    A partner answers; what names our other departments is not offered to them.
    """
    if notice.ended_at:
        return None
    if request.origin is Origin.problem:
        found = _problem(request, t)
    elif request.origin is Origin.expert:
        found = _expert(request, t)
    elif isinstance(notice, Escalation):
        found = _escalation(request, notice, t, may_give_back)
    else:
        found = _launch(request, notice, t)
    if partner:
        found = [one for one in found if one["action_id"] not in OURS]
    return kit.actions(*found, block_id=f"request:{request.id}") if found else None


def _launch(request: Request, launch: Launch, t: Translator) -> list[Block]:
    if launch.state in (LaunchState.live, LaunchState.cancelled, LaunchState.reviewed):
        return []
    if request.round < launch.round:
        return []
    if request.state in OPEN and request.in_person:
        return [
            kit.button(t("They Are Ready"), "request_ready", request.id, style="primary"),
            kit.button(t("They Have a Problem"), "request_problem", request.id),
            kit.button(t("Not Concerned"), "request_not_concerned", request.id),
        ]
    if request.state in OPEN:
        return [
            kit.button(t("We Are Ready"), "request_ready", request.id, style="primary"),
            kit.button(t("Raise a Problem"), "request_problem", request.id),
            kit.button(t("Not Concerned"), "request_not_concerned", request.id),
            _hand_over(request, t),
        ]
    if request.state not in ANSWERED or launch.state is not LaunchState.announced:
        return []
    return [kit.button(t("Take Back"), "request_take_back", request.id)]


def _escalation(request: Request, escalation: Escalation, t: Translator, may_give_back: bool) -> list[Block]:
    if escalation.state in (EscalationState.closed, EscalationState.not_escalation):
        return []
    if request.state is RequestState.taken:
        return _taken(request, escalation, t, may_give_back)
    take = kit.button(t("Take It"), "request_take", request.id, style="primary")
    if request.state is RequestState.rested:
        return [take]
    if request.state not in OPEN:
        return []
    return [take, _hand_over(request, t), _ask_expert(request, t), _more(escalation, t, close=False)]


def _taken(request: Request, escalation: Escalation, t: Translator, may_give_back: bool) -> list[Block]:
    """What its owner does next: tell the requester, or say why not yet."""
    if escalation.state is EscalationState.told:
        return [
            kit.button(t("Close It"), "escalation_close", escalation.id, style="primary"),
            _more(escalation, t, close=False),
        ]
    steps = [(t("Requester Told"), "escalation_told")]
    if escalation.severity is Severity.crisis and not escalation.statement:
        steps.insert(0, (t("Decide on the Statement"), "escalation_statement"))
    found = [
        kit.button(label, action, escalation.id, style=None if number else "primary")
        for number, (label, action) in enumerate(steps)
    ]
    found += [
        kit.button(t("More Time"), "escalation_more_time", escalation.id),
        _hand_over(request, t),
        _ask_expert(request, t),
    ]
    if may_give_back:
        found.append(kit.button(t("Give Back"), "request_give_back", request.id))
    return [*found, _more(escalation, t, close=True)]


def _more(escalation: Escalation, t: Translator, *, close: bool) -> Block:
    """At most five: Slack takes no more. What is left out stands on the details too."""
    offered = [
        kit.option(t("Change the Severity"), f"severity:{escalation.id}"),
        kit.option(t("Same as…"), f"same:{escalation.id}"),
    ]
    if not close:
        offered.append(kit.option(t("Edit the Summary"), f"edit:{escalation.id}"))
    if not escalation.private:
        offered.append(kit.option(t("Make Private"), f"private:{escalation.id}"))
    if close:
        offered.append(kit.option(t("Close It"), f"close:{escalation.id}"))
    offered.append(kit.option(t("Not an Escalation"), f"not_escalation:{escalation.id}"))
    return kit.overflow("escalation_more", offered)


def _expert(request: Request, t: Translator) -> list[Block]:
    if request.state not in OPEN:
        return []
    return [
        kit.button(t("Answer"), "request_answer_expert", request.id, style="primary"),
        kit.button(t("Not Concerned"), "request_not_concerned", request.id),
    ]


def _problem(request: Request, t: Translator) -> list[Block]:
    """The owner says that it is fixed; whoever raised it is then asked by a ping whether it is."""
    if request.state not in OPEN:
        return []
    return [kit.button(t("I Fixed It"), "problem_reply", request.id, style="primary")]


def _hand_over(request: Request, t: Translator) -> Block:
    return kit.button(t("Hand Over"), "request_hand_over", request.id)


def _ask_expert(request: Request, t: Translator) -> Block:
    return kit.button(t("Need an Expert"), "request_expert", request.id)
