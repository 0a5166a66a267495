"""Phone numbers, and whom the opener of a crisis rings up (PRODUCT section 2, "Crisis outside")."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Final

from bot.errors import Refusal
from bot.models import Role, Snapshot
from bot.rules import absences, rotas, routing

FEWEST_DIGITS: Final = 6
MOST_DIGITS: Final = 15
"""ITU-T E.164: an international number has at most fifteen digits."""
_SPACING: Final = re.compile(r"[\s.\-/()\u00a0\u202f\u2009\u2010\u2011\u2013]")


def number(typed: str) -> str:
    """The number as it is dialled: digits, with "+" before a country's code; "" for nothing typed.

    Blanks, dots, dashes, slashes and brackets may stand in it; "00" before a country's code is "+", and the
    "(0)" behind it is left out. Which numbers a country really gives out is not checked: a person rings it
    up, Tutti never does. Raises Refusal for what is no number.
    """
    compact = _SPACING.sub("", re.sub(r"^(\s*(?:\+|00)[\d\s]*)\(0\)", r"\1", typed))
    if not compact:
        return ""
    compact = re.sub(r"^00", "+", compact)
    digits = compact.removeprefix("+")
    if not re.fullmatch(r"[0-9]+", digits) or not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise Refusal("This is no phone number: write digits only, for example +33 6 12 34 56 78.")
    return compact


def to_phone(
    snapshot: Snapshot, department: str, now: datetime, *, with_number: Collection[str], without: str
) -> tuple[str, ...]:
    """Whom to ring up about a crisis while the department is closed, in order.

    Its duty rota of this week, with or without a number; then those who gave a number among representatives,
    deputies, heads, and whoever conducts: Tutti does not write to them, a person may ring them up. Nobody who
    is away, unless nobody else is left to conduct (P4). without: the person who rings.
    """
    duty = rotas.at_hand(snapshot, department, now)
    seats = snapshot.holders(department, Role.representative, Role.deputy, Role.head)
    others = (*absences.there(snapshot, seats, now), *routing.conductors(snapshot, now))
    found = dict.fromkeys([*duty, *(person for person in others if person in with_number)])
    return tuple(person for person in found if person != without)
