"""The commands as they are typed: exit codes, one plain line on stderr, what is printed."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from bot.__main__ import run

SMALL = "version: 1\ndepartments:\n  - {key: hr, name: {fr: RH, en: HR}, representative: U0INES}\n"
HELD = (
    *("demo", "serve", "migrate", "doctor", "manifest", "config", "privacy", "backup", "restore", "hooks"),
    "digest",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'tutti.db'}")
    return tmp_path


def lines_of(text: str) -> list[str]:
    """Lines that hold something."""
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        *([name] for name in HELD),
        ["config", "import"],
        ["config", "export"],
        ["privacy", "erase"],
        ["hooks", "test"],
        ["digest", "preview"],
    ],
)
def test_every_command_has_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments, "--help"]) == 0
    assert "Usage" in capsys.readouterr().out


def test_only_what_works_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    shown = capsys.readouterr().out
    assert all(name in shown for name in HELD)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["serve", "--fast"],
        ["config", "import"],
        ["config", "import", "f.yaml", "--workspace", "acme"],
        ["manifest", "--with", "everything"],
        ["privacy", "export", "lea", "f.json"],
        ["privacy", "erase"],
        ["manifest", "--url", "tutti.example"],
        ["demo", "--lang", "de"],
        ["hooks", "secret"],
        ["hooks", "list", "--workspace", "acme"],
        ["demo", "--port", "many"],
        ["demo", "--speed", "-1"],
    ],
)
def test_a_wrong_command_line_is_one_line_and_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(lines_of(shown.err)) == 1


def test_the_manifest_is_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manifest", "--with", "proof,listening"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert "channels:history" in made["oauth_config"]["scopes"]["bot"]
    assert made["settings"]["socket_mode_enabled"] is True


def test_the_manifest_for_http_names_the_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manifest", "--url", "https://tutti.example"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://tutti.example/slack/events"


def test_each_scope_is_printed_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manifest", "--reasons"]) == 0
    shown = lines_of(capsys.readouterr().out)
    assert len(shown) == 8
    assert shown[0].startswith("commands: To ")


def test_a_configuration_goes_in_twice_and_comes_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = folder / "seed.yaml"
    seed.write_text((files("bot.sandbox") / "seed_fr.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert run(["config", "import", str(seed), "--workspace", "T0TUTTI"]) == 0
    assert "added: departments.hr" in capsys.readouterr().out
    assert run(["config", "import", str(seed)]) == 0
    assert capsys.readouterr().out == "Nothing to change.\n"
    assert run(["config", "export", str(folder / "out.yaml")]) == 0
    assert run(["config", "import", str(folder / "out.yaml")]) == 0
    assert capsys.readouterr().out == "Nothing to change.\n"


def test_a_file_with_mistakes_is_a_line_for_each_and_makes_no_database(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "bad.yaml"
    file.write_text("version: 1\ncolour: red\ndeadlines: {high: 4x, low: 5y}\n", encoding="utf-8")
    assert run(["config", "import", str(file), "--workspace", "T0TUTTI"]) == 1
    shown = lines_of(capsys.readouterr().err)
    assert [": line 2: " in shown[0], ": line 3: " in shown[1], ": line 3: " in shown[2]] == [True] * 3
    assert len(shown) == 3
    assert not (folder / "tutti.db").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["config", "import", "nofile.yaml"], "nofile.yaml"),
        (["config", "export", "-"], "empty"),
        (["digest", "preview"], "empty"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_1(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 1
    shown = lines_of(capsys.readouterr().err)
    assert len(shown) == 1
    assert said in shown[0]


def test_a_bad_variable_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TUTTI_PORT", "many")
    assert run(["migrate"]) == 1
    assert "TUTTI_PORT" in capsys.readouterr().err


def test_a_database_of_another_kind_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://tutti")
    assert run(["migrate"]) == 1
    assert len(lines_of(capsys.readouterr().err)) == 1


def test_a_source_gets_a_secret_is_listed_and_tried_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hooks = "hooks:\n  - {key: desk, name: Desk, by: U0INES, mapping: zendesk}\n"
    (folder / "small.yaml").write_text(SMALL + hooks, encoding="utf-8")
    named = ["--workspace", "T0TUTTI"]
    assert run(["config", "import", "small.yaml", *named]) == 0
    capsys.readouterr()
    assert run(["hooks", "secret", "desk", *named]) == 1
    assert "TUTTI_SECRET_KEY" in capsys.readouterr().err
    monkeypatch.setenv("TUTTI_SECRET_KEY", "a key that is long enough")
    assert run(["hooks", "secret", "desk", *named]) == 0
    shown = capsys.readouterr()
    secret = shown.out.strip()
    assert secret.startswith("whsec_") and "\n" not in secret and secret not in shown.err
    monkeypatch.setattr("sys.stdin", io.StringIO("the desk's own secret\n"))
    assert run(["hooks", "secret", "desk", "--given", *named]) == 0
    assert run(["hooks", "secret", "desk", "--retire", *named]) == 0
    assert "secrets left: 1" in capsys.readouterr().out
    assert run(["hooks", "list", *named]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith("/hooks/desk: Desk, mapping zendesk, secrets made 20")
    assert "never heard" in listed and "own secret" not in listed
    body = str(Path(__file__).parent / "hooks" / "zendesk_created.json")
    assert run(["hooks", "test", body, *named]) == 0
    assert "Opens an escalation: Brioche crue à Lyon\n  subject: complaint, for HR" in capsys.readouterr().out
    (folder / "wrong.json").write_text('{"type": "zen:event-type:ticket.created", "detail": {}}')
    (folder / "none.json").write_text('{"a": 1, "a": 2}')
    assert run(["hooks", "test", "wrong.json", *named]) == 1
    assert "Refused: it has no id." in capsys.readouterr().out
    assert run(["hooks", "test", "none.json", *named]) == 1
    assert "none.json is no body of a webhook: a key twice." in capsys.readouterr().err


def test_migrating_says_the_revision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["migrate"]) == 0
    assert "revision" in capsys.readouterr().out
    assert (folder / "tutti.db").exists()


def test_the_schema_goes_back_for_an_older_version_and_forth_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["migrate"]) == 0
    newest = capsys.readouterr().out
    assert run(["migrate", "--back-to", "0012"]) == 0
    assert capsys.readouterr().out == "The database is at revision 0012.\n"
    assert run(["migrate", "--back-to", "0815"]) == 1
    assert "0815 is no revision of the schema" in capsys.readouterr().err
    assert run(["migrate"]) == 0
    assert capsys.readouterr().out == newest


def test_the_doctor_says_what_to_do_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert "✗ SLACK_BOT_TOKEN: It is not set." in shown
    assert "  → " in shown


def test_serve_stops_where_oauth_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    assert run(["serve"]) == 1
    assert "SLACK_CLIENT_ID" in capsys.readouterr().err


def test_a_process_of_its_own_reads_the_stored_configuration(folder: Path) -> None:
    file = folder / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    commands = [["config", "import", str(file), "--workspace", "T0TUTTI"], ["config", "export", "-"]]
    done = [
        subprocess.run(
            [sys.executable, "-m", "bot", *command],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for command in commands
    ]
    assert [one.returncode for one in done] == [0, 0], done[-1].stderr
    assert "representative: U0INES" in done[1].stdout


def test_a_digest_is_looked_at_and_what_cannot_be_is_one_line_and_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An organisation with one department has every audience."""
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    assert run(["config", "import", "small.yaml", "--workspace", "T0TUTTI"]) == 0
    capsys.readouterr()
    for audience, begins in (("shared", "Weekly digest"), ("leadership", "Leaders' digest"), ("hr", "HR: w")):
        assert run(["digest", "preview", "--audience", audience, "--lang", "en"]) == 0
        assert capsys.readouterr().out.startswith(begins)
    for arguments, said in (
        (["--week", "2199-W01"], "Week 2199-W01 has not begun yet"),
        (["--week", "2001-W01"], "No digest of week 2001-W01 is stored"),
        (["--week", "soon"], "“soon” is no week"),
        (["--audience", "press"], "No single digest is called “press”. Write shared, leadership"),
    ):
        assert run(["digest", "preview", *arguments]) == 1
        (line,) = lines_of(capsys.readouterr().err)
        assert said in line


