"""Recognition by rules over the examples: milliseconds a message, and what an hour of messages costs."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median, quantiles
from time import process_time

from benchmarks.rows import Row, below
from benchmarks.run import Run
from bot.rules.recognition import recognise
from tests.eval import examples

HOUR = 30_000
"""Messages an hour in one workspace: what Slack delivers at most."""
LIMIT_MS = 1.0
SHARE = 5.0


def measure(run: Run) -> Iterator[Row]:
    """Median and p99 of a message, and the share of one core that 30,000 messages an hour take.

    The examples are likelier to be proposed than what people say all day: an hour costs less than this.
    """
    book = examples.book()
    said = [one.said for one in examples.examples(examples.DEVELOP)]
    run.say(f"recognition of {len(said)} examples")
    taken = []
    for repeat in range(run.sizes.repeats + 1):
        for one in said:
            begun = process_time()
            recognise(one, book, one.at)
            # The first round reads the words and warms up.
            if repeat:
                taken.append((process_time() - begun) * 1000)
    repeats = run.sizes.repeats
    yield below("recognition by rules: median", median(taken), "ms", LIMIT_MS, repeats=repeats)
    yield Row("recognition by rules: p99", quantiles(taken, n=100)[98], "ms", "", None, repeats=repeats)
    share = sum(taken) / len(taken) * HOUR / 3_600_000 * 100
    yield below(
        f"recognition by rules: {HOUR:,} messages an hour", share, "% of a core", SHARE, repeats=repeats
    )
