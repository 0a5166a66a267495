"""Signed payloads with one place changed, and signatures that are wrong: nothing makes Tutti stumble."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import random
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import aiohttp

from tests.chaos.kinds import every_kind
from tests.engine.staging import Stage, staged
from tests.handlers.test_door import changed, encoded, places, traces

SIDE_BY_SIDE = 16
LONGEST_SECONDS = 3.0
EXAMPLES = 20
WELL = (200, 400, 401, 404)
STRANGE: list[Any] = [
    *(..., None, True, False, 0, -1, 10**30, 1.5e308, "", "\0", "x" * 5000, "<!channel>", "😀" * 50),
    *([], [1], {}, {"a": {"b": {}}}, [[[[[]]]]], "T0TUTTI", "U0LEA", "9" * 400, "2026-02-30"),
]


@dataclass
class Outcome:
    """What became of it."""

    sent: int = 0
    stumbled: int = 0
    """Answered with a status that is none of `WELL`."""
    slow: int = 0
    slowest: float = 0.0
    let_in: int = 0
    """Wrongly signed and not refused, or a row that it left."""
    examples: list[str] = field(default_factory=list)
    slowest_was: str = ""


async def attack(database_url: str, count: int, seed: int) -> Outcome:
    """Send so many; every tenth with a wrong, an old or no signature."""
    dice, outcome = random.Random(seed), Outcome()
    # A kept connection may be closed by the other side just when it is used again.
    fresh = aiohttp.TCPConnector(force_close=True)
    async with staged(database_url) as stage, aiohttp.ClientSession(connector=fresh) as session:
        known = [(kind, payload, places(payload)) for kind, payload in await every_kind(stage)]
        await stage.settle()
        before = await traces(stage)
        await _side_by_side(stage, session, dice, known, outcome, count // 10, forged=True)
        outcome.let_in += await traces(stage) - before
        await _side_by_side(stage, session, dice, known, outcome, count - count // 10, forged=False)
    return outcome


async def _side_by_side(
    stage: Stage,
    session: aiohttp.ClientSession,
    dice: random.Random,
    known: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]],
    outcome: Outcome,
    count: int,
    *,
    forged: bool,
) -> None:
    left = iter(range(count))

    async def one_after_the_other() -> None:
        for _ in left:
            kind, payload, where = dice.choice(known)
            body, content_type = encoded(kind, changed(payload, dice.choice(where), dice.choice(STRANGE)))
            headers = _signed(stage, body, content_type, dice if forged else None)
            began = monotonic()
            async with session.post(
                stage.world.delivery.url, data=body.encode("utf-8", "replace"), headers=headers
            ) as answer:
                await answer.read()
            _count(outcome, answer.status, monotonic() - began, body, forged=forged)

    await asyncio.gather(*(one_after_the_other() for _ in range(SIDE_BY_SIDE)))


def _count(outcome: Outcome, status: int, seconds: float, body: str, *, forged: bool) -> None:
    outcome.sent += 1
    if seconds > outcome.slowest:
        outcome.slowest, outcome.slowest_was = seconds, body[:300]
    outcome.slow += seconds > LONGEST_SECONDS
    outcome.let_in += forged and status != 401
    if status not in WELL:
        outcome.stumbled += 1
        outcome.examples += [f"{status}: {body[:1500]}"] * (len(outcome.examples) < EXAMPLES)


def _signed(stage: Stage, body: str, kind: str, dice: random.Random | None) -> dict[str, str]:
    """Slack's headers; with `dice` those of somebody who does not know the secret, or repeats old ones."""
    wrong = dice.choice(("secret", "old", "none", "garbage")) if dice else ""
    stamp = str(int(stage.clock.tick() - (400 if wrong == "old" else 0)))
    secret = "guessed" if wrong == "secret" else stage.world.signing_secret
    signed = f"v0:{stamp}:".encode() + body.encode("utf-8", "replace")
    signature = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp}
    if wrong != "none":
        headers["X-Slack-Signature"] = "v0=00" if wrong == "garbage" else signature
    return headers
