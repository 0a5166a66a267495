"""Whose working time counts: a department's for its deadlines, a person's for what reaches them (N1, N4)."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

from bot.models import Department, Snapshot
from bot.rules import calendars
from bot.rules.calendars import Hours

ORDINARY_WEEK: Final = (("mon-fri", "09:00-18:00"),)
"""N1: the week of a person without a department."""


def hours_of(snapshot: Snapshot, department_key: str | None) -> Hours:
    """The department's working time in its zone; always open when it has no hours (DESIGN section 8).

    An always open department still keeps the holidays that it names. An unknown key, and None, are always
    open in the workspace's zone.
    """
    found = snapshot.department(department_key)
    return _hours(found, snapshot.zone_of(department_key))


def holidays_of(snapshot: Snapshot) -> str | None:
    """The country whose public holidays the workspace keeps: its own, else that of most departments.

    None where neither names one. DESIGN section 8 gives each department its country and the workspace none.
    """
    named = Counter(department.holidays for department in snapshot.active if department.holidays)
    return snapshot.workspace.holidays or next((country for country, _ in named.most_common(1)), None)


def hours_of_person(snapshot: Snapshot, person: str, department: str | None = None) -> Hours:
    """When this person may be reached (PRODUCT section 2, N1): "in the person's own zone, on their
    department's working days; who has no department works Mon–Fri 9–18 in the workspace's zone and holidays".

    department: which of their departments it is about; where they hold no seat in it, or none is named, their
    first one counts.
    """
    theirs = snapshot.departments_of(person)
    key = department if department in theirs else next(iter(theirs), None)
    if key is None:
        return _week(ORDINARY_WEEK, snapshot.workspace.timezone, holidays_of(snapshot))
    return _hours(snapshot.department(key), zone_of_person(snapshot, person))


def zone_of_person(snapshot: Snapshot, person: str) -> str:
    """The person's zone from Slack; else that of their first department; else the workspace's."""
    known = snapshot.people.get(person)
    if known and known.timezone and _is_zone(known.timezone):
        return known.timezone
    return snapshot.zone_of(next(iter(snapshot.departments_of(person)), None))


def _hours(department: Department | None, zone: str) -> Hours:
    if department is None:
        return _week(None, zone, None)
    week = None if department.hours is None else tuple(department.hours.items())
    return _week(week, zone, department.holidays, tuple(department.closed_days))


@lru_cache(maxsize=1024)
def _week(
    week: tuple[tuple[str, str], ...] | None, zone: str, holidays: str | None, days: tuple[str, ...] = ()
) -> Hours:
    closed = frozenset(map(calendars.parse_day, days))
    if week is None:
        return calendars.always(zone, holidays, closed)
    return calendars.parse_hours(dict(week), zone, holidays, closed)


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        calendars.always(name)
    except ValueError:
        return False
    return True
