"""A partner in a channel that their organisation shares with ours: their request, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.models import Channel, Request
from bot.sandbox.workspace import Human, Room
from handlers.menu import WORDS as TYPED
from tests.engine.staging import Stage, configure, staged
from tests.stories.bakery import configured, raise_case

AGENCY = {
    "key": "agency",
    "name": {"fr": "Agence", "en": "Agency"},
    "kind": "partner",
    "our_contact": "U0NADIA",
    "channel": "C0AGENCY",
    "representative": "U0EVE",
}
WORDS = {"say": {"en": "We are sorry."}, "never": {"en": "It is the agency's fault."}}


def with_agency() -> str:
    """The bakery, its agency asked about promotions and answering for late partners."""
    yaml = YAML(typ="safe")
    known: dict[str, Any] = yaml.load(configured("en"))
    known["departments"].append(AGENCY)
    known["topics"] = [one for one in known["topics"] if one["key"] != "partner_delay"]
    known["topics"].append(
        {"key": "partner_delay", "department": "agency", "consulted": ["agency"], "words": WORDS}
    )
    asked = {"key": "promotion", "departments": ["agency", "customer_service"], "required": ["agency"]}
    known["launch_kinds"] = [asked]
    written = StringIO()
    yaml.dump(known, written)
    return written.getvalue()


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        space = made.world.workspace
        await made.world.happens.person_joins(Human("U0EVE", "Eve Lind", is_stranger=True))
        await made.world.happens.person_joins(Human("U0MAX", "Max Dray", is_restricted=True))
        members = {"U0EVE", "U0JULIE", "U0MAX", space.bot_user}
        space.rooms["C0AGENCY"] = Room("C0AGENCY", "agency", "channel", members, creator="U0ANA", shared=True)
        await configure(made, with_agency())
        yield made


async def test_a_partner_answers_their_own_request_and_reads_nothing_else(stage: Stage) -> None:
    eve = stage.world.person("U0EVE")
    await stage.launched()
    (request,) = [one for one in eve.sees("C0AGENCY") if not one.ephemeral]
    assert "Agency" in request.all_text and "must answer by" in request.all_text
    assert "Questions: <@U0NADIA>" in request.all_text and "See the card" not in request.all_text
    assert {"request_ready", "request_problem", "request_not_concerned"} == set(request.buttons)
    service = next(one for one in await stage.rows(Request) if one.department == "customer_service")
    button = stage.shown("C0CS", "Galette")[-1]
    assert "request_ready" in button.buttons and service.state == "waiting"
    await stage.world.person("U0MAX").press(request, "request_ready")
    await eve.press(request, "request_ready")
    await stage.settle()
    answered = {one.department: one.answered_by for one in await stage.rows(Request)}
    assert answered["agency"] == "U0EVE" and answered["customer_service"] is None
    await eve.command("/tutti mine", channel="C0AGENCY")
    page = eve.view()
    assert page and "launch_details" not in page.buttons, "the whole item is for colleagues"


async def test_an_escalation_for_a_partner_shows_neither_our_words_nor_the_card_nor_the_digest(
    stage: Stage,
) -> None:
    await raise_case(stage.world, "U0JULIE", title="Posters late", topic="partner_delay")
    await stage.world.walk.by(timedelta(days=7))
    seen = "\n".join(one.all_text for one in stage.world.person("U0EVE").sees("C0AGENCY"))
    assert "Posters late" in seen and "Questions" in seen
    assert "agency's fault" not in seen and "sorry" not in seen and "digest" not in seen.lower()
    shown = [one for one in stage.world.person("U0EVE").sees("C0AGENCY") if not one.thread_ts]
    assert len(shown) == 1, "no card, no line for the consulted, no digest"
    assert [one.shared for one in await stage.rows(Channel, id="C0AGENCY")] == [True]
    assert stage.shown("C0TUTTI", "Posters late")


async def test_no_card_stands_in_a_channel_that_became_shared(stage: Stage) -> None:
    await stage.launched("Brioche")
    await stage.world.happens.shares("C0TUTTI")
    await stage.launched("Galette")
    assert stage.shown("C0TUTTI", "Brioche") and not stage.shown("C0TUTTI", "Galette")
    await stage.world.happens.shares("C0TUTTI", shared=False)
    assert [one.shared for one in await stage.rows(Channel, id="C0TUTTI")] == [False]


async def test_a_connect_member_s_own_team_in_the_payload_is_not_taken_for_ours(stage: Stage) -> None:
    stage.world.workspace.people["U0EVE"].team_id = "T0AGENCY"
    await stage.launched()
    (request,) = [one for one in stage.world.person("U0EVE").sees("C0AGENCY") if not one.ephemeral]
    await stage.world.person("U0EVE").press(request, "request_ready")
    await stage.settle()
    assert "U0EVE" in [one.answered_by for one in await stage.rows(Request, department="agency")]


OURS = ("Customer service", "Léa", "Tom", "Karim", "Cold oven", "Human resources", "C0TUTTI")


async def test_no_word_and_no_home_shows_a_guest_or_a_connect_member_what_does_not_name_them(
    stage: Stage,
) -> None:
    await stage.launched()
    await raise_case(stage.world, "U0JULIE", title="Cold oven")
    shown = []
    for who in ("U0MAX", "U0EVE"):
        person = stage.world.person(who)
        for word in TYPED:
            said = await person.command(f"/tutti {word}", channel="C0AGENCY")
            view = person.view()
            private = [one.all_text for one in person.sees("C0AGENCY") if one.ephemeral][-1:]
            read = "\n".join([said.text, *private, view.all_text if view else ""])
            shown += [f"{who}: /tutti {word}: {ours}" for ours in OURS if ours in read]
            if view:
                await person.close()
        await person.open_home()
        await stage.settle()
        home = person.home()
        shown += [f"{who}: Home: {ours}" for ours in OURS if home and ours in home.all_text]
    assert shown == [], "\n".join(shown)
    await stage.world.person("U0EVE").command("/tutti list")
    view = stage.world.person("U0EVE").view()
    assert view and "Galette" in view.all_text, "what names them"


async def test_slack_is_asked_at_start_and_every_day_and_nothing_at_rest(sqlite_url: str) -> None:
    """Two calls for who we are, one for each page of people and of channels; none for a known channel."""
    start = ["auth.test", "bots.info", "users.list", "users.conversations"]
    async with staged(sqlite_url) as stage:
        assert [call.method for call in stage.world.calls] == start
        await stage.world.walk.by(timedelta(hours=6))
        assert len(stage.world.calls) == len(start), "nothing is asked at rest"
        await stage.launched()
        asked = Counter(call.method for call in stage.world.calls[len(start) :])
        told = sum(asked[method] for method in ("chat.postMessage", "chat.update"))
        assert set(asked) <= {"chat.postMessage", "chat.update", "views.open", "views.update"}, asked
        assert told <= 5, "a card, a request for each department asked, and what the card then links"
        stage.world.workspace.rooms["C0CS"].shared = True
        await stage.tutti.engine.read_again()
        assert [one.shared for one in await stage.rows(Channel, id="C0CS")] == [True], "no event told"
        assert not stage.calls("conversations.info")
