"""The README says what is: its drawings are the tables, its commands exist, its example is accepted."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.__main__ import app
from bot.rules import escalations, launches, requests
from bot.views import configuration

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLES: dict[str, tuple[str, Any]] = {
    "bot.rules.launches.MOVES": ("announced", launches.MOVES),
    "bot.rules.escalations.MOVES": ("open", escalations.MOVES),
    **{f'bot.rules.requests.MOVES["{sort}"]': ("waiting", moves) for sort, moves in requests.MOVES.items()},
}
ARROW = re.compile(r"^(\S+) --> (\w+)(?:: (\w+))?$")


def fenced(language: str) -> list[str]:
    """The README's fenced blocks of one language; "" for those that name none."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [block for named, block in blocks if named == language]


def drawn() -> dict[str, list[tuple[str, str, str | None]]]:
    """Each drawing by the table it names: (from, to, move), in order."""
    found = {}
    for block in fenced("mermaid"):
        kind, title, *arrows = [line.strip() for line in block.strip().splitlines()]
        assert kind == "stateDiagram-v2" and title.startswith("%% ")
        matched = [ARROW.match(line) for line in arrows]
        assert all(matched), arrows
        found[title.removeprefix("%% ")] = [(m[1], m[2], m[3]) for m in matched if m]
    return found


def test_every_table_of_moves_is_drawn_once() -> None:
    assert sorted(drawn()) == sorted(TABLES)
    assert len(fenced("mermaid")) == len(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_a_drawing_shows_exactly_the_moves_of_its_table(table: str) -> None:
    start, moves = TABLES[table]
    first, *arrows = drawn()[table]
    assert first == ("[*]", start, None)
    wanted = [(state.value, after.value, move) for (state, move), after in moves.items()]
    assert sorted(arrows) == sorted(wanted)


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"demo", "test"} <= named <= targets


def test_every_tutti_command_that_is_named_exists() -> None:
    root: Any = typer.main.get_command(app)
    named = re.findall(r"`tutti ([a-z]+)(?: ([a-z]+))?(?=[ `])([^`]*)`", README)
    assert {"manifest", "doctor", "serve", "config"} <= {command for command, _, _ in named}
    for name, sub, rest in named:
        command = root.commands[name]
        if hasattr(command, "commands"):
            command = command.commands[sub]
        offered = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= offered


def test_the_examples_of_a_configuration_are_accepted() -> None:
    organisation, webhooks = fenced("yaml")
    assert configuration.read(organisation).departments
    assert configuration.read(webhooks).hooks


def test_every_file_that_is_named_is_there() -> None:
    paths = set(re.findall(r"`((?:bot|handlers|migrations|tests|docs)/[^`]*)`", README))
    paths |= set(re.findall(r"\]\((docs/[^)]*)\)", README))
    assert len(paths) > 10
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_the_layers_are_those_that_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [c["layers"] for c in contracts["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    plain = [block for block in fenced("") if block.startswith("bot.__main__\n")]
    assert plain == ["".join(f"{line}\n" for line in layers)]
