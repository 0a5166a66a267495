"""Two escalations that are the same: merged by a person, separated again, everybody told once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.world import World
from tests.stories.bakery import bakery
from tests.stories.escalating import (
    inbox,
    moment,
    open_menu,
    paris,
    pass_by,
    refused,
    roots,
    rows,
    tell,
    until,
    whispers,
)
from tests.stories.test_home import home, press

OVEN = "The oven of the Lyon shop is cold"
OVEN_2 = "Lyon: no bread this morning"
CLOCK = "select state, severity, taken_due_at, told_due_at, owner from escalation where id = '{}'"
ASKED = "select state, due_at, person from request where notice = '{}'"


@pytest.fixture
async def english(sqlite_url: str) -> AsyncIterator[World]:
    """The bakery in English, on SQLite: which database it is plays no part."""
    async with bakery(sqlite_url) as made:
        yield made
    assert refused(made) == []


async def two(world: World, url: str, **given: str) -> tuple[str, str]:
    """Julie tells the oven at 09:05, Hugo the bread at 09:20 (with `given`): their ids."""
    await tell(world.person("U0JULIE"), OVEN)
    await pass_by(world, 15)
    await tell(world.person("U0HUGO"), OVEN_2, **given)
    await pass_by(world)
    found = rows(url, "select id from escalation order by created_at")
    return found[0][0], found[1][0]


def card_of(person: Person, title: str) -> SeenMessage:
    return next(one for one in roots(person, "C0TUTTI") if f"Complaint: {title}" in one.all_text)


def request_of(person: Person, title: str) -> SeenMessage:
    return next(one for one in roots(person, "C0CS") if f"Complaint: {title}" in one.all_text)


async def same_as(world: World, person: Person, title: str, other: str) -> str:
    """*Same as…* in the menu of the request about this title; what is wrong with it, if anything."""
    await open_menu(person, request_of(person, title), "same")
    sent = await person.fill_and_submit({"other": other})
    await pass_by(world)
    return " ".join(sent.errors.values())


async def test_merged_it_rests_and_separated_it_goes_on_with_its_own_hours(
    english: World, sqlite_url: str
) -> None:
    lea, karim, julie = (english.person(who) for who in ("U0LEA", "U0KARIM", "U0JULIE"))
    old, new = await two(english, sqlite_url, severity="high")
    before = [rows(sqlite_url, query.format(one)) for one in (old, new) for query in (CLOCK, ASKED)]
    assert await same_as(english, lea, OVEN, new) == ""

    merged = card_of(julie, OVEN_2)
    assert "it goes on there, nothing to answer here." in merged.all_text and OVEN in merged.all_text
    assert set(merged.buttons) == {"escalation_separate"}, "the older one stays, whichever was named first"
    assert not request_of(lea, OVEN_2).buttons
    assert "2 colleagues reported it." in card_of(julie, OVEN).all_text
    (state, severity, _, told, _), *_ = rows(sqlite_url, CLOCK.format(old))
    assert (state, severity) == ("open", "high"), "the higher level of the two"
    assert moment(told) == paris(24, "10:05") < moment(before[2][0][3]), "from the earlier clock"
    assert rows(sqlite_url, CLOCK.format(new)) == before[2], "the merged one only points"
    assert rows(sqlite_url, ASKED.format(new))[0][0] == "paused"
    assert rows(sqlite_url, f"select kind from timer where subject = '{new}'") == []

    await karim.press(merged, "escalation_separate")
    await pass_by(english)
    assert [rows(sqlite_url, q.format(one)) for one in (old, new) for q in (CLOCK, ASKED)] == before
    assert "request_take" in request_of(lea, OVEN_2).buttons
    assert len(rows(sqlite_url, f"select kind from timer where subject = '{new}'")) == 1
    await karim.press(merged, "escalation_separate", stale=True)
    await pass_by(english)
    assert "This stands alone already" in whispers(karim, "C0TUTTI")
    for one in (old, new):
        said = rows(sqlite_url, f"select kind from entry where notice = '{one}' and kind like 'merg%'")
        assert len(said) == 1


async def test_the_first_owner_keeps_it_and_the_other_and_every_reporter_are_told_once(
    english: World, sqlite_url: str
) -> None:
    lea, tom, karim, julie, hugo = (
        english.person(who) for who in ("U0LEA", "U0TOM", "U0KARIM", "U0JULIE", "U0HUGO")
    )
    old, new = await two(english, sqlite_url)
    await lea.press(request_of(lea, OVEN_2), "request_take")
    await pass_by(english, 2)
    await tom.press(request_of(tom, OVEN), "request_take")
    await pass_by(english)
    stale = request_of(tom, OVEN)
    assert await same_as(english, karim, OVEN, new) == ""
    assert rows(sqlite_url, f"select merged_into from escalation where id = '{old}'") == [(new,)]
    await until(english, paris(24, "11:46"))
    assert "is merged into another one, which Léa has: nothing to do for you" in inbox(tom).replace("*", "")

    await tom.press(stale, "escalation_told", stale=True)
    await pass_by(english)
    assert "merged into “Lyon: no bread this morning” and is answered there" in whispers(tom, "C0CS")

    await lea.press(request_of(lea, OVEN_2), "escalation_told")
    await lea.fill_and_submit({"told": "yes", "told_where": "Instagram"})
    await until(english, paris(24, "15:01"))
    for person, title in ((julie, OVEN), (hugo, OVEN_2)):
        assert title in inbox(person) and "*Léa* told the requester. Nothing to do for you." in inbox(person)
        assert "Why you: you reported it." in inbox(person)
    await lea.press(request_of(lea, OVEN_2), "escalation_close")
    await lea.fill_and_submit({"mood": "happy"})
    await until(english, paris(25, "15:01"))
    for person in (julie, hugo):
        assert inbox(person).count("Why you: you reported it.") == 1, "once"
    assert inbox(lea).count("you reported it") == 0

    merged = card_of(karim, OVEN)
    await karim.press(merged, "escalation_separate")
    await pass_by(english)
    assert "is open, with its own hours; the other one stays closed" in whispers(karim, "C0TUTTI")
    assert "Reply late" in card_of(karim, OVEN).all_text


async def test_what_the_home_proposes_is_merged_or_kept_apart(english: World, sqlite_url: str) -> None:
    karim, hugo, ines = (english.person(who) for who in ("U0KARIM", "U0HUGO", "U0INES"))
    await two(english, sqlite_url)
    await tell(hugo, "A rat was filmed in the Bellecour shop", topic="complaint")
    for title in ("Un rat filmé à Bellecour", "Four froid à Lyon"):
        await tell(ines, title)
        await ines.fill_and_submit({"same_as": "none"})
    await pass_by(english)
    assert (said := await home(english, "U0KARIM")).count("look the same") == 2 and "Perhaps the same" in said
    await press(english, "U0KARIM", "home_different", proposed(karim)[0])
    assert (await home(english, "U0KARIM")).count("look the same") == 1
    await press(english, "U0KARIM", "home_merge", proposed(karim)[0])
    assert "look the same" not in await home(english, "U0KARIM")
    assert rows(sqlite_url, "select count(*) from escalation where merged_into is not null") == [(1,)]
    assert "Perhaps the same" not in await home(english, "U0INES"), "only who conducts is asked"


def proposed(person: Person) -> list[str]:
    """The pairs that the Home proposes, as its buttons name them."""
    view = person.home()
    assert view
    buttons = (button for block in view.blocks for button in block.get("elements", ()))
    return [button["value"] for button in buttons if button.get("action_id") == "home_merge"]


async def test_a_public_one_merged_with_a_private_one_disappears_and_comes_back(
    english: World, sqlite_url: str
) -> None:
    julie, ines, lea = (english.person(who) for who in ("U0JULIE", "U0INES", "U0LEA"))
    await tell(julie, OVEN)
    await tell(ines, OVEN_2, ticks=["private"])
    await pass_by(english)
    found = dict(rows(sqlite_url, "select private, id from escalation"))
    assert await same_as(english, lea, OVEN, found[True]) == ""
    assert rows(sqlite_url, "select merged_into from escalation where not private") == [(found[True],)]
    shown = roots(julie, "C0TUTTI")[-1]
    assert shown.all_text == "Made private" and not shown.buttons, "nothing of either"
    assert not any("Lyon" in one.all_text for one in roots(julie, "C0CS"))
    await lea.command("/tutti mine", channel="C0CS")
    await lea.choose("escalation_details", found[True])
    await lea.choose("escalation_separate", found[False])
    await pass_by(english)
    assert OVEN in roots(julie, "C0TUTTI")[-1].all_text, "separated, its card is back"


async def test_the_digest_counts_what_is_merged_once(english: World, sqlite_url: str) -> None:
    lea, karim = english.person("U0LEA"), english.person("U0KARIM")
    _, new = await two(english, sqlite_url)
    before = (await lea.command("/digest")).text
    assert "2 escalations" in before
    await same_as(english, lea, OVEN, new)
    assert "1 escalation" in (await lea.command("/digest")).text
    listed = (await karim.command("/tutti list")).text
    assert OVEN_2 not in listed
