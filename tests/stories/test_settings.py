"""Everything that the configuration file sets is set in Slack, refused at its field, and exported again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.flows import configuration
from bot.models import (
    Change,
    Channel,
    LaunchKind,
    Message,
    Ping,
    Request,
    Seat,
    Timer,
    Topic,
    Workspace,
)
from bot.rules import defaults
from bot.sandbox.hands import Person, SeenView
from bot.sandbox.workspace import Human, Room
from bot.store import Db
from tests.engine.staging import Stage, configure, staged
from tests.stories.bakery import configured, paris


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as made:
        yield made
        refused = [call for call in made.world.refusals if call.answer.get("error") != "ratelimited"]
        assert not refused, [(call.method, call.answer) for call in refused]


async def at(person: Person, *pages: str) -> SeenView:
    """The person's settings, opened and followed to the last of these pages."""
    if person.view() is not None:
        await person.close()
    await person.command("/tutti setup")
    for page in pages:
        await person.choose("settings_page", page)
    return seen(person)


def seen(person: Person) -> SeenView:
    """What stands before the person."""
    view = person.view()
    assert view is not None
    return view


async def saved(person: Person, given: dict[str, Any]) -> SeenView:
    """Fill the form in front and send it; the page that it gives."""
    sent = await person.fill_and_submit(given)
    assert not sent.errors and not sent.error, sent
    assert "Saved." in seen(person).all_text
    return seen(person)


async def exported(stage: Stage, workspace: str = "T0TUTTI") -> str:
    return await configuration.export_file(stage.tutti.store, workspace)


HR_HOURS = {
    "hours": "lundi-jeu : 9h-12h, 14h-18h\nfri 09:00-12:00",
    "timezone": "Europe/London",
    "holidays": "gb",
    "closed_days": "2026-12-31, 2026-12-24",
}


async def set_everything(karim: Person) -> None:
    """Every form of the settings, once."""
    await at(karim, "departments:0", "department_identity:")
    added = {"name_fr": "L’agence", "name_en": "The agency", "kind": "partner", "our_contact": "U0JULIE"}
    await saved(karim, {**added, "channel": "C0GEN", "ticks": ["members", "join"]})
    await karim.choose("settings_page", "department_people:the_agency")
    await saved(karim, {"representative": "U0HUGO", "deputies": ["U0TOM", "U0LEA"], "head": "U0ANA"})
    await at(karim, "departments:0", "department:hr", "department_hours:hr")
    await saved(karim, HR_HOURS)
    await at(karim, "topics:0", "topic:complaint", "topic_route:complaint")
    await saved(
        karim,
        {
            "department": "sales",
            "consulted": ["pr"],
            "informed": ["hr", "the_agency"],
            "words_heard": "brioche, pain rassis\nbrioche",
        },
    )
    await karim.choose("settings_page", "topic_words_fr:complaint")
    await saved(karim, {"say": "Merci.", "never": ""})
    await at(karim, "topics:0", "topic_route:")
    await saved(karim, {"name": "Horaires d’été", "department": "hr"})
    await at(karim, "launch_kinds:0", "launch_kind:event")
    await saved(karim, {"departments": ["hr", "pr", "sales"], "required": ["pr"]})
    await at(karim, "launch_kinds:0", "launch_kind:")
    await saved(karim, {"name": "Store opening", "departments": ["sales"]})
    await at(karim, "deadlines:0")
    await saved(karim, {"high": "2h", "low": "2j"})
    await at(karim, "requester:0")
    await saved(karim, {"who_asks": "journalist", "window": "30m"})
    await at(karim, "rhythm:0")
    rhythm = {"seats": "10h, 9:15", "heads": "", "shared": "mardi 9h30", "cards_per_day": ""}
    sent = await karim.fill_and_submit(rhythm)
    assert sent.errors == {"heads": "Name at least one time, or leave both fields empty."}
    await saved(karim, {**rhythm, "heads": "11:00"})
    await at(karim, "retention:0")
    await saved(karim, {"excerpt": "10d"})
    await at(karim, "basics:0")
    basics = {
        "integration_channel": "C0COMM",
        "watched_channels": ["C0CS"],
        "language": "fr",
        "ticks": ["here"],
    }
    await saved(karim, {**basics, "timezone": "Europe/Brussels", "holidays": "BE"})
    await at(karim, "people:0")
    people = {"orchestrators": ["U0ANA", "U0KARIM"], "sponsor": None, "leaders": ["U0ANA", "U0JULIE"]}
    await saved(karim, {**people, "administrators": ["U0KARIM"]})


