"""A form as Slack sends it back: its own first values, and what a person typed over them."""

from __future__ import annotations

from typing import Any

from bot.views.kit import Block

KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "datepicker": ("selected_date", "initial_date"),
}


def filled(view: Block, **typed: Any) -> Block:
    """The view with `state.values`. A choice is given by its value, several as a list of values.

    Raises KeyError for a field or an option that the form does not offer.
    """
    values: dict[str, dict[str, Any]] = {}
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    for unknown in set(typed) - set(fields):
        raise KeyError(unknown)
    for name, element in fields.items():
        key, first = KEYS[element["type"]]
        held = (
            _held(element, typed[name])
            if name in typed
            else element.get(first, [] if key[-1] == "s" else None)
        )
        values[name] = {element["action_id"]: {"type": element["type"], key: held}}
    return view | {"state": {"values": values}}


def _held(element: Block, given: Any) -> Any:
    if "options" not in element or given is None:
        return given
    offered = {option["value"]: option for option in element["options"]}
    return [offered[one] for one in given] if isinstance(given, list) else offered[given]
