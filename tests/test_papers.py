"""The two papers say what the program does: scopes, terms, stored columns, in both languages alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from bot.rules import defaults, privacy
from bot.slack import manifest
from tests.test_readme import README

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGES = ("en", "fr")
PAPERS = ("for-it", "for-works-council")


def paper(name: str, language: str) -> str:
    return (DOCS / f"{name}.{language}.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """Every table's rows: the first cell's code -> the codes of its second cell."""
    found = re.findall(r"^\| `([^`]+)` \| (.+) \|$", text, re.MULTILINE)
    return {first: re.findall(r"`([^`]+)`", second) for first, second in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_for_it_names_every_scope_and_option(language: str) -> None:
    found = rows(paper("for-it", language))
    wanted: dict[str, list[str]] = {scope: [] for scope in manifest.SCOPES}
    wanted |= {option: list(scopes) for option, scopes in manifest.OPTIONS.items()}
    assert found == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_for_the_works_council_names_every_column_that_may_name_a_person(language: str) -> None:
    found = rows(paper("for-works-council", language))
    of_slack = [one.name for one in SQLModel.metadata.tables["person"].columns if one.name != "workspace"]
    wanted = {table: list(columns) for table, columns in privacy.PERSONS.items()} | {"person": of_slack}
    assert found == wanted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_the_terms_are_those_that_are_kept(name: str, language: str) -> None:
    terms = re.findall(r"`(\d+d)`", paper(name, language))
    assert terms == [defaults.RETENTION[term] for term in ("excerpt", "notice", "press", "audit")]


@pytest.mark.parametrize("name", PAPERS)
def test_both_languages_have_the_same_sections_on_one_page_and_the_readme_links_them(name: str) -> None:
    pages = [paper(name, language) for language in LANGUAGES]
    sections = [[len(line.split(" ")[0]) for line in page.splitlines() if line[:1] == "#"] for page in pages]
    assert sections[0] == sections[1]
    assert all(len(page.splitlines()) <= 75 for page in pages)
    assert all(f"docs/{name}.{language}.md" in README for language in LANGUAGES)


def test_a_paper_says_plainly_that_no_port_is_open_and_nobody_is_ranked() -> None:
    assert "no port is open to the internet" in paper("for-it", "en")
    assert "aucun port n’est ouvert à internet" in paper("for-it", "fr")
    assert "No ranking and no measure of persons" in paper("for-works-council", "en")
    assert "Aucun classement et aucune mesure des personnes" in paper("for-works-council", "fr")
