"""What was committed comes into SQLite's file by itself, while the store stays open."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest

from bot.clock import monotonic
from bot.models import Input
from bot.store import Store, checkpoints

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)


def in_the_file(url: str, beside: Path, wanted: int) -> int:
    """How many keys stand in the file alone, without its log, after ten seconds or once they are as many."""
    end = monotonic() + 10
    while (found := _counted(url, beside)) != wanted and monotonic() < end:
        sleep(0.01)
    return found


def _counted(url: str, beside: Path) -> int:
    shutil.copy(url.removeprefix("sqlite:///"), beside)
    with closing(sqlite3.connect(beside)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM input").fetchone()[0])
        except sqlite3.DatabaseError:  # Copied in the middle of a checkpoint.
            return -1


async def test_the_log_is_brought_into_the_file_beside_the_writer(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "PAUSE_SECONDS", 0.01)
    store = Store(sqlite_url)
    for number in range(3):
        await store.write(lambda db, n=number: db.add(Input(workspace="T1", key=f"k{n}", at=NOW)))  # type: ignore[misc]
        wanted = number + 1
        assert await asyncio.to_thread(in_the_file, sqlite_url, tmp_path / "copy.db", wanted) == wanted
    store.close()
