"""Launch kinds in the settings: the list, and the form of one, drawn and read back here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import Refusal
from bot.i18n import N_, Translator
from bot.models import LaunchKind, Snapshot
from bot.views import fields, kit, names
from bot.views.department_forms import key_of
from bot.views.kit import Block
from bot.views.paging import paged
from bot.views.setting_fields import Reader
from bot.views.topic_forms import department_options

NAME: Final = 60
PAGE: Final = 20


@dataclass(frozen=True)
class Kind:
    """What the form says: the kind's key and its columns."""

    key: str
    values: dict[str, Any]


def kinds_page(
    kinds: Sequence[LaunchKind], snapshot: Snapshot, t: Translator, page: int = 0, *, saved: str = ""
) -> Block:
    """Every kind with whom it asks, and *Add a Kind*."""
    shown, turn = paged(kinds, page, "launch_kinds", t, size=PAGE)
    blocks = [kit.section(saved)] if saved else []
    add = kit.button(t("Add a Kind"), "settings_page", "launch_kind:")
    blocks.append(kit.actions(add, block_id="add"))
    for kind in shown:
        edit = kit.button(t("Edit"), "settings_page", f"launch_kind:{kind.key}")
        text = f"*{kit.escape(names.kind(t, kind.key))}*\n{_asked(kind, snapshot, t)}"
        blocks.append(kit.section(text, accessory=edit))
    back = kit.actions(kit.button(t("Back"), "settings_page", "hub:0"), block_id="back")
    return kit.modal("settings", t("Kinds of launch"), [*blocks, *turn, back], submit=None, close=t("Close"))


def kind_form(kind: LaunchKind | None, snapshot: Snapshot, t: Translator) -> Block:
    """Whom a kind asks, and who must answer before *Go*; None draws it empty, to add one. `launch_kind`."""
    known = kind or LaunchKind(workspace="", key="")
    departments = department_options(snapshot, t)
    blocks: list[Block] = []
    if kind is None:
        element = kit.text_input("name", limit=NAME)
        blocks.append(
            kit.field_of("name", t("Kind"), element, hint=t("In a word or two, such as: Store opening."))
        )
    blocks += [
        kit.field_of(
            "departments",
            t("Asked"),
            kit.multi_select("departments", departments, initial=known.departments),
            hint=t("Are ticked when such a launch is announced. Nobody: the launch starts at Go."),
            optional=True,
        ),
        kit.field_of(
            "required",
            t("Must answer before Go"),
            kit.multi_select("required", departments, initial=known.required),
            hint=t("Some or all of those asked; they cannot be left out."),
            optional=True,
        ),
    ]
    if kind is not None:
        tick = kit.option(t("Do not offer this kind any more"), "retire")
        blocks.append(kit.field_of("retire", t("Retire"), kit.ticks("retire", [tick]), optional=True))
    title = names.kind(t, kind.key) if kind else t("Add a Kind")
    kept = fields.metadata(known.key)
    return kit.modal("launch_kind", title, blocks, submit=t("Save"), close=t("Cancel"), metadata=kept)


def read_kind(view: Block) -> Kind:
    """Raises FormRefusal for a name that is missing, a required department that is not asked."""
    read = Reader(view)
    key = str(fields.remembered(view).get("id") or "")
    if not key:
        key = key_of(read.need("name", N_("Give the kind a name.")))
        fields.fit(view, name=NAME)
    asked, required = fields.chosen(view, "departments"), fields.chosen(view, "required")
    if missing := [one for one in required if one not in asked]:
        read.refuse(
            "required",
            Refusal(
                "{department} must answer but is not asked; add it to “Asked”, or leave it out here.",
                department=missing[0],
            ),
        )
    read.check()
    values = {"departments": list(asked), "required": list(required), "retired": retires(view)}
    return Kind(key, values)


def retires(view: Block) -> bool:
    """Whether the form's tick says that the kind is not offered any more."""
    return bool(fields.chosen(view, "retire"))


def _asked(kind: LaunchKind, snapshot: Snapshot, t: Translator) -> str:
    if not kind.departments:
        return t("Asks nobody.")
    required = [_label(key, snapshot, t) for key in kind.departments if key in kind.required]
    others = [_label(key, snapshot, t) for key in kind.departments if key not in kind.required]
    lines = []
    if required:
        lines.append(t("Must answer before Go: {departments}", departments=names.said(t.join(required), 600)))
    if others:
        lines.append(t("Asked too: {departments}", departments=names.said(t.join(others), 600)))
    return " · ".join(lines)


def _label(key: str, snapshot: Snapshot, t: Translator) -> str:
    return names.department_label(t, snapshot, key)
