"""What the escalation stories share: telling a case, finding its messages and rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, text

from bot.sandbox.gestures import SubmitResult
from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.world import World

MINUTE = timedelta(minutes=1)
OVEN = "The oven of the Lyon shop is cold and a customer wrote about it online"


def paris(day: int, clock: str) -> datetime:
    """An hour of November 2026 in Paris, where it is one hour later than UTC."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=UTC) - timedelta(hours=1)


async def tell(person: Person, title: str = OVEN, topic: str = "complaint", **given: Any) -> SubmitResult:
    """Open the form with `/tutti escalate`, choose the topic, fill the rest and send it."""
    await person.command(f"/tutti escalate {title}")
    await person.choose("topic", topic)
    if "severity" in given:
        await person.choose("severity", given.pop("severity"))
    return await person.fill_and_submit(given)


async def crisis(person: Person, title: str = OVEN, topic: str = "complaint", **given: Any) -> SubmitResult:
    """Open a crisis with `/tutti crisis`."""
    await person.command(f"/tutti crisis {title}")
    return await person.fill_and_submit({"topic": topic, "story": "product", **given})


def card(person: Person) -> SeenMessage:
    """The last card in the integration channel."""
    return roots(person, "C0TUTTI")[-1]


def request(person: Person, channel: str = "C0CS") -> SeenMessage:
    """The last message in a department's channel that is no reply."""
    return roots(person, channel)[-1]


def roots(person: Person, channel: str) -> list[SeenMessage]:
    """What stands in a channel, replies and private words left out."""
    return [
        seen
        for seen in person.sees(channel)
        if not seen.ephemeral and (not seen.thread_ts or seen.thread_ts == seen.ts)
    ]


def lines(person: Person, message: SeenMessage) -> str:
    """The replies under a message, one a line."""
    return "\n".join(seen.all_text for seen in person.thread(message))


def inbox(person: Person) -> str:
    """Everything that Tutti wrote to this person alone."""
    return "\n".join(seen.all_text for seen in person.inbox())


def last(person: Person, action: str) -> SeenMessage:
    """The last direct message that has this button."""
    return [seen for seen in person.inbox() if action in seen.buttons][-1]


def whispers(person: Person, channel: str) -> str:
    """What only this person sees of a channel."""
    return "\n".join(seen.all_text for seen in person.sees(channel) if seen.ephemeral)


async def open_menu(person: Person, message: SeenMessage, choice: str) -> None:
    """Choose in the request's overflow menu, by the word before the id."""
    menus = (element for block in message.blocks for element in block.get("elements", ()))
    menu = next(element for element in menus if element.get("type") == "overflow")
    value = next(one["value"] for one in menu["options"] if one["value"].startswith(f"{choice}:"))
    await person.press(message, "escalation_more", value)


async def pass_by(world: World, minutes: float = 1) -> None:
    """Let some time pass, with everything that falls due in it."""
    await world.walk.by(timedelta(minutes=minutes))
    await world.clock.sleep(2)


async def until(world: World, at: datetime) -> None:
    """Let the time pass until then; machine time goes on too, as people need seconds to act."""
    await world.walk.to(at)
    await world.clock.sleep(2)


def refused(world: World) -> list[tuple[str, str]]:
    """What Slack refused; not what it only asked to send a little later, which is sent again by itself."""
    found = [(call.method, str(call.answer.get("error"))) for call in world.refusals]
    return [one for one in found if one[1] != "ratelimited"]


def moment(value: Any) -> datetime:
    """An instant as a database driver gives it, aware UTC."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def rows(url: str, query: str) -> Sequence[Any]:
    """What a query finds in the database."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(query)).all()
    finally:
        engine.dispose()
