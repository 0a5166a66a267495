"""The configuration file: read with every mistake, imported twice, exported and imported again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from importlib.resources import files

import pytest
import pytest_asyncio

from bot.errors import SettingsError
from bot.flows import configuration
from bot.models import Change, Department, Role, Seat, Snapshot, Workspace
from bot.store import Db, Store, snapshots
from bot.views.configuration import ConfigurationErrors, read, write

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
TEAM = "T0TUTTI"
WATCHED = "watched_channels: [C0CS]"

SMALL = """\
version: 1
workspace:
  integration_channel: C0TUTTI
  language: fr
  timezone: Europe/Paris
  orchestrator: [U0KARIM, U0ANA]
  administrators: [U0ANA]
  rounds: none
  cards_per_day: none
departments:
  - key: hr
    name: {fr: Ressources humaines, en: Human resources}
    channel: C0HR
    representative: U0INES
    on_call_group: S0NIGHT
    hours: {mon-fri: "09:00-12:00, 14:00-18:00", sat: "09:00-12:00"}
    holidays: FR
  - key: agency
    name: {fr: "L'agence : pub", en: Agency}
    kind: partner
    our_contact: U0JULIE
    representative: U0HUGO
    deputies: [U0TOM, U0LEA]
    on_call: [U0TOM]
    members_may_answer: true
    weekly_turns: true
topics:
  - {key: employer_brand, department: hr, consulted: [agency]}
launch_kinds:
  - {key: hiring, departments: [hr, agency, legal], required: [hr]}
  - {key: event, departments: [hr, legal]}
deadlines: {high: 30m}
"""


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A migrated database, once SQLite and once PostgreSQL."""
    opened = Store(database_url)
    yield opened
    opened.close()


async def settings(store: Store) -> Snapshot:
    """The workspace as stored."""
    return await store.read(lambda db: snapshots.load(db, TEAM))


def mistakes(text: str) -> list[tuple[int, str]]:
    """What reading this text complains about."""
    with pytest.raises(ConfigurationErrors) as caught:
        read(text)
    return caught.value.errors


