"""What the commands of `tutti` share: the environment, the database and Slack around a piece of work."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

# What a command needs is imported inside it, so that `tutti --help` answers at once.
if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.slack import Slack
    from bot.store import Store

WorkspaceOption = Annotated[
    str | None,
    typer.Option(
        "--workspace",
        metavar="T…",
        help="Slack's id of the workspace; without it, the one of SLACK_BOT_TOKEN, else the only one stored.",
    ),
]


def settings_of() -> Settings:
    """The environment; SettingsError names the variable that cannot be used."""
    from pydantic import ValidationError

    from bot.errors import SettingsError
    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).upper()
        raise SettingsError(f"{name} cannot be used: {first['msg'].lower()}. Correct it in .env.") from error


def run_with(settings: Settings, work: Callable[[Store, Slack | None], Coroutine[Any, Any, Any]]) -> Any:
    """Run the work with the database and, where a token is set, Slack; both are closed after it."""
    from bot.errors import Busy, SettingsError
    from bot.slack import Slack
    from bot.store import Store

    async def open_and_work() -> Any:
        store = Store(settings.database_url)
        token = settings.slack_bot_token
        slack = Slack(token.get_secret_value(), settings.slack_api_url) if token else None
        try:
            if slack:
                await slack.start()
            return await work(store, slack)
        finally:
            if slack:
                await slack.stop()
            store.close()

    try:
        return asyncio.run(open_and_work())
    except Busy as error:
        raise SettingsError(
            f"The database did not take it ({first_line(error)}). Check DATABASE_URL, then try again."
        ) from error


def text_of(file: Path) -> str:
    """What the file says, or standard input for "-". Raises SettingsError for what is no UTF-8."""
    from bot.errors import SettingsError

    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not a text in UTF-8. Save it again as UTF-8.") from error


def check_workspace(workspace: str | None) -> None:
    """A wrong command line, unless it looks like Slack's id of a workspace."""
    if workspace and not (workspace[0] in "TE" and workspace.isalnum() and workspace.isupper()):
        raise typer.BadParameter(
            "write Slack's id of the workspace, such as T0123ABCD.", param_hint="--workspace"
        )


def check_person(person: str) -> None:
    """A wrong command line, unless it looks like Slack's id of a person."""
    if not (person[:1] in ("U", "W") and person.isalnum() and person.isupper()):
        raise typer.BadParameter("write Slack's id of the person, such as U0123ABCD.", param_hint="PERSON")


def write_text(file: Path, text: str) -> None:
    """Write the file, or for "-" to standard output."""
    if str(file) == "-":
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A bar on stderr while something takes its time; nothing where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda subject: bar.update(task, description=subject)


def first_line(error: object) -> str:
    """The first line of it that holds something."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "no details")
