"""The doctor: what keeps Tutti from working here, and what to do about each finding (`tutti doctor`)."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from typing import Any, Final

from pydantic import SecretStr

from bot.flows.findings import (
    Finding,
    channels_of,
    database_findings,
    hook_findings,
    model_findings,
    organisation_findings,
    people_of,
    settings_findings,
)
from bot.models import DepartmentKind, Snapshot, Workspace
from bot.slack import Later, Slack, SlackError, manifest
from bot.tools import Tools

__all__ = ["Finding", "examine"]

WARN_SECONDS: Final = 60
"""A clock that differs more from Slack's is worth a look."""
REFUSE_SECONDS: Final = 240
"""Slack's signatures are refused at 300 seconds; beyond this there is no margin left."""

Json = dict[str, Any]


async def examine(tools: Tools, on_step: Callable[[str], None] = lambda subject: None) -> list[Finding]:
    """Look at settings, database, Slack, channels and persons; everything found, good and bad, in this order.

    on_step: told the subject before each look, for a progress bar. Needs a started `tools.slack`. Changes
    nothing; never raises for what is wrong, that is a finding.
    """
    on_step("settings")
    findings = settings_findings(tools.settings)
    on_step("database")
    database = await database_findings(tools.store)
    findings += database
    on_step("Slack")
    who, found = await _token(tools)
    findings += found
    if tools.settings.slack_app_token is not None:
        on_step("Socket Mode")
        findings.append(await _socket(tools.settings.slack_app_token, tools.settings.slack_api_url))
    snapshot = await _snapshot(tools, who) if all(finding.ok for finding in database) else None
    if snapshot is None:
        return findings
    findings += organisation_findings(snapshot)
    findings += model_findings(tools.settings, snapshot)
    findings += await hook_findings(tools, snapshot)
    given = str((who or {}).get("_headers", {}).get("x-oauth-scopes", ""))
    findings += [*_group_scope(given, snapshot), *_listening_scope(given, snapshot)]
    if who is None:
        return findings
    for channel, places in channels_of(snapshot).items():
        on_step(channel)
        findings.append(await _channel(tools, channel, ", ".join(places), inside=_is_ours(snapshot, channel)))
    return findings + await _people(tools, snapshot, on_step)


async def _token(tools: Tools) -> tuple[Json | None, list[Finding]]:
    """Slack's answer to auth.test, None when there is none, and what it shows."""
    if tools.settings.slack_bot_token is None:
        return None, []
    try:
        who = await _ask(tools, "auth.test")
    except SlackError as error:
        return None, [_no_answer(error)]
    headers = who.get("_headers", {})
    name = f"{who.get('team', '')} ({who.get('team_id', '')})"
    found = [Finding(True, "Slack", f"The token is {who.get('user', '')}'s in {name}.")]
    found.append(_scopes(str(headers.get("x-oauth-scopes", ""))))
    found += _drawing(str(headers.get("x-oauth-scopes", "")))
    found.append(await _app(tools, who))
    if "date" in headers:
        found.append(_clock(tools, str(headers["date"])))
    return who, found


def _no_answer(error: SlackError) -> Finding:
    if isinstance(error, Later) or error.code == "no_answer":
        return Finding(
            False,
            "Slack",
            f"It does not answer ({error}).",
            "Check the network, a proxy, and SLACK_API_URL if you set it; then run tutti doctor again.",
        )
    return Finding(
        False,
        "Slack",
        f"It does not take the bot token ({error.code}).",
        "Install the app again on its page “Install App” and copy the new token into SLACK_BOT_TOKEN.",
    )


def _group_scope(header: str, snapshot: Snapshot) -> list[Finding]:
    """A rota that comes from a user group needs one scope more."""
    if not any(department.on_call_group for department in snapshot.active):
        return []
    if not header.strip() or "usergroups:read" in header:
        return []
    sentence = "A duty rota comes from a Slack user group, and the token lacks usergroups:read."
    todo = "Paste what tutti manifest --with groups prints into the app's page, and install the app again."
    return [Finding(False, "scopes", sentence, todo)]


def _drawing(header: str) -> list[Finding]:
    """Whoever gave the scopes for pictures wants some; Slack's own charts need nothing."""
    given = {scope.strip() for scope in header.split(",")}
    if not given.issuperset(manifest.OPTIONS["pictures"]) or find_spec("matplotlib"):
        return []
    sentence = "The token may hand in pictures, and nothing to draw them with is installed."
    todo = "Install Tutti with the extra pictures; without it a digest has words where Slack draws no chart."
    return [Finding(False, "pictures", sentence, todo)]


def _listening_scope(header: str, snapshot: Snapshot) -> list[Finding]:
    """Whether the token may read the channels that are watched; nothing where none is."""
    if not header.strip() or not snapshot.workspace.watched_channels or "channels:history" in header:
        return []
    sentence = "Channels are watched, and the token may not read their messages (channels:history)."
    todo = "Paste what tutti manifest --with listening prints into the app's page, and install the app again."
    return [Finding(False, "scopes", sentence, todo)]


def _scopes(header: str) -> Finding:
    if not header.strip():
        return Finding(True, "scopes", "Slack did not say which there are, so they are not checked.")
    given = {scope.strip() for scope in header.split(",") if scope.strip()}
    missing = [scope for scope in manifest.SCOPES if scope not in given]
    options = [name for name, scopes in manifest.OPTIONS.items() if set(scopes) <= given]
    if missing:
        return Finding(
            False,
            "scopes",
            f"The token lacks {', '.join(missing)}.",
            "Paste what tutti manifest prints into the app's page “App Manifest” and install the app again.",
        )
    with_options = f"; options: {', '.join(options)}" if options else "; no option, so no message is read"
    return Finding(True, "scopes", f"All {len(manifest.SCOPES)} that Tutti needs are there{with_options}.")


