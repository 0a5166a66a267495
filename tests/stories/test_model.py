"""The language model as an administrator meets it: off, refused without a key, allowed, counted, shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from bot.flows import configuration, wording
from bot.llm import of_settings
from bot.models import Change, Digest, Workspace
from bot.sandbox.hands import Person, SeenView
from tests.engine.staging import Stage, staged
from tests.llm.scripted import Scripted, Turn, scripted
from tests.stories.bakery import paris

FACTS: dict[str, Any] = {"week": "2026-W48", "happened": True, "opened": 7, "closed": 3}
LIE = {
    "opening": [
        {"text": "7 cases were opened.", "records": ["opened"]},
        {"text": "9 cases were closed.", "records": ["closed"]},
    ],
    "topics": [],
}


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        yield made


@pytest.fixture
async def server() -> AsyncIterator[Scripted]:
    async with scripted() as made:
        yield made


async def model_form(karim: Person) -> SeenView:
    await karim.command("/tutti setup")
    await karim.choose("settings_page", "model:0")
    view = karim.view()
    assert view is not None
    return view


async def test_it_is_off_until_a_key_is_there_and_an_administrator_allows_it(
    stage: Stage, server: Scripted
) -> None:
    karim = stage.world.person("U0KARIM")
    await karim.command("/tutti setup")
    view = karim.view()
    assert view is not None and "Not allowed: everything works by rules and templates." in view.all_text
    await karim.choose("settings_page", "model:0")
    sent = await karim.fill_and_submit({"ticks": ["allow"], "tokens": "50000"})
    assert sent.errors["ticks"].startswith("No language model is configured.")

    stage.tutti.tools.settings = server.settings()
    stage.tutti.tools.model = of_settings(stage.tutti.tools.settings)
    for tokens, said in (("0", "“0” is not"), ("lots", "“lots” is not")):
        sent = await karim.fill_and_submit({"ticks": ["allow"], "tokens": tokens})
        assert said in sent.errors["tokens"]
    sent = await karim.fill_and_submit({"ticks": ["allow"], "tokens": "50 000"})
    assert not sent.errors and not sent.error
    view = karim.view()
    assert view is not None and "Allowed, at most 50,000 tokens a day." in view.all_text
    (row,) = await stage.rows(Workspace)
    assert (row.model_allowed, row.model_tokens_per_day) == (True, 50_000)
    assert [one.by for one in await stage.rows(Change, setting="workspace.model_allowed")] == ["U0KARIM"]

    text = await configuration.export_file(stage.tutti.store, "T0TUTTI")
    assert "model_allowed: true" in text and "model_tokens_per_day: 50000" in text
    await configuration.import_file(stage.tutti.store, text, "T0OTHER", stage.clock.now())
    assert await configuration.export_file(stage.tutti.store, "T0OTHER") == text
    await stage.tutti.tools.model.stop()


async def test_what_was_asked_is_on_the_home_and_in_the_metrics(stage: Stage, server: Scripted) -> None:
    tools = stage.tutti.tools
    tools.settings = server.settings()
    tools.model = of_settings(tools.settings)
    row = (await stage.rows(Workspace))[0]
    await tools.store.write(lambda db: db.change(row, revision=row.revision + 1, model_allowed=True))
    server.says(LIE)
    words = await wording.phrase(tools, await tools.snapshot("T0TUTTI"), FACTS, "shared")
    assert words is not None
    assert words["text"] == "7 cases were opened. 3 cases were closed."
    karim = stage.world.person("U0KARIM")
    await karim.open_home()
    await stage.settle()
    home = karim.home()
    assert home is not None
    shown = home.all_text
    assert "Language model today: 1 question, 340 of 200,000 tokens, US$0.01." in shown
    assert "1 sentence was left out: no record supports it." in shown
    transport = httpx2.ASGITransport(app=stage.tutti.asgi)
    async with httpx2.AsyncClient(transport=transport, base_url="http://tutti") as client:
        metrics = (await client.get("/metrics")).text
    assert 'tutti_model_questions_day{outcome="answered",task="digest"} 1.0' in metrics
    assert 'tutti_model_tokens_day{direction="read"} 300.0' in metrics
    assert "tutti_model_dropped_sentences_day 1.0" in metrics
    await tools.model.stop()


async def test_mondays_digest_opens_with_the_words_that_records_support(
    stage: Stage, server: Scripted
) -> None:
    await stage.launched("Galette")
    tools = stage.tutti.tools
    tools.settings = server.settings()
    tools.model = of_settings(tools.settings)
    row = (await stage.rows(Workspace))[0]
    await tools.store.write(lambda db: db.change(row, revision=row.revision + 1, model_allowed=True))
    server.says(
        {
            "opening": [
                {"text": "1 launch is planned this week.", "records": ["launching"]},
                {"text": "40 cases were opened.", "records": ["opened"]},
            ],
            "topics": [],
        }
    )
    await stage.world.walk.to(paris("2026-11-30 10:01"))
    (digest,) = [one for one in stage.shown("C0TUTTI", "eekly digest") if not one.thread_ts]
    (stored,) = await stage.rows(Digest, audience="shared")
    assert stored.facts["words"]["text"] in digest.all_text
    assert "40 cases" not in digest.all_text and stored.facts["words"]["dropped"] == 1
    server.says(Turn(seconds=5))
    await stage.world.walk.to(paris("2026-12-07 10:01"))
    late = stage.shown("C0TUTTI", "eekly digest")
    assert len([one for one in late if not one.thread_ts]) == 2, "a model that takes long is not waited for"
    await tools.model.stop()
