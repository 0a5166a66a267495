"""What was typed, and how it leaves: edit, make private, the same message told twice, hidden places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.sandbox.hands import Person
from bot.sandbox.world import World
from tests.stories.escalating import (
    card,
    inbox,
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


@pytest.fixture(autouse=True)
def slack_refused_nothing(world: World) -> Iterator[None]:
    """Every story ends without a call that Slack refused."""
    yield
    assert refused(world) == []


def everything_shown(world: World, word: str) -> list[str]:
    """Where in the workspace this word can still be read."""
    return [
        f"{post.channel} {post.text}"
        for posts in world.workspace.posts.values()
        for post in posts
        if word in post.text or word in str(post.blocks)
    ]


async def test_an_edited_summary_leaves_nothing_of_the_old_one(world: World, database_url: str) -> None:
    julie, lea, ana = (world.person(one) for one in ("U0JULIE", "U0LEA", "U0ANA"))
    said = await lea.say("C0CS", "Madame Dupont is furious about the cake")
    await lea.message_shortcut("hand_over", "C0CS", said.ts)
    await lea.choose("topic", "press")
    await lea.fill_and_submit({})
    await until(world, paris(24, "09:20"))
    assert "Dupont" in inbox(world.person("U0NADIA"))
    assert "Dupont" in request(ana, "C0COMM").all_text
    await lea.press(card(lea), "escalation_details")
    await lea.choose("escalation_edit")
    assert (await lea.fill_and_submit({"title": "A customer is unhappy about a cake"})).closed
    await pass_by(world)
    left = [where for where in everything_shown(world, "Dupont") if said.text not in where]
    assert left == []
    assert "unhappy" in card(julie).all_text and "unhappy" in request(ana, "C0COMM").all_text
    assert rows(database_url, "select excerpt from report") == [(None,)]
    assert all("Dupont" not in str(row) for row in rows(database_url, 'select "values" from entry'))


async def test_made_private_it_leaves_the_channels_and_goes_on_directly(
    world: World, database_url: str
) -> None:
    julie, lea, karim = (world.person(one) for one in ("U0JULIE", "U0LEA", "U0KARIM"))
    await tell(julie, "Madame Dupont wrote about her illness", requester="customer")
    await until(world, paris(24, "09:20"))
    await julie.press(card(julie), "escalation_details")
    await julie.choose("escalation_private")
    assert list((await julie.fill_and_submit({})).errors) == ["reason"]
    await julie.fill_and_submit({"reason": "Health"})
    await pass_by(world)
    for channel in ("C0TUTTI", "C0CS", "C0COMM"):
        [left] = roots(karim, channel)
        assert "Dupont" not in left.all_text and not left.buttons
    assert "privé" in card(julie).all_text.lower()
    asked = [seen for seen in lea.inbox() if "request_take" in seen.buttons]
    assert asked and "Dupont" in asked[-1].all_text
    await lea.press(asked[-1], "request_take")
    await until(world, paris(24, "14:00"))
    assert "Dupont" not in inbox(karim), "the orchestrator reads department and hour only"
    assert rows(database_url, "select state, owner from escalation") == [("taken", "U0LEA")]


async def test_a_message_of_a_private_channel_starts_private_and_without_excerpt(
    world: World, database_url: str
) -> None:
    ines = world.person("U0INES")
    said = await ines.say("C0HR", "Somebody leaked the salaries")
    await ines.message_shortcut("hand_over", "C0HR", said.ts)
    view = ines.view()
    assert view and view.holds("title") == "Somebody leaked the salaries"
    assert "private" in [one["value"] for one in view.holds("ticks")]
    await ines.choose("topic", "other")
    view = ines.view()
    assert view and "private" in [one["value"] for one in view.holds("ticks_other")]
    await ines.fill_and_submit({})
    await pass_by(world)
    assert rows(database_url, "select private from escalation") == [(True,)]
    assert rows(database_url, "select excerpt from report") == [(None,)]
    assert roots(ines, "C0TUTTI") == []


async def test_the_same_message_told_twice_is_one_notice_with_one_more_report(
    world: World, database_url: str
) -> None:
    lea, tom = world.person("U0LEA"), world.person("U0TOM")
    said = await lea.say("C0CS", "A customer found a stone in the bread")
    for person in (lea, tom):
        await person.message_shortcut("hand_over", "C0CS", said.ts)
        await person.choose("topic", "product_defect")
        await person.fill_and_submit({})
        await pass_by(world)
    assert rows(database_url, "select count(*) from escalation") == [(1,)]
    assert rows(database_url, "select by from report order by id") == [("U0LEA",), ("U0TOM",)]
    assert "2" in card(lea).all_text and said.ts.replace(".", "") in str(card(lea).blocks)
    assert len(roots(lea, "C0TUTTI")) == 1


async def test_what_people_typed_stays_text(world: World) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    typed = "<!channel> *burnt* <https://evil.example|here>"
    await tell(julie, typed, where="<@U0ANA>", requester="customer")
    await until(world, paris(24, "09:20"))
    shown = [*card(julie).blocks, *request(lea).blocks, *(b for seen in lea.inbox() for b in seen.blocks)]
    drawn = [line for block in shown for line in mrkdwn(block)]
    assert any("&lt;!channel&gt;" in line for line in drawn)
    assert not any("<!channel>" in line or "<https://evil" in line or "<@U0ANA>" in line for line in drawn)
    await open_menu(lea, request(lea), "edit")
    view = lea.view()
    assert view and view.holds("title") == typed


def mrkdwn(part: Any) -> Iterator[str]:
    """Every text of a block that Slack would draw as mrkdwn."""
    if isinstance(part, list):
        for one in part:
            yield from mrkdwn(one)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for one in part.values():
            yield from mrkdwn(one)


async def test_details_of_a_private_matter_are_refused_to_everybody_else(world: World) -> None:
    julie, nadia = world.person("U0JULIE"), world.person("U0NADIA")
    await tell(julie, "Madame Dupont wrote about her illness")
    await pass_by(world)
    before = card(nadia)
    await nadia.press(before, "escalation_details")
    view = nadia.view()
    assert view and "Dupont" in view.all_text and "escalation_edit" not in view.buttons
    await nadia.close()
    await julie.press(card(julie), "escalation_details")
    await julie.choose("escalation_private")
    await julie.fill_and_submit({"reason": "Health"})
    await pass_by(world)
    await nadia.press(before, "escalation_details", stale=True)
    await pass_by(world)
    assert nadia.view() is None and "privé" in whispers(nadia, "C0TUTTI").lower()
    home = await _home(world, nadia)
    assert "Dupont" not in home


async def _home(world: World, person: Person) -> str:
    await person.open_home()
    await pass_by(world)
    home = person.home()
    return home.all_text if home else ""


async def test_a_closed_case_can_still_be_made_private(world: World, database_url: str) -> None:
    julie, lea = world.person("U0JULIE"), world.person("U0LEA")
    await tell(julie, "Madame Dupont wrote about her illness")
    await pass_by(world)
    await open_menu(lea, request(lea), "not_escalation")
    await lea.fill_and_submit({"reason": "Madame Dupont is a test"})
    await pass_by(world)
    assert "Dupont" in card(julie).all_text
    await julie.press(card(julie), "escalation_details")
    await julie.choose("escalation_private")
    await julie.fill_and_submit({"reason": "Health"})
    await pass_by(world)
    assert everything_shown(world, "Dupont") == []
    assert rows(database_url, "select state, private from escalation") == [("not_escalation", True)]


async def test_a_private_matter_reaches_the_head_as_the_request_itself(world: World) -> None:
    lea, ana = world.person("U0LEA"), world.person("U0ANA")
    await tell(world.person("U0JULIE"), "Madame Dupont wrote", ticks=["private"])
    await until(world, paris(24, "16:30"))
    assert "Dupont" in inbox(lea)
    assert [seen for seen in ana.inbox() if "request_take" in seen.buttons and "Dupont" in seen.all_text]
    assert "Dupont" not in inbox(world.person("U0KARIM"))