async def test_what_is_set_in_slack_is_exported_and_imports_as_the_same_workspace(stage: Stage) -> None:
    before = await exported(stage)
    await set_everything(stage.world.person("U0KARIM"))
    text = await exported(stage)
    for said in (
        "orchestrator: [U0ANA, U0KARIM]",
        'hours: {mon-thu: "09:00-12:00, 14:00-18:00", fri: "09:00-12:00"}',
        "closed_days: ['2026-12-24', '2026-12-31']",
        "informed: [hr, the_agency]",
        "words_heard: [brioche, pain rassis]",
        "key: horaires_d_ete",
        "{key: event, departments: [hr, pr, sales], required: [pr]}",
        "deadlines_by_requester: {journalist: 30m}",
        'shared: "tue 09:30"',
        'seats: ["09:15", "10:00"]',
        "cards_per_day: none",
        "low: 2d",
        "kind: partner",
        "members_may_answer: true",
        "language: fr",
    ):
        assert said in text, f"{said} is missing in\n{text}"
    store, now = stage.tutti.store, stage.clock.now()
    await configuration.import_file(store, text, "T0OTHER", now)
    assert await exported(stage, "T0OTHER") == text
    assert await configuration.import_file(store, text, "T0TUTTI", now) == ["Nothing to change."]
    await configuration.import_file(store, before, "T0TUTTI", now)
    assert await exported(stage) == before, "and the file of before sets everything back"


async def test_the_history_says_who_changed_what_from_what_to_what(stage: Stage) -> None:
    karim, lea = stage.world.person("U0KARIM"), stage.world.person("U0LEA")
    await set_everything(karim)
    changes = await stage.rows(Change, setting="departments.hr.holidays")
    assert [(one.by, one.before, one.after) for one in changes][-1] == ("U0KARIM", "FR", "GB")
    await karim.command("/tutti setup")
    await karim.choose("show_changes")
    text = seen(karim).all_text
    for said in (
        "Karim: *administrators*: Karim and Ana → Karim",
        "Karim: *deadlines by who asks*: none → A journalist: 30m",
        "*how long things are kept*: Excerpts of messages: 30d → Excerpts of messages: 10d",
        "*channel of the cards*: <#C0TUTTI> → <#C0COMM>",
    ):
        assert said in text, text
    await karim.choose("show_changes", "page:1")
    assert "*Human resources, public holidays*: FR → GB" in seen(karim).all_text
    await karim.choose("show_changes", "page:0")
    await lea.command("/tutti setup")
    await lea.choose("show_changes")
    shown = seen(lea).all_text
    assert "Customer service" in shown
    assert "Human resources" not in shown and "administrators" not in shown


