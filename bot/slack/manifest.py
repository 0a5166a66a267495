"""The app manifest that Slack is given, and the reason for each scope in it (DESIGN section 8, "Scopes").

The form is Slack's: https://docs.slack.dev/reference/app-manifest; its published schema is
slackapi/manifest-schema, version 2.0.0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

Json = dict[str, Any]

PATH: Final = "/slack/events"
"""Where every input of Slack arrives in HTTP mode."""

SCOPES: Final = {
    "commands": "To offer /tutti and the shortcuts.",
    "chat:write": "To post cards, requests and reminders, and to edit them.",
    "im:write": "To open a direct message with a person who is asked something.",
    "users:read": "To know names, languages and time zones, and who has left.",
    "channels:read": "To check that the channels of the configuration exist and that Tutti is in them.",
    "groups:read": "To check the same of private channels that Tutti was invited to.",
    "channels:join": "To enter the public channels of the configuration without being invited.",
    "channels:manage": "To create the integration channel during set-up.",
}
"""Scopes that are always asked, none of which reads messages -> why."""

OPTIONS: Final[dict[str, dict[str, str]]] = {
    "proof": {
        "channels:history": "To find our own message again after a doubtful send, in public channels.",
        "groups:history": "To find our own message again after a doubtful send, in private channels.",
        "im:history": "To find our own message again after a doubtful send, in direct messages.",
    },
    "listening": {
        "channels:history": "To propose a case for a message of a watched channel.",
        "reactions:read": "To offer an escalation to who reacts with the siren in a watched channel.",
        "app_mentions:read": "To answer when somebody names Tutti in a message.",
    },
    "private": {"groups:history": "To watch private channels that Tutti was invited to."},
    "pictures": {
        "files:write": "To post the picture of the digest.",
        "files:read": "To know when Slack has made that picture ready.",
    },
    "groups": {"usergroups:read": "To take the people of a duty rota from a Slack user group."},
    "absence": {"dnd:read": "To hold messages while somebody's notifications are paused."},
}
"""Option of `tutti manifest --with` -> its scopes and why."""

_EVENTS: Final = {
    "app_home_opened": None,
    "tokens_revoked": None,
    "app_uninstalled": None,
    "user_change": "users:read",
    "team_join": "users:read",
    "channel_rename": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_shared": "channels:read",
    "channel_unshared": "channels:read",
    "channel_left": "channels:read",
    "channel_id_changed": "channels:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "group_rename": "groups:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
}
"""Bot event -> the scope that it needs; https://docs.slack.dev/reference/events."""

_OPTION_EVENTS: Final = {
    "listening": ("message.channels", "reaction_added", "app_mention"),
    "private": ("message.groups",),
    "groups": ("subteam_members_changed",),
}
"""Events that an option asks for; those that read messages come with no scope alone."""

_COMMANDS: Final = (
    ("/tutti", "Le menu de Tutti / Tutti's menu", "[launch | escalate | digest | crisis | help]"),
    ("/launch", "Annoncer un lancement / Announce a launch", "[nom / name]"),
    ("/escalate", "Faire un signalement / Raise an escalation", "[texte / text]"),
    ("/digest", "Lire le point hebdo / Read the weekly digest", None),
)

_SHORTCUTS: Final = (
    ("global", "launch", "Lancement / Launch", "Annoncer un lancement / Announce a launch"),
    ("global", "escalate", "Escalade / Escalate", "Faire un signalement / Raise an escalation"),
    (
        "message",
        "hand_over",
        "Confier / Hand to Tutti",
        "Confier ce message au bon service / Hand this message to the right department",
    ),
)


def manifest(*, options: Collection[str] = (), socket_mode: bool = True, url: str | None = None) -> Json:
    """The manifest as Slack reads it, ready for JSON.

    options: keys of OPTIONS. url: address under which Slack reaches this server in HTTP mode, with or without
    the path; without one the manifest names no address, which only a Socket Mode app can use as it is.
    Raises KeyError for an unknown option.
    """
    asked = scopes(options)
    request_url = None if socket_mode or url is None else address(url)
    events: Json = {"bot_events": list(_events(options, asked))}
    interactivity: Json = {"is_enabled": True}
    if request_url:
        events["request_url"] = interactivity["request_url"] = request_url
    return {
        "display_information": {
            "name": "Tutti",
            "description": "Lancements et signalements : une carte, les bons services, une réponse à temps. "
            "Launches and escalations, answered in time.",
            "background_color": "#1d3557",
        },
        "features": _features(request_url),
        "oauth_config": {"scopes": {"bot": list(asked)}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def scopes(options: Collection[str] = ()) -> dict[str, str]:
    """Every scope that is asked with these options -> why. Raises KeyError for an unknown option."""
    found = dict(SCOPES)
    for option in options:
        for scope, reason in OPTIONS[option].items():
            found[scope] = f"{found[scope]} {reason}" if scope in found else reason
    return found


def address(url: str) -> str:
    """The request URL for a server's address: the path of Slack's inputs is added where it lacks."""
    bare = url.rstrip("/")
    return bare if bare.endswith(PATH) else bare + PATH


def _events(options: Collection[str], asked: Collection[str]) -> Iterable[str]:
    yield from (event for event, scope in _EVENTS.items() if scope is None or scope in asked)
    for option, events in _OPTION_EVENTS.items():
        if option in options:
            yield from events


def _features(request_url: str | None) -> Json:
    commands: list[Json] = []
    for command, description, hint in _COMMANDS:
        one: Json = {"command": command, "description": description, "should_escape": False}
        commands.append(
            one | ({"usage_hint": hint} if hint else {}) | ({"url": request_url} if request_url else {})
        )
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Tutti", "always_online": True},
        "shortcuts": [
            {"type": kind, "callback_id": key, "name": name, "description": description}
            for kind, key, name, description in _SHORTCUTS
        ],
        "slash_commands": commands,
    }
