"""How much is measured: everything, or as little as shows that the benchmark itself works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Counts of one run. Seconds where a name says so."""

    repeats: int = 5
    inputs: int = 320
    """Requests of one load at 16 connections; a fifth of it at one connection."""
    rows: int = 1_000_000
    """Open requests, notices and timers of the filled databases."""
    due: int = 1_000
    flood: int = 100_000
    """Requests that fall due at once while acks are timed."""
    flood_seconds: float = 40.0
    steps: int = 300
    """Steps that fall due one after the other while their lateness is measured."""
    chased: int = 6_000
    jobs: int = 1_000
    """Jobs of the APScheduler reference."""
    channels: tuple[int, ...] = (64, 1000)
    replicas: tuple[int, ...] = (1, 2, 4)
    posts_seconds: float = 10.0
    departments: int = 50
    homes: int = 100_000
    """Finished notices beside which a Home is drawn, and then as many open requests."""
    heard_seconds: float = 60.0
    """For so long messages are heard at the rate of 30,000 an hour."""
    page_messages: int = 2_000
    page_new: int = 20
    """Messages that stand in the open channel, and those that arrive while it is watched."""
    commands: int = 5_000
    """Commands between two looks at the memory."""
    growth: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    growth_departments: tuple[int, ...] = (5, 50, 200)
    growth_workspaces: tuple[int, ...] = (1, 30, 300)


QUICK = Sizes(
    repeats=1,
    inputs=100,
    rows=20_000,
    due=200,
    flood=500,
    flood_seconds=6.0,
    steps=40,
    chased=300,
    jobs=100,
    channels=(16,),
    replicas=(1, 2),
    posts_seconds=5.0,
    departments=10,
    homes=2_000,
    heard_seconds=5.0,
    page_messages=200,
    page_new=5,
    commands=500,
    growth=(1_000, 5_000, 20_000),
    growth_departments=(5, 10, 20),
    growth_workspaces=(1, 5, 20),
)
