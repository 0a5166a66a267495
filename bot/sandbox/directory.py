"""The Web API's reads of the app, the team and its people."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.sandbox.box import Box, Refused
from bot.sandbox.chat import domain
from bot.sandbox.workspace import Human, Json

T = TypeVar("T")


def auth_test(box: Box, args: Json) -> Json:
    """auth.test: whose token it is."""
    space = box.workspace
    return {
        "url": f"https://{domain(box)}.slack.com/",
        "team": space.team_name,
        "user": space.app_name.lower(),
        "team_id": space.team_id,
        "user_id": space.bot_user,
        "bot_id": space.bot_id,
        "is_enterprise_install": False,
    }


def bots_info(box: Box, args: Json) -> Json:
    """bots.info: the app behind a bot id."""
    space = box.workspace
    if args.get("bot", space.bot_id) != space.bot_id:
        raise Refused("bot_not_found")
    return {
        "bot": {
            "id": space.bot_id,
            "deleted": False,
            "name": space.app_name,
            "updated": 0,
            "app_id": space.app_id,
            "user_id": space.bot_user,
            "icons": {},
        }
    }


def team_info(box: Box, args: Json) -> Json:
    """team.info: the workspace."""
    space = box.workspace
    team = {
        "id": space.team_id,
        "name": space.team_name,
        "domain": domain(box),
        "email_domain": "",
        "icon": {},
    }
    return {"team": team}


def users_info(box: Box, args: Json) -> Json:
    """users.info: one person; `locale` only when include_locale is asked."""
    person = box.workspace.people.get(str(args["user"]))
    if person is None:
        raise Refused("user_not_found")
    return {"user": user_json(box, person, bool(args.get("include_locale")))}


def users_list(box: Box, args: Json) -> Json:
    """users.list: everybody, in pages."""
    with_locale = bool(args.get("include_locale"))
    page, cursor = page_of(list(box.workspace.people.values()), args, 1000)
    return {"members": [user_json(box, p, with_locale) for p in page], **cursor}


def group_members(box: Box, args: Json) -> Json:
    """usergroups.users.list: who is in a user group."""
    members = box.workspace.groups.get(str(args.get("usergroup", "")))
    if members is None:
        raise Refused("no_such_subteam")
    return {"users": list(members)}


def dnd_info(box: Box, args: Json) -> Json:
    """dnd.info: when a person's do-not-disturb begins and ends; a snooze is shown to themselves alone."""
    person = box.workspace.people.get(str(args.get("user", "")))
    if person is None:
        raise Refused("user_not_found")
    if not person.quiet_until:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    times = {"next_dnd_start_ts": person.quiet_from, "next_dnd_end_ts": person.quiet_until}
    return {"dnd_enabled": True, **times}


def user_json(box: Box, person: Human, with_locale: bool) -> Json:
    """A user object; `tz_offset` in seconds at the product's now."""
    offset = box.clock.now().astimezone(ZoneInfo(person.tz)).utcoffset()
    shown: Json = {
        "id": person.id,
        "team_id": person.team_id or box.workspace.team_id,
        "name": person.handle,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "updated": 0,
        "profile": {
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.real_name.split(" ")[0],
            "display_name_normalized": person.real_name.split(" ")[0],
            "title": person.title,
            "status_emoji": person.status_emoji,
            "status_text": person.status_text,
            "status_expiration": person.status_expiration,
            "team": box.workspace.team_id,
        },
    }
    return shown | ({"locale": person.locale} if with_locale else {})


def require(box: Box, scope: str) -> None:
    """Refuse as Slack does when the app lacks a scope."""
    if scope not in box.scopes:
        raise Refused("missing_scope", needed=scope, provided=",".join(sorted(box.scopes)))


def page_of(every: Sequence[T], args: Json, usual: int) -> tuple[Sequence[T], Json]:
    """One page of a list and the cursor to the next. Raises Refused."""
    limit = int(args.get("limit") or usual)
    if not 1 <= limit <= 1000:
        raise Refused("invalid_limit")
    try:
        start = int(base64.b64decode(str(args.get("cursor") or "")).decode().removeprefix("at:") or 0)
    except ValueError:
        raise Refused("invalid_cursor") from None
    rest = start + limit < len(every)
    cursor = base64.b64encode(f"at:{start + limit}".encode()).decode() if rest else ""
    return every[start : start + limit], {"response_metadata": {"next_cursor": cursor}}
