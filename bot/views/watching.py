"""Watched channels in the settings: the page that lists them, and the form of one, drawn and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import FormRefusal, Refusal
from bot.i18n import N_, Translator
from bot.models import Snapshot, Watch
from bot.views import fields, kit, names
from bot.views.kit import Block

MOST, APPS = 40, 100
"""Channels on the page, and apps in the form's list."""
MODES: Mapping[str, tuple[str, str]] = {
    "suggest": (N_("Propose to the author"), N_("Privately, with one click to open it.")),
    "shadow": (
        N_("Only under observation"),
        N_("The orchestrator's Home shows what would be proposed; nobody is told."),
    ),
}


def page(found: Sequence[Watch], snapshot: Snapshot, t: Translator, *, deaf: bool, saved: str = "") -> Block:
    """Every watched channel with how it is listened to. deaf: Tutti has no permission to read messages."""
    blocks = [kit.section(saved)] if saved else []
    if deaf:
        blocks.append(
            kit.section(
                t(
                    "Tutti may not read messages yet: install it again with `{option}`.",
                    option="tutti manifest --with listening",
                )
            )
        )
    if not found:
        blocks.append(
            kit.section(
                t("No channel is watched. Choose some under *Channel and language*."),
                accessory=kit.button(t("Edit"), "settings_page", "basics:0"),
            )
        )
    for one in found[:MOST]:
        edit = kit.button(t("Edit"), "settings_page", f"watched_channel:{one.channel}")
        blocks.append(kit.section(f"*{kit.channel(one.channel)}*\n{_line(one, snapshot, t)}", accessory=edit))
    if (more := len(found) - MOST) > 0:
        blocks.append(kit.context(t.n("and {count} more", "and {count} more", more)))
    back = kit.actions(kit.button(t("Back"), "settings_page", "hub:0"), block_id="back")
    return kit.modal("settings", t("Watched Channels"), [*blocks, back], submit=None, close=t("Close"))


def hub_lines(found: Sequence[Watch], snapshot: Snapshot, t: Translator) -> str:
    """The subject on the hub of all settings."""
    lines = [f"{kit.channel(one.channel)}: {_line(one, snapshot, t)}" for one in found[:5]]
    if (more := len(found) - len(lines)) > 0:
        lines.append(t.n("and {count} more", "and {count} more", more))
    return "\n".join([t("*Watched channels*"), *(lines or [t("none yet")])])


def form(found: Watch, apps: Mapping[str, str], snapshot: Snapshot, t: Translator) -> Block:
    """How one channel is listened to; callback `watched_channel`. apps: id -> name, those heard there."""
    modes = [kit.option(t(label), key, t(note)) for key, (label, note) in MODES.items()]
    known = {**apps, **{app: apps.get(app, app) for app in found.apps}}
    offered = [kit.option(name or app, app) for app, name in list(known.items())[:APPS]]
    blocks = [
        kit.section(t("How Tutti listens in {channel}.", channel=kit.channel(found.channel))),
        kit.field_of(
            "mode", t("What becomes of a likely case?"), kit.radio("mode", modes, initial=found.mode)
        ),
    ]
    if offered:
        blocks.append(
            kit.field_of(
                "apps",
                t("Open by itself what these apps write"),
                kit.multi_select("apps", offered, initial=found.apps),
                hint=t("A likely escalation opens at once; a flood of them is counted. Never a crisis."),
                optional=True,
            )
        )
        blocks.append(
            kit.field_of(
                "answerable",
                t("Who answers for them?"),
                kit.person_input("answerable", initial=found.answerable),
                hint=t("Stands as the reporter of what these apps open."),
                optional=True,
            )
        )
    else:
        blocks.append(kit.context(t("No app has written here yet what looked like a case.")))
    metadata = fields.metadata(found.channel)
    return kit.modal(
        "watched_channel",
        t("Watched Channel"),
        blocks,
        submit=t("Save"),
        close=t("Cancel"),
        metadata=metadata,
    )


def read_form(view: Block) -> Watch:
    """What was chosen. Raises FormRefusal where apps have nobody who answers for them."""
    channel = str(fields.remembered(view).get("id", ""))
    apps, answerable = fields.chosen(view, "apps"), fields.text(view, "answerable") or None
    if apps and answerable is None:
        raise FormRefusal({"answerable": Refusal("Choose who answers for what these apps open.")})
    mode = "shadow" if fields.text(view, "mode") == "shadow" else "suggest"
    return Watch(channel, mode, apps, answerable if apps else None)


def stored(found: Watch) -> dict[str, Any]:
    """The channel's entry in `Workspace.listening`; empty where everything is as usual."""
    given = {"mode": found.mode, "apps": list(found.apps), "answerable": found.answerable}
    return {key: one for key, one in given.items() if one not in ("suggest", [], None)}


def _line(one: Watch, snapshot: Snapshot, t: Translator) -> str:
    said = t(MODES[one.mode][0])
    if not one.apps or one.mode == "shadow":
        return said
    return t(
        "{line} · opens by itself for some apps; {person} answers for them",
        line=said,
        person=names.who(snapshot, one.answerable),
    )