BAD: list[tuple[tuple[str, ...], dict[str, Any], dict[str, str]]] = [
    (
        ("departments:0", "department:hr", "department_people:hr"),
        {"deputies": ["U0INES"]},
        {"deputies": "is the representative already"},
    ),
    (
        ("departments:0", "department:hr", "department_people:hr"),
        {"head": "U0GONE", "deputies": ["U0TUTTI"]},
        {"head": "Max has left Slack", "deputies": "Tutti is an app"},
    ),
    (
        ("departments:0", "department:hr", "department_identity:hr"),
        {"channel": "C0GEN"},
        {"channel": "Tutti is not in this channel. Tick “Let Tutti join” below"},
    ),
    (
        ("departments:0", "department:hr", "department_identity:hr"),
        {"channel": "C0OLD", "ticks": ["join"]},
        {"channel": "#ancien is archived; reopen it in Slack, or choose another channel."},
    ),
    (
        ("departments:0", "department_identity:"),
        {"name_fr": "Ventes", "name_en": "Selling", "kind": "internal"},
        {"name_fr": "There is a department of this name already"},
    ),
    (
        ("departments:0", "department_identity:"),
        {"name_fr": "Agence", "name_en": "Agency", "kind": "partner"},
        {"our_contact": "A partner needs our contact"},
    ),
    (
        ("departments:0", "department:hr", "department_hours:hr"),
        {
            "hours": "mon-fri 09:00-12:00, 11:00-18:00",
            "timezone": "Mars/Base",
            "holidays": "XX",
            "closed_days": "2026-02-31",
        },
        {
            "hours": "Two openings on mon overlap.",
            "timezone": "“Mars/Base” is not a time zone",
            "holidays": "“XX” is not a country",
            "closed_days": "“2026-02-31” is not a day of the calendar",
        },
    ),
    (("people:0",), {"administrators": []}, {"administrators": "Name at least one administrator"}),
    (("people:0",), {"administrators": ["U0GUEST"]}, {"administrators": "Lou is a guest"}),
    (("deadlines:0",), {"high": "soon", "low": "0h"}, {"high": "“soon” is not", "low": "“0h” is not"}),
    (("retention:0",), {"press": "99999d"}, {"press": "longer than ten years"}),
    (
        ("rhythm:0",),
        {"shared": "someday", "cards_per_day": "-1", "seats": "25:00"},
        {"shared": "“someday” is not a day", "cards_per_day": "“-1” is not a number", "seats": "“25:00”"},
    ),
    (
        ("topics:0", "topic:complaint", "topic_route:complaint"),
        {"consulted": ["customer_service"], "informed": ["customer_service"]},
        {"consulted": "Customer service is responsible already", "informed": "Customer service is resp"},
    ),
    (
        ("launch_kinds:0", "launch_kind:event"),
        {"departments": ["hr"], "required": ["sales"]},
        {"required": "Sales must answer but is not asked"},
    ),
]


async def test_bad_input_is_refused_at_its_field_and_nothing_typed_is_lost(stage: Stage) -> None:
    space = stage.world.workspace
    space.rooms["C0OLD"] = Room("C0OLD", "ancien", "channel", {"U0TUTTI", "U0KARIM"})
    await stage.world.happens.renames("C0OLD", "ancien")
    await stage.world.happens.archives("C0OLD")
    await stage.world.happens.person_joins(Human("U0GONE", "Max Parti", deleted=True))
    await stage.world.happens.person_joins(Human("U0GUEST", "Lou Invité", is_restricted=True))
    await stage.world.happens.person_joins(space.people["U0TUTTI"])
    before, karim = await exported(stage), stage.world.person("U0KARIM")
    for pages, given, errors in BAD:
        view = await at(karim, *pages)
        sent = await karim.fill_and_submit(given)
        assert sent.errors.keys() == errors.keys(), (given, sent)
        for field, said in errors.items():
            assert said in sent.errors[field], sent
        assert seen(karim).id == view.id
    assert await exported(stage) == before
    assert not [one for one in await stage.rows(Change) if one.by]


async def test_tutti_joins_a_public_channel_that_a_form_names(stage: Stage) -> None:
    karim = stage.world.person("U0KARIM")
    await at(karim, "departments:0", "department:hr", "department_identity:hr")
    await saved(karim, {"channel": "C0GEN", "ticks": ["join"]})
    await stage.settle()
    assert "U0TUTTI" in stage.world.workspace.rooms["C0GEN"].members
    assert [one.joined for one in await stage.rows(Channel, id="C0GEN")] == [True]
    await at(karim, "departments:0", "department:hr", "department_identity:hr")
    await saved(karim, {"name_en": "People", "channel": "C0GEN"})


