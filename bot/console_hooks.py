"""`tutti hooks`: the programs that may post to `/hooks/SOURCE`, their secrets, and trying a mapping out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.console import WorkspaceOption, check_workspace, run_with, settings_of, text_of

# What a command needs is imported inside it, so that `tutti --help` answers at once.
if TYPE_CHECKING:
    from bot.flows.hook_secrets import Listed
    from bot.models import Arrived
    from bot.slack import Slack
    from bot.store import Store

FAILED = 1
hooks = typer.Typer(
    help="Other programs that tell Tutti something: list them, make secrets, try a mapping out.",
    no_args_is_help=True,
)
SourceArgument = Annotated[
    str, typer.Argument(metavar="SOURCE", help="Key of the source, as in /hooks/SOURCE.")
]


@hooks.command("list")
def list_(workspace: WorkspaceOption = None) -> None:
    """List the sources, how many secrets each has, and when it was heard last; no secret is shown."""
    from bot.flows import configuration, hook_secrets

    check_workspace(workspace)

    async def work(store: Store, slack: Slack | None) -> list[Listed]:
        configuration.require_schema(store)
        named = await configuration.pick_workspace(store, slack, workspace)
        return await store.read(lambda db: hook_secrets.listed(db, named))

    rows = run_with(settings_of(), work)
    if not rows:
        typer.echo("No source is named yet. Name one under hooks in the configuration file and import it.")
    for row in rows:
        heard = f"heard {row.heard_at:%Y-%m-%d %H:%M} UTC" if row.heard_at else "never heard"
        made = ", ".join(f"{at:%Y-%m-%d}" for at in row.made) or "none"
        mapping = row.source.mapping or "its own"
        typer.echo(
            f"/hooks/{row.source.key}: {row.source.name}, mapping {mapping}, secrets made {made}, {heard}"
        )


@hooks.command("secret")
def secret(
    source: SourceArgument,
    retire: Annotated[bool, typer.Option("--retire", help="End the oldest secret instead.")] = False,
    given: Annotated[
        bool,
        typer.Option("--given", help="Take the sender's own secret, one line of standard input."),
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a secret and print it once; two are good at once, so that the sender can change in between."""
    from bot.clock import SystemClock
    from bot.flows import configuration, hook_secrets

    check_workspace(workspace)
    own = sys.stdin.readline().strip() if given else None
    settings = settings_of()

    async def work(store: Store, slack: Slack | None) -> str | int:
        configuration.require_schema(store)
        named = await configuration.pick_workspace(store, slack, workspace)
        now = SystemClock().now()
        if retire:
            return await hook_secrets.retire(store, named, source, now)
        return await hook_secrets.make(store, settings.tutti_secret_key, named, source, own, now)

    done = run_with(settings, work)
    if retire:
        typer.echo(f"The oldest secret of {source} is no longer good; secrets left: {done}.")
    elif given:
        typer.echo(f"The secret of {source} is stored.")
    else:
        typer.echo("Give this to the sender now; it is not shown again.", err=True)
        typer.echo(str(done))


@hooks.command("test")
def test(
    file: Annotated[Path, typer.Argument(help="A body as the sender posts it; - reads standard input.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="SOURCE",
            help="A source of the configuration, or a shipped mapping; without it, the only source there is.",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what would be opened, told or closed for this body. Nothing is changed and nothing is sent."""
    from bot.errors import SettingsError
    from bot.flows import configuration
    from bot.rules import bodies

    check_workspace(workspace)
    try:
        body = bodies.read(text_of(file).encode())
    except bodies.Unreadable as error:
        raise SettingsError(f"{file} is no body of a webhook: {error}.") from error

    async def work(store: Store, slack: Slack | None) -> tuple[list[Arrived], list[list[str]]]:
        from bot.flows import hook_trials

        configuration.require_schema(store)
        named = await configuration.pick_workspace(store, slack, workspace)
        return await hook_trials.tried(store, named, source, body)

    arrived, told = run_with(settings_of(), work)
    _print(told)
    if not arrived or any(one.why for one in arrived):
        raise typer.Exit(FAILED)


def _print(told: list[list[str]]) -> None:
    """Each item's first line stands out on a terminal; nothing is coloured elsewhere."""
    from rich.console import Console
    from rich.text import Text

    console: Any = Console(soft_wrap=True, highlight=False)
    for first, *others in told:
        console.print(Text(first, style="bold red" if first.startswith("Refused") else "bold green"))
        for line in others:
            console.print(Text(f"  {line}"))
