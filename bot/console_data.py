"""Commands about a workspace's data: its configuration, backups, what is stored of a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.console import (
    WorkspaceOption,
    check_person,
    check_workspace,
    progress,
    run_with,
    settings_of,
    text_of,
    write_text,
)

# What a command needs is imported inside it, so that `tutti --help` answers at once.
if TYPE_CHECKING:
    from bot.slack import Slack
    from bot.store import Store

FAILED = 1
config = typer.Typer(
    help="Read or write the configuration of a workspace as a YAML file.", no_args_is_help=True
)
privacy = typer.Typer(
    help="What is stored about a person: write it to a file, or erase it.", no_args_is_help=True
)
PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="Slack's id of the person, such as U0123ABCD.")
]


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write; a file that is there is replaced.")],
) -> None:
    """Write the whole database of this moment into one file, while Tutti runs. It holds personal data."""
    from bot.clock import SystemClock
    from bot.store import backups

    with progress() as say:
        size = backups.backup(settings_of().database_url, file, SystemClock().now(), say)
    typer.echo(f"{file} holds everything ({size:,} bytes). Keep it where only you can read it.")


def restore(
    file: Annotated[Path, typer.Argument(help="What tutti backup wrote, on SQLite or PostgreSQL.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the data that is there.")
    ] = False,
) -> None:
    """Put a backup into the database of DATABASE_URL. Every message is then held until you say so."""
    from bot.clock import SystemClock
    from bot.store import backups

    with progress() as say:
        now = SystemClock().now()
        made_at = backups.restore(file, settings_of().database_url, now, replace=replace, say=say)
    typer.echo(f"Restored what was there at {made_at:%Y-%m-%d %H:%M} UTC. Now start tutti serve.")
    typer.echo("Nothing is sent yet: open Tutti's Home in Slack as an administrator and end the pause there.")


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
