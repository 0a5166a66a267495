"""Socket Mode, end to end: no address, no signature, the same product."""

from __future__ import annotations

import asyncio

from bot.models import Launch, Message, Request
from tests.engine.staging import staged


async def test_a_launch_is_told_and_answered_over_a_socket(database_url: str) -> None:
    async with staged(database_url, sockets=True) as stage:
        await stage.launched()
        await stage.world.person("U0LEA").press(stage.shown("C0CS", "Galette")[-1], "request_ready")
        await stage.settle()
        assert [one.answered_by for one in await stage.rows(Request, department="customer_service")] == [
            "U0LEA"
        ]
        assert len(stage.shown("C0TUTTI", "Galette")) == 1
        assert stage.world.refusals == []


async def test_a_stop_answers_what_is_under_way(sqlite_url: str) -> None:
    async with staged(sqlite_url, sockets=True) as stage:
        julie = stage.world.person("U0JULIE")
        stage.world.faults.slow("views.open", 0.5)
        asked = asyncio.create_task(julie.command("/tutti launch Galette", channel="C0TUTTI"))
        async with asyncio.timeout(5):
            await stage.tutti._socket._handler.busy.wait()  # type: ignore[union-attr]
        await stage.tutti.stop()
        assert (await asked).status == 200
        assert julie.view() is not None


async def test_an_envelope_that_is_no_payload_is_acknowledged_and_leaves_nothing(sqlite_url: str) -> None:
    async with staged(sqlite_url, sockets=True) as stage:
        given = await stage.world.delivery.interactive("view_submission", {"type": "view_submission"})
        assert given.status == 200
        assert await stage.rows(Launch) == [] and await stage.rows(Message) == []
