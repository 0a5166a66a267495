"""A snooze: the form, drawn and read back, and what is said of it."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import N_, Translator, slack_date
from bot.views import fields, kit
from bot.views.kit import Block, Rendered

CHOICES = {
    "1h": N_("1 hour"),
    "2h": N_("2 hours"),
    "4h": N_("4 hours"),
    "tomorrow": N_("Until tomorrow"),
    "monday": N_("Until Monday"),
}
"""What is offered -> its label; what is chosen is read like what is typed."""
WORDS = 60


def form(
    t: Translator, *, zone: str, running: datetime | None = None, typed: str = "", trouble: str = ""
) -> Block:
    """How long to snooze; callback `snooze_form`. running: until when it lasts now. `trouble` is mrkdwn."""
    blocks = [kit.section(trouble)] if trouble else []
    if running:
        said = t("You are snoozing until {until}.", until=slack_date(running, t, zone=zone))
        blocks += [kit.section(said), kit.actions(_stop(t), block_id="running")]
    options = [kit.option(t(label), value) for value, label in CHOICES.items()]
    chosen = kit.radio("length", options, initial=None if typed else "2h")
    words = kit.text_input("words", initial=typed, limit=WORDS)
    blocks += [
        kit.field_of("length", t("How long"), chosen, optional=True),
        kit.field_of(
            "words",
            t("Or until another time"),
            words,
            hint=t("For example 30m, 14:00, friday or tomorrow 14:00. It counts before the choice above."),
            optional=True,
        ),
        kit.context(t("A crisis still reaches you. What is due before goes to the next person.")),
    ]
    return kit.modal("snooze_form", t("Snooze"), blocks, submit=t("Snooze"), close=t("Cancel"))


def read_form(view: Block) -> tuple[str, str]:
    """The time in words, and the field it stands in. FormRefusal where there is none."""
    if typed := fields.text(view, "words"):
        return typed, "words"
    fields.need(view, length=N_("Choose how long, or write until when."))
    return fields.text(view, "length"), "length"


def snoozed(until: datetime, t: Translator, *, zone: str) -> Rendered:
    """Until when nothing but a crisis comes, with the button that ends it."""
    text = t(
        "Snoozing until {until}: only a crisis reaches you. What is due before goes to the next person.",
        until=slack_date(until, t, zone=zone),
    )
    return Rendered(text, [kit.section(text), kit.actions(_stop(t), block_id="snooze")])


def running(until: datetime, t: Translator, *, zone: str) -> Block:
    """On the Home while a snooze lasts: until when, and the button that ends it."""
    said = t("You are snoozing until {until}.", until=slack_date(until, t, zone=zone))
    return kit.section(said, accessory=_stop(t))


def _stop(t: Translator) -> Block:
    return kit.button(t("Stop Snoozing"), "snooze_stop", "now")