async def test_the_daily_reading_finds_what_no_event_told(stage: Stage) -> None:
    space = stage.world.workspace
    space.rooms["C0COMM"].archived = True
    space.rooms["C0GEN"].members.add("U0TUTTI")
    space.rooms["C0PR"].members.discard("U0TUTTI")
    await stage.tutti.engine.read_again()
    found = {one.id: (one.joined, one.archived) for one in await stage.rows(Channel)}
    assert (found["C0COMM"], found["C0GEN"], found["C0PR"]) == ((True, True), (True, False), (False, False))


async def test_a_representative_edits_their_department_and_nothing_else(stage: Stage) -> None:
    lea, julie = stage.world.person("U0LEA"), stage.world.person("U0JULIE")
    view = await at(lea)
    assert "Customer service" in view.all_text
    assert "set by the administrators: Karim and Ana" in view.all_text
    assert "deadlines" not in view.all_text.casefold()
    await lea.choose("settings_page", "department:customer_service")
    await lea.choose("settings_page", "department_hours:customer_service")
    await saved(lea, {"hours": "mon-fri 08:00-20:00"})
    assert 'hours: {mon-fri: "08:00-20:00"}' in await exported(stage)
    await julie.command("/tutti setup")
    assert "Customer service" not in seen(julie).all_text
    # The right is asked for again when the form comes: Julie's was opened while she still had it.
    await julie.choose("settings_page", "department:marketing")
    await julie.choose("settings_page", "department_hours:marketing")
    await configure(stage, configured("en", departments={"marketing": {"representative": "U0TOM"}}))
    sent = await julie.fill_and_submit({"hours": ""})
    assert "Only a representative or the head of Marketing" in sent.errors["hours"]


async def test_what_was_promised_on_a_card_stays_when_hours_and_deadlines_are_edited(stage: Stage) -> None:
    await stage.owed()
    promised = {one.department: one.due_at for one in await stage.rows(Request)}
    karim = stage.world.person("U0KARIM")
    await at(karim, "deadlines:0")
    await saved(karim, {"launch": "1h"})
    await at(karim, "departments:0", "department:sales", "department_hours:sales")
    await saved(karim, {"hours": "sat 09:00-10:00"})
    await stage.released()
    assert {one.department: one.due_at for one in await stage.rows(Request)} == promised


async def test_a_retired_departments_requests_go_to_the_orchestrator(stage: Stage) -> None:
    await stage.launched()
    ana = stage.world.person("U0ANA")
    await at(ana, "departments:0", "department:sales")
    await ana.choose("settings_retire")
    assert "Subjects still go to Sales: Partner delay." in seen(ana).all_text
    await at(ana, "topics:0", "topic:partner_delay", "topic_route:partner_delay")
    await saved(ana, {"department": "product", "consulted": [], "informed": []})
    due = {one.department: one.due_at for one in await stage.rows(Request)}
    await at(ana, "departments:0", "department:sales")
    await ana.choose("settings_retire")
    assert "Sales*: retired" in seen(ana).all_text
    await stage.world.walk.by(timedelta(hours=3))
    asked = stage.inbox("U0KARIM", "Galette")
    assert asked and {"request_name", "request_rest"} <= set(asked[-1].buttons), asked
    assert {one.department: one.due_at for one in await stage.rows(Request)} == due, "the clock never moves"
    assert "retired" not in await exported(stage) and "key: sales" not in await exported(stage)
    await ana.choose("settings_page", "department:sales")
    await ana.choose("settings_bring_back")
    assert "key: sales" in await exported(stage)


