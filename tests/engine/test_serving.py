"""`tutti serve` as a process of its own against the sandbox, on the machine's clock (P3, P10)."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta

import pytest

from bot import app
from bot.app import build
from bot.clock import monotonic
from bot.flows import configuration
from bot.models import Launch, Ping, PingKind
from bot.rules.hearing import lexicon
from bot.sandbox.demo import seed_text, settings_for
from bot.store import Db, Store
from bot.store.timers import set_timer
from tests.engine.processes import posted, real_world, serve
from tests.engine.staging import LAUNCH, staged, until

UNNEEDED = {
    "alembic",
    "cryptography",
    "holidays",
    "matplotlib",
    "openai",
    "phonenumbers",
    "psycopg",
    "rich",
    "ruamel",
}
"""What a start does without: loaded where it is first asked for, or by other commands alone."""
BEGUN = """
import sys
from bot import __main__
__main__.begin_lightly()
from bot import app
from bot.store import migrate
migrate.upgrade(sys.argv[1])
print(*sys.modules)
"""
PEOPLE = ("U0JULIE", "U0LEA", "U0TOM", "U0KARIM", "U0NADIA", "U0INES", "U0HUGO", "U0ANA")


@pytest.mark.parametrize("slash", ["/", ""])
async def test_serve_tells_a_launch_and_leaves_within_five_seconds(sqlite_url: str, slash: str) -> None:
    async with real_world() as world, serve(world, sqlite_url, world.api_url.rstrip("/") + slash) as it:
        await it.healthy()
        world.connect(f"{it.address}/slack/events")
        store = Store(sqlite_url)
        await configuration.import_file(store, seed_text("en"), "T0TUTTI", world.clock.now())
        julie = world.person("U0JULIE")
        opened = await julie.command("/tutti launch Galette", channel="C0TUTTI")
        assert opened.status == 200, opened
        at = (world.clock.now() + timedelta(days=14)).replace(microsecond=0)
        await julie.choose("kind", "promotion")
        sent = await julie.fill_and_submit(LAUNCH | {"at": at})
        assert not sent.errors and not sent.error, sent
        started = monotonic()
        await until(lambda: any("launch_details" in one.buttons for one in julie.sees("C0TUTTI")))
        assert monotonic() - started < 5
        store.close()
        it.process.send_signal(signal.SIGTERM)
        leaving = monotonic()
        _, said = await it.process.communicate()
        assert it.process.returncode == 0 and monotonic() - leaving < 5
        logged = said.decode()
        for word in ("Galette", "A free cake", world.token, world.signing_secret):
            assert word not in logged, "not even in the most detailed log"


def test_a_start_loads_nothing_that_it_can_do_without(sqlite_url: str) -> None:
    begun = subprocess.run([sys.executable, "-c", BEGUN, sqlite_url], capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in begun.stdout.decode().split()}
    assert "sqlalchemy" in loaded and not UNNEEDED & loaded


async def test_messages_words_are_loaded_when_those_are_answered_who_waited(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "MESSAGES_SECONDS", 0)
    lexicon.shipped.cache_clear()
    async with staged(sqlite_url) as stage:
        await stage.tutti.loaded()
        assert lexicon.shipped.cache_info().currsize == 3, "French, English, and both"


async def test_a_port_in_use_is_said_in_one_line_that_names_the_variable(sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment = os.environ | {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": "secret",
            "DATABASE_URL": sqlite_url,
            "TUTTI_PORT": str(taken.getsockname()[1]),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, said = await process.communicate()
    assert process.returncode == 1
    (line,) = said.decode().strip().splitlines()
    assert line.startswith("tutti: Port ") and "TUTTI_PORT" in line


async def test_p3_every_due_call_starts_within_five_seconds(database_url: str) -> None:
    async with real_world() as world:
        tutti = build(settings_for(world, database_url))
        await tutti.start()
        await tutti.import_config(seed_text("en"))
        due = {person: tutti.clock.now() + timedelta(seconds=0.4 * n) for n, person in enumerate(PEOPLE)}

        def work(db: Db) -> None:
            now = tutti.clock.now()
            launch = Launch(
                id="L1",
                workspace="T0TUTTI",
                kind="promotion",
                by="U0JULIE",
                at=now + timedelta(days=9),
                created_at=now,
                texts={"title": "Galette"},
                owner="U0JULIE",
            )
            db.add(launch)
            for person, at in due.items():
                ping = Ping(
                    workspace="T0TUTTI",
                    person=person,
                    kind=PingKind.last_answer,
                    key=f"p:{person}",
                    notice="L1",
                    not_before=at,
                    made_at=now,
                )
                db.add(ping)
                set_timer(db, "T0TUTTI", "round", person, at)

        await tutti.store.write(work)
        try:
            await until(lambda: len(posted(world)) >= len(PEOPLE), 20)
        finally:
            await tutti.stop()
        rooms = {world.workspace.im_of(person).id: at for person, at in due.items()}
        late = [call.tick - rooms[call.args["channel"]].timestamp() for call in posted(world)]
        assert len(late) == len(PEOPLE)
        assert max(late) < 5
        assert min(late) > -0.1
