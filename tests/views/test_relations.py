"""What cards say where the two lanes meet, the form that holds launches, and offers in threads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.i18n import Translator
from bot.models import Escalation, Launch, LaunchState, Relation, RelationKind, RequestState
from bot.rules.thread_answers import Kind, Typed
from bot.views import escalations, launches, relations, thread_answers
from bot.views.relations import Related
from tests.views import scenes
from tests.views.limits import message_faults, shown, view_faults, visible_lines
from tests.views.scenes import DEADLINES, LANGUAGES, NASTY, NOW

KINDS: tuple[Kind, ...] = ("ready", "problem", "not_concerned", "take", "told")


def tied(
    other: Launch | Escalation, kind: RelationKind, reason: str = "", link: str | None = "https://a.example/1"
) -> Related:
    tie = Relation(
        workspace="T0TUTTI",
        launch="L1",
        escalation="E1",
        kind=kind,
        by="U0LEA",
        at=NOW,
        texts={"reason": reason},
    )
    return Related(tie, other, link)


def crowd(other: Launch | Escalation) -> list[Related]:
    """More than a card names, with everything that people may type."""
    held = [tied(other, RelationKind.holds, NASTY) for _ in range(8)]
    return [*held, *(tied(other, RelationKind.raised, link=None) for _ in range(8))]


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("state", [LaunchState.announced, LaunchState.go, LaunchState.live])
def test_a_launch_with_many_cases_fits_its_card_and_its_page(t: Translator, state: LaunchState) -> None:
    launch, book = scenes.launch(NASTY, state=state, held=True), scenes.snapshot()
    related = crowd(scenes.escalation(NASTY))
    asked = [scenes.request(launch, state=RequestState.ready)]
    drawn = launches.launch_card(launch, asked, book, t, links={}, now=NOW, related=related)
    assert message_faults(drawn) == [] and visible_lines(drawn) <= 12
    page = launches.launch_details(launch, asked, [], book, t, links={}, now=NOW, related=related)
    assert view_faults(page) == []


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_a_case_that_holds_many_launches_fits_its_card_and_its_page(t: Translator) -> None:
    case, book, related = scenes.escalation(NASTY), scenes.snapshot(), crowd(scenes.launch(NASTY))
    given = {"links": {}, "orchestrator": "U0KARIM", "now": NOW, "deadlines": DEADLINES, "related": related}
    drawn = escalations.escalation_card(case, [], [], book, t, **given)  # type: ignore[arg-type]
    assert message_faults(drawn) == [] and visible_lines(drawn) <= 12
    page = escalations.escalation_details(case, [], [], [], book, t, may_hold=True, **given)  # type: ignore[arg-type]
    assert view_faults(page) == [] and "escalation_hold" in str(page)


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_of_a_private_case_a_launch_shows_neither_subject_nor_reason_nor_door(t: Translator) -> None:
    case = scenes.escalation("Secret subject", private=True)
    related = [tied(case, RelationKind.holds, "Secret reason", link=None)]
    launch = scenes.launch(state=LaunchState.go, held=True)
    card = launches.launch_card(launch, [], scenes.snapshot(), t, links={}, now=NOW, related=related)
    page = launches.launch_details(launch, [], [], scenes.snapshot(), t, links={}, now=NOW, related=related)
    for text in (shown(card.blocks), card.text, str(page["blocks"])):
        assert "Secret" not in text
    assert "escalation_details" not in str(page)


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_the_form_offers_a_hundred_launches_by_date_and_name(t: Translator) -> None:
    coming = [scenes.launch(NASTY, id=f"L{n}", at=NOW + timedelta(hours=n)) for n in range(130)]
    form = relations.hold_form(scenes.escalation(), coming, scenes.snapshot(), t)
    assert view_faults(form) == []


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("kind", KINDS)
def test_an_offer_in_a_thread_has_one_button_and_fits(t: Translator, kind: Kind) -> None:
    for notice in (scenes.launch(NASTY), scenes.escalation(NASTY)):
        asked = scenes.request(notice)
        drawn = thread_answers.offer(Typed(kind, NASTY[:1500]), asked, notice, scenes.snapshot(), t)
        assert message_faults(drawn) == []
        (row,) = [block for block in drawn.blocks if block["type"] == "actions"]
        assert len(row["elements"]) == 1 and row["elements"][0]["value"].startswith(f"{kind}:R1")
