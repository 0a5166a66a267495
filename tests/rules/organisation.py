"""Builders for the tests of the rules: a small organisation, its notices and its requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.models import (
    Department,
    Escalation,
    Lane,
    Launch,
    Person,
    Request,
    Role,
    Rung,
    Seat,
    Severity,
    Snapshot,
    Workspace,
)
from bot.rules import calendars, ladders
from bot.rules.calendars import Hours

WORKSPACE = "T0TUTTI"
WEEK = {"mon-fri": "09:00-18:00"}
OFFICE: Hours = calendars.parse_hours(WEEK, "Europe/Paris", "FR")
SEATS = {
    "communication": {Role.representative: ["U0KARIM"]},
    "marketing": {Role.representative: ["U0JULIE"], Role.head: ["U0ANA"]},
    "pr": {Role.representative: ["U0NADIA"], Role.head: ["U0ANA"]},
    "customer_service": {
        Role.representative: ["U0LEA"],
        Role.deputy: ["U0TOM"],
        Role.head: ["U0ANA"],
        Role.on_call: ["U0LEA", "U0TOM"],
    },
    "hr": {Role.representative: ["U0INES"]},
    "product": {Role.representative: ["U0HUGO"]},
    "sales": {Role.representative: ["U0HUGO"]},
}
PEOPLE = ("U0JULIE", "U0LEA", "U0TOM", "U0KARIM", "U0NADIA", "U0INES", "U0HUGO", "U0ANA")


def paris(text: str) -> datetime:
    """An instant from its Paris wall clock, such as "2026-11-23 09:00" (a Monday); aware UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def clock(at: datetime | None) -> str | None:
    """An instant as its Paris wall clock, with seconds only where there are any."""
    if at is None:
        return None
    local = at.astimezone(ZoneInfo("Europe/Paris"))
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def a_workspace(**values: Any) -> Workspace:
    """The seeded workspace; Karim conducts, Ana sponsors."""
    defaults: dict[str, Any] = {
        "id": WORKSPACE,
        "timezone": "Europe/Paris",
        "orchestrators": ["U0KARIM"],
        "sponsor": "U0ANA",
        "administrators": ["U0KARIM", "U0ANA"],
        "holidays": "FR",
    }
    return Workspace(**(defaults | values))


def a_department(key: str, **values: Any) -> Department:
    """A department that works Monday to Friday, 9 to 18 in Paris."""
    defaults: dict[str, Any] = {"workspace": WORKSPACE, "key": key, "hours": WEEK, "holidays": "FR"}
    return Department(**(defaults | values))


def a_person(person: str, **values: Any) -> Person:
    """A member of the workspace in Paris; Hugo is in London."""
    zone = "Europe/London" if person == "U0HUGO" else "Europe/Paris"
    return Person(**({"workspace": WORKSPACE, "id": person, "timezone": zone} | values))


def a_snapshot(
    *,
    gone: tuple[str, ...] = (),
    seats: dict[str, dict[Role, list[str]]] | None = None,
    departments: tuple[Department, ...] | None = None,
    **workspace: Any,
) -> Snapshot:
    """The seeded organisation; `gone` have left, `seats` replaces who sits where."""
    held = SEATS if seats is None else seats
    return Snapshot(
        workspace=a_workspace(**workspace),
        departments=tuple(a_department(key) for key in held) if departments is None else departments,
        seats=tuple(
            Seat(workspace=WORKSPACE, department=key, role=role, person=person, position=position)
            for key, roles in held.items()
            for role, people in roles.items()
            for position, person in enumerate(people)
        ),
        people={person: a_person(person, deactivated=person in gone) for person in PEOPLE},
    )


def a_request(**values: Any) -> Request:
    """Customer service is asked on Monday 10:00, due at 14:00, on the normal ladder; nobody called yet."""
    ladder: tuple[Rung, ...] = values.pop("rungs", ladders.NORMAL)
    defaults: dict[str, Any] = {
        "id": "R1",
        "workspace": WORKSPACE,
        "notice": "L1",
        "lane": Lane.launch,
        "department": "customer_service",
        "asked_by": "U0JULIE",
        "asked_at": paris("2026-11-23 10:00"),
        "due_at": paris("2026-11-23 14:00"),
        "ladder": [[rung.role, rung.share] for rung in ladder],
    }
    return Request(**(defaults | values))


def a_launch(**values: Any) -> Launch:
    """Julie's promotion of Friday 10:00."""
    defaults: dict[str, Any] = {
        "id": "L1",
        "workspace": WORKSPACE,
        "texts": {"title": "Winter sale"},
        "by": "U0JULIE",
        "owner": "U0JULIE",
        "created_at": paris("2026-11-23 10:00"),
        "kind": "promotion",
        "at": paris("2026-11-27 10:00"),
        "department": "marketing",
    }
    return Launch(**(defaults | values))


def an_escalation(**values: Any) -> Escalation:
    """A complaint of Monday 10:00, normal: taken by 12:24, told by 14:00."""
    defaults: dict[str, Any] = {
        "id": "E1",
        "workspace": WORKSPACE,
        "texts": {"title": "Torn parcel"},
        "by": "U0JULIE",
        "created_at": paris("2026-11-23 10:00"),
        "topic": "complaint",
        "department": "customer_service",
        "severity": Severity.normal,
        "taken_due_at": paris("2026-11-23 12:24"),
        "told_due_at": paris("2026-11-23 14:00"),
        "told_first_due_at": paris("2026-11-23 14:00"),
    }
    return Escalation(**(defaults | values))