def test_a_person_is_exported_and_erased_once_nothing_is_theirs_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    named = ["--workspace", "T0TUTTI"]
    assert run(["config", "import", "small.yaml", *named]) == 0
    assert run(["privacy", "export", "U0INES", "ines.json", *named]) == 0
    stored = json.loads((folder / "ines.json").read_text(encoding="utf-8"))["stored"]
    assert [seat["role"] for seat in stored["seat"]] == ["representative"]
    capsys.readouterr()
    for arguments, words in (
        (["U0INES", "--yes"], "To be handed over to somebody else first: the seat in HR."),
        (["U0GHOST", "--yes"], "Nothing is stored about U0GHOST."),
    ):
        assert run(["privacy", "erase", *arguments, *named]) == 1
        (line,) = lines_of(capsys.readouterr().err)
        assert words in line
    (folder / "small.yaml").write_text(SMALL.replace("U0INES", "U0LEA"), encoding="utf-8")
    assert run(["config", "import", "small.yaml", *named]) == 0
    assert run(["privacy", "erase", "U0INES", *named]) == 1
    assert "add --yes" in capsys.readouterr().err
    assert run(["privacy", "erase", "U0INES", "--yes", *named]) == 0
    assert capsys.readouterr().out.startswith("Erased from ")
    assert run(["privacy", "export", "U0INES", "-", *named]) == 1
