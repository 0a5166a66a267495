"""What Slack's client checks before a form leaves it: required, lengths, numbers, links."""

from __future__ import annotations

import re

from bot.sandbox.forms import HOLDS, is_empty
from bot.sandbox.words import say
from bot.sandbox.workspace import Json, OpenView


def complaints(shown: OpenView, locale: str) -> dict[str, str]:
    """Slack's own sentences by block_id; empty when the form may leave."""
    found: dict[str, str] = {}
    for blk in shown.view["blocks"]:
        if blk["type"] == "input" and (told := _of(blk, shown.values, locale)):
            found[blk["block_id"]] = told
    return found


def _of(blk: Json, values: Json, locale: str) -> str:
    elem = blk["element"]
    value = values[blk["block_id"]][elem["action_id"]]
    if is_empty(value):
        return "" if blk.get("optional") else say(locale, "required")
    held = value[HOLDS[elem["type"]][0]]
    if isinstance(held, str):
        return _of_text(elem, held, locale)
    limit = elem.get("max_selected_items")
    return say(locale, "too_many", limit=limit) if limit and len(held) > limit else ""


def _of_text(elem: Json, held: str, locale: str) -> str:
    kind = elem["type"]
    if kind == "plain_text_input" and len(held) > elem.get("max_length", 3000):
        return say(locale, "too_long", limit=elem.get("max_length", 3000))
    if kind == "plain_text_input" and len(held) < elem.get("min_length", 0):
        return say(locale, "too_short", limit=elem["min_length"])
    if kind == "number_input" and not re.fullmatch(r"-?\d+([.,]\d+)?", held.strip()):
        return say(locale, "not_a_number")
    if kind == "url_text_input" and not re.match(r"https?://\S+\.\S+", held.strip()):
        return say(locale, "not_a_link")
    return ""
