"""Go, postpone, cancel, without."""

from __future__ import annotations

import pytest

from bot.errors import FormRefusal
from bot.i18n import Translator
from bot.rules.launches import Blocked, Gate
from bot.views import launch_decisions as forms
from bot.views.kit import Block
from tests.views.filled import filled
from tests.views.limits import shown, view_faults
from tests.views.samples import BOTH, EN, LONG, NOW, crowded, launch, snapshot

KEYS = tuple(f"d{n}" for n in range(60))
BLOCKED = Gate(
    blocking=(
        Blocked("customer_service", "problem"),
        Blocked("sales", "waiting"),
        Blocked("pr", "unanswered"),
    ),
    confirm=("marketing",),
)


def go_form(gate: Gate) -> Block:
    return forms.go_form(launch(), gate, snapshot(), EN, NOW)


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize(
    "gate",
    [
        Gate(),
        BLOCKED,
        Gate(confirm=KEYS, reserved=KEYS),
        Gate(blocking=tuple(Blocked(key, "waiting") for key in KEYS)),
    ],
    ids=["open", "blocked", "to confirm", "all blocked"],
)
def test_the_go_form_is_one_that_slack_takes(t: Translator, gate: Gate) -> None:
    assert view_faults(forms.go_form(launch(texts={"title": LONG}), gate, crowded(), t, NOW)) == []


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
def test_the_other_forms_are_ones_that_slack_takes(t: Translator) -> None:
    subject = launch(texts={"title": LONG})
    assert view_faults(forms.postpone_form(subject, t)) == []
    assert view_faults(forms.cancel_form(subject, t)) == []
    for departments in ((), KEYS[:1], KEYS):
        assert view_faults(forms.without_form(subject, departments, crowded(), t)) == []


def test_what_blocks_is_said_and_only_no_go_is_offered() -> None:
    view = go_form(BLOCKED)
    said = shown(view["blocks"])
    assert "Customer service raised a problem that is not solved." in said
    assert "Sales has not answered yet." in said
    assert "PR did not answer in time." in said
    with pytest.raises(KeyError):
        filled(view, decision="go")
    read = forms.read_decide(filled(view, decision="no_go", reason="no stock"))
    assert read == forms.Decision("no_go", reason="no stock")


def test_every_not_concerned_must_be_confirmed_before_a_go() -> None:
    view = go_form(Gate(confirm=("sales", "pr")))
    with pytest.raises(FormRefusal) as refused:
        forms.read_decide(filled(view, decision="go", confirm=["sales"]))
    assert set(refused.value.errors) == {"confirm"}
    read = forms.read_decide(filled(view, decision="go", confirm=["sales", "pr"]))
    assert read == forms.Decision("go", ("sales", "pr"))


def test_reservations_are_prefilled_with_what_was_left_open_and_dropped_at_a_plain_go() -> None:
    view = go_form(Gate(reserved=("sales",)))
    read = forms.read_decide(filled(view, decision="reservations"))
    assert read.reservations == "No answer yet from Sales."
    assert forms.read_decide(filled(view, decision="go")).reservations == ""
    with pytest.raises(FormRefusal):
        forms.read_decide(filled(view, decision="reservations", reservations=" "))


@pytest.mark.parametrize("decision", [None, "no_go"])
def test_a_decision_needs_a_choice_and_a_no_go_its_reason(decision: str | None) -> None:
    with pytest.raises(FormRefusal):
        forms.read_decide(filled(go_form(Gate()), decision=decision))


def test_a_new_date_a_reason_and_a_department_are_read() -> None:
    postponed = filled(forms.postpone_form(launch(), EN), at=int(NOW.timestamp()))
    assert forms.read_postpone(postponed) == {"at": NOW, "high": False}
    assert forms.read_cancel(filled(forms.cancel_form(launch(), EN), reason=" late ")) == "late"
    without = forms.without_form(launch(), ["sales"], snapshot(), EN)
    assert forms.read_without(filled(without, reason="closed")) == ("sales", "closed")


def test_what_is_missing_is_refused_at_its_field() -> None:
    with pytest.raises(FormRefusal, match="at"):
        forms.read_postpone(filled(forms.postpone_form(launch(), EN), at=None))
    with pytest.raises(FormRefusal, match="reason"):
        forms.read_cancel(filled(forms.cancel_form(launch(), EN)))
    with pytest.raises(FormRefusal, match="department, reason"):
        forms.read_without(filled(forms.without_form(launch(), ["sales", "pr"], snapshot(), EN)))
