"""Long lists on pages of a modal: a part of the list, and the buttons that turn the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.i18n import Translator
from bot.views import kit
from bot.views.kit import Block

Item = TypeVar("Item")


def paged(
    items: Sequence[Item], page: int, where: str, t: Translator, *, size: int, action: str = "settings_page"
) -> tuple[Sequence[Item], list[Block]]:
    """The items of this page, counted from 0, and a row of buttons if there are others.

    A button's value is `where:page`. A page beyond the end is the last one.
    """
    last = max(0, (len(items) - 1) // size)
    page = min(max(page, 0), last)
    shown = items[page * size : (page + 1) * size]
    return shown, turning(page, last, where, t, action=action)


def turning(page: int, last: int, where: str, t: Translator, *, action: str = "settings_page") -> list[Block]:
    """*Previous* and *Next*, and which page this is; nothing where there is only one."""
    if last == 0:
        return []
    said = kit.context(t("Page {page} of {pages}", page=page + 1, pages=last + 1))
    before = kit.button(t("Previous"), action, f"{where}:{page - 1}") if page > 0 else None
    after = kit.button(t("Next"), action, f"{where}:{page + 1}") if page < last else None
    # Two blocks, since an action id may stand only once in a block.
    rows = [kit.actions(one, block_id=f"turn_{name}") for name, one in (("b", before), ("a", after)) if one]
    return [said, *rows]
