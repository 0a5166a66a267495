"""Where units of work wait for SQLite's one writer: those with an ack behind them in a line of their own.

A unit of the engine takes up to a twentieth of a second; an ack waits for one of them at most.
"""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

Unit = TypeVar("Unit")


class Lines(Generic[Unit]):
    """Two lines that take turns where both have somebody. Any thread may put, one takes."""

    def __init__(self) -> None:
        self._acks: deque[Unit] = deque()
        self._others: deque[Unit] = deque()
        self._changed = Condition()
        self._closed = self._others_turn = False

    def put(self, unit: Unit, *, acked: bool) -> None:
        """Let it wait; `acked`: an ack waits for it."""
        with self._changed:
            (self._acks if acked else self._others).append(unit)
            self._changed.notify()

    def close(self) -> None:
        """Nobody comes any more."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def next(self) -> deque[Unit] | None:
        """The line whose turn it is, once somebody stands in one; None once closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._acks or self._others or self._closed)
            if self._acks and not (self._others and self._others_turn):
                self._others_turn = True
                return self._acks
            self._others_turn = False
            return self._others or None
