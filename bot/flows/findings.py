"""What is found without asking Slack: secrets, database, the configuration itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.aside import aside
from bot.errors import SettingsError
from bot.flows import hook_secrets
from bot.models import Input, Snapshot
from bot.rules import defaults
from bot.settings import Settings
from bot.store import Db, Store, engines, migrate, seals
from bot.tools import Tools
from bot.views import configuration_hooks


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `what_to_do` is empty when it is well."""

    ok: bool
    subject: str
    sentence: str
    what_to_do: str = ""


def settings_findings(settings: Settings) -> list[Finding]:
    """Whether the secrets that this way of running needs are set and look right."""
    found = [_token_shape("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-", "OAuth & Permissions")]
    if settings.socket_mode:
        found.append(_token_shape("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-", "App-Level Tokens"))
    elif settings.slack_signing_secrets:
        found.append(Finding(True, "SLACK_SIGNING_SECRET", "It is set."))
    else:
        found.append(
            Finding(
                False,
                "SLACK_SIGNING_SECRET",
                "It is not set, so no input of Slack can be checked.",
                "Copy it from the app's page “Basic Information” into .env, "
                "or set SLACK_APP_TOKEN to use Socket Mode.",
            )
        )
    if settings.slack_client_id or settings.slack_client_secret:
        found.append(
            Finding(
                False,
                "SLACK_CLIENT_ID",
                "Several workspaces by OAuth are not built yet, so tutti serve stops.",
                "Take SLACK_CLIENT_ID and SLACK_CLIENT_SECRET out of the environment.",
            )
        )
    return found


async def database_findings(store: Store) -> list[Finding]:
    """Whether the database is there, has this code's schema and takes a change. Leaves no row behind."""
    try:
        revision = await aside(lambda: stored_revision(store.url))
    except Exception as error:
        # Whatever the driver says of an address, a password or a broken file is what the person needs to see.
        return [
            Finding(
                False,
                "database",
                f"It cannot be read: {first_line(error)}",
                "Check DATABASE_URL, and that the server runs and lets this machine in.",
            )
        ]
    if revision is None:
        return [
            Finding(
                False,
                "database",
                "It is empty, or not there yet.",
                "Run tutti config import FILE or tutti serve; both make the tables.",
            )
        ]
    if revision != migrate.head():
        return [
            Finding(
                False,
                "database",
                f"Its schema is {revision}; this Tutti needs {migrate.head()}.",
                "Run tutti migrate; if the schema is the newer one, install the newer Tutti.",
            )
        ]
    return [await _writable(store)]


