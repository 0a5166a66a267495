"""The examples are given to the flow that a real model answers; here a scripted one stands in for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.models import Lane, Recognised, Said
from bot.settings import Settings
from tests.eval import examples, figures, with_model
from tests.llm.scripted import Json, Turn, scripted
from tests.rules.organisation import a_snapshot, paris

SAID = Said("The parcel never came, says a customer.", paris("2026-11-24 10:00"))
FOUND = Recognised(lane=Lane.escalation, topic="complaint", department="customer_service", sure=False)


def by_text(body: Json) -> Turn:
    """A model that sees a delivery in a parcel, and nothing in anything else."""
    parcel = "parcel" in body["messages"][1]["content"]
    lane, key = ("escalation", "delivery") if parcel else ("nothing", "")
    values = f'"lane": "{lane}", "key": "{key}", "severity": "normal", "requester": "customer"'
    return Turn(f'{{{values}, "reach": "none", "crisis_suspected": false, "title": "Parcel"}}')


async def test_rules_and_model_are_compared_on_the_same_candidates() -> None:
    async with scripted() as server:
        server.says(by_text)
        candidates = [(SAID, FOUND), (replace(SAID, text="Nice week!"), FOUND), (SAID, None)]
        found, calls = await with_model.opinions(server.settings(), a_snapshot(), candidates)
    assert [one.topic if one else None for one in found] == ["delivery", None, None]
    assert len(calls) == 2
    assert with_model.summary(calls) == (
        "gpt-4o-mini: 2 questions, 0 without an answer, 680 tokens, 0.00 dollars"
    )


async def test_the_figures_of_both_stand_side_by_side() -> None:
    example = examples.Example(
        "one", SAID, "escalation", "delivery", "customer_service", "normal", "customer", "en", False
    )
    wrong, right = [(example, FOUND)], [(example, replace(FOUND, topic="delivery"))]
    drawn = with_model.table(figures.counted(wrong), figures.counted(right))
    rows = list(zip(*(list(column.cells) for column in drawn.columns), strict=True))
    assert ("topic", "complaint", "0.00", "–", "–", "–") in rows
    assert ("topic", "delivery", "–", "0.00", "1.00", "1.00") in rows


async def test_without_a_model_it_says_so() -> None:
    with pytest.raises(ValueError, match="No language model is configured"):
        await with_model.opinions(Settings(), a_snapshot(), [(SAID, FOUND)])
