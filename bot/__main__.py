"""The command line: `tutti`, or `python -m bot` (DESIGN section 8).

Exit code 0: done. 1: refused, failed, or the doctor found something. 2: the command line is wrong. An error
is one plain line on stderr that says what to do; a configuration file with mistakes has one line for each.
"""

from __future__ import annotations

import asyncio
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.console import (
    WorkspaceOption,
    check_person,
    check_workspace,
    first_line,
    progress,
    run_with,
    settings_of,
    text_of,
    write_text,
)

# What a command needs is imported inside it, so that `tutti --help` answers at once.
if TYPE_CHECKING:
    from bot.flows.doctor import Finding
    from bot.slack import Slack
    from bot.store import Store

DONE, FAILED, WRONG_COMMAND = 0, 1, 2


class Lang(StrEnum):
    """The demo's languages."""

    fr = "fr"
    en = "en"


app = typer.Typer(
    name="tutti",
    help="Tutti, the Slack bot that makes departments play together.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
config = typer.Typer(
    help="Read or write the configuration of a workspace as a YAML file.", no_args_is_help=True
)
app.add_typer(config, name="config")
privacy = typer.Typer(
    help="What is stored about a person: write it to a file, or erase it.", no_args_is_help=True
)
app.add_typer(privacy, name="privacy")

PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="Slack's id of the person, such as U0123ABCD.")
]


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page on this machine.", min=0, max=65535)] = 8210,
    lang: Annotated[Lang, typer.Option(help="Language of the demo's workspace.")] = Lang.fr,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
    empty: Annotated[
        bool, typer.Option("--empty", help="Begin where Tutti was just installed: set it up yourself.")
    ] = False,
    speed: Annotated[
        float,
        typer.Option(
            help="How fast the clock runs: 60 is a minute a second, 0 stands still.", min=0, max=3600
        ),
    ] = 0.0,
) -> None:
    """Show the whole product in a browser: a Slack workspace in a box, without any token."""
    from bot.sandbox import demo
    from bot.slack.manifest import manifest

    asyncio.run(
        demo.run(
            port,
            lang.value,
            open_page,
            manifest=manifest(options=("listening", "private"), socket_mode=False),
            empty=empty,
            speed=speed,
        )
    )


@app.command()
def serve() -> None:
    """Run the bot: over HTTP, or in Socket Mode when SLACK_APP_TOKEN is set."""
    from bot.app import serve

    serve(settings_of())


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version; `serve` does it too."""
    from bot.store import migrate

    with progress() as say:
        say("database")
        migrate.upgrade(settings_of().database_url)
    typer.echo(f"The database is at revision {migrate.head()}.")


@app.command()
def doctor() -> None:
    """Look at tokens, scopes, channels, persons, clock and database; say what to do about each finding."""
    from bot.flows.doctor import examine

    async def work(store: Store, slack: Slack | None) -> list[Finding]:
        from bot.clock import SystemClock
        from bot.slack import Slack
        from bot.tools import Tools

        tools = Tools(settings, SystemClock(), store, slack or Slack("", settings.slack_api_url))
        with progress() as say:
            return await examine(tools, say)

    settings = settings_of()
    findings = run_with(settings, work)
    for finding in findings:
        typer.echo(f"{'✓' if finding.ok else '✗'} {finding.subject}: {finding.sentence}")
        if finding.what_to_do:
            typer.echo(f"  → {finding.what_to_do}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(FAILED)


@app.command()
def manifest(
    options: Annotated[
        str,
        typer.Option(
            "--with",
            metavar="OPTION,…",
            help="More scopes: proof, listening, private, pictures, absence, separated by commas.",
        ),
    ] = "",
    url: Annotated[
        str | None,
        typer.Option(metavar="https://…", help="Where Slack reaches `tutti serve`; without it, Socket Mode."),
    ] = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Print each scope and its reason instead.")
    ] = False,
) -> None:
    """Print the app manifest to paste at Slack, as JSON. By default no scope reads messages."""
    from bot.slack.manifest import OPTIONS, scopes
    from bot.slack.manifest import manifest as made

    chosen = tuple(dict.fromkeys(part.strip() for part in options.split(",") if part.strip()))
    if unknown := [option for option in chosen if option not in OPTIONS]:
        raise typer.BadParameter(
            f"{', '.join(unknown)} is unknown; use {', '.join(OPTIONS)}.", param_hint="--with"
        )
    if url is not None and not url.startswith(("https://", "http://")):
        raise typer.BadParameter("write an address that starts with https://.", param_hint="--url")
    if reasons:
        for scope, reason in scopes(chosen).items():
            typer.echo(f"{scope}: {reason}")
        return
    typer.echo(
        json.dumps(made(options=chosen, socket_mode=url is None, url=url), indent=2, ensure_ascii=False)
    )


@config.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The YAML file; - reads standard input.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Make the workspace what the file says, all or nothing. Doing it twice changes nothing."""
    from bot.clock import SystemClock
    from bot.flows import configuration
    from bot.views.configuration import ConfigurationErrors

    check_workspace(workspace)
    text = text_of(file)

    async def work(store: Store, slack: Slack | None) -> list[str]:
        with progress() as say:
            say("configuration")
            await configuration.prepare(store, text)
            named = await configuration.pick_workspace(store, slack, workspace)
            return await configuration.import_file(store, text, named, SystemClock().now())

    try:
        lines = run_with(settings_of(), work)
    except ConfigurationErrors as mistakes:
        for line, sentence in mistakes.errors:
            typer.echo(f"{file}: line {line}: {sentence}", err=True)
        raise typer.Exit(FAILED) from None
    for change in lines:
        typer.echo(change)


