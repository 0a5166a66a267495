"""The one room for work that would hold up the event loop: drawing, parsing, migrating."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


async def aside(work: Callable[[], Value]) -> Value:
    """What `work` returns or raises, computed in a thread while the event loop goes on.

    Slack's inputs are answered meanwhile: no step of the loop may take longer than 50 milliseconds.
    """
    return await asyncio.to_thread(work)
