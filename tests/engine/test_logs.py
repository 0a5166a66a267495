"""What the log says: the notice's id, never a secret, never what people typed."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import structlog

from tests.engine.staging import staged

TYPED = ("Shouting in the shop", "Confidential galette", "A free cake", "Cold oven told by a client")


async def test_a_day_with_failures_leaves_no_secret_and_no_word_that_people_typed(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with structlog.testing.capture_logs() as lines:
        async with staged(sqlite_url) as stage:
            nadia, lea = stage.world.person("U0NADIA"), stage.world.person("U0LEA")
            stage.world.faults.fail("chat.postMessage", "is_archived", times=1)
            stage.world.faults.fail("views.open", "internal_error", times=1)
            await lea.command(f"/tutti escalate {TYPED[3]}", channel="C0CS")
            await stage.launched(TYPED[1])
            for topic, title in (("hr_grievance", TYPED[0]), ("complaint", TYPED[3])):
                await nadia.command(f"/tutti escalate {title}", channel="C0TUTTI")
                sent = await nadia.fill_and_submit({"topic": topic})
                assert not sent.errors, sent
            stage.world.faults.lose_answer("chat.postMessage")
            await stage.settle()
            await stage.world.walk.by(timedelta(hours=6))
            secrets = (stage.world.token, stage.world.signing_secret)
            notices = {str(line["notice"]) for line in lines if line.get("notice")}
    said = "\n".join([*map(str, lines), caplog.text])
    assert lines and notices, "something failed, and the log names the notice"
    assert all(notice[:1] in "LE" for notice in notices)
    for word in (*secrets, *TYPED):
        assert word not in said