async def _app(tools: Tools, who: Json) -> Finding:
    if not who.get("bot_id"):
        return Finding(
            False,
            "app",
            "The token is a person's, not a bot's.",
            "Copy the “Bot User OAuth Token” into SLACK_BOT_TOKEN.",
        )
    try:
        app = (await _ask(tools, "bots.info", bot=who["bot_id"])).get("bot", {}).get("app_id")
    except SlackError as error:
        app, reason = None, f" ({error.code})"
    else:
        reason = ""
    if not app:
        return Finding(
            False,
            "app",
            f"The app's id cannot be read{reason}, so inputs of another app are not told apart.",
            "Check that the token has users:read; run tutti doctor again.",
        )
    return Finding(True, "app", f"The token belongs to the app {app}.")


def _clock(tools: Tools, header: str) -> Finding:
    try:
        apart = (tools.clock.now() - parsedate_to_datetime(header)).total_seconds()
    except (TypeError, ValueError):
        return Finding(True, "clock", "Slack did not say what time it is.")
    side = "ahead of" if apart > 0 else "behind"
    sentence = f"This machine is {abs(apart):.0f} seconds {side} Slack."
    if abs(apart) <= WARN_SECONDS:
        return Finding(True, "clock", sentence)
    if abs(apart) > REFUSE_SECONDS:
        sentence += " Slack's signatures are refused at 300 seconds."
    return Finding(False, "clock", sentence, "Switch on the time synchronisation (NTP) of this machine.")


async def _socket(app_token: SecretStr, base_url: str) -> Finding:
    """Whether Slack opens a socket for the app token. The socket itself is not used."""
    door = Slack(app_token.get_secret_value(), base_url)
    await door.start()
    try:
        await door.call("apps.connections.open")
    except SlackError as error:
        return Finding(
            False,
            "Socket Mode",
            f"Slack opens no socket ({error.code}).",
            "Switch Socket Mode on in the app's settings and make an app-level token with connections:write.",
        )
    finally:
        await door.stop()
    return Finding(True, "Socket Mode", "Slack opens a socket.")


async def _snapshot(tools: Tools, who: Json | None) -> Snapshot | None:
    """The settings of the token's workspace, else of the only one stored."""
    stored = await tools.store.read(lambda db: [workspace.id for workspace in db.all(Workspace)])
    workspace = str(who["team_id"]) if who else (stored[0] if len(stored) == 1 else None)
    return await tools.snapshot(workspace) if workspace else None


def _is_ours(snapshot: Snapshot, channel: str) -> bool:
    """Whether anything else than a partner's own requests is to stand there."""
    partners = {one.channel for one in snapshot.active if one.kind is DepartmentKind.partner}
    return channel not in partners or channel == snapshot.workspace.integration_channel


async def _channel(tools: Tools, channel: str, places: str, *, inside: bool) -> Finding:
    subject = f"{places} ({channel})"
    try:
        about = (await _ask(tools, "conversations.info", channel=channel)).get("channel", {})
    except SlackError as error:
        if error.code == "channel_not_found":
            sentence = "This channel does not exist, or it is private and Tutti is not in it."
            what = "Type /invite @Tutti in the channel, or correct its id in the configuration."
        else:
            sentence, what = f"Slack says nothing of it ({error.code}).", "Run tutti doctor again."
        return Finding(False, subject, sentence, what)
    name = f"#{about.get('name', channel)}"
    if about.get("is_archived"):
        return Finding(
            False,
            subject,
            f"{name} is archived.",
            "Unarchive it, or name another channel in the configuration.",
        )
    if not about.get("is_member"):
        return Finding(False, subject, f"Tutti is not in {name}.", f"Type /invite @Tutti in {name}.")
    if inside and about.get("is_ext_shared"):
        return Finding(
            False,
            subject,
            f"{name} is shared with another organisation: no card, no request of ours is posted there.",
            "Choose a channel of your own, or make the department a partner.",
        )
    return Finding(True, subject, f"Tutti is in {name}.")


async def _people(tools: Tools, snapshot: Snapshot, on_step: Callable[[str], None]) -> list[Finding]:
    """One finding for each person who cannot be asked, and one for all who can."""
    named = people_of(snapshot)
    wrong: list[Finding] = []
    for person, places in named.items():
        on_step(person)
        sentence = await _absence(tools, person)
        if sentence:
            what = "Name somebody else in the configuration file and run tutti config import FILE."
            wrong.append(Finding(False, f"{', '.join(places)} ({person})", sentence, what))
    well = len(named) - len(wrong)
    return [*wrong, Finding(True, "people", f"{well} of {len(named)} named persons can be asked.")]


async def _absence(tools: Tools, person: str) -> str:
    """Why this person cannot be asked; empty when they can."""
    try:
        user = (await _ask(tools, "users.info", user=person)).get("user", {})
    except SlackError as error:
        return (
            "Slack knows nobody with this id."
            if error.code == "user_not_found"
            else f"Slack said {error.code}."
        )
    name = user.get("real_name") or user.get("name") or person
    if user.get("deleted"):
        return f"{name} has left Slack."
    return f"{name} is a bot." if user.get("is_bot") else ""


async def _ask(tools: Tools, method: str, **arguments: Any) -> Json:
    """Slack's answer to a method that only reads; when it asks us to wait, we wait once."""
    try:
        return await tools.slack.look(method, **arguments)
    except Later as error:
        await tools.clock.sleep(error.seconds)
        return await tools.slack.look(method, **arguments)