async def test_who_leaves_slack_is_flagged_once_where_somebody_else_can_be_named(stage: Stage) -> None:
    await stage.world.happens.person_changes("U0LEA", deleted=True)
    await stage.settle()
    told = stage.inbox("U0ANA", "Léa has left Slack: name somebody else for Customer service")
    assert len(told) == 1
    assert len(stage.inbox("U0KARIM", "Léa has left Slack")) == 1
    ana = stage.world.person("U0ANA")
    await ana.press(told[0], "settings_department")
    assert "⚠ Customer service: Léa (representative) has left Slack" in seen(ana).all_text
    await ana.choose("settings_page", "department_people:customer_service")
    await saved(ana, {"representative": "U0TOM", "deputies": []})
    await stage.world.happens.person_changes("U0LEA", real_name="Léa P.")
    await stage.settle()
    assert len(stage.inbox("U0ANA", "has left Slack")) == 1


async def test_an_informed_department_reads_one_line_and_a_journalist_is_told_sooner(stage: Stage) -> None:
    karim = stage.world.person("U0KARIM")
    await at(karim, "topics:0", "topic:complaint", "topic_route:complaint")
    await saved(karim, {"informed": ["hr"]})
    await at(karim, "requester:0")
    await saved(karim, {"who_asks": "journalist", "window": "1h"})
    await karim.close()
    for who, title, told in (("journalist", "Cold oven", "10:05"), ("customer", "No bread", "13:05")):
        await karim.command(f"/tutti escalate {title}", channel="C0TUTTI")
        await karim.choose("topic", "complaint")
        await karim.choose("requester", who)
        assert f"{told}>" in seen(karim).all_text, seen(karim).all_text
        sent = await karim.fill_and_submit({"topic": "complaint", "requester": who})
        assert not sent.errors and not sent.error
    await stage.later(3)  # Two lines in one channel: on a slow machine Slack may ask to wait a second.
    lines = stage.shown("C0HR", "For your information")
    assert len(lines) == 2 and all(not line.buttons for line in lines)
    assert "helps in its thread" not in lines[0].all_text
    assert "helps in its thread" in stage.shown("C0COMM", "For your information")[0].all_text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "/tutti who complaint",
            "*Complaint*: Customer service. Ask Léa, else Tom · mon-fri 09:00-18:00 · reachable now",
        ),
        ("/tutti qui RÉCLAMATION", "*Complaint*: Customer service. Ask Léa, else Tom"),
        ("/tutti who human res", "*Human resources*: Human resources. Ask Inès"),
        ("/tutti who complant", "Did you mean Complaint?"),
        ("/tutti who xyzzy", "Type `/tutti who` to see every subject."),
        ("/tutti who", "*Press*: Press, Nadia"),
        ("/tutti who partner", "*Partner delay*: Sales"),
        ("/tutti who pro", "Several subjects are called so:"),
    ],
)
async def test_who_names_one_person_in_one_line(stage: Stage, line: str, said: str) -> None:
    hugo = stage.world.person("U0HUGO")
    await hugo.command(line)
    assert said in hugo.sees("C0GEN")[-1].all_text


async def test_two_administrators_who_remove_each_other_leave_one(database_url: str) -> None:
    async with staged(database_url) as stage:
        await configure(stage, configured("en", workspace={"administrators": ["U0JULIE", "U0ANA"]}))
        julie, ana = stage.world.person("U0JULIE"), stage.world.person("U0ANA")
        for person in (julie, ana):
            await at(person, "people:0")
        first, second = await asyncio.gather(
            julie.fill_and_submit({"administrators": ["U0JULIE"]}),
            ana.fill_and_submit({"administrators": ["U0ANA"]}),
        )
        assert len((await stage.rows(Workspace))[0].administrators) == 1
        assert sorted([bool(first.errors), bool(second.errors)]) == [False, True]
        refused = first.errors or second.errors
        assert list(refused.values()) == ["Only an administrator of Tutti can do this; ask one of them."]


