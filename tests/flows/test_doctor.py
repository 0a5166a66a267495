"""The doctor in the box: what it finds, and that each finding says what to do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.clock import BoxClock, SystemClock
from bot.flows import configuration
from bot.flows.doctor import Finding, examine
from bot.flows.findings import database_findings, model_findings, settings_findings
from bot.models import Input, Snapshot, Workspace
from bot.sandbox.world import World
from bot.settings import Settings
from bot.slack import Slack
from bot.slack.manifest import manifest
from bot.store import Store
from bot.tools import Tools


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """The bakery, with the manifest of the demo: it watches channels."""
    offered = manifest(options=("listening",), socket_mode=False)
    made = World(BoxClock(SystemClock().now(), quick=True), manifest=offered)
    await made.start()
    yield made
    await made.stop()


@asynccontextmanager
async def tools_in(world: World, database_url: str, token: str | None = None) -> AsyncIterator[Tools]:
    """What the doctor is given: the box's Slack and a database."""
    settings = Settings(
        slack_bot_token=SecretStr(token or world.token),
        slack_signing_secrets=(SecretStr(world.signing_secret),),
        slack_api_url=world.api_url,
        database_url=database_url,
    )
    store, slack = Store(database_url), Slack(token or world.token, world.api_url)
    await slack.start()
    try:
        yield Tools(settings, world.clock, store, slack)
    finally:
        await slack.stop()
        store.close()


