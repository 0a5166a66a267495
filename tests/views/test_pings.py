"""A call says who must do what by when, why this person, and shows no button once it is done."""

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
    Ping,
    PingKind,
    Request,
    RequestState,
    Role,
)
from bot.views import kit, pings
from tests.views import limits, scenes
from tests.views.scenes import EN, HOUR, LANGUAGES, NASTY, NOW

LINK = "https://acme.slack.com/archives/C0/p1"


def item(
    kind: PingKind,
    notice: Launch | Escalation | None = None,
    asked: Request | None = None,
    t: Translator = EN,
    **changed: Any,
) -> list[kit.Block]:
    """The item of one ping about an open complaint, seen now."""
    notice = notice or scenes.escalation()
    ping = changed.pop("ping", scenes.ping(kind))
    given: dict[str, Any] = {"link": LINK, "now": NOW}
    return pings.ping_item(
        ping, asked or scenes.request(notice), notice, scenes.snapshot(), t, **(given | changed)
    )


def notices(kind: PingKind) -> list[Launch | Escalation]:
    """What a ping of this kind can be about, with nasty texts and an owner."""
    texts = dict.fromkeys(("title", "promised"), NASTY)
    made = scenes.launch(texts=texts, held=True), scenes.escalation(texts=texts, owner="U0LEA")
    return [
        notice for notice in made if kind.value not in ("held", "undecided") or isinstance(notice, Launch)
    ]


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("kind", list(PingKind), ids=str)
def test_every_kind_fits_slack_about_every_notice(kind: PingKind, t: Translator) -> None:
    for notice in notices(kind):
        for origin in Origin:
            texts = dict.fromkeys(("question", "reason", "answer"), NASTY)
            asked = scenes.request(notice, origin=origin, texts=texts)
            given = pings.Item(scenes.ping(kind, values={"late": True}), asked, notice, LINK)
            shown = pings.ping_message([given], scenes.snapshot(), t, now=NOW)
            assert limits.message_faults(shown) == []
            assert "Please look at" not in shown.text


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_forty_items_fit_one_message_that_counts_the_rest(t: Translator) -> None:
    launch = scenes.launch()
    items = [
        pings.Item(scenes.ping(PingKind.undecided, id=n), scenes.request(launch), launch, None)
        for n in range(40)
    ]
    shown = pings.ping_message(items, scenes.snapshot(), t, now=NOW)
    assert limits.message_faults(shown) == []
    assert len(limits.action_ids(shown.blocks)) == 15 * 3 + 2


def test_a_round_counts_what_waits_and_begins_with_the_first() -> None:
    escalation = scenes.escalation("Late cake")
    items = [
        pings.Item(scenes.ping(PingKind.ask, id=n), scenes.request(escalation), escalation, LINK)
        for n in (1, 2)
    ]
    shown = pings.ping_message(items, scenes.snapshot(), EN, now=NOW)
    assert shown.text.startswith("2 things wait for you. First: *Customer service* must take this by <!date^")
    done = scenes.request(escalation, state=RequestState.taken)
    shown = pings.ping_message([items[0], items[1]._replace(request=done)], scenes.snapshot(), EN, now=NOW)
    assert shown.text.startswith("1 thing waits for you.")


def test_an_ask_links_to_the_request_says_why_and_has_no_answer_button() -> None:
    blocks = item(PingKind.ask, scenes.launch())
    shown = limits.shown(blocks)
    assert "*Customer service* must answer by <!date^" in shown
    assert f"<{LINK}|Promotion: Autumn sale>" in shown
    assert "Why you: you represent Customer service. An administrator can name somebody else." in shown
    assert limits.action_ids(blocks) == []


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ("U0TOM", "you are a deputy of Customer service."),
        ("U0ANA", "you are the head of Customer service."),
        ("U0NEW", "you answer for Customer service."),
    ],
)
def test_a_seat_is_the_reason(person: str, reason: str) -> None:
    assert reason in limits.shown(item(PingKind.ask, ping=scenes.ping(PingKind.ask, person=person)))


