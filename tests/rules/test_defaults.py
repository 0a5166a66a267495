"""What a workspace has before anybody edits it, and whose hours count (PRODUCT section 2)."""

from __future__ import annotations

from dataclasses import replace

from bot.models import LaunchKind, Topic
from bot.rules import calendars, defaults, hours
from tests.rules.organisation import OFFICE, WEEK, WORKSPACE, a_department, a_person, a_snapshot, paris


def test_every_default_names_a_known_department() -> None:
    named = {key for topic in defaults.TOPICS.values() for key in (*topic.departments, *topic.consulted)}
    named |= {key for asked in defaults.LAUNCH_KINDS.values() for key in asked}
    assert named <= set(defaults.DEPARTMENTS)
    assert len(defaults.TOPICS) == 14
    assert len(defaults.LAUNCH_KINDS) == 8


def test_every_department_and_every_word_has_both_languages() -> None:
    texts = [*defaults.DEPARTMENTS.values(), *defaults.COMPLAINT_WORDS.values()]
    assert all(set(names) == {"fr", "en"} and all(names.values()) for names in texts)


def test_every_default_window_and_term_can_be_read() -> None:
    for text in (*defaults.DEADLINES.values(), *defaults.RETENTION.values()):
        assert str(calendars.parse_window(text)) == text


def test_default_topics_fall_on_the_departments_there_are() -> None:
    topics = {topic.key: topic for topic in defaults.topics(a_snapshot())}
    assert topics["billing"].department == "customer_service", "there is no finance here"
    assert topics["data_privacy"].department == "communication"
    assert topics["complaint"].consulted == ["communication"]
    assert topics["complaint"].words["say"]["fr"].startswith("Merci")


def test_own_topics_and_kinds_replace_all_defaults_unless_retired() -> None:
    snapshot = a_snapshot()
    own = Topic(workspace=WORKSPACE, key="bread", department="product")
    kind = LaunchKind(workspace=WORKSPACE, key="tasting", departments=["pr"], required=[])
    mine = replace(snapshot, topics=(own,), launch_kinds=(kind,))
    assert defaults.topics(mine) == (own,)
    assert defaults.launch_kinds(mine) == (kind,)
    own.retired = kind.retired = True
    assert len(defaults.topics(mine)) == 14
    assert len(defaults.launch_kinds(mine)) == 8


def test_default_kinds_ask_only_departments_there_are() -> None:
    kinds = {kind.key: kind for kind in defaults.launch_kinds(a_snapshot())}
    assert kinds["promotion"].departments == kinds["promotion"].required == ["customer_service", "sales"]
    assert kinds["partnership"].departments == ["pr"]
    assert kinds["information"].departments == []


def test_a_department_without_hours_is_always_open() -> None:
    snapshot = a_snapshot(departments=(a_department("hr", hours=None, holidays=None),))
    assert hours.hours_of(snapshot, "hr") == calendars.always("Europe/Paris")
    assert calendars.is_open(hours.hours_of(snapshot, "hr"), paris("2026-11-22 03:00"))


def test_a_department_has_its_own_zone() -> None:
    snapshot = a_snapshot(departments=(a_department("hr", timezone="America/New_York"),))
    assert hours.hours_of(snapshot, "hr").zone == "America/New_York"
    assert hours.hours_of(a_snapshot(), "hr") == OFFICE


def test_a_person_works_their_departments_week_in_their_own_zone() -> None:
    hugo = hours.hours_of_person(a_snapshot(), "U0HUGO", "product")
    assert hugo == calendars.parse_hours(WEEK, "Europe/London", "FR")


def test_a_person_called_for_another_department_keeps_their_own_week() -> None:
    night = {"mon-sun": "20:00-24:00"}
    snapshot = a_snapshot(departments=(a_department("customer_service", hours=night), a_department("hr")))
    assert hours.hours_of_person(snapshot, "U0INES", "customer_service") == OFFICE


def test_a_person_without_a_department_works_monday_to_friday_in_the_workspaces_zone() -> None:
    snapshot = a_snapshot()
    snapshot.people["U0NEW"] = a_person("U0NEW", timezone="Asia/Tokyo")
    assert hours.hours_of_person(snapshot, "U0NEW") == OFFICE


def test_a_zone_that_nobody_knows_is_replaced() -> None:
    snapshot = a_snapshot()
    snapshot.people["U0LEA"] = a_person("U0LEA", timezone="Mars/Olympus")
    snapshot.people["U0TOM"] = a_person("U0TOM", timezone=None)
    assert hours.zone_of_person(snapshot, "U0LEA") == "Europe/Paris"
    assert hours.zone_of_person(snapshot, "U0TOM") == "Europe/Paris"
    assert hours.zone_of_person(snapshot, "U0HUGO") == "Europe/London"
