"""What is believed of a model's answer: it corrects and doubts, it never decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.models import Lane, Recognised, Requester, Severity
from bot.models.notices import Reach
from bot.models.tasks import RecogniseAnswer
from bot.rules.recognising import agreed
from tests.rules.organisation import a_snapshot, paris

SAID = "The soup of order 77120 was cold, says a customer."
SURE = Recognised(
    lane=Lane.escalation,
    topic="complaint",
    department="customer_service",
    requester=Requester.customer,
    stated_at=paris("2026-11-24 17:00"),
    title="The soup of order 77120 was cold",
    who="A.B.",
    reasons=("complaint: cold",),
)
DOUBTFUL = replace(SURE, sure=False)
SUSPECTED = replace(SURE, crisis=True, severity=Severity.high)


def answer(**values: Any) -> RecogniseAnswer:
    usual: dict[str, Any] = {
        "lane": "escalation",
        "key": "delivery",
        "severity": "low",
        "requester": "partner",
        "reach": "local",
        "crisis_suspected": False,
        "title": "Order 77120 came cold",
    }
    return RecogniseAnswer.model_validate(usual | values)


COLD = "Order 77120 came cold"


def opinion(found: Recognised, title: str | None = COLD, **values: Any) -> Recognised | None:
    return agreed(found, answer(**values), title, SAID, a_snapshot())


def test_it_corrects_topic_severity_requester_reach_and_title() -> None:
    assert opinion(DOUBTFUL) == replace(
        SURE,
        topic="delivery",
        severity=Severity.low,
        requester=Requester.partner,
        reach=Reach.local,
        title="Order 77120 came cold",
        reasons=("complaint: cold", "model"),
    )


def test_hours_initials_and_the_department_are_never_its_own() -> None:
    found = opinion(SURE, key="press")
    assert found is not None
    assert (found.department, found.stated_at, found.who) == ("pr", SURE.stated_at, "A.B.")


def test_nothing_clears_a_doubt_and_never_what_the_rules_are_sure_of() -> None:
    assert opinion(DOUBTFUL, lane="nothing", key="") is None
    assert opinion(SURE, lane="nothing", key="") == SURE, "a message that says so could say it"


@pytest.mark.parametrize("found", [SURE, DOUBTFUL, SUSPECTED])
def test_what_concerns_an_employee_is_never_proposed(found: Recognised) -> None:
    assert opinion(found, key="hr_grievance") is None


@pytest.mark.parametrize("values", [{"key": "volcano"}, {"key": ""}, {"lane": "launch", "key": "complaint"}])
def test_a_topic_or_kind_that_the_workspace_lacks_is_no_answer(values: dict[str, Any]) -> None:
    assert opinion(DOUBTFUL, **values) == DOUBTFUL


def test_a_crisis_is_only_suspected_and_stays_so() -> None:
    for found in (opinion(SURE, crisis_suspected=True), opinion(SUSPECTED)):
        assert found is not None and found.crisis and found.severity == Severity.high
    assert opinion(SUSPECTED, lane="launch", key="promotion") == SUSPECTED


def test_a_private_topic_is_private_and_a_launch_has_no_department() -> None:
    private = opinion(SURE, key="data_privacy")
    assert private is not None and private.private
    launch = opinion(DOUBTFUL, lane="launch", key="event")
    assert launch is not None
    assert (launch.lane, launch.kind, launch.topic, launch.department) == (Lane.launch, "event", None, None)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Soup\n was <!channel> `cold`", "Soup was !channel cold"),
        ("400 customers are ill", SURE.title),
        ("", SURE.title),
        (None, SURE.title),
        ("s" * 100, "s" * 79 + "…"),
    ],
)
def test_a_title_is_one_line_without_a_number_that_nobody_said(title: str | None, kept: str) -> None:
    found = opinion(SURE, title)
    assert found is not None and found.title == kept
