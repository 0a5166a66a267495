"""People, departments and notices for the tests of views: every field has a value, a test names its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.i18n import Translator, translator
from bot.models import (
    Department,
    Entry,
    Escalation,
    Lane,
    Launch,
    Person,
    Ping,
    PingKind,
    Request,
    Role,
    Seat,
    Severity,
    Snapshot,
    Topic,
    Workspace,
)

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DEADLINES = {"crisis": "20m", "high": "1h", "normal": "4h", "low": "1d", "launch": "2d"}
LANGUAGES: tuple[Translator, Translator] = (translator("en"), translator("fr"))
EN = LANGUAGES[0]
NASTY = "<!channel> *x* _y_ ~z~ `code` :tada: <https://a|b> & {braces} " * 60
"""Over 3,000 characters of all that could come alive."""


def snapshot(**changed: Any) -> Snapshot:
    """Three departments; Léa represents customer service, Tom is deputy, Ana its head."""
    given: dict[str, Any] = {
        "workspace": Workspace(
            id="T0TUTTI",
            timezone="Europe/Paris",
            language="en",
            administrators=["U0KARIM"],
            deadlines=DEADLINES,
        ),
        "departments": tuple(
            Department(workspace="T0TUTTI", key=key, name=name, channel=f"C0{number}")
            for number, (key, name) in enumerate(
                (
                    ("customer_service", {"en": "Customer service", "fr": "Service client"}),
                    ("pr", {"en": "Press", "fr": "Presse"}),
                    ("marketing", {"en": "Marketing <!here>", "fr": "Marketing <!here>"}),
                )
            )
        ),
        "seats": (
            seat("customer_service", Role.representative, "U0LEA"),
            seat("customer_service", Role.deputy, "U0TOM"),
            seat("customer_service", Role.head, "U0ANA"),
        ),
        "topics": (Topic(workspace="T0TUTTI", key="complaint", department="customer_service"),),
        "people": {
            person: Person(workspace="T0TUTTI", id=person, name=name)
            for person, name in (
                ("U0LEA", "Léa Petit"),
                ("U0TOM", "Tom *Garnier*"),
                ("U0KARIM", "Karim Haddad"),
            )
        },
    }
    return Snapshot(**(given | changed))


def seat(department: str, role: Role, person: str) -> Seat:
    return Seat(workspace="T0TUTTI", department=department, role=role, person=person)


def escalation(
    title: str = "A bakery got the wrong cake twice this week and is angry", **changed: Any
) -> Escalation:
    """An open complaint of normal level, told an hour ago."""
    given: dict[str, Any] = {
        "id": "E1",
        "workspace": "T0TUTTI",
        "texts": {"title": title, "where": "Shop of Lyon", "who": "J. D."},
        "by": "U0KARIM",
        "created_at": NOW - HOUR,
        "topic": "complaint",
        "department": "customer_service",
        "severity": Severity.normal,
        "taken_due_at": NOW + HOUR,
        "told_due_at": NOW + 3 * HOUR,
        "told_first_due_at": NOW + 3 * HOUR,
    }
    return Escalation(**(given | changed))


def launch(title: str = "Autumn sale", **changed: Any) -> Launch:
    """An announced promotion in three days."""
    given: dict[str, Any] = {
        "id": "L1",
        "workspace": "T0TUTTI",
        "texts": {"title": title, "gain": "Half price", "goal": "500 orders"},
        "by": "U0JULIE",
        "owner": "U0JULIE",
        "created_at": NOW,
        "kind": "promotion",
        "at": NOW + timedelta(days=3),
    }
    return Launch(**(given | changed))


def request(notice: Launch | Escalation, **changed: Any) -> Request:
    """Customer service's, waiting, due in an hour."""
    given: dict[str, Any] = {
        "id": "R1",
        "workspace": "T0TUTTI",
        "notice": notice.id,
        "lane": Lane(notice.lane),
        "department": "customer_service",
        "asked_by": "U0KARIM",
        "asked_at": NOW - HOUR,
        "due_at": NOW + HOUR,
    }
    return Request(**(given | changed))


def ping(kind: PingKind, **changed: Any) -> Ping:
    """To Léa, about R1."""
    given: dict[str, Any] = {
        "id": 7,
        "workspace": "T0TUTTI",
        "person": "U0LEA",
        "kind": kind,
        "key": f"{kind}:R1",
        "notice": "E1",
        "request": "R1",
        "not_before": NOW,
        "made_at": NOW,
    }
    return Ping(**(given | changed))


def entry(kind: str, by: str | None = "U0LEA", **values: Any) -> Entry:
    return Entry(id=1, workspace="T0TUTTI", notice="E1", at=NOW, kind=kind, by=by, values=values)


def submitted(drawn: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """The form as Slack sends it: what it was drawn with, then what a person typed over it.

    A typed value is put as the field's element would send it: text, an option's value, a list of values, a
    person's id or Unix seconds; None empties the field.
    """
    values: dict[str, Any] = {}
    for block in drawn["blocks"]:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"]
            values[name] = {element["action_id"]: _state(element, typed.get(name, ...))}
    return drawn | {"state": {"values": values}}


def _state(element: dict[str, Any], typed: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind in ("static_select", "radio_buttons"):
        chosen = element.get("initial_option") if typed is ... else typed and {"value": typed}
        return {"type": kind, "selected_option": chosen}
    if kind in ("checkboxes", "multi_static_select"):
        chosen = element.get("initial_options", []) if typed is ... else [{"value": value} for value in typed]
        return {"type": kind, "selected_options": chosen}
    names = {
        "plain_text_input": ("value", "initial_value"),
        "users_select": ("selected_user", "initial_user"),
        "conversations_select": ("selected_conversation", "initial_conversation"),
        "timepicker": ("selected_time", "initial_time"),
        "datetimepicker": ("selected_date_time", "initial_date_time"),
    }
    name, initial = names[kind]
    return {"type": kind, name: element.get(initial) if typed is ... else typed}
