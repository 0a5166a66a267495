"""Personal settings: the form, drawn and read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.i18n import Translator
from bot.models import Preference
from bot.views import fields, kit
from bot.views.kit import Block


@dataclass(frozen=True)
class Draft:
    """What the form holds. language: fr, en or None for that of Slack."""

    language: str | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    rounds: tuple[str, ...] = ()
    monday: bool = True
    only_crisis: bool = False
    unproposed: tuple[str, ...] = ()
    """Watched channels in which nothing is proposed to them."""


def form(chosen: Preference, rounds: Sequence[str], t: Translator) -> Block:
    """The personal settings; callback `preferences_form`. `rounds` are those the person can choose from."""
    first, _, last = (chosen.quiet or "").partition("-")
    blocks = [
        kit.field_of("language", t("Language"), _languages(chosen.language, t)),
        kit.field_of(
            "quiet_from",
            t("Quiet hours from"),
            kit.clock_input("quiet_from", initial=_clock(first)),
            hint=t("In your own time zone; your department's hours hold as well."),
            optional=True,
        ),
        kit.field_of(
            "quiet_until",
            t("Quiet hours until"),
            kit.clock_input("quiet_until", initial=_clock(last)),
            hint=t("They may go past midnight, such as 18:00 to 10:00."),
            optional=True,
        ),
    ]
    if rounds:
        options = [kit.option(clock, clock) for clock in rounds[:10]]
        kept = [clock for clock in rounds if chosen.rounds is None or clock in chosen.rounds] or list(rounds)
        label = t("Rounds that may reach you")
        blocks.append(
            kit.field_of("rounds", label, kit.ticks("rounds", options, initial=kept), optional=True)
        )
    blocks.append(kit.field_of("others", t("Messages"), _others(chosen, t), optional=True))
    if chosen.unproposed:
        places = kit.channels_input("unproposed", initial=chosen.unproposed)
        blocks.append(
            kit.field_of(
                "unproposed", t("Channels in which nothing is proposed to me"), places, optional=True
            )
        )
    return kit.modal("preferences_form", t("My Settings"), blocks, submit=t("Save"), close=t("Cancel"))


def read_form(view: Block) -> Draft:
    """What was chosen."""
    others = fields.chosen(view, "others")
    language = fields.text(view, "language")
    return Draft(
        language=language if language in ("fr", "en") else None,
        quiet_from=fields.clock(view, "quiet_from"),
        quiet_until=fields.clock(view, "quiet_until"),
        rounds=fields.chosen(view, "rounds"),
        monday="monday" in others,
        only_crisis="only_crisis" in others,
        unproposed=fields.chosen(view, "unproposed"),
    )


def saved(draft: Draft, t: Translator) -> str:
    """That they hold, in the language just chosen."""
    if draft.only_crisis:
        return t(
            "Saved. Only a crisis reaches you now; everything else goes to the next person, "
            "until you change it with `/tutti preferences`."
        )
    return t("Saved. Your settings hold from now on; `/tutti preferences` changes them.")


def quieter(t: Translator) -> kit.Block:
    """How to stop calls, for a while or for good, under each direct message that calls (N12)."""
    return kit.actions(
        kit.button(t("Snooze"), "open_snooze", "ping"),
        kit.button(t("My Settings"), "open_preferences", "ping"),
        block_id="quieter",
    )


def _languages(chosen: str | None, t: Translator) -> Block:
    options = [
        kit.option(t("As in Slack"), "slack"),
        kit.option("Français", "fr"),
        kit.option("English", "en"),
    ]
    return kit.select("language", options, initial=chosen or "slack")


def _others(chosen: Preference, t: Translator) -> Block:
    options = [
        kit.option(t("On Monday, a message with my week"), "monday"),
        kit.option(
            t("Nothing but crises"), "only_crisis", t("Everything else goes to the next person instead.")
        ),
    ]
    ticked = [name for name in ("monday", "only_crisis") if getattr(chosen, name)]
    return kit.ticks("others", options, initial=ticked)


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