@pytest.mark.parametrize(
    ("kind", "notice", "buttons"),
    [
        (PingKind.orchestrator, scenes.escalation(), ["request_take_myself", "request_name", "request_rest"]),
        (PingKind.without_next, scenes.launch(), ["request_take_myself", "request_name", "request_rest"]),
        (PingKind.undecided, scenes.launch(), ["launch_go", "launch_postpone", "launch_cancel"]),
        (PingKind.held, scenes.launch(held=True), ["launch_release", "launch_postpone", "launch_cancel"]),
        (
            PingKind.still_yours,
            scenes.escalation(state=EscalationState.taken),
            ["escalation_told", "escalation_more_time", "request_hand_over"],
        ),
        (PingKind.problem, scenes.launch(), ["problem_reply"]),
        (PingKind.solved, scenes.launch(), ["problem_solved", "problem_not_solved"]),
        (PingKind.reply_late, scenes.escalation(), ["escalation_severity", "request_name"]),
        (PingKind.raise_level, scenes.escalation(), ["escalation_severity", "request_name"]),
        (PingKind.second_hand_over, scenes.escalation(), ["hand_over_allow", "request_name"]),
        (PingKind.statement, scenes.escalation(), ["escalation_statement"]),
        (PingKind.last_answer, scenes.launch(), ["launch_go"]),
    ],
    ids=str,
)
def test_who_alone_can_act_has_buttons(
    kind: PingKind, notice: Launch | Escalation, buttons: list[str]
) -> None:
    assert limits.action_ids(item(kind, notice)) == buttons


def test_a_button_names_the_request_or_the_notice_that_it_decides() -> None:
    elements = item(PingKind.still_yours, scenes.escalation(state=EscalationState.taken))[-1]["elements"]
    assert [element["value"] for element in elements] == ["E1", "E1", "R1"]


FINISHED: list[tuple[PingKind, Launch | Escalation, dict[str, Any]]] = [
    (
        PingKind.ask,
        scenes.escalation(),
        {"state": RequestState.taken, "answered_by": "U0TOM", "answered_at": NOW},
    ),
    (PingKind.orchestrator, scenes.launch(), {"state": RequestState.ready}),
    (PingKind.undecided, scenes.launch(state=LaunchState.go), {}),
    (PingKind.last_answer, scenes.launch(state=LaunchState.no_go), {}),
    (PingKind.held, scenes.launch(held=False), {}),
    (PingKind.still_yours, scenes.escalation(state=EscalationState.told), {}),
    (PingKind.raise_level, scenes.escalation(state=EscalationState.taken), {}),
    (PingKind.statement, scenes.escalation(statement="silent"), {}),
    (PingKind.expert_answer, scenes.escalation(ended_at=NOW), {}),
]


@pytest.mark.parametrize(("kind", "notice", "changed"), FINISHED, ids=str)
def test_what_is_finished_shows_one_line_and_no_button(
    kind: PingKind, notice: Launch | Escalation, changed: dict[str, Any]
) -> None:
    blocks = item(kind, notice, scenes.request(notice, **changed))
    assert [block["type"] for block in blocks] == ["section"]
    assert "\n" not in limits.shown(blocks)


def test_a_finished_line_says_who_answered() -> None:
    kind, notice, changed = FINISHED[0]
    shown = limits.shown(item(kind, notice, scenes.request(notice, **changed)))
    assert shown.startswith("Done: Tom *\u200dGarnier*\u200d answered <!date^")


def test_an_unanswered_request_still_counts_an_answer() -> None:
    escalation = scenes.escalation()
    asked = scenes.request(escalation, state=RequestState.unanswered, due_at=NOW - HOUR)
    shown = limits.shown(item(PingKind.deputy, escalation, asked))
    assert "The hour has passed; the answer still counts." in shown


