"""The launch's card, its details and its lines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import Translator
from bot.models import Entry, Launch, LaunchState, Request, RequestState, Snapshot
from bot.views import launches
from bot.views.kit import Rendered
from tests.views.limits import action_ids, message_faults, shown, view_faults, visible_lines
from tests.views.samples import BOTH, EN, LONG, NASTY, NOW, answered, crowded, launch, request, snapshot

LINKS = {"R1": "https://acme.slack.com/archives/C0CS/p1"}


def card(
    subject: Launch,
    requests: list[Request],
    *,
    t: Translator = EN,
    of: Snapshot | None = None,
    crisis: bool = False,
    orchestrator: str | None = None,
) -> Rendered:
    return launches.launch_card(
        subject, requests, of or snapshot(), t, links=LINKS, now=NOW, crisis=crisis, orchestrator=orchestrator
    )


def sales(**changes: Any) -> Request:
    return request(id="R2", department="sales", required=False, **changes)


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("state", LaunchState)
@pytest.mark.parametrize("held", [False, True])
def test_every_state_is_a_message_that_slack_takes(t: Translator, state: LaunchState, held: bool) -> None:
    drawn = card(
        launch(state=state, held=held), [request(), sales()], t=t, crisis=True, orchestrator="U0KARIM"
    )
    assert message_faults(drawn) == []
    assert visible_lines(drawn) <= 12


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("state", RequestState)
def test_every_answer_has_its_line(t: Translator, state: RequestState) -> None:
    drawn = card(launch(), [answered(state=state, texts={"answer": NASTY}), sales()], t=t)
    assert message_faults(drawn) == []


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("state", [RequestState.waiting, RequestState.problem, RequestState.ready])
def test_what_people_typed_stays_text_and_fits(t: Translator, state: RequestState) -> None:
    texts = dict.fromkeys(launches.FIELDS, LONG) | {"reason": LONG, "reservations": LONG}
    subject = launch(texts=texts, kind="own_*kind*", answerer=None, approver="U0ANA", embargo=NOW)
    asked = [
        answered(id=f"R{n}", department=f"d{n}", state=state, texts={"answer": LONG}, required=bool(n % 2))
        for n in range(60)
    ]
    drawn = card(subject, asked, t=t, of=crowded(), crisis=True, orchestrator="U0KARIM")
    assert message_faults(drawn) == []
    assert visible_lines(drawn) <= 12
    entries = [entry(n) for n in range(90)]
    page = launches.launch_details(subject, asked, entries, crowded(), t, links=LINKS, now=NOW)
    assert view_faults(page) == []


def entry(number: int, **values: Any) -> Entry:
    return Entry(
        workspace="T0TUTTI", notice="L1", at=NOW, kind="announced", by="U0JULIE", values=values, id=number
    )


def test_the_first_line_says_who_must_answer_by_when() -> None:
    drawn = card(launch(), [request(), sales()])
    assert "Customer service must answer by <!date^" in drawn.text
    assert drawn.text.startswith("Promotion: Summer sale.")


def test_an_optional_silence_does_not_hide_that_the_owner_can_decide() -> None:
    drawn = card(launch(), [answered(state=RequestState.ready), sales()])
    assert "Julie Morel decides before" in drawn.text
    assert go_button(drawn)["style"] == "primary"


def test_a_problem_names_who_must_solve_it() -> None:
    drawn = card(launch(), [answered(state=RequestState.problem, texts={"answer": "no stock"})])
    assert "Julie Morel must solve what Customer service raised" in drawn.text
    assert "*Customer service*: problem: no stock" in shown(drawn.blocks)
    assert "style" not in go_button(drawn)


def test_a_request_past_its_time_is_shown_as_unanswered() -> None:
    drawn = card(launch(), [request(due_at=NOW - timedelta(minutes=1))])
    assert "No answer in time from Customer service" in drawn.text


def test_the_strip_links_requests_and_names_who_answered() -> None:
    drawn = shown(card(launch(), [answered(state=RequestState.ready), sales()]).blocks)
    assert "*Customer service*: ready (Léa Petit, <!date^" in drawn
    assert f"<{LINKS['R1']}|request>" in drawn
    assert "*Sales (optional)*: awaited" in drawn
    assert "*Marketing*: announces it" in drawn


def test_a_private_requests_place_is_not_linked() -> None:
    assert LINKS["R1"] not in shown(card(launch(), [request(private=True)]).blocks)


def test_a_decided_launch_offers_no_go_and_a_finished_one_only_details() -> None:
    decided = card(launch(state=LaunchState.go, decided_by="U0JULIE"), [])
    assert action_ids(decided.blocks) == ["launch_details", "launch_raise", "launch_more"]
    live = card(launch(state=LaunchState.live), [])
    assert action_ids(live.blocks) == ["launch_details", "launch_progress", "launch_raise"]
    assert action_ids(card(launch(state=LaunchState.cancelled), []).blocks) == ["launch_details"]


def test_a_held_launch_offers_its_release_first() -> None:
    held = card(launch(state=LaunchState.go, held=True), [], crisis=True)
    assert action_ids(held.blocks)[0] == "launch_release"
    assert "Julie Morel or the orchestrator releases it" in held.text


def test_going_without_a_department_is_offered_only_while_one_is_missing() -> None:
    assert "without:L1" in menu_values(card(launch(), [request()]))
    assert "without:L1" not in menu_values(card(launch(), [answered(state=RequestState.ready)]))


def test_a_launch_for_information_says_that_nobody_has_to_answer() -> None:
    drawn = card(launch(kind="information", asked=[], required=[], state=LaunchState.go, department=None), [])
    assert "Nobody has to answer" in drawn.text
    assert message_faults(drawn) == []


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
def test_the_lines_of_a_thread_are_messages_that_slack_takes(t: Translator) -> None:
    subject = launch(texts={"title": LONG})
    diff = {"at": (NOW, NOW + timedelta(days=1)), "offer": (None, LONG), "answerer": ("U0LEA", "U0NEW")}
    for line in (
        launches.live_line(subject, t),
        launches.live_line(launch(asked=[]), t, snapshot=snapshot()),
        launches.change_line(subject, diff, t, snapshot=snapshot()),
        launches.thread_line(entry(1), snapshot(), t),
    ):
        assert message_faults(line) == []


def test_the_live_line_counts_who_knew_first() -> None:
    line = launches.live_line(launch(), EN, snapshot=snapshot()).text
    assert line == (
        "*Summer sale* is live. 3 departments knew before the customers did.\nLéa Petit answers comments."
    )


def test_a_change_shows_before_and_after() -> None:
    line = launches.change_line(launch(), {"price": ("10 €", "12 €")}, EN).text
    assert line == "*Summer sale* was changed.\nPrice: 10 € → 12 €"


def test_the_details_hold_each_field_whole_and_the_newest_line_first() -> None:
    subject = launch(texts={"title": "Sale", "terms": "x " * 1400})
    entries = [entry(n, reason=str(n)) for n in range(45)]
    page = launches.launch_details(subject, [request()], entries, snapshot(), EN, links=LINKS, now=NOW)
    assert view_faults(page) == []
    assert "submit" not in page
    assert shown(page["blocks"]).count("x ") >= 1399
    assert "5 older lines are not shown." in shown(page["blocks"])


def go_button(drawn: Rendered) -> dict[str, Any]:
    found = [one for one in drawn.blocks[-1]["elements"] if one["action_id"] == "launch_go"]
    return dict(found[0])


def menu_values(drawn: Rendered) -> list[str]:
    menu = next(one for one in drawn.blocks[-1]["elements"] if one["action_id"] == "launch_more")
    return [str(option["value"]) for option in menu["options"]]