@config.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Where to write; - writes to standard output.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Write the workspace's configuration, in the form that `tutti config import` reads."""
    from bot.flows import configuration

    check_workspace(workspace)

    async def work(store: Store, slack: Slack | None) -> str:
        configuration.require_schema(store)
        return await configuration.export_file(
            store, await configuration.pick_workspace(store, slack, workspace)
        )

    text = run_with(settings_of(), work)
    write_text(file, text)


@privacy.command("export")
def export_person(
    person: PersonArgument,
    file: Annotated[Path, typer.Argument(help="Where to write; - writes to standard output.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Write everything stored about a person as one JSON file; other persons are not named in it."""
    from bot.clock import SystemClock
    from bot.flows import configuration
    from bot.flows import privacy as flow

    check_workspace(workspace)
    check_person(person)

    async def work(store: Store, slack: Slack | None) -> dict[str, Any]:
        configuration.require_schema(store)
        with progress() as say:
            say(person)
            named = await configuration.pick_workspace(store, slack, workspace)
            return await flow.export_person(store, named, person, SystemClock().now())

    found = run_with(settings_of(), work)
    write_text(file, json.dumps(found, indent=2, ensure_ascii=False) + "\n")


@privacy.command("erase")
def erase_person(
    person: PersonArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only counted.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove a person from what is stored; what departments did stays. This cannot be undone."""
    from bot.clock import SystemClock
    from bot.errors import SettingsError
    from bot.flows import configuration
    from bot.flows import privacy as flow

    check_workspace(workspace)
    check_person(person)

    async def work(store: Store, slack: Slack | None) -> flow.Erased:
        configuration.require_schema(store)
        with progress() as say:
            say(person)
            named = await configuration.pick_workspace(store, slack, workspace)
            return await flow.erase_person(store, named, person, SystemClock().now(), sure=yes)

    done = run_with(settings_of(), work)
    if not yes:
        raise SettingsError(f"{done.rows} records name {person}. Nothing was erased; add --yes to erase.")
    typer.echo(f"Erased from {done.rows} records.")
    if done.mentioned:
        typer.echo(f"The name still stands in what people typed about {', '.join(done.mentioned)}.")


def run(arguments: list[str]) -> int:
    """Run one command line; its exit code. What goes wrong is one line on stderr."""
    from bot.errors import SettingsError

    try:
        return int(app(arguments, prog_name="tutti", standalone_mode=False) or DONE)
    except typer.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return DONE
    except SettingsError as error:
        return _say(str(error), FAILED)
    except OSError as error:
        return _say(f"{error.filename or 'Input or output'}: {error.strerror or error}.", FAILED)
    except Exception as error:
        if callable(worded := getattr(error, "format_message", None)):
            return _wrong_command(str(worded()))
        return _say(_unforeseen(error), FAILED)


def main() -> None:
    """The console script `tutti`."""
    sys.exit(run(sys.argv[1:]))


def _wrong_command(message: str) -> int:
    # Without any argument Typer has printed the help already and its error says nothing more.
    if message.strip():
        return _say(f"{first_line(message).rstrip('.')}. Type tutti --help for what there is.", WRONG_COMMAND)
    return WRONG_COMMAND


def _unforeseen(error: Exception) -> str:
    from bot.slack import Later, SlackError, Uncertain

    if isinstance(error, Later | Uncertain):
        return "Slack does not answer. Check the network and SLACK_API_URL, then try again."
    if isinstance(error, SlackError):
        return f"Slack did not do it ({error}). Run tutti doctor to see why."
    return f"{type(error).__name__}: {first_line(error)}"


def _say(sentence: str, code: int) -> int:
    typer.echo(f"tutti: {sentence}", err=True)
    return code


if __name__ == "__main__":
    main()
