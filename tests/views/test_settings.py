"""The pages and forms of the settings: within Slack's limits in both languages, and read back whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import FormRefusal
from bot.i18n import Translator
from bot.models import Change, Department, LaunchKind, Role, Seat, Snapshot, Topic, Watch, Workspace
from bot.rules import defaults, listening
from bot.views import (
    changes,
    department_forms,
    departments,
    launch_kinds,
    refusals,
    settings,
    topic_forms,
    topics,
    watching,
)
from bot.views import setting_fields as typed
from bot.views import who as who_views
from bot.views import workspace_forms as forms
from bot.views.kit import Block
from tests.views.filled import filled
from tests.views.limits import view_faults
from tests.views.samples import BOTH, EN, FR, LONG, NOW, crowded, snapshot
from tests.views.scenes import LANGUAGES

APPS = {f"A{n}": LONG[:200] for n in range(120)}
MOST_INPUTS = 6
"""PRODUCT section 5, number 18."""

NASTY_TOPIC = Topic(
    workspace="T0TUTTI",
    key="d1",
    department="d1",
    consulted=[f"d{n}" for n in range(30)],
    informed=[f"d{n}" for n in range(30, 60)],
    words_heard=[f"{n} {LONG[:50]}" for n in range(50)],
    words={kind: {"fr": LONG[:1000], "en": LONG[:1000]} for kind in topic_forms.WORDS},
)
NASTY_KIND = LaunchKind(
    workspace="T0TUTTI", key="d1", departments=[f"d{n}" for n in range(60)], required=["d1"]
)


def full() -> Snapshot:
    """Sixty departments with nasty names, their seats held by who has left, a hundred topics and kinds."""
    made = crowded(60)
    for department in made.departments:
        department.__dict__ |= {
            "closed_days": ["2026-12-24"] * 100,
            "hours": {"mon-fri": "09:00-18:00"},
            "our_contact": "U0ANA",
            "channel": "C0CS",
        }
    workspace = Workspace(
        id="T0TUTTI",
        watched_channels=[f"C{n}" for n in range(100)],
        orchestrators=[f"U{n}" for n in range(60)],
        administrators=[f"U{n}" for n in range(60)],
        deadlines_by_requester=dict.fromkeys(("journalist", "blogger", "customer"), "1h"),
    )
    people = dict(made.people)
    for person in people.values():
        person.__dict__["deactivated"] = True
    seats = tuple(
        Seat(workspace="T0TUTTI", department=f"d{n}", role=role, person=person, position=place)
        for n in range(60)
        for role in Role
        for place, person in enumerate(people)
    )
    return Snapshot(
        workspace=workspace,
        departments=made.departments,
        seats=seats,
        people=people,
        topics=tuple(Topic(**{**vars(NASTY_TOPIC), "key": f"t{n}"}) for n in range(100)),
        launch_kinds=tuple(LaunchKind(**{**vars(NASTY_KIND), "key": f"k{n}"}) for n in range(100)),
    )


def nobody() -> Snapshot:
    """A workspace in which nothing is set up yet."""
    return snapshot(departments=(), seats=())


def history(count: int) -> list[Change]:
    """Lines of history with everything in them."""
    said: list[tuple[str, Any, Any]] = [
        ("departments.d1.name", {"fr": LONG}, None),
        ("workspace.rounds", {"seats": ["09:15"]}, None),
        ("topics.x.words", None, {kind: {"fr": LONG, "en": LONG} for kind in topic_forms.WORDS}),
        ("departments.d1.head", ["U0ANA"] * 50, []),
        ("no.such", LONG, True),
    ]
    return [
        Change(
            id=n,
            workspace="T0TUTTI",
            at=NOW,
            by=None if n % 3 else "U0ANA",
            setting=said[n % 5][0],
            before=said[n % 5][1],
            after=said[n % 5][2],
        )
        for n in range(count)
    ]


def every_view(book: Snapshot, t: Translator) -> list[Block]:
    """Each page and form of the settings, drawn of this workspace."""
    department = book.departments[0] if book.departments else None
    topic, kind = defaults.topics(book)[0], defaults.launch_kinds(book)[0]
    drawn = [
        settings.hub(book, t, saved="Saved."),
        settings.partial_hub(book, t, [one.key for one in book.departments]),
        settings.partial_hub(book, t, []),
        departments.departments_page(book, t, 0),
        departments.departments_page(book, t, 99, saved="Saved."),
        department_forms.identity_form(None, t),
        topics.topics_page(defaults.topics(book), book, t, 1),
        topics.topic_page(topic, book, t),
        topic_forms.route_form(topic, book, t),
        topic_forms.route_form(None, book, t),
        topic_forms.words_form(topic, "fr", t),
        launch_kinds.kinds_page(defaults.launch_kinds(book), book, t, 2),
        launch_kinds.kind_form(kind, book, t),
        launch_kinds.kind_form(None, book, t),
        forms.basics_form(book.workspace, t),
        forms.people_form(book.workspace, t),
        forms.rhythm_form(book.workspace, t),
        forms.deadlines_form(book.workspace, t),
        forms.requester_form(book.workspace, t),
        forms.retention_form(book.workspace, t),
        changes.history_page(history(changes.PAGE), 400, 3, book, t),
        watching.page(listening.watches(book), book, t, deaf=True, saved="Saved."),
        watching.form(Watch("C1", "shadow", ("A1",), "U0ANA"), APPS, book, t),
        changes.history_page([], 0, 0, book, t),
    ]
    if department is not None:
        drawn += [
            departments.department_page(department, book, t, defaults.topics(book)),
            department_forms.identity_form(department, t),
            department_forms.people_form(department, book, t),
            department_forms.hours_form(department, book, t),
        ]
    return drawn


@pytest.mark.parametrize(
    ("setting", "after", "said"),
    [
        ("departments.d1.representative.accepted", "U0ANA", "référent (accepté)* : aucun → Ana"),
        ("departments.d1.2026-11-23", "U0ANA", "tour de garde, semaine du 23 nov. 2026* : aucun → Ana"),
        ("workspace.orchestrator.2026-11-23", "U0ANA", "semaine du 23 nov. 2026* : aucun → Ana"),
        ("workspace.pilot_since", "2026-11-22T09:07:02+00:00", "début du projet pilote* : aucun → <!date"),
        ("workspace.pause", True, "*tous les messages retenus* : aucun → oui"),
        ("departments.d1.weekly_turns", True, "alternance hebdomadaire* : aucun → oui"),
        ("privacy.export", {"person": "U0ANA"}, "données d’une personne* : aucun → personne : Ana"),
        ("privacy.erase", {"rows": 7}, "données d’une personne* : aucun → enregistrements : 7"),
    ],
)
def test_the_history_has_words_for_what_is_recorded(setting: str, after: Any, said: str) -> None:
    change = Change(id=1, workspace="T0TUTTI", at=NOW, by="U0ANA", setting=setting, before=None, after=after)
    line = changes.change_line(change, snapshot(), FR)
    assert said in line.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("column", sorted({*Workspace.model_fields, *Department.model_fields}))
def test_every_setting_has_a_name_in_the_history(column: str) -> None:
    own = {"id", "domain", "app", "bot", "bot_user", "revoked_at", "restored_at", "revision"}
    own |= {"charts_refused_at"}
    assert column in own | {"workspace", "key", "position"} or column in changes.SETTINGS


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("of", [full, snapshot, nobody], ids=["many", "few", "none"])
def test_every_page_and_form_is_one_that_slack_takes(t: Translator, of: Callable[[], Snapshot]) -> None:
    for view in every_view(of(), t):
        faults = [fault for fault in view_faults(view) if not fault.endswith("live markup <#")]
        assert faults == [], "channels are named by their ids, which nobody typed"
        assert sum(block["type"] == "input" for block in view["blocks"]) <= MOST_INPUTS
        assert not view["title"]["text"].endswith("…") or of().department("d1"), view["title"]


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
def test_a_form_that_is_sent_as_it_was_drawn_changes_nothing(t: Translator) -> None:
    workspace = Workspace(
        id="T0TUTTI",
        integration_channel="C0TUTTI",
        timezone="Europe/Paris",
        digest=dict(defaults.DIGEST),
        rounds={key: list(hours) for key, hours in defaults.ROUNDS.items()},
    )
    read = forms.read_basics(filled(forms.basics_form(workspace, t))).values
    read |= forms.read_rhythm(filled(forms.rhythm_form(workspace, t)))
    read |= forms.read_people(filled(forms.people_form(workspace, t)))
    assert {name: getattr(workspace, name) for name in read} == read
    assert forms.read_deadlines(filled(forms.deadlines_form(workspace, t))) == defaults.DEADLINES
    book = snapshot()
    department = book.departments[1]
    department.__dict__ |= {
        "hours": {"mon-thu,sat": "09:00-12:00, 14:00-18:00"},
        "closed_days": ["2026-12-24"],
    }
    hours = department_forms.read_hours(filled(department_forms.hours_form(department, book, t)))
    assert {name: getattr(department, name) for name in hours} == hours
    seats = department_forms.read_people(filled(department_forms.people_form(department, book, t)))
    assert seats == {Role.representative: ["U0LEA"], Role.deputy: ["U0TOM"], Role.head: ["U0ANA"]}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("mon-fri 09:00-18:00", {"mon-fri": "09:00-18:00"}),
        ("Lun-Ven : 9h-12h30, 14h – 18h", {"mon-fri": "09:00-12:30, 14:00-18:00"}),
        (
            "mardi 9:00-12:00\nmardi 14:00-18:00\n\nsam 10h-12h",
            {"tue": "9:00-12:00, 14:00-18:00", "sat": "10:00-12:00"},
        ),
        ("sun – thu 08:00-24:00", {"sun-thu": "08:00-24:00"}),
        ("mon,mer,fri 09:00-10:00", {"mon,wed,fri": "09:00-10:00"}),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, read: dict[str, str]) -> None:
    assert typed.hours(text) == read


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("hours", "foo 09:00-18:00", "« foo » n’est pas un jour"),
        ("hours", "lun 18:00-09:00", "finit avant de commencer"),
        ("hours", "lun 9h-12h, 11h-13h", "Deux plages se chevauchent (lun)."),
        ("hours", "lun", "n’est pas une plage horaire"),
        ("timezone", "Paris", "n’est pas un fuseau horaire"),
        ("holidays", "Utopie", "n’est pas un pays"),
        ("closed_days", "24/12", "n’est pas un jour du calendrier"),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_readers_language(field: str, text: str, said: str) -> None:
    book = snapshot()
    view = filled(department_forms.hours_form(book.departments[0], book, FR), **{field: text})
    with pytest.raises(FormRefusal) as caught:
        department_forms.read_hours(view)
    assert list(caught.value.errors) == [field]
    sentence = refusals.sentence(caught.value.errors[field], book, FR, plain=True)
    assert said in sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "key"),
    [("Customer service", "customer_service"), ("L’Été & Co", "l_ete_co"), ("24/7", "d_24_7"), ("東京", "d")],
)
def test_a_name_gives_a_key_that_the_configuration_file_takes(name: str, key: str) -> None:
    assert department_forms.key_of(name) == key


def test_what_can_be_asked_for_is_called_by_its_names_in_both_languages() -> None:
    called = who_views.called(snapshot())
    assert list(called["topic:complaint"]) == ["complaint", "Complaint", "Réclamation"]
    assert list(called["department:pr"]) == ["pr", "PR", "Presse"]
    assert who_views.label("department:pr", snapshot(), EN) == "PR"


@pytest.mark.parametrize("word", ["none", "aucun", "Jamais"])
@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_a_digest_is_switched_off_by_a_word_and_shown_so(word: str, t: Translator) -> None:
    known = Workspace(id="T0TUTTI", digest=dict(defaults.DIGEST))
    read = forms.read_rhythm(filled(forms.rhythm_form(known, t), leadership=word))
    assert read["digest"] == {**defaults.DIGEST, "leadership": "none"}
    off = Workspace(id="T0TUTTI", digest=read["digest"])
    assert forms.read_rhythm(filled(forms.rhythm_form(off, t))) == read
