"""What every test may ask for: databases of both kinds, and a browser.

`database_url` runs a test twice, on SQLite and on PostgreSQL; each run has a fresh database that is
already migrated.
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import hypothesis
import pytest
import structlog

from bot.settings import Settings
from tests import browser, postgres

BOTH = ("sqlite", "postgresql")
MEMORY = Path("/dev/shm")
ENOUGH = 2**30
"""Bytes free there; a container may have as little as 64 MB."""
_numbers = count(1)
_tests = count()


def pytest_configure() -> None:
    """Keep the developer's own tokens, addresses and keys out of the tests."""
    for name in tuple(os.environ):
        if name == "DATABASE_URL" or name.startswith(("SLACK_", "OPENAI_", "TUTTI_")):
            del os.environ[name]
    Settings.model_config["env_file"] = None
    # Tracebacks with every local variable, drawn in colour, take seconds: longer than an input may.
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ]
    )
    # A slow machine is no fault of a rule: no test asserts a time.
    hypothesis.settings.register_profile("tutti", deadline=None)
    hypothesis.settings.load_profile("tutti")


@pytest.fixture(autouse=True)
def short_pauses() -> Iterator[None]:
    """What a long run of tests keeps is not searched for garbage again: that would take longer than an input
    may, in the middle of a test."""
    yield
    if next(_tests) % 50 == 0:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One PostgreSQL for each test worker, in memory where possible: each test has its own database."""
    with postgres.running(MEMORY if _has_memory() else None) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: postgres.Server) -> str:
    """The maintenance database of that server, for a test that makes its own."""
    return postgres_server.url()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> str:
    """The name of a migrated PostgreSQL database, to be copied and never to be connected to."""
    _migrate(postgres_server.create("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "tutti.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has such a place: SQLite waits for the disk at every commit."""
    if not _has_memory():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="tutti-") as folder:
        yield Path(folder)


@pytest.fixture
def new_postgres(postgres_server: postgres.Server) -> Iterator[Callable[[str], str]]:
    """Makes databases from the template it is given, returns their URLs, and drops them after the test."""
    made: list[str] = []

    def make(template: str) -> str:
        made.append(f"test_{next(_numbers)}")
        return postgres_server.create(made[-1], template=template)

    yield make
    for name in made:
        postgres_server.drop(name)


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table: once SQLite (the file is not there yet), once PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tutti.db'}"
    make: Callable[[str], str] = request.getfixturevalue("new_postgres")
    return make("template1")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    make: Callable[[str], str] = request.getfixturevalue("new_postgres")
    return make(request.getfixturevalue("postgres_template"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, quick_folder: Path) -> str:
    """A fresh, migrated SQLite file, for a test in which the kind of database plays no part."""
    return _sqlite_copy(sqlite_template, quick_folder / "tutti.db")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium, for `tests.browser.opened`."""
    return browser.required()


def _has_memory() -> bool:
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH


def _migrate(url: str) -> None:
    # Imported here, so that a run of tests without a database does not load SQLAlchemy and Alembic.
    from bot.store import migrate

    migrate.upgrade(url)


def _sqlite_copy(template: Path, file: Path) -> str:
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    return f"sqlite:///{file}"