async def test_a_file_makes_the_workspace_what_it_says(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    snapshot = await settings(store)
    workspace = snapshot.workspace
    assert workspace.orchestrators == ["U0KARIM", "U0ANA"]
    assert workspace.rounds is None
    assert workspace.cards_per_day is None
    assert workspace.installer == "U0ANA"
    assert workspace.deadlines == {
        "crisis": "20m",
        "high": "30m",
        "normal": "4h",
        "low": "1d",
        "launch": "2d",
    }
    assert [department.key for department in snapshot.active] == ["hr", "agency"]
    assert snapshot.holders("agency", Role.representative, Role.deputy) == ("U0HUGO", "U0TOM", "U0LEA")
    event = snapshot.launch_kind("event")
    assert event is not None
    assert event.required == ["hr", "legal"]


async def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    before = await settings(store)
    assert await configuration.import_file(store, SMALL, TEAM, NOW) == ["Nothing to change."]
    assert (await settings(store)).workspace.revision == before.workspace.revision


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_an_export_imports_as_the_same_workspace(store: Store, lang: str) -> None:
    seed = (files("bot.sandbox") / f"seed_{lang}.yaml").read_text(encoding="utf-8")
    for text in (SMALL, seed):
        await configuration.import_file(store, text, TEAM, NOW)
        exported = await configuration.export_file(store, TEAM)
        assert await configuration.import_file(store, exported, TEAM, NOW) == ["Nothing to change."]
        assert await configuration.export_file(store, TEAM) == exported
        elsewhere = "T0OTHER"
        await configuration.import_file(store, exported, elsewhere, NOW)
        assert await configuration.export_file(store, elsewhere) == exported


async def test_a_pilot_is_imported_exported_and_counted_from_its_first_import(store: Store) -> None:
    text = SMALL.replace("workspace:\n", "workspace:\n  pilot: [hr]\n", 1)
    await configuration.import_file(store, text, TEAM, NOW)
    snapshot = await settings(store)
    assert snapshot.workspace.pilot == ["hr"] and snapshot.workspace.pilot_since == NOW
    assert snapshot.takes_part("hr") and not snapshot.takes_part("agency")
    exported = await configuration.export_file(store, TEAM)
    assert await configuration.import_file(store, exported, TEAM, NOW) == ["Nothing to change."]
    await configuration.import_file(store, SMALL, TEAM, NOW)
    assert (await settings(store)).workspace.pilot is None


async def test_a_section_that_is_absent_is_left_alone(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    lines = await configuration.import_file(store, "version: 1\ndeadlines: {high: 2h}\n", TEAM, NOW)
    assert len(lines) == 1
    assert lines[0].startswith("changed: deadlines:")
    snapshot = await settings(store)
    assert len(snapshot.active) == 2
    assert snapshot.workspace.language == "fr"


async def test_a_department_no_longer_in_the_file_is_retired_and_comes_back(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    without = "version: 1\ndepartments:\n  - {key: hr, representative: U0LEA}\n"
    lines = await configuration.import_file(store, without, TEAM, NOW)
    assert "retired: departments.agency" in lines
    assert "changed: departments.hr.representative: U0INES → U0LEA" in lines
    rows = await store.read(lambda db: db.all(Department, workspace=TEAM))
    assert {row.key: row.retired for row in rows} == {"hr": False, "agency": True}
    assert "brought back: departments.agency" in await configuration.import_file(store, SMALL, TEAM, NOW)


async def test_each_change_is_kept_with_what_was_before(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    text = SMALL.replace("representative: U0INES", "representative: U0LEA")
    await configuration.import_file(store, text, TEAM, NOW)
    rows = await store.read(lambda db: db.all(Change, workspace=TEAM))
    last = max(rows, key=lambda row: row.id or 0)
    assert (last.setting, last.before, last.after, last.by, last.at) == (
        "departments.hr.representative",
        ["U0INES"],
        ["U0LEA"],
        None,
        NOW,
    )


async def test_who_had_not_accepted_counts_as_accepting_when_the_file_names_them(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)

    def doubt(db: Db) -> None:
        for seat in db.all(Seat, workspace=TEAM, department="hr"):
            db.change(seat, accepted=False)

    await store.write(doubt)
    assert not (await settings(store)).holders("hr", Role.representative)
    await configuration.import_file(store, SMALL, TEAM, NOW)
    assert (await settings(store)).holders("hr", Role.representative) == ("U0INES",)


async def test_moving_a_department_is_said_once(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    turned = "version: 1\ndepartments:\n" + "".join(
        f"  - {{key: {key}, kind: internal}}\n" for key in ("agency", "hr")
    )
    lines = await configuration.import_file(store, turned, TEAM, NOW)
    assert lines.count("changed: the order of departments") == 1
    assert [department.key for department in (await settings(store)).active] == ["agency", "hr"]


async def test_a_file_with_a_mistake_changes_nothing(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    before = write(await settings(store))
    with pytest.raises(ConfigurationErrors):
        await configuration.import_file(store, SMALL.replace("30m", "4x").replace("fr\n", "en\n"), TEAM, NOW)
    assert write(await settings(store)) == before


async def test_topics_may_name_departments_that_are_stored_already(store: Store) -> None:
    await configuration.import_file(store, SMALL, TEAM, NOW)
    text = "version: 1\ntopics:\n  - {key: press, department: agency}\n"
    lines = await configuration.import_file(store, text, TEAM, NOW)
    assert lines == ["added: topics.press", "retired: topics.employer_brand"]


async def test_a_new_workspace_has_the_usual_settings(store: Store) -> None:
    await configuration.import_file(store, "version: 1\n", TEAM, NOW)
    workspace = (await settings(store)).workspace
    assert workspace.rounds == {"seats": ["09:15", "11:45", "15:00"], "heads": ["11:00", "16:00"]}
    assert workspace.retention["press"] == "730d"
    assert workspace.digest["shared"] == "mon 10:00"


async def test_the_workspace_is_the_named_one_else_the_only_one_stored(store: Store) -> None:
    with pytest.raises(SettingsError, match="--workspace"):
        await configuration.pick_workspace(store, None, None)
    await store.write(lambda db: db.add(Workspace(id=TEAM)))
    assert await configuration.pick_workspace(store, None, None) == TEAM
    await store.write(lambda db: db.add(Workspace(id="T0OTHER")))
    with pytest.raises(SettingsError, match="2 workspaces"):
        await configuration.pick_workspace(store, None, None)
    assert await configuration.pick_workspace(store, None, "T0NEW") == "T0NEW"


async def test_nothing_can_be_exported_of_an_unknown_workspace(store: Store) -> None:
    with pytest.raises(SettingsError, match="T0NOBODY"):
        await configuration.export_file(store, "T0NOBODY")


FIVE = """\
version: 1
workspace:
  timezone: Europe/Pari
  colour: red
departments:
  - key: hr
    hours: {mon-fry: "09:00-18:00"}
topics:
  - {key: press, department: pr}
deadlines: {normal: 4x}
"""


def test_five_mistakes_are_five_lines_with_their_numbers() -> None:
    assert [line for line, _ in mistakes(FIVE)] == [3, 4, 7, 9, 10]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("departments:\n  - {key: hr}\n  - {key: hr}", 4, "twice"),
        ("departments:\n  - key: hr\n    representative: U0A\n    representative: U0B", 5, "twice"),
        ("departments:\n  - {key: hr, representative: U0A, deputies: [U0A]}", 3, "representative already"),
        ("departments:\n  - {key: hr, deputies: [U0A, U0A]}", 3, "twice"),
        ("departments:\n  - {key: agency, kind: partner}", 3, "our_contact"),
        ("departments:\n  - {key: hr, kind: friend}", 3, "internal or partner"),
        ("departments:\n  - {key: hr, channel: '#hr'}", 3, "channel's id"),
        ("departments:\n  - {key: hr, head: ana}", 3, "person's id"),
        ("departments:\n  - {key: hr, holidays: XX}", 3, "country"),
        ("departments:\n  - {key: hr, hours: {mon: '18:00-09:00'}}", 3, "before it starts"),
        ("departments:\n  - {key: hr, hours: {mon: '25:00-26:00'}}", 3, "not a time"),
        ("departments:\n  - {key: hr, hours: {mon: 9}}", 3, "must be a text"),
        ("departments:\n  - {key: hr, hours: always}", 3, "must be a mapping"),
        ("departments:\n  - {key: hr, name: RH}", 3, "must be a mapping"),
        ("departments:\n  - {name: {fr: RH}}", 3, "“key” is missing"),
        ("departments:\n  - {key: Human Resources}", 3, "not a key"),
        ("departments: hr", 2, "must be a list"),
        ("departments:", 2, "is empty"),
        ("topics:\n  - {key: press}", 3, "“department” is missing"),
        ("topics:\n  - {key: press, department: pr}", 3, "no department has the key"),
        ("topics:\n  - {key: press, department: pr, words: {shout: {fr: x}}}", 3, "unknown here"),
        ("launch_kinds:\n  - {key: event, departments: [hr], required: [pr]}", 3, "“pr” is required"),
        ("workspace: {language: de}", 2, "en or fr"),
        ("workspace: {rounds: {seats: ['9h']}}", 2, "not a time"),
        ("workspace: {rounds: {seats: []}}", 2, "at least one hour"),
        ("workspace: {cards_per_day: 0}", 2, "whole number"),
        ("workspace: {here_allowed: maybe}", 2, "true or false"),
        ("workspace: {listening: {C0CS: {mode: shadow}}}", 2, "does not stand in “watched_channels”"),
        (f"workspace: {{{WATCHED}, listening: {{C0CS: {{mode: loud}}}}}}", 2, "write suggest or shadow"),
        (f"workspace: {{{WATCHED}, listening: {{C0CS: {{apps: [A0DESK]}}}}}}", 2, "“answerable”"),
        (f"workspace: {{{WATCHED}, listening: {{C0CS: {{apps: [desk]}}}}}}", 2, "an app's id"),
        (f"workspace: {{{WATCHED}, listening: {{C0CS: {{who: U0LEA}}}}}}", 2, "who"),
        ("workspace: {leaders: U0ANA}", 2, "must be a list"),
        ("deadlines: {urgent: 1h}", 2, "unknown here"),
        ("deadlines: {high: 0m}", 2, "length of time"),
        ("digest: {shared: monday 10}", 2, "mon 10:00"),
        ("digest: {leaders: none}", 2, "unknown here"),
        ("retention: {notice: 12}", 2, "must be a text"),
        ("surprise: 1", 2, "unknown here"),
    ],
)
def test_a_mistake_is_found_at_its_line(body: str, line: int, said: str) -> None:
    found = mistakes(f"version: 1\n{body}\n")
    assert [(number, said in sentence) for number, sentence in found if said in sentence] == [(line, True)]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        ("just words", 1, "must be a mapping"),
        ("version: 1\ndepartments: [", 2, "not YAML"),
        ("version: 1\n\tworkspace: {}", 2, "not YAML"),
        ("version: 1\n---\nversion: 1\n", 2, "not YAML"),
        ("version: 1\nworkspace: \x00", 1, "not YAML"),
        ("version: 2\n", 1, "reads version 1"),
        ("version: one\n", 1, "whole number"),
        ("digest: {}\n", 1, "“version” is missing"),
    ],
)
def test_a_text_that_is_no_configuration_is_refused(text: str, line: int, said: str) -> None:
    assert [(number, said in sentence) for number, sentence in mistakes(text)] == [(line, True)]


def test_a_value_that_stands_empty_counts_as_left_out() -> None:
    found = read("version: 1\ndepartments:\n  - {key: hr, head: , holidays: ~}\n")
    assert found.departments is not None
    assert found.departments[0].values["holidays"] is None
    assert found.departments[0].seats[Role.head] == ()
