"""Other programs tell Tutti something: one signed delivery, one notice, and nothing half-made."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.models import Arrival, Entry, Escalation, Launch, Person, Refused, Report, Severity
from bot.store import Db
from tests.engine.staging import Stage, configure, staged
from tests.hooks.posting import Sender, recorded, source, trusted
from tests.stories import escalating
from tests.test_readme import fenced


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        yield made


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[Stage]:
    async with staged(database_url) as made:
        yield made


async def test_a_ticket_becomes_one_case_is_told_and_closed_by_its_desk(both: Stage) -> None:
    stage = both
    desk = await source(stage, name="Zendesk", mapping="zendesk")
    body = recorded("zendesk_created")
    assert await desk.post(body) == (200, {"result": "ok", "items": [{"id": "4711", "result": "opened"}]})
    await stage.settle()
    karim, lea = stage.world.person("U0KARIM"), stage.world.person("U0LEA")
    card = escalating.card(karim)
    assert "Complaint: Brioche crue à Lyon" in card.all_text
    assert "Told by Zendesk (ticket 4711)" in card.all_text
    assert "Karim" not in card.all_text.split("Told by")[1].split("Orchestrator")[0]
    assert not [one for one in karim.sees("C0TUTTI") if one.ephemeral]
    request = escalating.request(lea)
    assert "request_take" in request.buttons
    # Sent again, by the same delivery or another one: nothing happens twice.
    then = stage.clock.tick() - 20
    assert [(await desk.post(body, at=at))[1]["items"] for at in (then, then, then - 10)] == [
        [{"id": "4711", "result": "known"}],
        [],
        [{"id": "4711", "result": "known"}],
    ]
    assert len(await stage.rows(Escalation)) == len(await stage.rows(Report)) == 1
    await lea.press(request, "request_take")
    assert (await desk.post(recorded("zendesk_pending")))[1] == {"result": "ok", "items": []}
    assert (await desk.post(recorded("zendesk_solved")))[1]["items"][0]["result"] == "told"
    assert (await desk.post(recorded("zendesk_closed")))[1]["items"][0]["result"] == "closed"
    await stage.settle()
    (case,) = await stage.rows(Escalation)
    assert (case.state, case.owner, case.told) == ("closed", "U0LEA", "yes")
    await karim.press(escalating.card(karim), "escalation_details")
    view = karim.view()
    page = view.all_text if view else ""
    for line in ("Zendesk (ticket 4711) reported it", "Zendesk told the requester", "Zendesk closed it"):
        assert line in page, page


SHOP: dict[str, Any] = {
    "id": "n",
    "fields": {"title": "what", "topic": "about", "severity": "level", "private": "sealed"},
}


def ticket(n: int = 1, **given: object) -> dict[str, object]:
    return {"n": n, "what": f"Cold oven {n}", "about": "complaint", **given}


async def test_two_deliveries_of_one_ticket_at_once_are_one_case(both: Stage) -> None:
    shop = await source(both, "shop", **SHOP)
    answers = await asyncio.gather(*(shop.post(ticket()) for _ in range(6)))
    assert sorted(answer["items"][0]["result"] for _, answer in answers) == ["known"] * 5 + ["opened"]
    assert len(await both.rows(Escalation)) == len(await both.rows(Arrival)) == 1


async def test_what_comes_too_fast_is_counted_on_one_card(stage: Stage) -> None:
    shop = await source(stage, "shop", name="Shop", per_minute=2, **SHOP)
    # A minute of the machine begins, so that all of them fall into it.
    await stage.clock.sleep(60 - stage.clock.tick() % 60)
    statuses = [(await shop.post(ticket(n)))[0] for n in range(1, 8)]
    assert statuses == [200, 200, 202, 202, 202, 202, 202]
    # Sent again, one of them is counted once; a private one is not counted on an open card, but told.
    assert (await shop.post(ticket(5)))[1]["items"][0]["result"] == "known"
    assert (await shop.post(ticket(8, sealed=True)))[0] == 202
    assert [(row.why, row.count) for row in await stage.rows(Refused)] == [("too_fast", 1)]
    await stage.settle()
    await stage.later(3)
    karim = stage.world.person("U0KARIM")
    assert len(escalating.roots(karim, "C0TUTTI")) == len(await stage.rows(Escalation)) == 2
    assert "And 5 more from Shop within the hour, counted here." in escalating.card(karim).all_text
    await stage.clock.sleep(61)
    assert (await shop.post(ticket(9)))[1]["items"][0]["result"] == "opened"


async def test_a_private_ticket_is_seen_by_who_answers_alone(stage: Stage) -> None:
    shop = await source(stage, "shop", **SHOP)
    status, answer = await shop.post(ticket(what="Marie's grievance", sealed=True))
    assert (status, answer["items"]) == (200, [{"id": "1", "result": "opened"}])
    await stage.settle()
    karim = stage.world.person("U0KARIM")
    for channel in ("C0TUTTI", "C0CS"):
        assert not [one for one in karim.sees(channel) if "grievance" in one.all_text]
    (report,) = await stage.rows(Report)
    assert (report.excerpt, report.source, report.source_id) == (None, "shop", "1")


async def test_a_campaign_is_announced_by_who_is_answerable(stage: Stage) -> None:
    fields = {"title": "what", "kind": "'promotion'", "at": "on", "goal": "goal", "label": "n", "link": "url"}
    crm = await source(stage, "crm", name="The CRM", opens="launch", id="n", fields=fields)
    body = {"n": "C-9", "what": "Galette", "on": "2026-12-10T10:00", "url": "https://crm.example/C-9"}
    assert (await crm.post(body))[1]["items"] == [{"id": "C-9", "result": "opened"}]
    soon = body | {"n": "C-10", "on": "2026-11-24T09:30"}
    assert (await crm.post(soon))[1]["result"] == "refused: rule"
    await stage.settle()
    (launch,) = await stage.rows(Launch)
    assert (launch.owner, launch.kind) == ("U0KARIM", "promotion")
    card = escalating.card(stage.world.person("U0KARIM")).all_text
    assert "Promotion: Galette" in card and "Told by <https://crm.example/C-9|The CRM (C-9)>" in card
    assert "request_ready" in escalating.request(stage.world.person("U0LEA")).buttons


async def test_a_source_moves_no_crisis_and_no_case_that_others_told_too(stage: Stage) -> None:
    shop = await source(
        stage, "shop", name="Shop", **{**SHOP, "told": "state=='solved'", "closed": "state=='closed'"}
    )
    await shop.post(ticket(1))
    await shop.post(ticket(2))
    await shop.post(ticket(3))
    one, two, three = sorted(await stage.rows(Escalation), key=lambda case: case.title)
    again = Report(workspace="T0TUTTI", escalation=one.id, by="U0JULIE", at=stage.clock.now())
    await stage.tutti.store.write(lambda db: db.add(again))
    await stage.tutti.store.write(lambda db: db.change(two, severity=Severity.crisis))
    closed = [(await shop.post(ticket(n, state="closed")))[1]["items"][0]["result"] for n in (1, 2, 3)]
    assert closed == ["noted", "noted", "closed"]
    await stage.settle()
    states = {case.id: (case.state, case.owner) for case in await stage.rows(Escalation)}
    assert states == {one.id: ("open", None), two.id: ("open", None), three.id: ("closed", "U0KARIM")}
    kinds = [entry.kind for entry in await stage.rows(Entry, notice=three.id)]
    assert kinds[-3:] == ["taken", "told", "closed"]
    assert (await shop.post(ticket(4, state="closed")))[1]["items"][0]["result"] == "nothing open"
    assert (await shop.post(ticket(3, state="solved")))[1]["items"][0]["result"] == "known"


async def test_the_same_id_is_one_more_report_where_the_mapping_says_so(stage: Stage) -> None:
    shop = await source(stage, "shop", name="*Shop* <!here>", again="report", **SHOP)
    for _ in range(3):
        await shop.post(ticket(what="<!channel> <@U0LEA> *hot*"))
    assert len(await stage.rows(Escalation)) == 1
    assert len(await stage.rows(Report)) == 3
    await stage.settle()
    card = escalating.card(stage.world.person("U0KARIM"))
    # The header, plain text, is the first line.
    drawn = card.text + card.all_text.split("\n", 1)[1]
    assert "<!" not in drawn.replace("<!date", "") and "<@U0LEA>" not in drawn


async def test_what_a_colleague_told_in_the_same_words_gets_one_more_report(stage: Stage) -> None:
    julie, karim = stage.world.person("U0JULIE"), stage.world.person("U0KARIM")
    await escalating.tell(julie)
    shop = await source(stage, "shop", name="Shop", **{**SHOP, "closed": "state=='closed'"})
    assert (await shop.post(ticket(what=escalating.OVEN)))[1]["items"][0]["result"] == "added"
    assert (await shop.post(ticket(what=escalating.OVEN)))[1]["items"][0]["result"] == "known"
    (case,) = await stage.rows(Escalation)
    assert [row.source for row in await stage.rows(Report, escalation=case.id)] == [None, "Shop"]
    assert (await shop.post(ticket(state="closed")))[1]["items"][0]["result"] == "noted"
    await stage.settle()
    await stage.later(3)
    assert "Shop has closed its own; here a person closes it." in escalating.lines(
        karim, escalating.card(karim)
    )
    assert len(escalating.roots(karim, "C0TUTTI")) == 1


async def test_an_answer_in_a_conversation_is_a_line_under_its_card_and_after_the_end_too(
    stage: Stage,
) -> None:
    mail = await source(stage, "mail", name="Press mail", mapping="mail")
    await mail.post(recorded("mail_press"))
    assert (await mail.post(recorded("mail_reply")))[1]["items"][0]["result"] == "noted"
    assert (await mail.post(recorded("mail_away")))[1] == {"result": "ok", "items": []}
    (case,) = await stage.rows(Escalation)
    assert (case.topic, case.requester, case.texts["who"]) == ("press", "journalist", "L. B.")
    await stage.tutti.store.write(lambda db: db.change(case, ended_at=stage.clock.now()))
    assert (await mail.post(recorded("mail_reply")))[1]["items"][0]["result"] == "noted"
    await stage.settle()
    await stage.later(3)
    karim = stage.world.person("U0KARIM")
    said = escalating.lines(karim, escalating.card(karim))
    assert "Press mail has more about it." in said
    assert "Press mail has more about it: reopen it if it is not settled." in said


async def test_an_administrator_sees_what_was_refused_and_why(stage: Stage) -> None:
    shop = await source(stage, "shop", name="The shop", **SHOP)
    await shop.post(ticket(1, about="weather", what="Rain"))
    await shop.post(ticket(2, about="<!channel>", what="Rain"))
    karim, julie = stage.world.person("U0KARIM"), stage.world.person("U0JULIE")
    shown = await karim.open_home()
    await stage.settle()
    shown = karim.home()
    assert shown is not None
    assert "2 deliveries of other programs were refused" in shown.all_text
    assert (
        "The shop: 2 times, last" in shown.all_text and "no subject fits (&lt;!channel&gt;)" in shown.all_text
    )
    await julie.open_home()
    await stage.settle()
    home = julie.home()
    assert home is not None and "refused" not in home.all_text
    assert (await shop.post(ticket(3)))[0] == 200
    await stage.world.walk.by(timedelta(days=8))
    assert await stage.rows(Refused) == []


async def test_who_is_answerable_and_has_left_opens_nothing(stage: Stage) -> None:
    shop = await source(stage, "shop", **SHOP)

    def leave(db: Db) -> None:
        for karim in db.all(Person, workspace="T0TUTTI", id="U0KARIM"):
            db.change(karim, deactivated=True)

    await stage.tutti.store.write(leave)
    assert (await shop.post(ticket()))[1]["result"] == "refused: rule"
    assert await stage.rows(Escalation) == []


async def test_what_came_is_counted_for_the_watchman(stage: Stage) -> None:
    shop = await source(stage, "shop", **SHOP)
    await shop.post(ticket())
    await shop.post(ticket(), age=400)
    await Sender(stage, "nobody", shop.secret).post(ticket())
    async with (
        aiohttp.ClientSession() as session,
        session.get(shop.url.replace("hooks/shop", "metrics")) as told,
    ):
        text = await told.text()
    for line in (
        'tutti_hook_deliveries_total{source="shop",status="200"} 1.0',
        'tutti_hook_deliveries_total{source="shop",status="401"} 1.0',
        'tutti_hook_deliveries_total{source="unknown",status="404"} 1.0',
    ):
        assert line in text


async def test_the_readmes_example_works_as_it_is_written(stage: Stage) -> None:
    await source(stage, "another", **SHOP)
    await configure(stage, fenced("yaml")[1])
    shop = await trusted(stage, "shop")
    (commands,) = fenced("sh")
    known = {"SECRET": shop.secret, "TUTTI": shop.url.removesuffix("/hooks/shop")}
    done = await asyncio.create_subprocess_exec(
        "sh", "-c", commands, env=os.environ | known, stdout=asyncio.subprocess.PIPE
    )
    answer, _ = await done.communicate()
    assert answer.decode() == '{"result":"ok","items":[{"id":"41","result":"opened"}]}'
    await stage.settle()
    card = escalating.card(stage.world.person("U0KARIM")).all_text
    assert "The bread was stale" in card and "M. D." in card and "Told by shop" in card
