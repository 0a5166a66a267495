"""Numbers as people type them, and whom the opener of a crisis rings up."""

from __future__ import annotations

import pytest

from bot.errors import Refusal
from bot.models import Rung
from bot.rules import ladders, phones
from tests.rules.organisation import a_request, a_snapshot, paris

NIGHT = paris("2026-11-24 23:00")
NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "0612345678"),
        ("06.12.34.56.78", "0612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033 6 12-34-56-78", "+33612345678"),
        ("0033 (0) 6 12 34 56 78", "+33612345678"),
        ("(020) 7946/0018", "02079460018"),
        ("06 12 34 56 78", "0612345678"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_number_is_kept_as_it_is_dialled(typed: str, number: str) -> None:
    assert phones.number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "ask Tom",
        "06 12 34 56 78 p. 12",
        "12345",
        "+1234567890123456",
        "0612345678 ou 0698765432",
        "+",
        "٠٦١٢٣٤٥٦",
    ],
)
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refusal, match="for example"):
        phones.number(typed)


@pytest.mark.parametrize(
    ("department", "numbers", "without", "expected"),
    [
        ("customer_service", NOBODY, "U0JULIE", ("U0LEA", "U0TOM")),
        ("customer_service", {"U0ANA", "U0TOM"}, "U0JULIE", ("U0LEA", "U0TOM", "U0ANA")),
        ("customer_service", NOBODY, "U0LEA", ("U0TOM",)),
        ("hr", NOBODY, "U0JULIE", ()),
        ("hr", {"U0KARIM", "U0INES"}, "U0JULIE", ("U0INES", "U0KARIM")),
        ("hr", {"U0INES"}, "U0INES", ()),
    ],
)
def test_the_duty_rota_is_rung_up_first_then_who_gave_a_number(
    department: str, numbers: frozenset[str], without: str, expected: tuple[str, ...]
) -> None:
    found = phones.to_phone(a_snapshot(), department, NIGHT, with_number=numbers, without=without)
    assert found == expected


@pytest.mark.parametrize(
    ("at", "step", "share"),
    [("23:01", 1, 0.0833), ("23:04", 2, 0.3333), ("23:03", 1, None), ("23:07", 3, None)],
)
def test_who_is_not_reached_brings_the_next_of_the_rota_forward(
    at: str, step: int, share: float | None
) -> None:
    """Asked at 23:00, due at 23:12: the second at 23:03, the third at 23:06."""
    request = a_request(
        rungs=ladders.CRISIS_CLOSED,
        asked_at=NIGHT,
        due_at=paris("2026-11-24 23:12"),
        real_time=True,
        step=step,
    )
    changes = ladders.next_at_once(request, paris(f"2026-11-24 {at}"))
    if share is None:
        assert changes == {}
        return
    assert set(changes) == {"ladder"}
    brought = changes["ladder"][step][1]
    assert brought == pytest.approx(share, abs=0.001)
    assert [one for n, one in enumerate(changes["ladder"]) if n != step] == [
        list(one) for n, one in enumerate(ladders.CRISIS_CLOSED) if n != step
    ]


def test_only_the_duty_rota_is_brought_forward() -> None:
    request = a_request(rungs=(Rung("representative", 0.0), Rung("deputy", 0.25)), step=1)
    assert ladders.next_at_once(request, paris("2026-11-23 10:01")) == {}
