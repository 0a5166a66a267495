"""What is proposed: who would act by when comes first, within Slack's limits, nothing typed comes alive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import Translator
from bot.models import Lane, Suggestion, SuggestionState
from bot.views import suggestions
from bot.views.suggestions import Offer
from tests.views.limits import message_faults
from tests.views.samples import BOTH, EN, LONG, NOW, snapshot


def made(**given: Any) -> Suggestion:
    values: dict[str, Any] = {
        "lane": Lane.escalation,
        "topic": "complaint",
        "department": "customer_service",
        "author": "U0LEA",
        "texts": {"title": LONG[:80]},
        "rule": LONG[:60],
        "app_name": LONG[:80],
        **given,
    }
    return Suggestion(
        id="S1", workspace="T0TUTTI", channel="C0CS", ts="1.1", thread="1.1", made_at=NOW, **values
    )


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize(
    "one",
    [
        made(),
        made(crisis=True, private=True),
        made(lane=Lane.launch, topic=None, kind="promotion"),
        made(department=None, topic=None),
        made(author=None, app="A0DESK"),
    ],
    ids=["person", "private", "launch", "bare", "app"],
)
def test_a_proposal_is_one_that_slack_takes(t: Translator, one: Suggestion) -> None:
    offer = Offer(one, NOW + timedelta(hours=1), NOW, [LONG[:90]] * 3)
    for drawn in (
        suggestions.private_offer(offer, snapshot(), t),
        suggestions.line_for_app(offer, snapshot(), t),
    ):
        assert message_faults(drawn) == []
        assert len(drawn.blocks) <= 6
    for line in (
        suggestions.shadow_line(one, "https://x.slack.com/archives/C0CS/p1", snapshot(), t),
        *(suggestions.settled(made(state=state), None, snapshot(), t) for state in SuggestionState),
    ):
        assert len(line) < 600 and "<!channel>" not in line


def test_a_private_matter_says_nothing_of_itself() -> None:
    one = made(private=True, texts={"title": "Quibblewort"}, crisis=True)
    offer = suggestions.private_offer(Offer(one, NOW, NOW), snapshot(), EN)
    assert "Quibblewort" not in str(offer) and "`/tutti crisis`" in str(offer)
    line = suggestions.shadow_line(one, "https://x.slack.com/p1", snapshot(), EN)
    assert "Quibblewort" not in line and "https://" not in line and "a private matter" in line
