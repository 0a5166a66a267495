"""The load generator, in its own process: a plan on each line of stdin, what it measured on stdout.

A closed loop: each connection sends its next request when the last was answered. All requests are made and
signed before the clock starts.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from time import monotonic

import uvloop

from benchmarks import payloads
from benchmarks.cast import representative


@dataclass(frozen=True)
class Plan:
    """What to send. `pace`: requests a second over all connections; 0: as fast as they are answered."""

    port: int
    kind: str
    connections: int = 16
    count: int = 1000
    first: int = 0
    pace: float = 0.0
    seconds: float = 0.0
    """Stop sending then, even if requests are left; 0: send them all."""


@dataclass(frozen=True)
class Load:
    """What came back. `wrong` counts answers other than an empty or plain 200."""

    rate: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    answered: int
    wrong: int
    last_at: float
    """The machine's monotonic clock when the last answer came."""


KINDS: dict[str, Callable[[int, str], payloads.Json]] = {
    "form": payloads.form,
    "launch": payloads.launch,
    "command": payloads.command,
    "message": payloads.message,
    "take": lambda number, origin: payloads.take(number, origin, representative(0)),
}


async def run(plan: Plan) -> Load:
    """Send the plan's requests over its connections."""
    waiting = iter(_requests(plan))
    begun = monotonic()
    taken: list[float] = []
    wrong = 0

    async def one_connection(number: int) -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection("127.0.0.1", plan.port)
        for sent, request in enumerate(waiting):
            if plan.seconds and monotonic() - begun > plan.seconds:
                break
            await _paced(plan, begun, number, sent)
            start = monotonic()
            writer.write(request)
            good = await _answered(reader)
            taken.append(monotonic() - start)
            wrong += not good
        writer.close()

    await asyncio.gather(*(one_connection(number) for number in range(plan.connections)))
    return _summed_up(taken, wrong, begun)


def _requests(plan: Plan) -> list[bytes] | Iterator[bytes]:
    if plan.kind == "healthz":
        return (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" for _ in range(plan.count))
    make = KINDS[plan.kind]
    origin = f"{plan.kind[0]}{plan.port}x"
    return [payloads.request(make(number, origin)) for number in range(plan.first, plan.first + plan.count)]


async def _paced(plan: Plan, begun: float, connection: int, sent: int) -> None:
    if plan.pace:
        turn = (sent * plan.connections + connection) / plan.pace
        await asyncio.sleep(max(0.0, begun + turn - monotonic()))


async def _answered(reader: asyncio.StreamReader) -> bool:
    """Whether the answer was a success that says no error at a field."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = next((line for line in head.split(b"\r\n") if line.startswith(b"content-length:")), b":0")
    content = await reader.readexactly(int(length.split(b":")[1]))
    return head.split(b" ", 2)[1] == b"200" and b'"errors"' not in content


def _summed_up(taken: list[float], wrong: int, begun: float) -> Load:
    end = monotonic()
    ordered = sorted(taken) or [0.0]
    at = {
        share: ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 for share in (0.5, 0.95, 0.99)
    }
    return Load(
        rate=len(taken) / (end - begun),
        p50_ms=at[0.5],
        p95_ms=at[0.95],
        p99_ms=at[0.99],
        max_ms=ordered[-1] * 1000,
        answered=len(taken),
        wrong=wrong,
        last_at=end,
    )


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(asdict(uvloop.run(run(Plan(**json.loads(line)))))), flush=True)
