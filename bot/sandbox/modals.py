"""The Web API's views.* methods (docs.slack.dev/surfaces/modals, docs.slack.dev/surfaces/app-home)."""

from __future__ import annotations

import copy
from typing import Any

from bot.sandbox.blockkit import check_view
from bot.sandbox.box import Box, Refused
from bot.sandbox.forms import first_values, with_ids
from bot.sandbox.limits import MODALS_DEEP
from bot.sandbox.workspace import Json, OpenView, new_hash, new_id


def open_modal(box: Box, args: Json) -> Json:
    """views.open: a new form before the person whose trigger it is."""
    view = checked_view(args.get("view"), "modal")
    trigger = box.use_trigger(_trigger_id(args))
    opened = fresh(box, trigger.user, view)
    box.workspace.stacks[trigger.user] = [opened]
    return _told(box, opened)


def push(box: Box, args: Json) -> Json:
    """views.push: on top of the modal in which the trigger arose; three deep at most."""
    view = checked_view(args.get("view"), "modal")
    trigger = box.use_trigger(_trigger_id(args))
    stack = box.workspace.stacks.get(trigger.user) or []
    if not stack or not trigger.view:
        raise Refused("not_found")
    if len(stack) >= MODALS_DEEP:
        raise Refused("push_limit_reached")
    opened = fresh(box, trigger.user, view, below=stack[-1])
    stack.append(opened)
    return _told(box, opened)


def update(box: Box, args: Json) -> Json:
    """views.update: by view_id or external_id, if it is still open and has the given hash."""
    shown = box.workspace.view(str(args.get("view_id") or ""))
    if external := args.get("external_id"):
        every = (v for stack in box.workspace.stacks.values() for v in stack)
        shown = next((v for v in every if v.view.get("external_id") == external), None)
    if shown is None:
        raise Refused("not_found")
    view = checked_view(args.get("view"), shown.view["type"])
    _same_hash(shown, args)
    replace(box, shown, view)
    return _told(box, shown)


def publish(box: Box, args: Json) -> Json:
    """views.publish: a person's Home."""
    home_on = box.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled")
    if not home_on:
        raise Refused("not_enabled")
    user = str(args["user_id"])
    if user not in box.workspace.people:
        raise Refused("user_not_found")
    view = checked_view(args.get("view"), "home")
    shown = box.workspace.homes.get(user)
    if shown is None:
        shown = box.workspace.homes[user] = fresh(box, user, view)
    else:
        _same_hash(shown, args)
        replace(box, shown, view)
    box.workspace.changed(f"home:{user}")
    return _told(box, shown)


def checked_view(view: Any, kind: str) -> Json:
    """A view as Slack would store it. Raises Refused as Slack does."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", ["[ERROR] must be an object [json-pointer:/view]"])
    found = check_view(view)
    if any("view_too_large" in line for line in found):
        raise Refused("view_too_large")
    if not found and view["type"] != kind:
        found = [f"[ERROR] must be {kind} here [json-pointer:/view/type]"]
    if found:
        raise Refused("invalid_arguments", found)
    stored: Json = copy.deepcopy(view)
    return stored | {"blocks": with_ids(stored["blocks"])}


def fresh(box: Box, user: str, view: Json, below: OpenView | None = None) -> OpenView:
    """A view newly shown to a person, holding its first values."""
    name = new_id("V")
    box.workspace.changed(f"views:{user}")
    return OpenView(
        id=name,
        user=user,
        view=view,
        hash=new_hash(box.clock.tick()),
        root=below.root if below else name,
        previous=below.id if below else "",
        values=first_values(view["blocks"]),
    )


def replace(box: Box, shown: OpenView, view: Json) -> None:
    """Change an open view in place: what was typed stays where block_id and action_id stay."""
    shown.values = first_values(view["blocks"], shown.values)
    shown.view, shown.hash = view, new_hash(box.clock.tick())
    shown.errors, shown.error = {}, ""
    box.workspace.changed(f"views:{shown.user}")


def _same_hash(shown: OpenView, args: Json) -> None:
    if args.get("hash") and args["hash"] != shown.hash:
        raise Refused("hash_conflict")


def _trigger_id(args: Json) -> str:
    trigger_id = args.get("trigger_id") or args.get("interactivity_pointer")
    if not trigger_id:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return str(trigger_id)


def _told(box: Box, shown: OpenView) -> Json:
    space = box.workspace
    return {"view": shown.json(space.app_id, space.bot_id, space.team_id)}