def test_a_late_step_says_that_it_is_late() -> None:
    late = scenes.ping(PingKind.ask, values={"late": True})
    assert "This comes late" in limits.shown(item(PingKind.ask, ping=late))
    assert "This comes late" not in limits.shown(item(PingKind.ask))


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize(
    "kind", ["orchestrator", "without_next", "sponsor", "reply_late", "raise_level", "second_hand_over"]
)
def test_the_orchestrator_of_a_private_case_sees_department_and_hour_only(kind: str, t: Translator) -> None:
    secret = scenes.escalation("Secret matter", private=True, topic="hr_grievance", owner="U0LEA")
    asked = scenes.request(secret, texts={"reason": "Secret reason"})
    for state in (RequestState.waiting, RequestState.taken):
        asked.state = state
        given = pings.Item(scenes.ping(PingKind(kind)), asked, secret, LINK)
        shown = pings.ping_message([given], scenes.snapshot(), t, now=NOW)
        everything = f"{shown.text} {limits.shown(shown.blocks)}"
        assert not [word for word in ("Secret", "grievance", "Léa", LINK) if word in everything]
    assert limits.action_ids(item(PingKind(kind), secret)) == ["request_name"]


def test_the_seats_of_a_private_case_see_it() -> None:
    secret: Escalation = scenes.escalation("Secret matter", private=True)
    assert "Secret matter" in limits.shown(item(PingKind.ask, secret))


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_lines_in_a_thread_fit_slack(t: Translator) -> None:
    snapshot, texts = scenes.snapshot(), dict.fromkeys(("reason", "done", "promised"), NASTY)
    for notice in (scenes.launch(NASTY), scenes.escalation(NASTY)):
        before = scenes.request(notice, department="marketing", texts=texts)
        after = scenes.request(notice, id="R2", hop=2)
        assert limits.message_faults(pings.reminder_line(before, notice, snapshot, t)) == []
        assert limits.message_faults(pings.handed_line(before, after, notice, snapshot, t)) == []


def test_a_hand_over_says_why_what_was_promised_and_that_the_clock_runs_on() -> None:
    escalation = scenes.escalation()
    before = scenes.request(escalation, texts={"reason": "Not ours", "promised": "A call at noon"})
    after = scenes.request(escalation, id="R2", department="pr", hop=1)
    shown = limits.shown(pings.handed_line(before, after, escalation, scenes.snapshot(), EN).blocks)
    assert shown.startswith("Customer service hands this over to Press, which answers by <!date^")
    assert "the deadline is unchanged." in shown
    assert "Why: Not ours\nPromised to the requester: A call at noon\nHand-over 1 of 1" in shown


def test_a_reminder_names_department_and_hour() -> None:
    escalation = scenes.escalation()
    asked = scenes.request(escalation, due_at=NOW + timedelta(minutes=5))
    text = pings.reminder_line(asked, escalation, scenes.snapshot(), EN).text
    assert text.startswith("Reminder: Customer service must take this by <!date^")


def test_a_ping_without_a_request_still_reads() -> None:
    ping: Ping = scenes.ping(PingKind.ask, request=None)
    blocks = pings.ping_item(ping, None, scenes.launch(), scenes.snapshot(), EN, link=None, now=NOW)
    assert "Why you: it is asked of you." in limits.shown(blocks)


def test_how_to_stop_is_said_to_owners_too() -> None:
    shown = limits.shown(item(PingKind.undecided, scenes.launch()))
    assert "Why you: you own it. Nothing more comes once it is settled." in shown


def test_a_head_who_is_also_deputy_is_called_as_head() -> None:
    seats = tuple(scenes.seat("customer_service", role, "U0ANA") for role in (Role.deputy, Role.head))
    escalation = scenes.escalation()
    ping = scenes.ping(PingKind.head, person="U0ANA")
    blocks = pings.ping_item(
        ping, scenes.request(escalation), escalation, scenes.snapshot(seats=seats), EN, link=None, now=NOW
    )
    assert "you are the head of Customer service." in limits.shown(blocks)
