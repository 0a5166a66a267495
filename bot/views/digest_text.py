"""A message as plain text, as the command line shows it."""

from __future__ import annotations

import re

from bot.views.kit import Rendered

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]*)>")
_MENTION = re.compile(r"<@([^>]+)>")


def text_of(rendered: Rendered) -> str:
    """Every line that a reader sees, without markup: times in the fallback's zone, links with addresses."""
    texts = [rendered.text] if not rendered.blocks else []
    for block in rendered.blocks:
        if "text" in block:
            texts.append(str(block["text"]["text"]))
        if block["type"] == "context":
            texts += [str(element["text"]) for element in block["elements"]]
    return "\n".join(map(_plain, texts)) + "\n"


def _plain(text: str) -> str:
    text = _MENTION.sub(r"@\1", _LINK.sub(r"\2 (\1)", _DATE.sub(r"\1", text)))
    text = re.sub(r"(?<!\w)\*(?!\u200d)([^*\n]+)\*(?!\w|\u200d)", r"\1", text).replace("\u200d", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