def stored_revision(database_url: str) -> str | None:
    """The schema's revision; None for an empty database. Looking makes no SQLite file where there is none."""
    url = engines.url_of(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    return migrate.revision(database_url)


def organisation_findings(snapshot: Snapshot) -> list[Finding]:
    """What the configuration itself lacks, before Slack is asked about it."""
    workspace = snapshot.workspace
    change = "Edit the configuration file and run tutti config import FILE."
    found: list[Finding] = []
    if not snapshot.active:
        found.append(Finding(False, "configuration", "No department is configured.", change))
    if not workspace.integration_channel:
        found.append(
            Finding(
                False, "configuration", "No integration channel is set, so no card can be posted.", change
            )
        )
    if not (workspace.orchestrators or workspace.sponsor or workspace.installer or workspace.administrators):
        found.append(
            Finding(
                False, "configuration", "Nobody is there to ask when a department does not answer.", change
            )
        )
    seated = {seat.department for seat in snapshot.seats}
    for department in snapshot.active:
        if department.key not in seated:
            found.append(
                Finding(False, f"departments.{department.key}", "Nobody represents this department.", change)
            )
    keys = {department.key for department in snapshot.active}
    for topic in snapshot.topics:
        if not topic.retired and topic.department not in keys:
            sentence = f"Its department {topic.department or 'none'} is not one of those configured."
            found.append(Finding(False, f"topics.{topic.key}", sentence, change))
    return found or [Finding(True, "configuration", f"{len(snapshot.active)} departments.")]


def model_findings(settings: Settings, snapshot: Snapshot) -> list[Finding]:
    """Whether a language model that the workspace allows is configured; nothing where it allows none."""
    if not snapshot.workspace.model_allowed:
        return []
    if settings.has_model:
        return [Finding(True, "language model", f"{settings.openai_model} may be asked.")]
    return [
        Finding(
            False,
            "language model",
            "The workspace allows one, but none is configured; rules and templates stand in.",
            "Set OPENAI_API_KEY or OPENAI_BASE_URL, or take the tick away in /tutti setup, “Language model”.",
        )
    ]


def channels_of(snapshot: Snapshot) -> dict[str, list[str]]:
    """Every channel that the configuration names -> where it does."""
    found: dict[str, list[str]] = {}
    workspace = snapshot.workspace
    named = [("integration_channel", workspace.integration_channel)]
    named += [(f"departments.{department.key}", department.channel) for department in snapshot.active]
    named += [("watched_channels", channel) for channel in workspace.watched_channels]
    for place, channel in named:
        if channel:
            found.setdefault(channel, []).append(place)
    return found


HOOK_SILENCE = timedelta(days=30)
"""After so long without a delivery a source is worth a look."""


async def hook_findings(tools: Tools, snapshot: Snapshot) -> list[Finding]:
    """Webhooks: secrets and their key, what a mapping names and the workspace lacks, long silence."""
    rows = await tools.store.read(lambda db: hook_secrets.listed(db, snapshot.workspace.id))
    found = [_hook_key(tools.settings)] if rows else []
    topics = [one.key for one in defaults.topics(snapshot)]
    kinds = [one.key for one in defaults.launch_kinds(snapshot)]
    for row in rows:
        wrong, subject = [], f"hooks.{row.source.key}"
        if not row.made:
            todo = f"Run tutti hooks secret {row.source.key} and give the secret to the sender."
            wrong.append(Finding(False, subject, "It has no secret, so every delivery is refused.", todo))
        for field, key in configuration_hooks.unknown_keys(row.source, topics, kinds):
            sentence = (
                f"Its mapping can give the {field} {key}, which is not configured; then its words tell."
            )
            todo = f"Name another {field} in the fields of hooks.{row.source.key}, or add it."
            wrong.append(Finding(False, subject, sentence, todo))
        quiet = row.heard_at is None or tools.clock.now() - row.heard_at > HOOK_SILENCE
        sentence = "Nothing came within 30 days." if quiet else f"{row.source.name} was heard lately."
        found += wrong or [Finding(True, subject, sentence)]
    return found


def _hook_key(settings: Settings) -> Finding:
    try:
        seals.seal(settings.tutti_secret_key, "")
    except SettingsError as error:
        return Finding(False, "TUTTI_SECRET_KEY", "The webhooks' secrets cannot be sealed.", str(error))
    return Finding(True, "TUTTI_SECRET_KEY", "It is set.")


def people_of(snapshot: Snapshot) -> dict[str, list[str]]:
    """Every person that the configuration names -> where it does."""
    found: dict[str, list[str]] = {}
    workspace = snapshot.workspace
    keys = {department.key for department in snapshot.active}
    named = [("orchestrator", person) for person in workspace.orchestrators]
    named += [("sponsor", workspace.sponsor or "")]
    named += [("leaders", person) for person in workspace.leaders]
    named += [("administrators", person) for person in workspace.administrators]
    named += [
        (f"departments.{seat.department}.{seat.role.value}", seat.person)
        for seat in snapshot.seats
        if seat.department in keys
    ]
    named += [
        (f"departments.{department.key}.our_contact", department.our_contact or "")
        for department in snapshot.active
    ]
    named += [(f"hooks.{source.key}.by", source.by) for source in snapshot.sources if not source.retired]
    for place, person in named:
        if person:
            found.setdefault(person, []).append(place)
    return found


def _token_shape(name: str, secret: SecretStr | None, prefix: str, page: str) -> Finding:
    copy = f"Copy it from the app's page “{page}” into .env; it starts with {prefix}."
    if secret is None:
        return Finding(False, name, "It is not set.", copy)
    if not secret.get_secret_value().startswith(prefix):
        return Finding(False, name, f"It does not start with {prefix}, so it is another kind of token.", copy)
    return Finding(True, name, "It is set.")


class _TakenBack(Exception):
    """Ends the trial unit, so that its row is not kept."""


async def _writable(store: Store) -> Finding:
    def trial(db: Db) -> None:
        db.add_if_new(Input(workspace="", key="doctor", at=datetime.fromtimestamp(0, UTC)))
        raise _TakenBack

    try:
        await store.write(trial)
    except _TakenBack:
        return Finding(True, "database", "It can be read and written, and its schema is this Tutti's.")
    except Exception as error:
        sentence = f"It takes no change: {first_line(error)}"
    return Finding(
        False,
        "database",
        sentence,
        "Check that this user may write there, that the disk is not full and that no other program holds it.",
    )


def first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
