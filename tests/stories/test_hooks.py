"""Other programs tell Tutti something: one signed delivery, one notice, and nothing half-made."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.models import Escalation, Report
from tests.engine.staging import Stage, staged
from tests.hooks.posting import recorded, source
from tests.stories import escalating


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
    assert (await desk.post(body, delivery="msg_1"))[1]["result"] == "repeat"
    assert (await desk.post(body))[1]["items"][0]["result"] == "known"
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