async def test_a_workspace_that_uses_what_everybody_starts_with_edits_one_and_keeps_the_others(
    stage: Stage,
) -> None:
    def nothing_of_its_own(db: Db) -> None:
        for noun in (Topic, LaunchKind):
            for row in db.all(noun, workspace="T0TUTTI"):
                db.change(row, retired=True)

    await stage.tutti.store.write(nothing_of_its_own)
    await stage.pause(False)
    karim = stage.world.person("U0KARIM")
    await at(karim, "topics:0", "topic:billing", "topic_route:billing")
    await saved(karim, {})
    await at(karim, "launch_kinds:0", "launch_kind:hiring")
    await saved(karim, {"required": []})
    text = await exported(stage)
    assert "{key: hiring, departments: [communication, hr], required: []}" in text
    assert text.count("department: ") == len(defaults.TOPICS)
    await configuration.import_file(stage.tutti.store, text, "T0OTHER", stage.clock.now())
    assert await exported(stage, "T0OTHER") == text


async def test_who_is_given_a_seat_is_asked_and_who_kept_or_lost_one_is_not(stage: Stage) -> None:
    """N10: proposed until they accept; asked anew where they are given again what they declined."""
    karim, hugo = stage.world.person("U0KARIM"), stage.world.person("U0HUGO")
    people = ("departments:0", "department:customer_service", "department_people:customer_service")
    await at(karim, *people)
    page = await saved(karim, {"representative": "U0LEA", "deputies": ["U0HUGO", "U0TOM"], "head": None})
    assert "<@U0HUGO> must accept first, and were asked." in page.all_text
    await stage.settle()
    asked = await stage.rows(Message, kind="invitation")
    assert [one.channel for one in asked] == ["U0HUGO"]
    seats = {one.person: one.accepted for one in await stage.rows(Seat, department="customer_service")}
    assert seats == {"U0LEA": True, "U0HUGO": False, "U0TOM": True}
    await hugo.press(hugo.inbox()[-1], "invitation_other")
    await hugo.fill_and_submit({})
    await at(karim, *people)
    await saved(karim, {"deputies": ["U0HUGO", "U0TOM"]})
    await stage.settle()
    await hugo.press(hugo.inbox()[-1], "invitation_accept")
    await stage.settle()
    assert await stage.rows(Seat, person="U0HUGO", department="customer_service", accepted=True)
    await at(karim, *people)
    await saved(karim, {"deputies": ["U0TOM", "U0HUGO"]})
    await stage.settle()
    assert len(await stage.rows(Message, kind="invitation")) == 2, "a new order asks nobody"


async def test_what_was_planned_by_the_old_settings_is_planned_anew(stage: Stage) -> None:
    """A call that waits for a round, the turn of the orchestrators, the digest, who the card names."""
    karim = stage.world.person("U0KARIM")
    await stage.launched()
    waiting = {one.person: one.not_before for one in await stage.rows(Ping, state="waiting")}
    assert waiting["U0LEA"] == paris("2026-11-24 09:15")
    await at(karim, "rhythm:0")
    await saved(karim, {"seats": "10:30", "heads": "11:00"})
    waiting = {one.person: one.not_before for one in await stage.rows(Ping, state="waiting")}
    assert waiting["U0LEA"] == paris("2026-11-24 10:30")
    await at(karim, "people:0")
    await saved(karim, {"orchestrators": ["U0ANA", "U0JULIE"]})
    (turn,) = await stage.rows(Timer, kind="turn", subject="*")
    assert turn.at == paris("2026-11-30 00:00")
    await at(karim, "basics:0")
    await saved(karim, {"timezone": "Europe/London"})
    await stage.settle()
    (turn,) = await stage.rows(Timer, kind="turn", subject="*")
    assert turn.at == paris("2026-11-30 01:00")
    (digest,) = await stage.rows(Timer, kind="digest", subject="shared")
    assert digest.at == paris("2026-11-30 11:00")
    await stage.world.walk.by(timedelta(hours=3))
    told = [who for who in ("U0ANA", "U0JULIE") if stage.inbox(who, "You are the orchestrator until")]
    assert len(told) == 1, "who conducts now hears of it in a round"
