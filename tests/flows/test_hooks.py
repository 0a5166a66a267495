"""Sources in the configuration file, their secrets, what the doctor says of them, and trying one out."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from bot.errors import SettingsError
from bot.flows import configuration, hook_secrets, hook_trials
from bot.flows.findings import hook_findings
from bot.models import Change, Source, SourceState
from bot.sandbox.demo import seed_text
from bot.store import Store, snapshots
from bot.views.changes import change_line
from bot.views.configuration import ConfigurationErrors, read
from tests.engine.staging import staged
from tests.hooks.posting import KEY, recorded, source
from tests.rules.organisation import paris
from tests.views.samples import BOTH

NOW, TEAM = paris("2026-11-24 09:05"), "T0TUTTI"
HOOKS = """\
hooks:
  - key: zendesk
    name: Zendesk
    by: U0KARIM
    mapping: zendesk
    per_minute: 5
    fields:
      link: "join('', ['https://acme.zendesk.com/agent/tickets/', to_string(detail.id)])"
      private: false
      topic: {from: detail.tags, table: {"retard : colis": delivery, panne: safety}, otherwise: complaint}
  - key: campaigns
    by: U0JULIE
    opens: launch
    id: id
    when: state == 'planned'
    again: report
    fields: {title: name, kind: "'promotion'", at: starts_on}
"""


async def test_sources_are_imported_exported_and_retired(database_url: str) -> None:
    store = Store(database_url)
    text = seed_text("en") + HOOKS
    lines = await configuration.import_file(store, text, TEAM, NOW)
    assert {"added: hooks.zendesk", "added: hooks.campaigns"} <= set(lines)
    exported = await configuration.export_file(store, TEAM)
    assert await configuration.import_file(store, exported, TEAM, NOW) == ["Nothing to change."]
    assert await configuration.export_file(store, TEAM) == exported
    book = await store.read(lambda db: snapshots.load(db, TEAM))
    assert [(one.key, one.name, one.by, one.per_minute) for one in book.sources] == [
        ("zendesk", "Zendesk", "U0KARIM", 5),
        ("campaigns", "campaigns", "U0JULIE", 20),
    ]
    with pytest.raises(SettingsError, match=r"hooks\.zendesk: another workspace"):
        await configuration.import_file(store, text, "T0OTHER", NOW)
    short = "version: 1\nhooks:\n  - {key: zendesk, by: U0LEA, mapping: zendesk}\n"
    lines = await configuration.import_file(store, short, TEAM, NOW)
    assert "retired: hooks.campaigns" in lines and "changed: hooks.zendesk.by: U0KARIM → U0LEA" in lines
    assert await configuration.import_file(store, seed_text("en"), TEAM, NOW) == ["Nothing to change."]
    assert "campaigns" not in await configuration.export_file(store, TEAM)
    history = await store.read(lambda db: db.all(Change, workspace=TEAM))
    said = [change_line(one, book, t) for one in history for t in BOTH]
    assert any(
        "Zendesk, who is answerable*: Karim → Léa"
        in line.replace("<@U0KARIM>", "Karim").replace("<@U0LEA>", "Léa")
        for line in said
    )
    store.close()


MISTAKES = """\
version: 1
hooks:
  - key: one
    mapping: jira
    scheme: none
    per_minute: 0
  - key: two
    by: lea
    opens: everything
    id: a ++ b
    when: lower(a)
    fields: {title: what, colour: red, topic: {table: {a: b}}}
  - key: three
    by: U0LEA
    opens: launch
    id: n
    fields: {title: what, severity: level}
  - key: four
    by: U0LEA
    fields: {topic: what}
