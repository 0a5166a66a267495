"""The forms that complete and change a launch, drawn and read back; a field's name is its block id."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import N_, Translator
from bot.models import Launch
from bot.views import fields, kit, names
from bot.views.kit import Block
from bot.views.launch_forms import TEXT, TITLE, seconds, urgent_field
from bot.views.launches import FIELDS

COMPLETED = ("what", "audience", "price", "offer", "terms", "claim", "kit", "media", "help")
"""Texts of the form that completes a launch."""
PROGRESS = 300


def complete_form(launch: Launch, t: Translator) -> Block:
    """What can be said later about a launch; callback `launch_complete`, every field optional."""
    blocks = [
        _text(launch, name, t, lines=name in ("what", "terms", "help"), optional=True) for name in COMPLETED
    ]
    embargo = kit.moment_input("embargo", initial=seconds(launch.embargo))
    blocks.append(kit.field_of("embargo", t("Embargo until"), embargo, optional=True))
    approver = kit.person_input("approver", initial=launch.approver)
    blocks.append(kit.field_of("approver", t("Approver"), approver, optional=True))
    return kit.modal(
        "launch_complete",
        t("Complete the Launch"),
        blocks,
        submit=t("Save"),
        close=t("Cancel"),
        metadata=fields.metadata(launch.id),
    )


def read_complete(view: Block) -> dict[str, str | datetime | None]:
    """Field -> text, None where it was left empty; `embargo` is aware UTC, `approver` a user id."""
    fields.fit(view, **dict.fromkeys(COMPLETED, TEXT))
    found: dict[str, str | datetime | None] = {
        name: fields.text(view, name) or None for name in (*COMPLETED, "approver")
    }
    return found | {"embargo": fields.moment(view, "embargo")}


def change_form(launch: Launch, t: Translator) -> Block:
    """What others relied on (PRODUCT section 2, "Go", says who is asked again); callback `launch_change`."""
    note = t(
        "Whoever answered is asked again if date, price, offer, terms, claim or who answers comments change."
    )
    answerer = kit.person_input("answerer", initial=launch.answerer)
    blocks = [
        kit.context(note),
        _text(launch, "title", t, limit=TITLE),
        kit.field_of("at", t("Date and hour"), kit.moment_input("at", initial=seconds(launch.at))),
        _text(launch, "gain", t, lines=True),
        _text(launch, "goal", t),
        kit.field_of("answerer", t("Who answers comments"), answerer),
        *(_text(launch, name, t, optional=True) for name in ("price", "offer", "terms", "claim")),
        urgent_field(t, ticked=launch.high),
    ]
    return kit.modal(
        "launch_change",
        t("Change the Launch"),
        blocks,
        submit=t("Change"),
        close=t("Cancel"),
        metadata=fields.metadata(launch.id),
    )


def read_change(view: Block) -> dict[str, str | datetime | bool | None]:
    """Field -> what stands there now: `at` aware UTC, `answerer` a user, `high` a bool, others text or None.

    Raises FormRefusal where name, date, gain, goal or answerer are missing.
    """
    fields.need(
        view,
        title=N_("Give the launch a name."),
        at=N_("Choose the date and the hour."),
        gain=N_("Say in one sentence what the customer gains."),
        goal=N_("Say what would make it a success, with a number."),
        answerer=N_("Choose who answers comments."),
    )
    named = ("title", "gain", "goal", "answerer", "price", "offer", "terms", "claim")
    fields.fit(view, title=TITLE, **dict.fromkeys(named[1:3] + named[4:], TEXT))
    found: dict[str, str | datetime | bool | None] = {name: fields.text(view, name) or None for name in named}
    return found | {"at": fields.moment(view, "at"), "high": bool(fields.chosen(view, "high"))}


def progress_form(launch: Launch, t: Translator) -> Block:
    """Where the goal stands, and how to help (PRODUCT mechanism 36); callback `launch_progress_form`."""
    goal = names.said(launch.texts.get("goal"), 500) or "–"
    blocks = [
        kit.section(t("Goal: {goal}", goal=goal)),
        _text(launch, "progress", t, limit=PROGRESS),
        _text(launch, "help", t, lines=True, optional=True),
    ]
    return kit.modal(
        "launch_progress_form",
        t("Goal of the Launch"),
        blocks,
        submit=t("Save"),
        close=t("Cancel"),
        metadata=fields.metadata(launch.id),
    )


def read_progress(view: Block) -> dict[str, str | None]:
    """`progress` and `help`. FormRefusal without the first, or where one is too long."""
    fields.need(view, progress=N_("Say where the goal stands, with a number."))
    fields.fit(view, progress=PROGRESS, help=TEXT)
    return {name: fields.text(view, name) or None for name in ("progress", "help")}


def _text(
    launch: Launch,
    name: str,
    t: Translator,
    *,
    lines: bool = False,
    limit: int = TEXT,
    optional: bool = False,
) -> Block:
    element = kit.text_input(name, initial=launch.texts.get(name, ""), lines=lines, limit=limit)
    return kit.field_of(name, t(FIELDS[name]), element, optional=optional)