async def configured(tools: Tools, *changes: tuple[str, str]) -> None:
    """Import the bakery's configuration, with these texts replaced."""
    text = (files("bot.sandbox") / "seed_fr.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    await configuration.import_file(tools.store, text, "T0TUTTI", tools.clock.now())


def bad(findings: list[Finding]) -> dict[str, Finding]:
    """What is not well, by subject; each says what to do."""
    found = {finding.subject: finding for finding in findings if not finding.ok}
    assert all(finding.what_to_do for finding in found.values())
    return found


async def test_a_workspace_that_is_well_has_no_finding(world: World, sqlite_url: str) -> None:
    async with tools_in(world, sqlite_url) as tools:
        await configured(tools)
        findings = await examine(tools)
    assert bad(findings) == {}
    assert {"scopes", "clock", "app", "database", "people"} <= {finding.subject for finding in findings}


async def test_a_token_that_slack_refuses_is_found(world: World, sqlite_url: str) -> None:
    async with tools_in(world, sqlite_url, "xoxb-wrong") as tools:
        found = bad(await examine(tools))
    assert "SLACK_BOT_TOKEN" in found["Slack"].what_to_do


async def test_a_slack_that_does_not_answer_is_found(world: World, sqlite_url: str) -> None:
    async with tools_in(world, sqlite_url) as tools:
        await world.stop()
        found = bad(await examine(tools))
    assert "network" in found["Slack"].what_to_do


async def test_a_missing_scope_is_named(world: World, sqlite_url: str) -> None:
    world.box.scopes.discard("im:write")
    async with tools_in(world, sqlite_url) as tools:
        await configured(tools)
        assert "im:write" in bad(await examine(tools))["scopes"].sentence


async def test_pictures_that_nothing_can_draw_are_found(
    world: World, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.box.scopes |= {"files:write", "files:read"}
    async with tools_in(world, sqlite_url) as tools:
        await configured(tools)
        assert "pictures" not in bad(await examine(tools))
        monkeypatch.setattr("bot.flows.doctor.find_spec", lambda name: None)
        assert "extra pictures" in bad(await examine(tools))["pictures"].what_to_do


async def test_watched_channels_that_cannot_be_read_are_found(world: World, sqlite_url: str) -> None:
    world.box.scopes.discard("channels:history")
    async with tools_in(world, sqlite_url) as tools:
        await configured(tools)
        found = bad(await examine(tools))["scopes"]
    assert "(channels:history)" in found.sentence and "--with listening" in found.what_to_do


async def test_channels_that_cannot_be_used_are_found(world: World, sqlite_url: str) -> None:
    world.box.workspace.rooms["C0COMM"].archived = True
    async with tools_in(world, sqlite_url) as tools:
        await configured(tools, ("C0SALES", "C0NOWHERE"), ("C0PROD", "C0GEN"))
        found = bad(await examine(tools))
    assert "archived" in found["departments.communication (C0COMM)"].sentence
    assert "does not exist" in found["departments.sales (C0NOWHERE)"].sentence
    assert "/invite @Tutti" in found["departments.product (C0GEN)"].what_to_do


async def test_persons_who_left_or_never_were_are_found(world: World, sqlite_url: str) -> None:
    world.box.workspace.people["U0TOM"].deleted = True
    async with tools_in(world, sqlite_url) as tools:
        await configured(tools, ("representative: U0INES", "representative: U0NOBODY"))
        found = bad(await examine(tools))
    tom = next(finding for subject, finding in found.items() if "U0TOM" in subject)
    assert "has left" in tom.sentence
    assert "departments.hr.representative (U0NOBODY)" in found


@pytest.mark.parametrize(("seconds", "well"), [(30, True), (90, False), (-300, False)])
async def test_a_clock_that_is_wrong_is_found(
    world: World, sqlite_url: str, seconds: int, well: bool
) -> None:
    async with tools_in(world, sqlite_url) as tools:
        tools.clock = BoxClock(world.clock.now() + timedelta(seconds=seconds))
        found = bad(await examine(tools))
    assert ("clock" not in found) is well


async def test_a_configuration_without_channel_or_departments_is_found(world: World, sqlite_url: str) -> None:
    async with tools_in(world, sqlite_url) as tools:
        await configuration.import_file(tools.store, "version: 1\n", "T0TUTTI", tools.clock.now())
        findings = await examine(tools)
    said = " ".join(finding.sentence for finding in findings if finding.subject == "configuration")
    assert "No department" in said
    assert "No integration channel" in said


async def test_a_call_that_slack_limits_is_tried_once_more(world: World, sqlite_url: str) -> None:
    world.box.faults.fail("auth.test", "ratelimited")
    async with tools_in(world, sqlite_url) as tools:
        await configured(tools)
        assert bad(await examine(tools)) == {}


def test_a_database_that_is_not_there_is_found_and_not_made(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'none.db'}")
    try:
        found = bad(asyncio.run(database_findings(store)))
    finally:
        store.close()
    assert "config import" in found["database"].what_to_do
    assert list(tmp_path.iterdir()) == []


async def test_looking_at_the_database_leaves_no_row(database_url: str) -> None:
    store = Store(database_url)
    try:
        findings = await database_findings(store)
        rows = await store.read(lambda db: db.all(Input))
    finally:
        store.close()
    assert bad(findings) == {}
    assert rows == []


def test_secrets_that_are_missing_or_of_another_kind_are_found() -> None:
    settings = Settings(slack_bot_token=SecretStr("xoxp-person"), slack_client_id="1.2")
    found = bad(settings_findings(settings))
    assert set(found) == {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID"}


def test_in_socket_mode_no_signing_secret_is_needed() -> None:
    settings = Settings(slack_bot_token=SecretStr("xoxb-1"), slack_app_token=SecretStr("xapp-1"))
    assert bad(settings_findings(settings)) == {}


@pytest.mark.parametrize(
    ("allowed", "key", "found"), [(False, None, []), (True, None, [False]), (True, "sk-1", [True])]
)
def test_a_language_model_that_is_allowed_must_be_there(
    allowed: bool, key: str | None, found: list[bool]
) -> None:
    settings = Settings(openai_api_key=SecretStr(key) if key else None)
    book = Snapshot(Workspace(id="T0TUTTI", model_allowed=allowed))
    assert [one.ok for one in model_findings(settings, book)] == found
