"""Steps that the stories of launches share: announcing one, and finding its card and requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.i18n import translator
from bot.sandbox.gestures import SubmitResult
from bot.sandbox.hands import Person, SeenMessage, SeenView
from bot.sandbox.world import World

NEXT_WEEK = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
"""Thursday 10:00 in Paris, more than a week after the stories begin."""
CARDS, SERVICE, SALES = "C0TUTTI", "C0CS", "C0SALES"
SIX: dict[str, Any] = {
    "title": "Galette",
    "kind": "promotion",
    "at": NEXT_WEEK,
    "gain": "Une galette offerte",
    "goal": "2000 visites",
    "answerer": "U0JULIE",
}
"""What Julie types about a promotion, which customer service and sales must answer."""

fr = translator("fr")


async def minutes(world: World, count: float) -> None:
    """Let this much time pass, and everything that falls due in it happen.

    Machine time passes too, without waiting: Slack's rate counts in it.
    """
    await until(world, world.clock.now() + timedelta(minutes=count))


async def until(world: World, moment: datetime) -> None:
    """Walk to this moment, a little machine time later."""
    await world.clock.sleep(2)
    await world.walk.to(moment)


async def send_form(person: Person, **given: Any) -> SubmitResult:
    """Open the form to announce a launch, choose its kind, fill in the rest and send it."""
    await person.shortcut("launch")
    wanted = SIX | given
    await person.choose("kind", wanted.pop("kind"))
    return await person.fill_and_submit(wanted)


async def announced(world: World, **given: Any) -> Person:
    """Julie has announced a launch, and it stands on its card; gives Julie."""
    julie = world.person("U0JULIE")
    result = await send_form(julie, **given)
    assert result.closed, result
    await minutes(world, 1)
    return julie


def card(person: Person) -> SeenMessage:
    """The newest card in the integration channel."""
    posts = [one for one in person.sees(CARDS) if not one.thread_ts]
    return [one for one in posts if "launch_details" in one.buttons][-1]


def said_under_card(person: Person) -> str:
    """Everything in the thread of the newest card."""
    return "\n".join(one.all_text for one in person.thread(card(person)))


def request(person: Person, channel: str = SERVICE) -> SeenMessage:
    """The newest request in a department's channel."""
    posts = [one for one in person.sees(channel) if not one.thread_ts and not one.ephemeral]
    return [one for one in posts if "point hebdo" not in one.text][-1]


async def private_words(world: World, person: Person, channel: str = SERVICE) -> str:
    """The last private sentence that somebody was told there."""
    await minutes(world, 0.1)
    return [one.all_text for one in person.sees(channel) if one.ephemeral][-1]


def calls(person: Person) -> list[SeenMessage]:
    """The calls on a person's attention; not the plain sentences that answer what they did themselves."""
    return [one for one in person.inbox() if one.blocks and "ping:" in str(one.blocks[0].get("block_id"))]


def mail(person: Person) -> str:
    """All of a person's direct messages from Tutti."""
    return "\n".join(one.all_text for one in person.inbox())


def message_with(person: Person, button: str) -> SeenMessage:
    """The newest direct message with this button."""
    return [one for one in person.inbox() if button in one.buttons][-1]


def in_front(person: Person) -> SeenView:
    """The form or page that stands open."""
    view = person.view()
    assert view is not None
    return view


async def open_menu(person: Person, option: str) -> SeenView:
    """Choose something from the ⋯ menu of the newest card."""
    shown = card(person)
    identity = next(
        element["options"][0]["value"].partition(":")[2]
        for block in shown.blocks
        for element in block.get("elements", [])
        if element["type"] == "overflow"
    )
    await person.press(shown, "launch_more", f"{option}:{identity}")
    return in_front(person)


async def both_ready(world: World) -> None:
    """Customer service and sales have both said that they are ready."""
    for user, channel in (("U0LEA", SERVICE), ("U0HUGO", SALES)):
        person = world.person(user)
        await person.press(request(person, channel), "request_ready")
    await minutes(world, 1)


async def decide(person: Person, decision: str, **given: Any) -> SubmitResult:
    """Decide with the card's *Go…*."""
    await person.press(card(person), "launch_go")
    return await person.fill_and_submit({"decision": decision, **given})


def refused(world: World) -> list[str]:
    """What Slack refused Tutti; its rate is the subject of the delivery's own stories."""
    errors = [str((call.answer or {}).get("error")) for call in world.refusals]
    return [error for error in errors if error != "ratelimited"]
