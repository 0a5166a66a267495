"""Forms, pages and messages about rotas, within Slack's limits and in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.errors import FormRefusal
from bot.i18n import Translator
from bot.models import Entry, RequestState, Severity, Snapshot, Swap, SwapState
from bot.rules.coverage import Hole, Usual
from bot.rules.rotas import ORCHESTRATOR, Turn
from bot.views import coverage, phones, rotas, swaps
from bot.views.kit import Block, Rendered
from tests.views.filled import filled
from tests.views.limits import action_ids, message_faults, shown, view_faults
from tests.views.samples import (
    BOTH,
    EN,
    LONG,
    NOW,
    PEOPLE,
    crowded,
    escalation,
    escalation_request,
    snapshot,
)

MANY = tuple(f"U0P{n:03}" for n in range(300))
WEEKS = tuple(
    Turn(f"2026-W{week}", date.fromisocalendar(2026, week, 1), "U0LEA" if week % 2 else "U0TOM")
    for week in range(2, 53)
)
PAGE = rotas.RotaPage("customer_service", ("U0LEA", "U0TOM"), ("U0TOM",), True, WEEKS[:6], {"U0LEA"})


def form(page: rotas.RotaPage = PAGE, reader: str = "U0LEA", *, editable: bool = True) -> Block:
    return rotas.rota_form(page, ("customer_service", "sales"), reader, snapshot(), EN, editable=editable)


def views(t: Translator, book: Snapshot) -> Iterator[Block]:
    keys = [department.key for department in book.active]
    crowd = rotas.RotaPage(keys[0], MANY[:20], MANY[:20], True, WEEKS, MANY)
    for page in (crowd, rotas.RotaPage(keys[-1]), PAGE):
        for editable in (True, False):
            yield rotas.rota_form(page, keys, "U0LEA", book, t, editable=editable, conducts=True)
    yield swaps.swap_form(keys[0], WEEKS, WEEKS, tuple(PEOPLE), book, t)
    yield swaps.offer_form("2026-W48", t)
    seen = [
        Entry(workspace="T0TUTTI", notice="E1", at=NOW, kind="phone_shown", by="U0TOM") for _ in range(99)
    ]
    yield phones.phone_form("+33612345678", seen, book, t)
    yield phones.number_page("U0LEA", "+33612345678", t)


def messages(t: Translator, book: Snapshot) -> Iterator[Rendered]:
    key = book.active[0].key
    for answer in ("", "accepted", "declined", "withdrawn"):
        yield rotas.ask_message(key, "U0ANA", answer, book, t)
    yield rotas.left_message(key, "U0ANA", book, t)
    yield rotas.declined_message(key, "U0ANA", book, t)
    for rota in (key, ORCHESTRATOR):
        yield rotas.turn_message(rota, "Sunday", book, t)
        for state in SwapState:
            swap = a_swap(rota, state)
            yield swaps.ask_message(swap, "Monday", book, t)
            told = swaps.answer_message(swap, book, t)
            yield from [told] if told else []
    for calls in CALLS:
        case = escalation(severity=Severity.crisis, texts={"title": LONG}, department=key)
        yield phones.calls_message(escalation_request(department=key), case, calls, book, t)
    yield coverage.check_page(HOLES, book, t)
    yield coverage.check_page([], book, t)


def a_swap(rota: str, state: SwapState, back: str | None = "2026-W50") -> Swap:
    return Swap(
        id="S1",
        workspace="T0TUTTI",
        rota=rota,
        week="2026-W48",
        back=back,
        person="U0LEA",
        other="U0TOM",
        state=state,
        asked_at=NOW,
    )


CALLS = [
    phones.Calls(()),
    phones.Calls((), opens=NOW),
    phones.Calls(MANY, MANY[:2], MANY, NOW),
    phones.Calls(("U0LEA",), ("U0LEA",), (), NOW, not_reached={"U0LEA": NOW}),
    phones.Calls(("U0LEA", "U0TOM"), ("U0LEA",), (), NOW, reached={"U0LEA": NOW}),
]
WEEKEND = Usual(4 * 1440 + 1080, 7 * 1440 + 540)
NIGHT = Usual(1080, 1440 + 540)
STRETCH = (NOW, NOW + timedelta(days=3))
HOLES = [
    Hole("nobody_at_night", f"d{n}", usual=(NIGHT, WEEKEND), stretches=(STRETCH,) * 3) for n in range(60)
]


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
@pytest.mark.parametrize("book", [snapshot(), crowded()], ids=["plain", "crowded"])
def test_everything_about_rotas_is_what_slack_takes(book: Snapshot, t: Translator) -> None:
    assert [fault for view in views(t, book) for fault in view_faults(view)] == []
    assert [fault for message in messages(t, book) for fault in message_faults(message)] == []


def test_the_form_reads_what_it_drew() -> None:
    assert rotas.read_rota(filled(form())) == rotas.RotaDraft("customer_service", ("U0LEA", "U0TOM"), True)
    read = rotas.read_rota(filled(form(), people=["U0ANA"], weekly=[]))
    assert read == rotas.RotaDraft("customer_service", ("U0ANA",), False)
    with pytest.raises(FormRefusal, match="people"):
        rotas.read_rota(filled(form(), people=list(MANY)))


def test_only_whose_week_comes_can_swap_one_and_only_an_editor_can_save() -> None:
    assert "open_swap" in action_ids(form()["blocks"])
    assert "open_swap" not in action_ids(form(reader="U0ANA")["blocks"])
    page = form(editable=False)
    assert "submit" not in page and "people_customer_service" not in action_ids(page["blocks"])
    assert "On duty, first called first: <@U0LEA> and <@U0TOM>." in shown(page["blocks"])


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (rotas.RotaPage("sales"), "Without a duty rota a crisis waits"),
        (rotas.RotaPage("sales", ("U0TOM",), ("U0TOM",)), "Until somebody accepts, nobody is called"),
        (rotas.RotaPage("sales", ("U0TOM",)), "perhaps nobody answers at night"),
        (rotas.RotaPage("sales", ("U0TOM",), with_number={"U0TOM"}), "Gave a phone number: <@U0TOM>."),
    ],
)
def test_the_page_says_what_the_rota_is_worth(page: rotas.RotaPage, words: str) -> None:
    assert words in shown(form(page)["blocks"])


def test_a_swap_is_read_with_or_without_a_week_in_exchange() -> None:
    view = swaps.swap_form("sales", WEEKS[:2], WEEKS[2:4], ("U0TOM",), snapshot(), EN)
    read = swaps.read_swap(filled(view, other="U0TOM:"))
    assert read == swaps.SwapDraft("sales", WEEKS[0].week, "U0TOM", None)
    exchange = f"{WEEKS[2].person}:{WEEKS[2].week}"
    assert swaps.read_swap(filled(view, other=exchange)).back == WEEKS[2].week
    with pytest.raises(FormRefusal, match="other"):
        swaps.read_swap(filled(view))
    offered = filled(swaps.offer_form("2026-W48", EN), other="U0ANA")
    assert swaps.read_swap(offered) == swaps.SwapDraft(ORCHESTRATOR, "2026-W48", "U0ANA")


def calls_said(calls: phones.Calls, **changes: object) -> Rendered:
    case = escalation(severity=Severity.crisis)
    return phones.calls_message(escalation_request(**changes), case, calls, snapshot(), EN)


def test_the_first_line_says_whom_to_phone_by_when_and_the_buttons_are_about_that_person() -> None:
    calls = phones.Calls(("U0LEA", "U0TOM"), ("U0LEA", "U0TOM"), {"U0TOM"}, NOW)
    said = calls_said(calls)
    assert said.text.startswith("Please phone <@U0LEA> now: *Customer service* is closed")
    assert action_ids(said.blocks) == ["phone_reached", "phone_not_reached"], "no number to show"
    after = calls_said(phones.Calls(calls.people, calls.duty, {"U0TOM"}, NOW, not_reached={"U0LEA": NOW}))
    assert action_ids(after.blocks) == ["phone_show", "phone_reached", "phone_not_reached"]


def test_once_somebody_leads_or_the_department_opens_nothing_is_left_to_press() -> None:
    calls = phones.Calls(("U0LEA",), ("U0LEA",), (), NOW)
    taken = calls_said(calls, state=RequestState.taken, answered_by="U0TOM", answered_at=NOW)
    assert taken.text.startswith("Nobody else needs to be phoned: <@U0TOM> leads it.")
    opened = calls_said(phones.Calls(("U0LEA",)))
    assert "is open now" in opened.text
    for said in (taken, opened, calls_said(calls, state=RequestState.handed_over)):
        assert action_ids(said.blocks) == []


def test_holes_are_sentences() -> None:
    said = coverage.hole_lines(
        Hole("nobody_at_night", "sales", usual=(NIGHT, WEEKEND), stretches=(STRETCH,)), snapshot(), EN
    )
    assert said == [
        "Sales: from Friday 18:00 to Monday 09:00 nobody can be reached for a crisis.",
        "Sales: on Monday, from 18:00 to 09:00 the next day, nobody can be reached for a crisis.",
        "Sales: from Mon 23 Nov 2026 10:00 to Thu 26 Nov 2026 10:00 nobody can be reached for a crisis.",
    ]
    no_room = Hole("no_channel", "sales", topics=("press",))
    assert coverage.hole_lines(no_room, snapshot(), EN) == [
        "Press: goes to Sales, a department without a channel."
    ]


@pytest.mark.parametrize("t", BOTH, ids=lambda t: t.language)
def test_every_kind_of_hole_has_its_sentence(t: Translator) -> None:
    for kind in coverage.SENTENCES:
        (line,) = coverage.hole_lines(Hole(kind, "sales", "U0LEA", ("press",)), snapshot(), t)
        assert line and "{" not in line
