"""From telling to closing: an escalation as the reporter, its department and the channel see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.sandbox.world import World
from tests.stories.escalating import (
    card,
    inbox,
    last,
    lines,
    moment,
    open_menu,
    paris,
    pass_by,
    refused,
    request,
    roots,
    rows,
    tell,
    until,
    whispers,
)


@pytest.fixture(autouse=True)
def slack_refused_nothing(world: World) -> Iterator[None]:
    """Every story ends without a call that Slack refused."""
    yield
    assert refused(world) == []


async def test_a_case_is_told_taken_told_and_closed_on_one_card(world: World, database_url: str) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    await tell(julie, requester="customer", where="Instagram, M. D.")
    await pass_by(world)
    asked = request(lea)
    assert "doit prendre" in asked.all_text
    assert "Remboursement ou bon d" in asked.all_text, "the words to say stand on the request"
    assert "Instagram, M. D." in card(julie).all_text
    consulted = request(world.person("U0KARIM"), "C0COMM")
    assert "oven" in consulted.all_text and not consulted.buttons, "who is consulted reads a line"

    await lea.press(asked, "request_take")
    await pass_by(world)
    assert "Léa" in card(julie).all_text and "request_take" not in request(lea).buttons

    await lea.press(request(lea), "escalation_told")
    errors = (await lea.fill_and_submit({"told": "yes"})).errors
    assert list(errors) == ["told_where"], "where the requester was told is needed"
    assert (await lea.fill_and_submit({"told": "yes", "told_where": "Instagram"})).closed
    await pass_by(world)
    assert "escalation_close" in request(lea).buttons

    await lea.press(request(lea), "escalation_close")
    await lea.fill_and_submit({"lesson": "Ring the shop first", "mood": "happy"})
    await pass_by(world)
    assert "Ring the shop first" in card(julie).all_text
    assert len(roots(julie, "C0TUTTI")) == 1
    assert rows(database_url, "select state, told, late from escalation") == [("closed", "yes", False)]
    assert rows(database_url, "select count(*) from timer where kind in ('told', 'rise', 'rung')") == [(0,)]


async def test_every_way_opens_the_form_with_what_was_typed(world: World) -> None:
    julie = world.person("U0JULIE")
    for line in ("/tutti escalate Cold oven", "/tutti Escaladér Cold oven", "/escalate Cold oven"):
        await julie.command(line)
        view = julie.view()
        assert view and view.holds("title") == "Cold oven"
        await julie.close()
    await julie.shortcut("escalate")
    view = julie.view()
    assert view and view.callback_id == "escalation_open"


async def test_i_take_it_is_ticked_when_the_topic_is_the_reporters_own(
    world: World, database_url: str
) -> None:
    lea = world.person("U0LEA")
    await lea.command("/tutti escalate Late parcel")
    await lea.choose("topic", "press")
    view = lea.view()
    assert view and not view.holds("ticks")
    await lea.choose("topic", "delivery")
    view = lea.view()
    assert view and [one["value"] for one in view.holds("ticks")] == ["mine"]
    await lea.fill_and_submit({})
    await pass_by(world)
    assert rows(database_url, "select state, owner from escalation") == [("taken", "U0LEA")]
    assert inbox(lea).count("Late parcel") == 0, "who has it already is not called"


async def test_i_take_it_by_somebody_elses_department_is_an_offer_of_help(
    world: World, database_url: str
) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    await tell(julie, ticks=["mine"])
    await pass_by(world)
    assert rows(database_url, "select state, owner from escalation") == [("open", None)]
    assert "Julie" in lines(lea, request(lea))


async def test_the_first_click_wins_and_the_second_is_told_who_has_it(world: World) -> None:
    lea, tom = world.person("U0LEA"), world.person("U0TOM")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    before = request(tom)
    await lea.press(request(lea), "request_take")
    await tom.press(before, "request_take", stale=True)
    await pass_by(world)
    assert whispers(tom, "C0CS") == "Déjà pris en charge par <@U0LEA>."
    assert "Léa" in card(tom).all_text and "Tom" not in card(tom).all_text
    karim = world.person("U0KARIM")
    await karim.press(before, "request_take", stale=True)
    await pass_by(world)
    assert whispers(karim, "C0CS") == "Déjà pris en charge par <@U0LEA>."


async def test_a_take_is_given_back_within_the_hour_and_the_clock_goes_on(
    world: World, database_url: str
) -> None:
    lea, tom = world.person("U0LEA"), world.person("U0TOM")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    clocks = "select r.due_at, r.asked_at, e.told_due_at, e.taken_due_at from request r, escalation e"
    due = rows(database_url, clocks)
    await lea.press(request(lea), "request_take")
    await pass_by(world, 30)
    await lea.press(request(lea), "request_give_back")
    await pass_by(world)
    assert "request_take" in request(lea).buttons and "Léa" in lines(lea, request(lea))
    assert rows(database_url, clocks) == due
    await tom.press(request(tom), "request_take")
    await pass_by(world)
    taken = request(tom)
    await pass_by(world, 61)
    await tom.press(taken, "request_give_back", stale=True)
    await pass_by(world)
    assert rows(database_url, "select owner from escalation") == [("U0TOM",)]
    assert "heure" in whispers(tom, "C0CS"), "after the hour it is handed over instead"


async def test_the_owner_is_asked_at_three_quarters_and_the_orchestrator_at_the_end(world: World) -> None:
    lea, karim = world.person("U0LEA"), world.person("U0KARIM")
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    await lea.press(request(lea), "request_take")
    await until(world, paris(24, "12:04"))
    assert not any("escalation_more_time" in seen.buttons for seen in lea.inbox())
    await until(world, paris(24, "12:10"))
    assert "escalation_more_time" in last(lea, "escalation_told").buttons

    await lea.press(last(lea, "escalation_told"), "escalation_more_time")
    past = await lea.fill_and_submit({"told_by": paris(24, "11:00"), "promised": "Today"})
    assert list(past.errors) == ["told_by"]
    await lea.fill_and_submit({"told_by": paris(24, "16:10"), "promised": "An answer before five"})
    await until(world, paris(24, "15:05"))
    assert "An answer before five" in card(karim).all_text
    assert inbox(karim).count("oven") == 0
    await until(world, paris(24, "15:20"))
    assert sum("escalation_told" in seen.buttons for seen in lea.inbox()) == 2, "asked once for each hour"
    await until(world, paris(24, "16:15"))
    assert "retard" in card(karim).all_text
    late = last(karim, "request_name")

    await karim.press(late, "request_name")
    await karim.fill_and_submit({"person": "U0TOM"})
    await pass_by(world)
    tom = world.person("U0TOM")
    await tom.press(request(tom), "request_take")
    await pass_by(world)
    assert "Tom" in card(tom).all_text


async def test_a_stated_hour_is_asked_for_and_must_lie_ahead(world: World, database_url: str) -> None:
    julie, nadia = world.person("U0JULIE"), world.person("U0NADIA")
    await julie.command("/tutti escalate A journalist asks about flour prices")
    await julie.choose("topic", "press")
    await julie.choose("severity", "stated")
    view = julie.view()
    assert view and "stated_at" in view.inputs
    missing = await julie.fill_and_submit({"requester": "journalist"})
    assert list(missing.errors) == ["stated_at"]
    past = await julie.fill_and_submit({"stated_at": paris(24, "08:00")})
    assert list(past.errors) == ["stated_at"]
    assert (await julie.fill_and_submit({"stated_at": paris(24, "17:05")})).closed
    await pass_by(world)
    assert "flour prices" in inbox(nadia), "a stated deadline reaches people at once"
    told, taken = rows(database_url, "select told_due_at, taken_due_at from escalation")[0]
    assert moment(told) == paris(24, "15:29"), "20 % of the eight hours earlier"
    assert moment(taken) == paris(24, "12:55") + timedelta(seconds=24), "60 % of the window"


async def test_without_a_title_the_form_says_so_and_keeps_the_rest(world: World, database_url: str) -> None:
    julie = world.person("U0JULIE")
    await julie.command("/tutti escalate")
    sent = await julie.fill_and_submit({"where": "Lyon", "title": "   "})
    assert {"title", "topic"} >= set(sent.errors) and sent.errors
    view = julie.view()
    assert view and view.holds("where") == "Lyon"
    assert rows(database_url, "select count(*) from escalation") == [(0,)]


async def test_not_an_escalation_is_set_aside_and_can_be_reopened_by_its_reporter(
    world: World, database_url: str
) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    await tell(julie)
    await pass_by(world)
    stale = request(lea)
    await open_menu(lea, stale, "not_escalation")
    assert list((await lea.fill_and_submit({})).errors) == ["reason"]
    await lea.fill_and_submit({"reason": "A test message"})
    await pass_by(world)
    assert "A test message" in card(julie).all_text and not request(lea).buttons
    await lea.press(stale, "request_take", stale=True)
    await pass_by(world)
    assert rows(database_url, "select state, owner from escalation") == [("not_escalation", None)]

    await julie.press(card(julie), "escalation_details")
    await julie.choose("escalation_reopen")
    await julie.fill_and_submit({"reason": "It was none"})
    await pass_by(world)
    assert rows(database_url, "select state, round from escalation") == [("open", 2)]
    assert len(roots(lea, "C0CS")) == 2 and "request_take" in request(lea).buttons
    assert "It was none" in lines(julie, card(julie))


async def test_reopening_gives_a_fresh_window_and_retires_the_old_request(
    world: World, database_url: str
) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    await tell(julie)
    await pass_by(world)
    await lea.press(request(lea), "request_take")
    await pass_by(world)
    await lea.press(request(lea), "escalation_told")
    await lea.fill_and_submit({"told": "not_needed"})
    await until(world, paris(24, "10:05"))
    await julie.press(card(julie), "escalation_details")
    await julie.choose("escalation_reopen")
    await julie.fill_and_submit({"reason": "The customer wrote again"})
    await pass_by(world)
    first, second = roots(lea, "C0CS")
    assert not first.buttons and "request_take" in second.buttons
    asked = rows(database_url, "select round, state from request order by round")
    assert asked == [(1, "dropped"), (2, "waiting")]
    told = rows(database_url, "select told_due_at from escalation")[0][0]
    assert moment(told) == paris(24, "14:05")


async def test_an_outsiders_click_is_an_offer_of_help_and_stands_once(
    world: World, database_url: str
) -> None:
    julie, hugo = world.person("U0JULIE"), world.person("U0HUGO")
    await tell(julie, topic="product_defect")
    await pass_by(world)
    for _ in range(2):
        await julie.press(request(julie, "C0PROD"), "request_take")
        await pass_by(world)
    assert lines(hugo, request(hugo, "C0PROD")).count("Julie") == 1
    assert rows(database_url, "select owner from escalation") == [(None,)]
    assert "Produit" in whispers(julie, "C0PROD")
    await until(world, paris(24, "12:00"))
    assert "must take this by" in inbox(hugo), "Hugo reads English"


async def test_a_late_click_on_a_closed_case_says_who_closed_it(world: World, database_url: str) -> None:
    """N14: it changes nothing."""
    lea, tom, karim = (world.person(one) for one in ("U0LEA", "U0TOM", "U0KARIM"))
    await tell(world.person("U0JULIE"))
    await pass_by(world)
    await lea.press(request(lea), "request_take")
    await pass_by(world)
    before = request(lea)
    await open_menu(karim, before, "close")
    await karim.fill_and_submit({"told": "no", "mood": "unknown"})
    await pass_by(world)
    await tom.press(before, "escalation_told", stale=True)
    await pass_by(world)
    assert "U0KARIM" in whispers(tom, "C0CS")
    told = rows(database_url, "select state, told, told_at from escalation")
    assert told == [("closed", "no", None)], "closed without a word is no reply in time"