"""


def test_every_mistake_is_told_with_its_line() -> None:
    with pytest.raises(ConfigurationErrors) as caught:
        read(MISTAKES)
    found = [f"{line}: {sentence}" for line, sentence in caught.value.errors]
    for expected in (
        "3: hooks[1]: “by” is missing.",
        "4: hooks.one.mapping: “jira” is unknown; write form or hubspot or mail or meltwater or zendesk.",
        "5: hooks.one.scheme: “none” is unknown; write standard or zendesk or hubspot.",
        "6: hooks.one.per_minute: this must be a whole number from 1, not a number.",
        "8: hooks.two.by: “lea” is not a person's id, such as U0123ABCD.",
        "9: hooks.two.opens: “everything” is unknown; write escalation or launch or none.",
        "10: hooks.two.id: “a ++ b” is not an expression: “+” at character 3 is unknown.",
        "11: hooks.two.when: there is no function “lower”.",
        "17: hooks.three.fields: “at” is missing among the fields.",
        "17: hooks.three.fields.severity: what opens “launch” has no field “severity”; use title, text, "
        "kind, at, gain, goal, label, link.",
        "20: hooks.four.fields: “id” is missing: the expression that gives what the sender calls the item.",
        "20: hooks.four.fields: “title” is missing among the fields.",
    ):
        assert expected in found, found
    assert any(one.startswith("12: hooks.two.fields.colour: this key is unknown here") for one in found)
    assert "12: hooks.two.fields.topic: “from” is missing." in found


async def test_a_secret_is_shown_once_sealed_at_rest_and_leaves_an_audit_line(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(sqlite_url)
    await configuration.import_file(store, seed_text("en") + HOOKS, TEAM, NOW)
    with pytest.raises(SettingsError, match="TUTTI_SECRET_KEY is missing"):
        await hook_secrets.make(store, None, TEAM, "zendesk", None, NOW)
    secret = await hook_secrets.make(store, KEY, TEAM, "zendesk", None, NOW)
    await hook_secrets.make(store, KEY, TEAM, "zendesk", "the desk's own secret", NOW)
    assert secret.startswith("whsec_") and len(secret) > 40
    for wrong, said in (("zendesk", "has two secrets"), ("nobody", "No source is called nobody")):
        with pytest.raises(SettingsError, match=said):
            await hook_secrets.make(store, KEY, TEAM, wrong, None, NOW)
    with pytest.raises(SettingsError, match="16 to 300"):
        await hook_secrets.make(store, KEY, TEAM, "campaigns", "short", NOW)
    await hook_secrets.retire(store, TEAM, "zendesk", NOW)
    audit = [
        row for row in await store.read(lambda db: db.all(Change, workspace=TEAM)) if "secrets" in row.setting
    ]
    assert [(row.setting, row.before, row.after) for row in audit] == [
        ("hooks.zendesk.secrets", 0, 1),
        ("hooks.zendesk.secrets", 1, 2),
        ("hooks.zendesk.secrets", 2, 1),
    ]
    assert secret not in await configuration.export_file(store, TEAM)
    store.close()
    stored = "\n".join(sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).iterdump())
    assert "sourcesecret" in stored and "the desk's own secret" not in stored.replace("''", "'")
    assert secret not in stored and secret not in caplog.text


async def test_the_doctor_names_what_keeps_a_source_from_working(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        tools, book = stage.tutti.tools, await stage.tutti.tools.snapshot(TEAM)
        assert await hook_findings(tools, book) == []
        fields = {"title": "what", "topic": {"from": "about", "table": {"w": "weather"}}}
        await source(
            stage, "shop", id="n", fields=fields, others=({"key": "mail", "by": "U0LEA", "mapping": "mail"},)
        )

        async def said() -> dict[str, str]:
            book = await tools.snapshot(TEAM)
            return {one.subject: one.sentence for one in await hook_findings(tools, book) if not one.ok}

        assert "It has no secret" in (await said())["hooks.mail"]
        assert "the topic weather, which is not configured" in (await said())["hooks.shop"]
        await hook_secrets.make(tools.store, KEY, TEAM, "mail", None, stage.clock.now())
        assert "hooks.mail" not in await said()
        heard = SourceState(workspace=TEAM, source="mail", heard_at=stage.clock.now() - timedelta(days=31))
        await tools.store.write(lambda db: db.add(heard))
        all_of_it = await hook_findings(tools, await tools.snapshot(TEAM))
        assert ("hooks.mail", "Nothing came within 30 days.") in [
            (one.subject, one.sentence) for one in all_of_it
        ]
        tools.settings = tools.settings.model_copy(update={"tutti_secret_key": None})
        assert "TUTTI_SECRET_KEY" in await said()


async def test_trying_out_says_what_would_be_opened_and_changes_nothing(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    await configuration.import_file(store, seed_text("en") + HOOKS, TEAM, NOW)
    before = await configuration.export_file(store, TEAM)
    _, told = await hook_trials.tried(store, TEAM, "zendesk", recorded("zendesk_created"))
    assert told[0][:3] == [
        "Opens an escalation: Brioche crue à Lyon",
        "subject: complaint, for Customer service, high",
        "id: 4711",
    ]
    assert "where: https://acme.zendesk.com/agent/tickets/4711" in told[0]
    _, told = await hook_trials.tried(store, TEAM, "mail", recorded("mail_away"))
    assert told == [["Ignored: nothing would happen."]]
    _, told = await hook_trials.tried(store, TEAM, "campaigns", {"id": 1, "state": "idea"})
    assert told == [["Refused: the mapping has nothing for it (when).", "id: 1"]]
    for named in ("nobody", None):
        with pytest.raises(SettingsError, match="there are zendesk, campaigns, form"):
            await hook_trials.tried(store, TEAM, named, {})
    assert await configuration.export_file(store, TEAM) == before
    assert len(await store.read(lambda db: db.all(Source, workspace=TEAM))) == 2
    store.close()
