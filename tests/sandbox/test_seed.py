"""The demo's workspace and its configuration file name the same people and channels."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from bot.sandbox.seed import BOT, bakery


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_id_in_the_file_exists(lang: str) -> None:
    space = bakery(lang)
    text = (files("bot.sandbox") / f"seed_{lang}.yaml").read_text(encoding="utf-8")
    ids = set(re.findall(r"\b[UC]0[A-Z]+\b", text))
    assert ids <= space.people.keys() | space.rooms.keys()
    config = YAML(typ="safe").load(text)
    assert config["workspace"]["language"] == lang
    departments = {d["key"] for d in config["departments"]}
    assert len(departments) == 7
    asked = {d for kind in config["launch_kinds"] for d in kind["departments"]}
    routed = {t["department"] for t in config["topics"]}
    assert asked | routed <= departments


def test_representatives_stand_in_their_departments_channel() -> None:
    space = bakery()
    config = YAML(typ="safe").load((files("bot.sandbox") / "seed_fr.yaml").read_text(encoding="utf-8"))
    for department in config["departments"]:
        members = space.rooms[department["channel"]].members
        assert department["representative"] in members and BOT in members


def test_hugo_reads_english_in_london() -> None:
    hugo = bakery().people["U0HUGO"]
    assert (hugo.locale, hugo.tz) == ("en-US", "Europe/London")
