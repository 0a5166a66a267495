"""A request in its department's channel, or as a direct message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

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
    Snapshot,
)
from bot.rules import defaults
from bot.views import requests
from bot.views.kit import Rendered
from tests.views.limits import action_ids, message_faults, shown, visible_lines
from tests.views.samples import (
    BOTH,
    EN,
    FR,
    LONG,
    NASTY,
    NOW,
    answered,
    crowded,
    escalation,
    escalation_request,
    launch,
    request,
    snapshot,
)

CARD = "https://acme.slack.com/archives/C0TUTTI/p1"
WORDS: dict[str, dict[str, str]] = {
    "say": {"en": "We are sorry.", "fr": "Nous sommes désolés."},
    "never": {"en": LONG},
}


def message(
    asked: Request, about: Launch | Escalation, *, t: Translator = EN, of: Snapshot | None = None, **more: Any
) -> Rendered:
    return requests.request_message(asked, about, of or snapshot(), t, now=NOW, **more)


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize("typed", ["fine", LONG], ids=["short", "long"])
def test_every_request_is_a_message_that_slack_takes(
    t: Translator, state: RequestState, origin: Origin, typed: str
) -> None:
    texts = dict.fromkeys(("question", "answer", "reason", "done", "promised", "from", "to"), typed)
    about = launch(texts={"title": typed, "gain": typed, "terms": typed})
    told = escalation(texts={"title": typed, "where": typed, "who": typed}, late=True)
    more: dict[str, Any] = {"card_link": CARD, "words": WORDS, "may_give_back": True, "t": t, "of": crowded()}
    for asked, notice in (
        (answered(state=state, origin=origin, texts=texts, hop=1), about),
        (escalation_request(state=state, origin=origin, texts=texts, hop=1, department="d1"), told),
        (request(state=state, origin=origin), launch(texts={}, answerer=None)),
    ):
        drawn = message(asked, notice, **more)
        assert message_faults(drawn) == []
        assert visible_lines(drawn) <= 12


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("state", [RequestState.waiting, RequestState.taken])
@pytest.mark.parametrize("case", EscalationState)
def test_every_state_of_an_escalation_fits(t: Translator, state: RequestState, case: EscalationState) -> None:
    assert message_faults(message(escalation_request(state=state), escalation(state=case), t=t)) == []


def test_the_first_line_says_who_must_answer_by_when() -> None:
    drawn = message(request(), launch(), card_link=CARD)
    assert drawn.text.startswith("*Customer service* must answer by <!date^")
    assert "about *Summer sale*" in drawn.text
    assert f"<{CARD}|See the card>" in shown(drawn.blocks)
    assert "Why you: without Customer service there is no Go." in shown(drawn.blocks)


def test_a_waiting_launch_request_has_the_four_answers() -> None:
    assert action_ids(message(request(), launch()).blocks) == [
        "request_ready",
        "request_problem",
        "request_not_concerned",
        "request_hand_over",
    ]


def test_a_late_answer_still_counts() -> None:
    drawn = message(request(due_at=NOW - timedelta(hours=1)), launch())
    assert "An answer still counts." in drawn.text
    assert "request_ready" in action_ids(drawn.blocks)


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (RequestState.ready, ["request_take_back"]),
        (RequestState.problem, ["request_take_back"]),
        (RequestState.not_concerned, ["request_take_back"]),
        (RequestState.handed_over, []),
        (RequestState.rested, []),
        (RequestState.dropped, []),
    ],
)
def test_an_answer_can_be_taken_back_until_go(state: RequestState, buttons: list[str]) -> None:
    asked = answered(state=state)
    assert action_ids(message(asked, launch()).blocks) == buttons
    assert action_ids(message(asked, launch(state=LaunchState.go)).blocks) == []


def test_an_answer_is_one_line_that_says_who_and_when() -> None:
    drawn = message(answered(state=RequestState.ready), launch())
    assert drawn.text.startswith("*Customer service* is ready for *Summer sale*: Léa Petit, <!date^")
    assert visible_lines(drawn) == 2


def test_a_live_launch_asks_nobody_any_more() -> None:
    drawn = message(request(), launch(state=LaunchState.live))
    assert action_ids(drawn.blocks) == []
    assert "*Summer sale* is live: nobody has to answer any more." in drawn.text


def test_an_escalation_is_taken_first_and_then_told() -> None:
    waiting = message(escalation_request(), escalation())
    assert action_ids(waiting.blocks)[:3] == ["request_take", "request_hand_over", "request_expert"]
    assert "*Customer service* must take" in waiting.text
    taken = answered(notice="E1", state=RequestState.taken)
    drawn = message(taken, escalation(state=EscalationState.taken, owner="U0LEA"), may_give_back=True)
    assert action_ids(drawn.blocks) == [
        "escalation_told",
        "escalation_more_time",
        "request_hand_over",
        "request_expert",
        "request_give_back",
        "escalation_more",
    ]
    assert "*Léa Petit* has" in drawn.text


def test_the_values_name_the_request_or_the_notice() -> None:
    taken = answered(notice="E1", state=RequestState.taken)
    row = message(taken, escalation(state=EscalationState.taken, owner="U0LEA")).blocks[-1]["elements"]
    for element in row:
        if element["action_id"].startswith("escalation_") and "value" in element:
            assert element["value"] == "E1"
        elif "value" in element:
            assert element["value"] == "R1"
    values = [option["value"] for option in row[-1]["options"]]
    assert values == ["severity:E1", "same:E1", "private:E1", "close:E1", "not_escalation:E1"]


def test_a_reply_that_is_late_says_so() -> None:
    late = escalation(state=EscalationState.taken, owner="U0LEA", late=True)
    assert message(answered(notice="E1", state=RequestState.taken), late).text.startswith(
        "Reply late: *Léa Petit*"
    )


def test_a_told_case_can_be_closed_and_a_closed_one_has_no_controls() -> None:
    taken = answered(notice="E1", state=RequestState.taken)
    told = message(taken, escalation(state=EscalationState.told, owner="U0LEA"))
    assert action_ids(told.blocks) == ["escalation_close", "escalation_more"]
    closed = message(taken, escalation(state=EscalationState.closed, ended_at=NOW))
    assert action_ids(closed.blocks) == []


def test_a_rested_escalation_can_still_be_taken() -> None:
    assert action_ids(message(escalation_request(state=RequestState.rested), escalation()).blocks) == [
        "request_take"
    ]


def test_words_to_say_stand_in_the_readers_language() -> None:
    assert "Nous sommes désolés." in shown(
        message(escalation_request(), escalation(), words=WORDS, t=FR).blocks
    )
    drawn = message(escalation_request(), escalation(), words=defaults.COMPLAINT_WORDS)
    assert "Say in public" in shown(drawn.blocks)


def test_a_hand_over_says_why_what_was_done_and_what_was_promised() -> None:
    texts = {"reason": "it is a sale", "done": "called them", "promised": "an answer today", "from": "sales"}
    said = shown(message(escalation_request(hop=1, texts=texts), escalation()).blocks)
    for part in (
        "Handed over by Sales, same deadline: it is a sale",
        "Done so far: called them",
        "an answer today",
    ):
        assert part in said


def test_a_private_request_shows_nothing_in_a_channel_and_everything_to_a_seat() -> None:
    hidden = message(escalation_request(private=True), escalation(private=True), card_link=CARD)
    assert "bakery" not in hidden.text + shown(hidden.blocks)
    assert hidden.text.startswith("Made private")
    assert message_faults(hidden) == []
    direct = message(escalation_request(private=True), escalation(private=True), person="U0LEA")
    assert "bakery" in direct.text
    assert "you have a seat in Customer service" in shown(direct.blocks)
    assert "private:E1" not in str(direct.blocks)


def test_an_expert_is_asked_one_question_and_answers_it() -> None:
    asked = escalation_request(origin=Origin.expert, texts={"question": NASTY})
    drawn = message(asked, escalation())
    assert action_ids(drawn.blocks) == ["request_answer_expert", "request_not_concerned"]
    assert "one question by" in drawn.text


def test_a_problem_goes_to_the_owner_until_it_is_solved() -> None:
    raised = request(origin=Origin.problem, person="U0JULIE", texts={"question": "no stock"})
    drawn = message(raised, launch(), person="U0JULIE")
    assert "*Julie Morel* must solve a problem of *Customer service*" in drawn.text
    assert action_ids(drawn.blocks) == ["problem_reply", "open_snooze", "open_preferences"]
    solved = answered(origin=Origin.problem, state=RequestState.solved)
    assert "is solved: Léa Petit" in message(solved, launch()).text


def test_a_crisis_is_led_and_its_statement_comes_first() -> None:
    crisis = escalation(severity=Severity.crisis)
    assert "Crisis: *Customer service* says who leads" in message(escalation_request(), crisis).text
    taken = answered(notice="E1", state=RequestState.taken)
    led = escalation(severity=Severity.crisis, state=EscalationState.taken, owner="U0LEA")
    drawn = message(taken, led)
    assert "*Léa Petit* leads the crisis" in drawn.text
    assert action_ids(drawn.blocks)[:2] == ["escalation_statement", "escalation_told"]
    led.statement = "hold"
    assert action_ids(message(taken, led).blocks)[0] == "escalation_told"


def test_a_place_that_is_an_address_is_a_link_and_not_a_long_line() -> None:
    address = "https://acme.slack.com/archives/C0CS/p1795507500000000"
    told = escalation(texts={"title": "A hair in a cake", "where": address})
    assert f"<{address}|Where it is>" in shown(message(escalation_request(), told).blocks)
