"""An organisation of 25 seats in seven departments, as a Slack workspace and as Tutti's configuration."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.workspace import Human, Room, Workspace

BOT = "U0TUTTI"
TEAM = "T0TUTTI"
CHANNEL = "C0TUTTI"

DEPARTMENTS = {
    "communication": "Europe/Paris",
    "marketing": "Europe/Paris",
    "pr": "Europe/Paris",
    "customer_service": "Europe/Paris",
    "hr": "Europe/Paris",
    "product": "Europe/London",
    "sales": "Europe/London",
}
"""By key, the zone in which they work."""

HEADS = ("U0HEAD0", "U0HEAD1", "U0HEAD2", "U0HEAD3")
"""Each leads one or two departments."""
ORCHESTRATORS = ("U0COM0", "U0PR0")
SPONSOR = HEADS[0]


def seats(department: str) -> tuple[str, str, str]:
    """Its representative and two deputies."""
    short = "".join(word[:3] for word in department.split("_")).upper()
    return (f"U0{short}0", f"U0{short}1", f"U0{short}2")


def head(department: str) -> str:
    return HEADS[list(DEPARTMENTS).index(department) % len(HEADS)]


def channel(department: str) -> str:
    return f"C0{seats(department)[0][2:-1]}"


def representatives() -> tuple[str, ...]:
    return tuple(seats(department)[0] for department in DEPARTMENTS)


def colleagues() -> tuple[str, ...]:
    """Everybody with a seat, 25 of them."""
    return (*(person for department in DEPARTMENTS for person in seats(department)), *HEADS)


def workspace() -> Workspace:
    """The Slack workspace: everybody, the shared channel, one channel for each department."""
    space = Workspace(
        team_id=TEAM, team_name="Tutti", bot_user=BOT, bot_id="B0TUTTI", app_id="A0TUTTI", lang="en"
    )
    zones = {person: zone for department, zone in DEPARTMENTS.items() for person in seats(department)}
    for person in colleagues():
        space.people[person] = Human(person, person[2:], tz=zones.get(person, "Europe/Paris"))
    space.people[BOT] = Human(BOT, "Tutti", is_bot=True)
    everybody = {*colleagues(), BOT}
    space.rooms[CHANNEL] = Room(CHANNEL, "tutti", "channel", set(everybody), creator=SPONSOR)
    space.rooms["C0GEN"] = Room("C0GEN", "general", "channel", set(everybody), creator=SPONSOR)
    for department in DEPARTMENTS:
        key = channel(department)
        space.rooms[key] = Room(key, department, "channel", set(everybody), creator=SPONSOR)
    return space


def configuration() -> str:
    """As `config import` reads it: YAML, of which JSON is a part."""
    return json.dumps({"version": 1, "workspace": _workspace(), "departments": _departments()} | _ways())


def _workspace() -> dict[str, Any]:
    return {
        "integration_channel": CHANNEL,
        "language": "en",
        "timezone": "Europe/Paris",
        "orchestrator": list(ORCHESTRATORS),
        "sponsor": SPONSOR,
        "leaders": [SPONSOR],
        "administrators": [SPONSOR],
    }


def _departments() -> list[dict[str, Any]]:
    return [
        {
            "key": department,
            "name": {"fr": department, "en": department},
            "channel": channel(department),
            "representative": seats(department)[0],
            "deputies": list(seats(department)[1:]),
            "head": head(department),
            "on_call": list(seats(department)),
            "hours": {"mon-fri": "09:00-18:00"},
            "timezone": zone,
            "holidays": "FR",
        }
        for department, zone in DEPARTMENTS.items()
    ]


def _ways() -> dict[str, Any]:
    """Where topics go and whom a launch asks."""
    routes = {
        "complaint": "customer_service",
        "delivery": "customer_service",
        "billing": "sales",
        "press": "pr",
        "advertising": "marketing",
        "product_defect": "product",
        "employer_brand": "hr",
        "other": "communication",
    }
    kinds = {
        "promotion": ["customer_service", "sales"],
        "event": ["customer_service", "communication"],
        "product_launch": ["marketing", "customer_service", "pr"],
        "hiring": ["hr", "communication"],
    }
    return {
        "topics": [{"key": topic, "department": department} for topic, department in routes.items()],
        "launch_kinds": [
            {"key": kind, "departments": asked, "required": asked} for kind, asked in kinds.items()
        ],
    }
