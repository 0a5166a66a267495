"""The manifest against the limits that Slack publishes (slackapi/manifest-schema 2.0.0), and its scopes."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from bot.slack.manifest import OPTIONS, SCOPES, address, manifest, scopes

URL = {"type": "string", "pattern": "^https?://", "maxLength": 3000}


def text(longest: int, shortest: int = 1) -> dict[str, Any]:
    """A text of limited length."""
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """An object that takes no other key."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def many(item: dict[str, Any], most: int) -> dict[str, Any]:
    """A list of limited length whose items differ."""
    return {"type": "array", "items": item, "minItems": 1, "maxItems": most, "uniqueItems": True}


FLAG = {"type": "boolean"}
LIMITS = closed(
    {
        "display_information": closed(
            {
                "name": text(35),
                "description": text(140),
                "background_color": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
            },
            "name",
        ),
        "features": closed(
            {
                "app_home": closed(
                    {
                        "home_tab_enabled": FLAG,
                        "messages_tab_enabled": FLAG,
                        "messages_tab_read_only_enabled": FLAG,
                    }
                ),
                "bot_user": closed({"display_name": text(80), "always_online": FLAG}, "display_name"),
                "shortcuts": many(
                    closed(
                        {
                            "type": {"enum": ["message", "global"]},
                            "callback_id": text(255),
                            "name": text(24),
                            "description": text(150),
                        },
                        "name",
                        "type",
                        "callback_id",
                        "description",
                    ),
                    10,
                ),
                "slash_commands": many(
                    closed(
                        {
                            "command": {"type": "string", "pattern": "^/", "maxLength": 32},
                            "description": text(2000),
                            "usage_hint": text(1000),
                            "should_escape": FLAG,
                            "url": URL,
                        },
                        "command",
                        "description",
                    ),
                    50,
                ),
            }
        ),
        "oauth_config": closed({"scopes": closed({"bot": many(text(50), 255)})}),
        "settings": closed(
            {
                "event_subscriptions": closed({"bot_events": many(text(50), 100), "request_url": URL}),
                "interactivity": closed({"is_enabled": FLAG, "request_url": URL}, "is_enabled"),
                "org_deploy_enabled": FLAG,
                "socket_mode_enabled": FLAG,
                "token_rotation_enabled": FLAG,
            }
        ),
    },
    "display_information",
)
EVERY_OPTION = tuple(OPTIONS)


@pytest.mark.parametrize("options", [(), *((option,) for option in OPTIONS), EVERY_OPTION])
@pytest.mark.parametrize("url", [None, "https://tutti.example"])
def test_the_manifest_keeps_slacks_limits(options: tuple[str, ...], url: str | None) -> None:
    made = json.loads(json.dumps(manifest(options=options, socket_mode=url is None, url=url)))
    jsonschema.validate(made, LIMITS)


def test_by_default_exactly_the_scopes_of_the_contract_are_asked() -> None:
    asked = manifest()["oauth_config"]["scopes"]["bot"]
    assert " ".join(asked) == (
        "commands chat:write im:write users:read channels:read groups:read channels:join channels:manage"
    )


def test_by_default_nothing_reads_messages() -> None:
    made = manifest()
    assert not [scope for scope in made["oauth_config"]["scopes"]["bot"] if "history" in scope]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert not [event for event in events if event.startswith(("message.", "reaction_", "app_mention"))]


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("proof", {"channels:history", "groups:history", "im:history"}),
        ("listening", {"channels:history", "reactions:read", "app_mentions:read"}),
        ("private", {"groups:history"}),
        ("pictures", {"files:write", "files:read"}),
        ("groups", {"usergroups:read"}),
        ("absence", {"dnd:read"}),
    ],
)
def test_an_option_adds_its_scopes_alone(option: str, more: set[str]) -> None:
    assert set(manifest(options=(option,))["oauth_config"]["scopes"]["bot"]) == set(SCOPES) | more


def test_every_scope_has_its_reason_and_a_shared_one_has_both() -> None:
    reasons = scopes(EVERY_OPTION)
    assert all(reason.startswith("To ") and reason.endswith(".") for reason in reasons.values())
    assert reasons["channels:history"].count("To ") == 2


def test_listening_asks_for_the_events_that_it_needs() -> None:
    events = manifest(options=("listening",))["settings"]["event_subscriptions"]["bot_events"]
    assert {"message.channels", "reaction_added", "app_mention"} <= set(events)
    assert "message.groups" not in events


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(KeyError):
        manifest(options=("everything",))


def test_over_http_every_input_goes_to_one_address() -> None:
    made = manifest(socket_mode=False, url="https://tutti.example/")
    settings = made["settings"]
    addresses = {command["url"] for command in made["features"]["slash_commands"]}
    addresses |= {settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"]}
    assert addresses == {"https://tutti.example/slack/events"}
    assert settings["socket_mode_enabled"] is False


def test_in_socket_mode_no_address_is_named() -> None:
    made = manifest(socket_mode=True, url="https://tutti.example")
    assert "https" not in json.dumps(made)
    assert made["settings"]["socket_mode_enabled"] is True


def test_an_address_that_has_the_path_already_keeps_it_once() -> None:
    assert address("https://tutti.example/slack/events") == "https://tutti.example/slack/events"


def test_the_commands_and_shortcuts_are_those_of_the_product() -> None:
    features = manifest()["features"]
    assert [command["command"] for command in features["slash_commands"]] == [
        "/tutti",
        "/launch",
        "/escalate",
        "/digest",
    ]
    assert {(one["type"], one["callback_id"]) for one in features["shortcuts"]} == {
        ("global", "launch"),
        ("global", "escalate"),
        ("message", "hand_over"),
    }
