"""Organisations, launches, escalations and requests to draw, with every default filled, plain and nasty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.i18n import Translator, languages, translator
from bot.models import (
    Department,
    Escalation,
    Lane,
    Launch,
    Person,
    Request,
    Role,
    Seat,
    Severity,
    Snapshot,
    Workspace,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, 10:00 in Paris."""

EN, FR = (translator(language) for language in ("en", "fr"))
BOTH: tuple[Translator, ...] = tuple(translator(language) for language in languages)
NASTY = "<!channel> *x* _y_ `z` <https://a.example|b> :fire: <@U0ANA> & {time} @here"
LONG = (NASTY + " ") * 40
"""Beyond every limit of Slack."""

PEOPLE = {
    "U0JULIE": "Julie Morel",
    "U0LEA": "Léa Petit",
    "U0TOM": "Tom Garnier",
    "U0KARIM": "Karim Haddad",
    "U0ANA": "Ana Costa",
}
NAMES = {
    "marketing": {"fr": "Marketing", "en": "Marketing"},
    "customer_service": {"fr": "Service client", "en": "Customer service"},
    "sales": {"fr": "Ventes", "en": "Sales"},
    "pr": {"fr": "Presse", "en": "PR"},
}


def snapshot(**changes: Any) -> Snapshot:
    """Four departments; Léa represents customer service, Tom is her deputy, Julie represents marketing."""
    seats = [
        ("marketing", Role.representative, "U0JULIE"),
        ("customer_service", Role.representative, "U0LEA"),
        ("customer_service", Role.deputy, "U0TOM"),
        ("customer_service", Role.head, "U0ANA"),
    ]
    standing: dict[str, Any] = {
        "workspace": Workspace(
            id="T0TUTTI", language="fr", timezone="Europe/Paris", orchestrators=["U0KARIM"]
        ),
        "departments": tuple(
            Department(workspace="T0TUTTI", key=key, name=name, position=place)
            for place, (key, name) in enumerate(NAMES.items())
        ),
        "seats": tuple(
            Seat(workspace="T0TUTTI", department=department, role=role, person=person)
            for department, role, person in seats
        ),
        "people": {key: Person(workspace="T0TUTTI", id=key, name=name) for key, name in PEOPLE.items()},
    }
    return Snapshot(**(standing | changes))


def crowded(count: int = 60) -> Snapshot:
    """That many departments, each with a name that tries everything."""
    departments = tuple(
        Department(workspace="T0TUTTI", key=f"d{n}", name={"en": f"{n} {NASTY * 3}"}, position=n)
        for n in range(count)
    )
    nasty = {key: Person(workspace="T0TUTTI", id=key, name=NASTY) for key in PEOPLE}
    return snapshot(departments=departments, people=nasty)


def launch(**changes: Any) -> Launch:
    """Julie's sale, announced for Thursday 12:00 in Paris; customer service is required, sales is not."""
    standing: dict[str, Any] = {
        "id": "L1",
        "workspace": "T0TUTTI",
        "texts": {"title": "Summer sale", "gain": "20% off every bag", "goal": "1,200 bags"},
        "by": "U0JULIE",
        "owner": "U0JULIE",
        "created_at": NOW,
        "kind": "promotion",
        "at": NOW + timedelta(days=3, hours=2),
        "answerer": "U0LEA",
        "department": "marketing",
        "asked": ["customer_service", "sales"],
        "required": ["customer_service"],
    }
    return Launch(**(standing | changes))


def escalation(**changes: Any) -> Escalation:
    """A customer's complaint for customer service, told by Karim."""
    standing: dict[str, Any] = {
        "id": "E1",
        "workspace": "T0TUTTI",
        "texts": {"title": "The bakery got cold bread twice this week", "where": "shop 12", "who": "M. D."},
        "by": "U0KARIM",
        "created_at": NOW,
        "topic": "complaint",
        "department": "customer_service",
        "severity": Severity.normal,
        "taken_due_at": NOW + timedelta(hours=2),
        "told_due_at": NOW + timedelta(hours=4),
        "told_first_due_at": NOW + timedelta(hours=4),
    }
    return Escalation(**(standing | changes))


def request(**changes: Any) -> Request:
    """What customer service owes the sample launch, by Tuesday 10:00 in Paris."""
    standing: dict[str, Any] = {
        "id": "R1",
        "workspace": "T0TUTTI",
        "notice": "L1",
        "lane": Lane.launch,
        "department": "customer_service",
        "asked_by": "U0JULIE",
        "asked_at": NOW,
        "due_at": NOW + timedelta(days=1),
    }
    return Request(**(standing | changes))


def escalation_request(**changes: Any) -> Request:
    """What customer service owes the sample escalation."""
    return request(notice="E1", lane=Lane.escalation, asked_by="U0KARIM", **changes)


def answered(**changes: Any) -> Request:
    """The same, answered by Léa at 10:42 in Paris."""
    return request(answered_by="U0LEA", answered_at=NOW + timedelta(minutes=42), **changes)
