"""A rolling upgrade: the program before the newest migration and today's, on one database, there and back."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from bot.store import migrate
from tests.chaos.faults import Older, Scene

REPOSITORY = Path(__file__).parents[2]


def older_program(folder: Path) -> Older | None:
    """The latest such version, unpacked into the folder; None without the history to take it from."""
    for commit in _git("rev-list", "HEAD").decode().split():
        names = _git("ls-tree", "--name-only", f"{commit}:migrations/versions").decode().split()
        revisions = sorted(name[:4] for name in names if name[:4].isdigit())
        if revisions and revisions[-1] != migrate.head():
            packed = _git("archive", commit, "bot", "handlers", "prompts", "migrations")
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(folder, filter="data")
            return Older(folder, revisions[-1])
    return None


def _git(*words: str) -> bytes:
    done = subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else b""


async def upgraded_and_back(scene: Scene, older: Older) -> None:
    """Old replicas at work, one by one replaced by new ones; then back to the old schema; then new again."""
    count = len(scene.fleet.replicas)
    await scene.acked(10)
    for _ in range(count):
        await scene.fleet.start(1)
        await scene.acked(10)
        await scene.fleet.leave(scene.fleet.replicas[0])
        await scene.acked(10)
    for one in list(scene.fleet.replicas):
        await scene.fleet.leave(one)
    migrate.downgrade(scene.fleet.database_url, older.revision)
    await scene.fleet.start(count, older.folder)
    await scene.acked(20)
    await scene.fleet.start(1)
    for one in scene.fleet.replicas[:count]:
        await scene.fleet.leave(one)
    scene.runs = 2 * count
    scene.note = f"{older.revision} to {migrate.head()}, back, and there again"
