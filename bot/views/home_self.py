"""What a person reads on their Home of their own time: away, snoozing, who stands in for their seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import Translator
from bot.models import Absence, Role, Snapshot
from bot.views import absences, kit, names, snoozes
from bot.views.list_lines import Reading

MOST_SEATS = 3
"""Departments that somebody represents and that are named."""


@dataclass(frozen=True)
class Own:
    """One person's own time, and the departments that they represent, by key."""

    zone: str
    away: Absence | None = None
    """The absence that lasts now."""
    planned: Absence | None = None
    """The next one."""
    snoozed_until: datetime | None = None
    only_crisis: bool = False
    represents: Sequence[str] = ()


def present_state(own: Own, reading: Reading) -> list[kit.Block]:
    """What holds calls back from this person now, each with its end; nothing where nothing does."""
    t, blocks = reading.t, []
    if own.away:
        blocks.append(absences.away_now(own.away, reading.book, t, zone=own.zone))
    if own.snoozed_until:
        blocks.append(snoozes.running(own.snoozed_until, t, zone=own.zone))
    if own.only_crisis:
        button = kit.button(t("My Settings"), "open_preferences", "only_crisis")
        said = t("*Nothing but a crisis reaches you*: you chose so, and the next person is asked instead.")
        blocks.append(kit.section(said, accessory=button))
    return blocks


def own_time(own: Own, reading: Reading) -> list[kit.Block]:
    """Who stands in, what is planned, and the buttons of one's own time."""
    t = reading.t
    blocks = [kit.header(t("Your time"))]
    blocks += _seats(own.represents, reading)
    if own.planned:
        blocks.append(absences.planned_line(own.planned, t, zone=own.zone))
    return [*blocks, _buttons(t)]


def _seats(represented: Sequence[str], reading: Reading) -> list[kit.Block]:
    """Whom a representative leaves their requests to, where there is nobody, and where that is changed."""
    t, book = reading.t, reading.book
    bare = [key for key in represented if not _deputies(key, book)]
    blocks = [_seat(key, reading) for key in represented if key not in bare][:MOST_SEATS]
    if bare:
        places = [names.department(t, book, key) for key in bare[:MOST_SEATS]]
        if more := len(bare) - len(places):
            places.append(t.n("{count} more", "{count} more", more))
        said = t(
            "You represent *{departments}*, without a deputy: while you are away nobody stands in for you.",
            departments=t.join(places),
        )
        to = f"department_people:{bare[0]}"
        blocks.append(kit.section(said, accessory=kit.button(t("Name a Deputy"), "settings_page", to)))
    return blocks


def _seat(key: str, reading: Reading) -> kit.Block:
    t, book = reading.t, reading.book
    said = t(
        "You represent *{department}*; deputy: {people}.",
        department=names.department(t, book, key),
        people=names.people(t, book, _deputies(key, book)),
    )
    button = kit.button(t("Change the Deputy"), "settings_page", f"department_people:{key}")
    return kit.section(said, accessory=button)


def _deputies(key: str, book: Snapshot) -> tuple[str, ...]:
    return book.present(book.holders(key, Role.deputy))


def _buttons(t: Translator) -> kit.Block:
    return kit.actions(
        kit.button(t("Be Away"), "open_away", "home"),
        kit.button(t("Snooze"), "open_snooze", "home"),
        kit.button(t("My Settings"), "open_preferences", "home"),
        block_id="own_time",
    )
