"""Back up while people work, lose the machine, restore: nothing goes out before an administrator's word."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.models import Delivery, Launch, Message, Request, Timer, Workspace
from bot.store import Db, Store, backups
from bot.store.timers import upcoming
from tests.engine.staging import Stage, running, staged
from tests.stories.test_home import home, page, press

WRITES = ("chat.postMessage", "chat.update")


@pytest.fixture
def empty_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Another database of the same kind, without any table."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'restored.db'}"
    make: Callable[[str], str] = request.getfixturevalue("new_postgres")
    return make("template1")


async def backed_up(stage: Stage, file: Path) -> None:
    """A backup of the running Tutti, as the console makes it: beside it, in another thread."""
    url, now = stage.tutti.settings.database_url, stage.clock.now()
    await asyncio.to_thread(backups.backup, url, file, now)


async def lost_and_restored(stage: Stage, file: Path, url: str) -> None:
    """Tutti and its database are gone; the backup is put into another one."""
    await stage.tutti.stop()
    await asyncio.to_thread(backups.restore, file, url, stage.clock.now())


async def offers(stage: Stage) -> None:
    """Three launches, one after the other: a person has one form open at a time."""
    for number in range(3):
        await stage.announce(f"Offer {number}")


async def test_after_a_restore_nothing_is_sent_or_edited_before_an_administrators_word(
    database_url: str, empty_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "tutti.backup"
    async with staged(database_url) as stage:
        await stage.launched("Galette")
        during = asyncio.create_task(offers(stage))
        await backed_up(stage, file)
        await during
        await stage.settle()
        lea = stage.world.person("U0LEA")
        request = next(one for one in lea.sees("C0CS") if "Galette" in one.all_text)
        await lea.press(request, "request_ready")
        await stage.settle()
        (answered,) = [one for one in stage.shown("C0TUTTI", "Galette") if "launch_details" in one.buttons]
        assert "Customer service*: ready" in answered.all_text
        before = {one.ts: one.all_text for one in lea.sees("C0TUTTI")}
        await lost_and_restored(stage, file, empty_url)
        stage.clock.move(timedelta(hours=5))
        async with running(stage.world, empty_url) as tutti:
            stage.tutti = tutti
            stage.world.walk_with(tutti.settle, tutti.next_due)
            calls = len(stage.calls(*WRITES))
            await stage.settle()
            assert len(stage.calls(*WRITES)) == calls, "five hours of steps fell due, and nothing was sent"
            assert {one.ts: one.all_text for one in lea.sees("C0TUTTI")} == before
            assert "restored from a backup" in await home(stage.world, "U0KARIM")
            await press(stage.world, "U0KARIM", "pause_release")
            assert "restored from a backup: what of it goes out?" in page(stage.world, "U0KARIM")
            await stage.world.person("U0KARIM").fill_and_submit({"held": "cards"})
            await stage.later(30)
            (row,) = await stage.rows(Workspace)
            assert not row.pause and row.restored_at is None
            dropped = await stage.rows(Message, state=Delivery.dropped)
            assert any(one.kind == "ping" for one in dropped), "calls of the lost hours are left out"
            await stage.launched("After")
            assert stage.shown("C0TUTTI", "After"), "and life goes on"


async def test_everything_may_be_sent_after_a_restore_and_says_that_it_is_late(
    sqlite_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "tutti.backup"
    async with staged(sqlite_url) as stage:
        await stage.launched("Galette")
        await backed_up(stage, file)
        await stage.tutti.stop()
        backups.restore(file, sqlite_url, stage.clock.now(), replace=True)
        stage.clock.move(timedelta(hours=4))
        async with running(stage.world, sqlite_url) as tutti:
            stage.tutti = tutti
            stage.world.walk_with(tutti.settle, tutti.next_due)
            await stage.settle()
            inbox = len(stage.world.person("U0LEA").inbox())
            await home(stage.world, "U0KARIM")
            await press(stage.world, "U0KARIM", "pause_release")
            await stage.world.person("U0KARIM").fill_and_submit({"held": "everything"})
            await stage.later(10)
            assert len(stage.world.person("U0LEA").inbox()) > inbox


async def test_what_was_about_to_be_sent_is_in_doubt_and_no_id_is_used_twice(
    sqlite_url: str, tmp_path: Path
) -> None:
    file, empty_url = tmp_path / "tutti.backup", f"sqlite:///{tmp_path / 'restored.db'}"
    async with staged(sqlite_url) as stage:
        await stage.owed("Galette")
        await backed_up(stage, file)
        await stage.released()
        cards = len(stage.shown("C0TUTTI", "Galette"))
        lost = max(one.id or 0 for one in await stage.rows(Message))
        await lost_and_restored(stage, file, empty_url)
        async with running(stage.world, empty_url) as tutti:
            stage.tutti = tutti
            stage.world.walk_with(tutti.settle, tutti.next_due)
            await stage.settle()
            await home(stage.world, "U0KARIM")
            await press(stage.world, "U0KARIM", "pause_release")
            await stage.world.person("U0KARIM").fill_and_submit()
            await stage.later(60)
            assert len(stage.shown("C0TUTTI", "Galette")) == cards, "posted since, so not posted again"
            doubts = await stage.rows(Message, state=Delivery.uncertain)
            assert any(one.kind == "card" for one in doubts), "an administrator decides"
            assert stage.inbox("U0KARIM", "Post Again") or "Post Again" in await home(stage.world, "U0KARIM")
            await stage.launched("After")
            new = [one for one in await stage.rows(Message) if one.kind == "card" and one.state == "sent"]
            assert all((one.id or 0) > lost for one in new if one.id and one.id > 100_000)


def count(db: Db) -> dict[str, int]:
    return {model.__name__: len(db.all(model)) for model in (Launch, Request, Timer, Message)}


async def test_a_backup_moves_from_one_database_to_the_other(
    sqlite_url: str, new_postgres: Callable[[str], str], tmp_path: Path
) -> None:
    postgres_url = new_postgres("template1")
    there, back = tmp_path / "there.backup", tmp_path / "back.backup"
    async with staged(sqlite_url) as stage:
        await stage.launched("Galette à l’œuf 🥚")
        await backed_up(stage, there)
        before = await stage.tutti.store.read(count)
        (launch,) = await stage.rows(Launch)
        due = await stage.tutti.store.read(upcoming)
        now = stage.clock.now()
        await stage.tutti.stop()
    backups.restore(there, postgres_url, now)
    backups.backup(postgres_url, back, now)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    backups.restore(back, other, now)
    for url in (postgres_url, other):
        store = Store(url)
        try:
            assert await store.read(lambda db: db.all(Launch)) == [launch]
            assert await store.read(upcoming) == due
            found = await store.read(count)
            assert found["Request"] == before["Request"] and found["Timer"] == before["Timer"]
            added = await store.write(lambda db: _added(db, now))
            assert added > 1_000_000
        finally:
            store.close()


def _added(db: Db, now: datetime) -> int:
    message = Message(workspace="T0TUTTI", key="new", kind="line", channel="C0X", made_at=now)
    assert db.add_if_new(message)
    known = db.get(Message, workspace="T0TUTTI", key="new")
    return (known.id if known else 0) or 0


def broken(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE t (x)")


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (broken, "not a whole backup"),
        (foreign, "not a whole backup"),
        (newer, "newer than this version"),
        (Path.unlink, "is not there"),
    ],
)
async def test_a_file_that_cannot_be_restored_changes_nothing(
    sqlite_url: str, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    file = tmp_path / "tutti.backup"
    async with staged(sqlite_url) as stage:
        await stage.launched()
        await backed_up(stage, file)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, "it holds personal data"
        now = stage.clock.now()
    spoil(file)
    with pytest.raises(SettingsError, match=said):
        backups.restore(file, sqlite_url, now, replace=True)
    store = Store(sqlite_url)
    try:
        assert len(await store.read(lambda db: db.all(Launch))) == 1
    finally:
        store.close()


async def test_it_is_refused_while_a_tutti_runs_and_over_data(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "tutti.backup"
    async with staged(database_url) as stage:
        await stage.launched()
        await backed_up(stage, file)
        now = stage.clock.now()
        with pytest.raises(SettingsError, match="Stop"):
            await asyncio.to_thread(backups.restore, file, database_url, now, replace=True)
    with pytest.raises(SettingsError, match="--replace"):
        backups.restore(file, database_url, now)
    backups.restore(file, database_url, now, replace=True)
