"""The command line: `tutti`, or `python -m bot` (DESIGN section 8).

Exit code 0: done. 1: refused, failed, or the doctor found something. 2: the command line is wrong. An error
is one plain line on stderr that says what to do; a configuration file with mistakes has one line for each.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import (
    WorkspaceOption,
    check_workspace,
    first_line,
    progress,
    run_with,
    settings_of,
)
from bot.console_data import backup, config, privacy, restore
from bot.console_hooks import hooks

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
app.add_typer(config, name="config")
app.add_typer(privacy, name="privacy")
app.add_typer(hooks, name="hooks")
app.command()(backup)
app.command()(restore)

digest = typer.Typer(help="The weekly digests.", no_args_is_help=True)
app.add_typer(digest, name="digest")


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
    begin_lightly()
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
    begin_lightly()
    from bot.app import serve

    serve(settings_of())


def begin_lightly() -> None:
    """Before the first import: what a third of a start and a twentieth of the memory would go to.

    Searches for garbage, of which there is none yet; once begun, they run. And rich, which structlog loads
    where it is found: for tracebacks in colour, and our log is JSON.
    """
    gc.disable()
    sys.modules["rich"] = None  # type: ignore[assignment]  # docs.python.org/3/reference/import.html#the-module-cache
    import structlog  # noqa: F401

    del sys.modules["rich"]


@app.command()
def migrate(
    back_to: Annotated[
        str | None,
        typer.Option("--back-to", metavar="REVISION", help="Go back, for an older Tutti; back up first."),
    ] = None,
) -> None:
    """Bring the database to the schema of this version; `serve` does it too."""
    from bot.store import migrate

    url = settings_of().database_url
    with progress() as say:
        say("database")
        migrate.downgrade(url, back_to) if back_to else migrate.upgrade(url)
    typer.echo(f"The database is at revision {migrate.revision(url)}.")


@app.command()
def doctor(
    live: Annotated[
        bool, typer.Option("--live", help="Ask the running Tutti too, at TUTTI_HOST and TUTTI_PORT.")
    ] = False,
) -> None:
    """Look at tokens, scopes, channels, persons, clock and database; say what to do about each finding."""
    from bot.flows.doctor import examine
    from bot.live import examine as examine_live

    async def work(store: Store, slack: Slack | None) -> list[Finding]:
        from bot.clock import SystemClock
        from bot.slack import Slack
        from bot.tools import Tools

        tools = Tools(settings, SystemClock(), store, slack or Slack("", settings.slack_api_url))
        with progress() as say:
            found = await examine(tools, say)
            say("running")
            return [*found, *(await examine_live(settings) if live else ())]

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


@digest.command("preview")
def preview_digest(
    audience: Annotated[
        str, typer.Option(help="shared, leadership, or a department's key or name.")
    ] = "shared",
    week: Annotated[
        str | None,
        typer.Option(metavar="2026-W47", help="A week that was sent, as it was; without it, as of now."),
    ] = None,
    lang: Annotated[Lang | None, typer.Option(help="Without it, the workspace's language.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Print a digest as it would be sent now, or as it was sent in a week; nothing is sent."""
    from bot.clock import SystemClock
    from bot.flows import configuration, digest_previews
    from bot.slack import Slack
    from bot.tools import Tools

    check_workspace(workspace)
    settings = settings_of()

    async def work(store: Store, slack: Slack | None) -> str:
        configuration.require_schema(store)
        named = await configuration.pick_workspace(store, slack, workspace)
        tools = Tools(settings, SystemClock(), store, slack or Slack("", settings.slack_api_url))
        return await digest_previews.preview(tools, named, audience, week, lang.value if lang else None)

    typer.echo(run_with(settings, work), nl=False)


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
