"""The forms behind a request's buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import FormRefusal
from bot.i18n import Translator
from bot.models import Snapshot
from bot.views import fields
from bot.views import request_forms as forms
from bot.views.kit import Block
from tests.views.filled import filled
from tests.views.limits import shown, view_faults
from tests.views.samples import (
    BOTH,
    EN,
    LONG,
    crowded,
    escalation,
    escalation_request,
    launch,
    request,
    snapshot,
)

ASKED = escalation_request(texts={"question": "How much salt?"})
PLAIN = (
    forms.problem_form,
    forms.not_concerned_form,
    forms.expert_answer_form,
    forms.name_form,
    forms.rest_form,
)


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("draw", PLAIN, ids=lambda draw: draw.__name__)
def test_each_form_is_one_that_slack_takes(t: Translator, draw: Callable[..., Block]) -> None:
    nasty = escalation_request(texts={"question": LONG})
    for notice in (escalation(texts={"title": LONG}), escalation(private=True), launch(texts={})):
        view = draw(nasty, notice, t)
        assert view_faults(view) == []
        assert fields.remembered(view) == {"id": "R1"}


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("of", [crowded(), snapshot(), snapshot(departments=())], ids=["many", "few", "none"])
def test_the_forms_with_departments_are_ones_that_slack_takes(t: Translator, of: Snapshot) -> None:
    for asked, notice in ((ASKED, escalation()), (request(), launch())):
        assert view_faults(forms.hand_over_form(asked, notice, of, t)) == []
        assert view_faults(forms.expert_form(asked, notice, of, t)) == []


def test_a_hand_over_is_read_whole() -> None:
    view = forms.hand_over_form(ASKED, escalation(), snapshot(), EN)
    typed: dict[str, Any] = {"department": "sales", "reason": "theirs", "done": "called", "promised": "today"}
    assert forms.read_hand_over(filled(view, **typed)) == forms.HandOver("sales", "theirs", "called", "today")
    with pytest.raises(FormRefusal, match="department, reason"):
        forms.read_hand_over(filled(view))


def test_nobody_hands_a_request_to_its_own_department() -> None:
    view = forms.hand_over_form(ASKED, escalation(), snapshot(), EN)
    with pytest.raises(KeyError):
        filled(view, department="customer_service")
    with pytest.raises(KeyError):
        filled(forms.hand_over_form(request(), launch(), snapshot(), EN), promised="launches promise nothing")


def test_an_experts_question_and_answer_are_read() -> None:
    view = forms.expert_form(ASKED, escalation(), snapshot(), EN)
    assert forms.read_expert(filled(view, department="pr", question="Who?")) == forms.Question("pr", "Who?")
    with pytest.raises(FormRefusal, match="department, question"):
        forms.read_expert(filled(view, question="  "))
    answer = forms.expert_answer_form(ASKED, escalation(), EN)
    assert "How much salt?" in shown(answer["blocks"])
    assert forms.read_expert_answer(filled(answer, answer="2 g")) == "2 g"


def test_words_are_read_and_their_absence_is_refused() -> None:
    problem = forms.problem_form(request(), launch(), EN)
    assert forms.read_problem(filled(problem, reason="no stock")) == "no stock"
    rest = forms.rest_form(request(), launch(), EN)
    assert forms.read_rest(filled(rest, reason="done by phone")) == "done by phone"
    name = forms.name_form(request(), launch(), EN)
    assert forms.read_name(filled(name, person="U0TOM")) == "U0TOM"
    assert forms.read_not_concerned(filled(forms.not_concerned_form(request(), launch(), EN))) == ""
    for read, view in (
        (forms.read_problem, problem),
        (forms.read_rest, rest),
        (forms.read_name, name),
        (forms.read_expert_answer, forms.expert_answer_form(ASKED, escalation(), EN)),
    ):
        with pytest.raises(FormRefusal):
            read(filled(view))


def test_a_private_title_is_not_shown_to_who_only_names_somebody() -> None:
    view = forms.name_form(ASKED, escalation(private=True), EN)
    assert "bakery" not in str(view)
