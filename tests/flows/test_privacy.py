"""What is stored about a person, exported and erased; and what retention removes (DESIGN section 7)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, select
from sqlmodel import AutoString, SQLModel

from bot.errors import SettingsError
from bot.flows import privacy
from bot.models import (
    Absence,
    Change,
    Delivery,
    Entry,
    Escalation,
    Launch,
    Message,
    Person,
    Phone,
    Ping,
    Preference,
    Report,
    Request,
    Setup,
    Swap,
)
from bot.rules import privacy as rules
from bot.sandbox.seed import NAMES
from bot.sandbox.workspace import Human
from bot.store import Db, snapshots
from tests.engine.staging import Stage, configure, staged
from tests.stories.bakery import configured, raise_case, request_in

WORKSPACE = "T0TUTTI"
NAMES_NOBODY = (
    "app app_name asked audience bot bot_user channel consulted day deadlines department departments "
    "digest domain error escalation file holidays hours id integration_channel key kind ladder "
    "language launch lease model mood name notice parent permalink posted_channel request required retention "
    "quiet rota rounds says state statement status_seen task timezone told topic ts watched_channels back "
    "on_call_group pilot closed_days informed setting deadlines_by_requester without words words_heard "
    "week workspace rule thread unproposed "
    "source source_id requester fingerprint merged_into before_merges figures subject choice first_day "
    "rules mapping scheme sealed why detail"
)
"""Columns, of whatever table, that hold keys, states, hours or words of ours."""


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        yield made


async def used(stage: Stage) -> None:
    """Two days of a launch, a problem, an escalation that is handed over, and an import."""
    lea = stage.world.person("U0LEA")
    await stage.launched()
    await lea.press(request_in(stage.world, "C0CS"), "request_problem")
    await lea.fill_and_submit({"reason": "Ask <@U0TOM> first"})
    await stage.settle()
    await raise_case(stage.world, "U0JULIE", where="Lyon, M. K.")
    await lea.press(request_in(stage.world, "C0CS"), "request_take")
    await stage.settle()
    for person in ("U0LEA", "U0KARIM"):
        await stage.world.person(person).open_home()
    await stage.settle()
    await configure(stage, configured("en", workspace={"sponsor": "U0NADIA"}))
    await stage.tutti.store.write(lambda db: own_time(db, stage.clock.now()))
    await stage.world.walk.by(timedelta(days=2))


def own_time(db: Db, now: datetime) -> None:
    """Léa chose, gave a number, stands in for Tom, and offered Tom a week; she began the set-up."""
    later, lea = now + timedelta(days=9), dict[str, Any](workspace=WORKSPACE, person="U0LEA")
    db.add(Preference(**lea, monday=False), Phone(**lea, number="+33612345678", at=now))
    db.add(Absence(**lea, starts_at=later, ends_at=later + timedelta(days=1), deputy="U0TOM"))
    db.add(Absence(workspace=WORKSPACE, person="U0TOM", starts_at=now, ends_at=later, deputy="U0LEA"))
    db.add(Swap(id="S1", **lea, rota="customer_service", week="2026-W50", other="U0TOM", asked_at=now))
    db.add(Setup(workspace=WORKSPACE, by="U0LEA", values={"people": {"hr": "U0LEA"}}, started_at=now))
    snapshots.touch(db, WORKSPACE)


async def every_row(stage: Stage) -> dict[str, list[dict[str, Any]]]:
    """The whole database by table."""

    def look(db: Db) -> dict[str, list[dict[str, Any]]]:
        tables = SQLModel.metadata.sorted_tables
        return {one.name: [dict(row._mapping) for row in db.run(select(one))] for one in tables}

    return await stage.tutti.store.read(look)


async def test_no_column_that_names_a_person_is_forgotten(stage: Stage) -> None:
    """A new column with user ids: add it to `rules.privacy.PERSONS`, and to what is kept in both papers."""
    await used(stage)
    found = {
        (table, column)
        for table, rows in (await every_row(stage)).items()
        for row in rows
        for column, value in row.items()
        if any(rules.names(value, person) for person in NAMES)
    }
    listed = {(table, column) for table, columns in rules.PERSONS.items() for column in columns}
    assert found - listed == set()
    assert len(found) > 25, "the story touches most of them"
    for table, column in listed:
        assert column in SQLModel.metadata.tables[table].columns


async def test_the_export_names_nobody_else_and_duties_must_be_handed_over_before_an_erasure(
    stage: Stage,
) -> None:
    await used(stage)
    found = await privacy.export_person(stage.tutti.store, WORKSPACE, "U0LEA", stage.clock.now())
    text = json.dumps(found)
    assert {"person", "seat", "request", "entry", "escalation"} <= set(found["stored"])
    assert "U0LEA" in text and "U0JULIE" not in text and "U0TOM" not in text
    assert found["retention"]["excerpt"] == "30d"
    assert [row.after for row in await stage.rows(Change, setting="privacy.export")] == [{"person": "U0LEA"}]
    with pytest.raises(SettingsError, match="Nothing is stored about U0GHOST"):
        await privacy.export_person(stage.tutti.store, WORKSPACE, "U0GHOST", stage.clock.now())
    with pytest.raises(SettingsError) as refused:
        await privacy.erase_person(stage.tutti.store, WORKSPACE, "U0LEA", stage.clock.now(), sure=True)
    assert "the seat in Customer service" in str(refused.value)
    assert "the duty rota of Customer service" in str(refused.value) and "“Cold oven”" in str(refused.value)
    assert await stage.rows(Person, id="U0LEA")


async def test_in_slack_one_reads_ones_own_and_an_administrator_erases_who_holds_nothing(
    stage: Stage,
) -> None:
    lea, karim = stage.world.person("U0LEA"), stage.world.person("U0KARIM")
    await stage.launched()
    await lea.command("/tutti données")
    mine = lea.view()
    assert mine is not None and "records that name you" in mine.all_text and "30 days" in mine.all_text
    assert "privacy_person" not in mine.buttons and "<@U0KARIM>" in mine.all_text
    await lea.close()
    await karim.command("/tutti privacy")
    await karim.choose("privacy_person")
    refused = await karim.fill_and_submit({"person": "U0LEA", "what": "erase"})
    assert refused.errors == {"sure": "Tick this to erase; it cannot be undone."}
    refused = await karim.fill_and_submit({"sure": ["sure"]})
    assert refused.errors["person"].startswith("To be handed over to somebody else first: the seat in")
    assert not (await karim.fill_and_submit({"what": "export"})).errors
    await stage.settle()
    assert len(await stage.rows(Change, setting="privacy.export", by="U0KARIM")) == 1
    await stage.world.happens.person_joins(Human("U0ZOE", "Zoé Roy"))
    await karim.command("/tutti privacy")
    await karim.choose("privacy_person")
    done = await karim.fill_and_submit({"person": "U0ZOE", "what": "erase", "sure": ["sure"]})
    assert not done.errors and not await stage.rows(Person, id="U0ZOE")


async def test_an_erased_person_is_nowhere_any_more_and_what_their_department_did_stays(
    database_url: str,
) -> None:
    async with staged(database_url) as stage:
        await used(stage)
        tom = {"representative": "U0TOM", "deputies": None, "on_call": None}
        await configure(stage, configured("en", departments={"customer_service": tom}))
        karim, store = stage.world.person("U0KARIM"), stage.tutti.store
        case = (await stage.rows(Escalation))[0]
        await store.write(lambda db: db.change(case, owner="U0TOM"))
        counted = await privacy.erase_person(store, WORKSPACE, "U0LEA", stage.clock.now(), sure=False)
        assert await stage.rows(Person, id="U0LEA"), "it was only counted"
        done = await privacy.erase_person(store, WORKSPACE, "U0LEA", stage.clock.now(), sure=True)
        assert done.rows == counted.rows > 10
        left = {table: rows for table, rows in (await every_row(stage)).items() if "U0LEA" in str(rows)}
        assert left == {}
        assert [one.deputy for one in await stage.rows(Absence)] == [None], "Tom's deputies stand in again"
        assert await stage.rows(Phone) == [] == await stage.rows(Preference)
        asked = await stage.rows(Request, department="customer_service", state="problem")
        assert [str(one.answered_by)[:7] for one in asked] == ["former-"]
        audit = await stage.rows(Change, setting="privacy.erase")
        assert [(one.by, one.after) for one in audit] == [(None, {"rows": done.rows})]
        await stage.settle()
        card = next(one for one in karim.sees("C0TUTTI") if "launch_details" in one.buttons)
        await karim.press(card, "launch_details")
        view = karim.view()
        assert view is not None and "Galette" in view.all_text and "former-" not in view.all_text


async def test_what_is_over_keeps_for_its_term_then_only_what_departments_did(stage: Stage) -> None:
    await used(stage)
    now = stage.clock.now()
    await raise_case(
        stage.world, "U0JULIE", title="A journalist calls", topic="press", requester="journalist"
    )
    press = next(one for one in await stage.rows(Escalation) if one.topic == "press")
    complaint = next(one for one in await stage.rows(Escalation) if one.topic == "complaint")
    launch = (await stage.rows(Launch))[0]

    def end(db: Db) -> None:
        db.change((db.all(Setup))[0], finished_at=now - timedelta(days=400))
        text: dict[str, Any] = {
            "workspace": WORKSPACE,
            "channel": "U0LEA",
            "values": {"notice": {"title": "Only tried"}},
        }
        for age in (10, 400):
            made_at = now - timedelta(days=age)
            db.add(
                Message(**text, key=f"practice:{age}", kind="practice", state=Delivery.sent, made_at=made_at)
            )
        for notice in (press, complaint, launch):
            db.change(notice, ended_at=now - timedelta(days=400), state="closed")
        db.change(launch, state="live")

    await stage.tutti.store.write(end)
    await stage.world.walk.by(timedelta(hours=7))
    kept = {one.topic: one for one in await stage.rows(Escalation)}
    assert kept["press"].texts["title"] == "A journalist calls" and kept["press"].by == "U0JULIE"
    assert (kept["complaint"].texts, kept["complaint"].by, kept["complaint"].owner) == ({}, "former", None)
    assert kept["complaint"].told_due_at == complaint.told_due_at
    stripped = (await stage.rows(Launch))[0]
    assert (stripped.texts, stripped.owner, stripped.at) == ({}, None, launch.at)
    for model, column in ((Entry, "notice"), (Message, "notice"), (Ping, "notice"), (Report, "escalation")):
        assert await stage.rows(model, **{column: complaint.id}) == []
    assert [one.key for one in await stage.rows(Message, kind="practice")] == ["practice:10"]
    assert [one.values for one in await stage.rows(Setup)] == [{}]
    asked = await stage.rows(Request, notice=complaint.id)
    assert [(one.answered_by, one.called, one.texts) for one in asked] == [(None, [], {})]


def test_every_column_of_text_either_may_name_a_person_or_is_known_not_to() -> None:
    """A new one: add it to `rules.privacy.PERSONS` (and to both papers), or to `NAMES_NOBODY` here."""
    unknown = {
        f"{name}.{column.name}"
        for name, table in SQLModel.metadata.tables.items()
        for column in table.columns
        if isinstance(column.type, AutoString | JSON)
        and column.name not in (*privacy_of(name), *NAMES_NOBODY.split())
    }
    assert unknown == set()


def privacy_of(table: str) -> tuple[str, ...]:
    """The table's columns that may name a person; those of `person` are all about one."""
    every = tuple(column.name for column in SQLModel.metadata.tables[table].columns)
    return every if table == "person" else rules.PERSONS.get(table, ())
