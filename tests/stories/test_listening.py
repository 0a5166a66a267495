"""Watched channels: Tutti hears, proposes to the author alone, and a person confirms (P7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.flows import pilot
from bot.llm import of_settings
from bot.models import (
    Escalation,
    Heard,
    Input,
    Launch,
    Recognised,
    Report,
    Snapshot,
    Suggestion,
    SuggestionState,
    Workspace,
)
from bot.rules import listening as rules
from tests.engine.staging import Stage
from tests.llm.scripted import Scripted, Turn, scripted
from tests.stories.escalating import card, request, roots
from tests.stories.listening import CHANNEL, CHAT, COMPLAINT, hearing, offers, said


async def test_a_complaint_is_proposed_to_its_author_and_opens_with_one_click(database_url: str) -> None:
    async with hearing(database_url) as stage:
        lea, tom = stage.world.person("U0LEA"), stage.world.person("U0TOM")
        before = len(stage.world.calls)
        await said(stage, text=CHAT)
        await said(stage, channel="C0COMM", who="U0KARIM")
        assert await stage.rows(Input) == [] and len(stage.world.calls) == before
        assert offers(lea) == [] == offers(stage.world.person("U0KARIM"), "C0COMM")

        message = await said(stage)
        await stage.world.deliver_again(stage.world.inputs[-1])
        await stage.settle()
        (offer,) = offers(lea)
        assert offer.all_text.startswith("This looks like an escalation: *Customer service* would take it by")
        assert (
            "Only you see this." in offer.all_text and "Proposed by Tutti (rule: Complaint" in offer.all_text
        )
        assert list(offer.buttons.values()) == ["Open", "Correct", "Not This Time", "Stop in This Channel"]
        assert offers(tom) == [] and await stage.rows(Escalation) == []

        await lea.press(offer, "suggestion_open")
        await stage.settle()
        (case,) = await stage.rows(Escalation)
        assert (case.topic, case.by, case.department) == ("complaint", "U0LEA", "customer_service")
        (report,) = await stage.rows(Report)
        assert report.excerpt is None and report.permalink is not None
        assert report.permalink.endswith(f"{CHANNEL}/p{message.ts.replace('.', '')}")
        assert report.permalink in str(card(lea).blocks)
        (settled,) = offers(lea)
        assert settled.buttons == {} and "takes this by" in settled.all_text

        await lea.press(offer, "suggestion_open", stale=True)
        await stage.settle()
        assert len(await stage.rows(Escalation)) == 1
        await said(stage, "U0TOM", COMPLAINT, thread_ts=message.ts)
        await said(stage, "U0TOM", COMPLAINT, thread_ts=request(tom).ts)
        assert offers(tom) == [], "what is said in the thread of a case is no other case"
        assert offers(lea)[0].all_text.startswith("Léa opened this: <https://")


async def test_it_is_corrected_in_the_form_or_refused_and_answers_a_second_click(sqlite_url: str) -> None:
    async with hearing(sqlite_url, pilot=["customer_service", "marketing"]) as stage:
        lea, tom = stage.world.person("U0LEA"), stage.world.person("U0TOM")
        await said(stage)
        await lea.press(offers(lea)[0], "suggestion_correct")
        form = lea.view()
        assert form is not None and form.holds("topic")["value"] == "complaint"
        await lea.choose("topic", "delivery")
        sent = await lea.fill_and_submit({"title": "The order of Mrs K. never came"})
        assert not sent.errors and not sent.error
        await stage.settle()
        (case,) = await stage.rows(Escalation)
        assert case.topic == "delivery" and "You have it" in offers(lea)[0].all_text

        await said(stage, who="U0TOM", text="The parcel of a customer was not delivered again")
        (offer,) = offers(tom)
        await tom.press(offer, "suggestion_refuse")
        await stage.settle()
        assert offers(tom)[0].all_text.startswith("Not this time: nothing was opened.")
        await tom.press(offer, "suggestion_open", stale=True)
        await stage.settle()
        assert offers(tom)[0].all_text == "Tom said not this time; nothing was opened."
        states = [one.state for one in await stage.rows(Suggestion)]
        assert sorted(states) == [SuggestionState.corrected, SuggestionState.refused]
        assert len(await stage.rows(Escalation)) == 1
        book = await stage.tutti.tools.snapshot("T0TUTTI")
        facts = await stage.tutti.store.read(lambda db: pilot.facts_of(db, book, stage.clock.now()))
        assert (facts.listens, facts.proposals, facts.refused) == (True, 2, 1), "the pilot counts them"


async def test_a_launch_opens_its_form_filled(sqlite_url: str) -> None:
    async with hearing(sqlite_url, watched_channels=["C0MKT"]) as stage:
        julie = stage.world.person("U0JULIE")
        await said(stage, "U0JULIE", "On lance la promotion de Noël le 8 décembre, -20 %", channel="C0MKT")
        (offer,) = offers(julie, "C0MKT")
        assert "looks like a launch" in offer.all_text
        await julie.press(offer, "suggestion_open")
        form = julie.view()
        assert form is not None and form.holds("kind")["value"] == "promotion"
        later = stage.clock.now() + timedelta(days=9)
        sent = await julie.fill_and_submit({"at": later, "gain": "20 % off", "goal": "500 baskets"})
        assert not sent.errors and not sent.error
        await stage.settle()
        assert len(await stage.rows(Launch)) == 1
        (one,) = await stage.rows(Suggestion)
        assert one.state == SuggestionState.opened and one.notice is not None
        assert offers(julie, "C0MKT")[0].buttons == {}


async def test_who_stops_it_stops_it_for_themselves_and_an_administrator_for_all(sqlite_url: str) -> None:
    async with hearing(sqlite_url) as stage:
        lea, karim = stage.world.person("U0LEA"), stage.world.person("U0KARIM")
        await said(stage)
        await lea.press(offers(lea)[0], "suggestion_stop")
        await stage.later(2)
        assert "You get no more proposals in <#C0CS>" in offers(lea)[0].all_text
        assert "Karim" in offers(lea)[0].all_text
        await said(stage, text="Another customer complains and is furious")
        assert len(offers(lea)) == 1

        await said(stage, "U0KARIM", "A customer complains that the oven is cold")
        await karim.press(offers(karim)[0], "suggestion_stop")
        await stage.later(2)
        assert "is not watched any more" in offers(karim)[0].all_text
        await said(stage, "U0TOM", COMPLAINT)
        assert offers(stage.world.person("U0TOM")) == []
        assert len(roots(karim, "C0TUTTI")) == 0


async def test_what_is_doubtful_is_proposed_only_after_a_model_has_looked(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = rules.recognised

    def unsure(heard: Heard, book: Snapshot, now: datetime) -> Recognised | None:
        found = known(heard, book, now)
        return replace(found, sure=False) if found else None

    monkeypatch.setattr(rules, "recognised", unsure)
    async with hearing(sqlite_url) as stage, scripted() as server:
        lea = stage.world.person("U0LEA")
        await said(stage)
        assert offers(lea) == [] and await stage.rows(Input) == [], "without a model it is let go (P8)"
        await allowed(stage, server)
        server.says(Turn(status=500))
        await said(stage, text="Another customer complains about the stale bread")
        assert offers(lea) == [], "a model that does not answer changes nothing"
        server.says(PARCEL)
        root = await said(stage, text="Who is in today?")
        await said(stage, text="A customer complains about her parcel", thread_ts=root.ts)
        (offer,) = offers(lea)
        assert "A parcel was lost" in offer.all_text and offer.thread_ts == root.ts
        await lea.press(offer, "suggestion_open")
        await stage.settle()
        assert [one.title for one in await stage.rows(Escalation)] == ["A parcel was lost"]
        await stage.tutti.tools.model.stop()


PARCEL = {
    "lane": "escalation",
    "key": "complaint",
    "severity": "normal",
    "requester": "customer",
    "reach": "none",
    "crisis_suspected": False,
    "title": "A parcel was lost",
}


async def allowed(stage: Stage, server: Scripted) -> None:
    """A model is configured, and the workspace allows it."""
    tools = stage.tutti.tools
    tools.settings = server.settings()
    tools.model = of_settings(tools.settings)
    (row,) = await stage.rows(Workspace)
    await tools.store.write(lambda db: db.change(row, revision=row.revision + 1, model_allowed=True))
    await stage.later(2)
