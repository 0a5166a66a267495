"""The same complaint told again: asked once in the form, added to the one that is there, never lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.gestures import SubmitResult
from bot.sandbox.hands import Person
from bot.sandbox.world import World
from tests.stories.bakery import bakery
from tests.stories.escalating import (
    card,
    inbox,
    lines,
    open_menu,
    paris,
    pass_by,
    refused,
    request,
    roots,
    rows,
    tell,
    until,
    whispers,
)

OVEN = "The oven of the Lyon shop is cold"
AGAIN = "Four froid à la boutique de Lyon, encore"
OTHER = "The oven of the Dijon shop is cold"


@pytest.fixture
async def english(sqlite_url: str) -> AsyncIterator[World]:
    """The bakery in English, on SQLite: which database it is plays no part."""
    async with bakery(sqlite_url) as made:
        yield made
    assert refused(made) == []


async def send_again(person: Person, **given: str) -> SubmitResult:
    """Send the form that stands open, once more."""
    return await person.fill_and_submit(given)


def first_choice(person: Person) -> str:
    view = person.view()
    assert view
    return next(iter(view.options("same_as")))


async def test_what_is_alike_is_asked_once_and_added_without_a_second_card(
    english: World, sqlite_url: str
) -> None:
    julie, hugo, lea = (english.person(who) for who in ("U0JULIE", "U0HUGO", "U0LEA"))
    assert (await tell(julie, OVEN)).closed, "nothing is alike: no question"
    await pass_by(english, 15)
    await lea.press(request(lea), "request_take")
    await pass_by(english)

    asked = await tell(hugo, AGAIN, where="Facebook, B. R.")
    view = hugo.view()
    assert not asked.closed and view and "Is it the same?" in view.all_text
    assert "Léa has it" in view.all_text, "who has it stands beside the choice"
    assert view.holds("title") == AGAIN and view.holds("where") == "Facebook, B. R.", "nothing typed is lost"
    assert list((await send_again(hugo)).errors) == ["same_as"], "which one must be said"
    assert (await send_again(hugo, same_as=first_choice(hugo))).closed
    await pass_by(english)
    said = whispers(hugo, "C0GEN")
    assert "2 colleagues reported it. Nothing to answer: *Léa* has it; the requester is told by" in said
    assert len(roots(julie, "C0TUTTI")) == 1 and "2 colleagues reported it." in card(julie).all_text
    assert rows(sqlite_url, "select count(*) from escalation") == [(1,)]


async def test_something_else_gets_a_card_of_its_own_and_the_same_words_are_added_at_once(
    english: World, sqlite_url: str
) -> None:
    julie, hugo, ines = (english.person(who) for who in ("U0JULIE", "U0HUGO", "U0INES"))
    await tell(julie, OVEN)
    assert (await tell(hugo, OTHER)).closed, "another shop is another event"
    assert (await tell(ines, OVEN.upper())).closed, "the very same within ten minutes needs no question"
    await pass_by(english)
    assert "your report was added to" in whispers(ines, "C0GEN")
    assert not (await tell(hugo, f"{AGAIN}, et la file est longue")).closed
    assert (await send_again(hugo, same_as="none")).closed
    await pass_by(english)
    assert len(roots(julie, "C0TUTTI")) == 3
    counted = "select escalation, count(*) from report group by escalation order by 2"
    assert [number for _, number in rows(sqlite_url, counted)] == [1, 1, 2]


async def test_a_private_one_is_never_proposed_to_who_may_not_see_it(english: World, sqlite_url: str) -> None:
    ines, hugo, lea = (english.person(who) for who in ("U0INES", "U0HUGO", "U0LEA"))
    await tell(ines, OVEN, ticks=["private"])
    assert (await tell(hugo, "Lyon shop: the oven is cold again")).closed
    assert rows(sqlite_url, "select count(*) from escalation") == [(2,)]
    asked = await tell(lea, "Lyon shop: a cold oven, as said", ticks=["private"])
    view = lea.view()
    assert not asked.closed and view and len(view.options("same_as")) == 2, "she answers for it, so she knows"
    first = first_choice(lea)
    assert rows(sqlite_url, f"select private from escalation where id = '{first}'") == [(True,)]


async def test_so_many_reports_raise_a_public_case_once_and_from_high_a_person_is_asked(
    english: World, sqlite_url: str
) -> None:
    karim = english.person("U0KARIM")
    tellers = ("U0JULIE", "U0HUGO", "U0INES", "U0NADIA")
    for who in tellers:
        await tell(english.person(who), OVEN, ticks=["reach"], severity="low")
    assert rows(sqlite_url, "select severity from escalation") == [("normal",)]
    await tell(english.person("U0ANA"), OVEN, ticks=["reach"], severity="low")
    await pass_by(english, 3)
    assert rows(sqlite_url, "select severity, raised_by_reports from escalation") == [("high", True)]
    shown = card(karim)
    assert "5 colleagues reported it." in shown.all_text
    assert "Many reported it: its severity rose from Normal to High." in lines(karim, shown)
    await tell(english.person("U0TOM"), OVEN, ticks=["reach"], severity="low")
    await pass_by(english)
    assert rows(sqlite_url, "select severity from escalation") == [("high",)], "once"

    for who in (*tellers, "U0ANA"):
        await tell(english.person(who), "Rat filmed in the Bellecour shop", ticks=["reach"], severity="high")
    await pass_by(english)
    assert rows(sqlite_url, "select severity from escalation") == [("high",), ("high",)], "never to a crisis"
    assert "People wait in public" in inbox(karim), "from high the orchestrator is asked"


async def test_what_was_answered_in_the_last_days_is_said_to_be_and_gets_no_second_card(
    english: World, sqlite_url: str
) -> None:
    julie, hugo, lea = (english.person(who) for who in ("U0JULIE", "U0HUGO", "U0LEA"))
    await tell(julie, OVEN)
    await pass_by(english)
    await lea.press(request(lea), "request_take")
    await pass_by(english)
    await open_menu(lea, request(lea), "close")
    await lea.fill_and_submit({"told": "yes", "lesson": "Call the fitter"})
    await until(english, paris(26, "10:00"))
    assert not (await tell(hugo, f"{AGAIN}, et la file est longue")).closed
    view = hugo.view()
    assert view and "Already answered, Tue 09:07" in view.all_text
    assert (await send_again(hugo, same_as=first_choice(hugo))).closed
    await pass_by(english)
    assert "which is already answered: Closed" in whispers(hugo, "C0GEN")
    assert rows(sqlite_url, "select state from escalation") == [("closed",)]
    await pass_by(english, 8 * 24 * 60)
    await tell(hugo, OVEN)
    await pass_by(english)
    assert rows(sqlite_url, "select count(*) from escalation") == [(2,)], "after a week it is another one"


async def test_in_french_five_reports_have_one_answer(sqlite_url: str) -> None:
    """The third moment to love: nobody has to answer, somebody has it, by when."""
    async with bakery(sqlite_url, lang="fr") as world:
        lea, nadia = world.person("U0LEA"), world.person("U0NADIA")
        await tell(world.person("U0JULIE"), "Le four de la boutique de Lyon est froid")
        await pass_by(world, 15)
        await lea.press(request(lea), "request_take")
        await pass_by(world)
        again = "Encore un four froid à Lyon, la file est longue"
        ines = world.person("U0INES")
        assert not (await tell(ines, again)).closed
        view = ines.view()
        assert view and "Est-ce la même chose\u202f?" in view.all_text
        assert "Léa s’en occupe" in view.all_text
        assert (await send_again(ines, same_as=first_choice(ines))).closed
        for who in ("U0ANA", "U0KARIM", "U0NADIA"):
            assert (await tell(world.person(who), again)).closed, "the very same is added without a question"
        await pass_by(world)
        said = whispers(nadia, "C0GEN")
        assert "5 collègues l’ont signalé. Inutile de répondre\u202f: *Léa* s’en charge" in said
        assert "5 collègues l’ont signalé." in card(nadia).all_text
        await lea.press(request(lea), "escalation_told")
        await lea.fill_and_submit({"told": "yes", "told_where": "Facebook"})
        await until(world, paris(24, "16:01"))
        for who in ("U0JULIE", "U0INES", "U0ANA", "U0KARIM", "U0NADIA"):
            assert "*Léa* a informé le demandeur. Rien à faire pour vous." in inbox(world.person(who)), who
        assert "Rien à faire" not in inbox(lea)
