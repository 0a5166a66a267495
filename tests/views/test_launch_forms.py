"""Announcing, completing and changing a launch."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import FormRefusal
from bot.i18n import Translator
from bot.models import LaunchDraft, Snapshot
from bot.rules.routing import Asks
from bot.views import launch_edits as edits
from bot.views import launch_forms as forms
from bot.views.kit import Block
from tests.views.filled import filled
from tests.views.limits import action_ids, shown, view_faults
from tests.views.samples import BOTH, EN, LONG, NASTY, NOW, crowded, launch, snapshot

AT = NOW + timedelta(days=3)
ASKS = Asks(asked=("customer_service", "sales"), required=("customer_service",), department="marketing")
DRAFT = LaunchDraft(
    title="Summer sale", kind="promotion", at=AT, gain="20% off", goal="1,200 bags", answerer="U0LEA"
)


def form(
    draft: LaunchDraft = DRAFT,
    *,
    of: Snapshot | None = None,
    t: Translator = EN,
    asks: Asks = ASKS,
    promises: list[forms.Promise] | None = None,
    **more: Any,
) -> Block:
    return forms.announce_form(draft, of or snapshot(), t, asks=asks, promises=promises or [], **more)


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("draft", [LaunchDraft(), DRAFT, LaunchDraft(title=LONG, gain=LONG, goal=LONG)])
def test_the_form_is_one_that_slack_takes(t: Translator, draft: LaunchDraft) -> None:
    promises: list[forms.Promise] = [("customer_service", AT, None), ("sales", None, None), ("pr", AT, NOW)]
    view = form(draft, t=t, promises=promises, late=True, errors_top=NASTY, example=True)
    assert view_faults(view) == []


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
def test_sixty_departments_fit(t: Translator) -> None:
    keys = tuple(f"d{n}" for n in range(60))
    promises: list[forms.Promise] = [(key, AT, NOW) for key in keys]
    for required in ((), keys[:30], keys):
        view = form(DRAFT, of=crowded(), t=t, asks=Asks(asked=keys, required=required), promises=promises)
        assert view_faults(view) == []


def test_what_was_typed_comes_back() -> None:
    draft = forms.read_announce(filled(form(), title="  Autumn  ", departments=["pr"], answerer="U0TOM"))
    assert draft == LaunchDraft(
        title="Autumn",
        kind="promotion",
        at=AT,
        gain="20% off",
        goal="1,200 bags",
        answerer="U0TOM",
        departments=("pr",),
    )


def test_optional_departments_are_preselected_and_required_ones_cannot_be_left_out() -> None:
    view = form()
    assert "Always asked: Customer service" in shown(view["blocks"])
    departments = next(block for block in view["blocks"] if block["block_id"] == "departments")["element"]
    assert [option["value"] for option in departments["options"]] == ["sales", "pr"]
    assert [option["value"] for option in departments["initial_options"]] == ["sales"]
    assert forms.read_announce(filled(view, departments=[])).departments == ()


def test_ticks_made_for_another_kind_are_the_new_kinds_own() -> None:
    view = filled(form(), kind="event")
    assert forms.peek_announce(view).departments is None
    redrawn = form(forms.peek_announce(view))
    assert "departments_event" in action_ids(redrawn["blocks"])


def test_each_blank_field_has_its_sentence() -> None:
    view = filled(form(LaunchDraft(), asks=Asks()), title="   ")
    with pytest.raises(FormRefusal) as refused:
        forms.read_announce(view)
    assert set(refused.value.errors) == {"title", "kind", "at", "gain", "goal", "answerer"}
    assert forms.peek_announce(view) == LaunchDraft(departments=())


def test_the_example_stands_only_in_an_empty_form_and_replaces_what_slack_keeps() -> None:
    assert "launch_example" in action_ids(form(LaunchDraft())["blocks"])
    assert "launch_example" not in action_ids(form()["blocks"])
    example = forms.example_draft(LaunchDraft(answerer="U0LEA"), EN, AT)
    view = form(example, example=True)
    assert {"title_example", "kind_example", "at_example"} <= set(action_ids(view["blocks"]))
    assert forms.read_announce(filled(view)).title == "Back-to-school sale"


def test_high_is_asked_only_when_there_is_not_enough_time() -> None:
    assert "high" not in action_ids(form()["blocks"])
    assert forms.read_announce(filled(form(late=True), high=["high"])).high
    assert not forms.read_announce(filled(form(late=True))).high


def test_the_form_says_who_answers_by_when() -> None:
    promises: list[forms.Promise] = [("customer_service", AT, None), ("sales", None, None), ("pr", AT, NOW)]
    said = shown(form(promises=promises)["blocks"])
    assert "Customer service answers by <!date^" in said
    assert "Sales cannot answer before the launch" in said
    assert "PR is closed until <!date^" in said
    assert "promises" not in [
        block.get("block_id") for block in form(LaunchDraft(), promises=promises)["blocks"]
    ]


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("text", ["", "plain", LONG])
def test_the_forms_of_a_standing_launch_are_ones_that_slack_takes(t: Translator, text: str) -> None:
    texts = dict.fromkeys(("title", "what", "gain", "goal", "price", "kit", "terms"), text)
    subject = launch(texts=texts, embargo=NOW, approver="U0ANA")
    assert view_faults(edits.complete_form(subject, t)) == []
    assert view_faults(edits.change_form(subject, t)) == []


def test_completing_gives_each_field_or_none() -> None:
    view = filled(
        edits.complete_form(launch(), EN), price="10 €", embargo=int(NOW.timestamp()), approver="U0ANA"
    )
    found = edits.read_complete(view)
    assert found["price"] == "10 €"
    assert found["terms"] is None
    assert found["embargo"] == NOW
    assert found["approver"] == "U0ANA"


def test_a_change_is_read_with_everything_that_stands() -> None:
    view = filled(edits.change_form(launch(), EN), offer="two for one")
    found = edits.read_change(view)
    assert found["at"] == launch().at
    assert (found["title"], found["offer"], found["price"]) == ("Summer sale", "two for one", None)
    with pytest.raises(FormRefusal):
        edits.read_change(filled(edits.change_form(launch(), EN), title=" "))


def test_urgent_can_be_ticked_where_it_may_be_needed_and_reads_back() -> None:
    assert "high" not in {block.get("block_id") for block in form()["blocks"]}
    for view in (form(urgent=True), form(late=True, urgent=True)):
        assert "Urgent" in shown(view["blocks"]) and forms.offers_urgent(filled(view))
        assert forms.read_announce(filled(view, high=["high"])).high
    assert not forms.offers_urgent(filled(form()))


def test_a_text_over_its_limit_is_an_error_at_its_field() -> None:
    with pytest.raises(FormRefusal) as refused:
        forms.read_announce(filled(form(), title="x" * 151, gain="x" * 2001))
    assert set(refused.value.errors) == {"title", "gain"}
