"""The three forms of the first set-up, drawn and read back (PRODUCT section 3, steps 3 to 5).

One modal that goes from form to form: each is drawn from the draft, so that going back shows all that was
typed. A department's field is named by its key.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any, Final

from bot.i18n import N_, Translator
from bot.models import SetupDraft, Snapshot
from bot.rules import defaults
from bot.rules import setup as rules
from bot.views import fields, kit, names
from bot.views import setup as pages
from bot.views.kit import Block

PLACE, PEOPLE, HOURS, DONE = "setup_place", "setup_people", "setup_hours", "setup_done"
"""Callback ids, in order."""
ZONES: Final = (
    *("Europe/Paris", "Europe/Brussels", "Europe/Luxembourg", "Europe/Zurich", "Europe/London"),
    *("Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Rome", "Europe/Berlin", "Europe/Amsterdam"),
    *("Europe/Vienna", "Europe/Prague", "Europe/Warsaw", "Europe/Copenhagen", "Europe/Stockholm"),
    *("Europe/Oslo", "Europe/Helsinki", "Europe/Athens", "Europe/Bucharest", "Europe/Istanbul"),
    *("Africa/Casablanca", "Africa/Algiers", "Africa/Tunis", "Africa/Dakar", "Africa/Abidjan"),
    *("Africa/Lagos", "Africa/Kinshasa", "Africa/Johannesburg", "Africa/Nairobi", "Indian/Reunion"),
    *("Indian/Mauritius", "Indian/Antananarivo", "America/Montreal", "America/Toronto", "America/New_York"),
    *("America/Chicago", "America/Denver", "America/Los_Angeles", "America/Guadeloupe"),
    *("America/Martinique", "America/Cayenne", "America/Sao_Paulo", "America/Mexico_City"),
    *("Asia/Beirut", "Asia/Dubai", "Asia/Kolkata", "Asia/Bangkok", "Asia/Singapore", "Asia/Hong_Kong"),
    *("Asia/Tokyo", "Australia/Sydney", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Auckland", "UTC"),
)
COUNTRIES: Final = ("FR", "BE", "CH", "LU", "DE", "ES", "IT", "GB", "CA", "US")
NO_COUNTRY: Final = "none"
DAYS: Final = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}


def place_form(draft: SetupDraft, t: Translator) -> Block:
    """The first form: language, channel, time zone."""
    languages = [kit.option("Français", "fr"), kit.option("English", "en")]
    zones = ZONES if draft.timezone in ZONES else (draft.timezone, *ZONES)
    channel = draft.channel if draft.channel and not draft.channel.startswith("#") else None
    blocks = [
        kit.context(t("Form 1 of 3. What you send is kept: you can close this and go on later.")),
        kit.field_of(
            "language",
            t("Language of the cards"),
            kit.radio("language", languages, initial=draft.language),
            hint=t("Each person's own messages are in the language of their Slack."),
        ),
        kit.field_of(
            "channel",
            t("Channel for the cards"),
            kit.channel_input("channel", initial=channel),
            hint=t("Leave it empty to create a new one. Invite Tutti first if the channel is private."),
            optional=True,
        ),
        kit.field_of(
            "new_channel",
            t("Name of the new channel"),
            kit.text_input("new_channel", initial=draft.new_channel, limit=80),
            hint=t("Only if you chose none above."),
            optional=True,
        ),
        kit.field_of(
            "timezone",
            t("Time zone"),
            kit.select("timezone", [kit.option(_zone(zone), zone) for zone in zones], initial=draft.timezone),
        ),
    ]
    return kit.modal(PLACE, t("Set Up Tutti"), blocks, submit=t("Continue"), close=t("Later"))


def people_form(draft: SetupDraft, t: Translator) -> Block:
    """The second form: a person for each department of the preset, "me for now" to begin with."""
    said = t(
        "Form 2 of 3. Who answers for each department? You stand for all of them for now; "
        "nobody is written to before you press Invite."
    )
    blocks: list[Block] = [kit.context(said)]
    for key in rules.departments():
        label = names.preset_department(t, key)
        person = kit.person_input(key, initial=draft.people.get(key))
        blocks.append(kit.field_of(key, label, person, optional=True))
    blocks.append(kit.context(t("Empty a field for a department that you do not have.")))
    blocks.append(_back(t, PLACE))
    return kit.modal(PEOPLE, t("Set Up Tutti"), blocks, submit=t("Continue"), close=t("Later"))


def hours_form(draft: SetupDraft, t: Translator, preview: Snapshot, shown: Translator) -> Block:
    """The third form: hours, holidays, pilot, and the card as it will stand in the channel.

    preview: the workspace as it is about to be; shown: the language of its cards.
    """
    days = [kit.option(t(label), day) for day, label in DAYS.items()]
    countries = [kit.option(t("No public holidays"), NO_COUNTRY)]
    countries += [kit.option(t.country(code), code) for code in COUNTRIES]
    if draft.holidays and draft.holidays not in COUNTRIES:
        countries.append(kit.option(t.country(draft.holidays), draft.holidays))
    pilot = [
        kit.option(names.department_label(t, preview, key), key)
        for key in defaults.DEPARTMENTS
        if key in draft.people
    ]
    quiet = t("Outside these hours Tutti writes to nobody, except to who is on duty in a crisis.")
    blocks = [
        kit.context(t("Form 3 of 3. Everything here can be changed later.")),
        kit.field_of("days", t("Working days"), kit.ticks("days", days, initial=draft.days)),
        kit.field_of("opens", t("From"), kit.clock_input("opens", initial=time.fromisoformat(draft.opens))),
        kit.field_of(
            "closes",
            t("To"),
            kit.clock_input("closes", initial=time.fromisoformat(draft.closes)),
            hint=quiet,
        ),
        kit.field_of(
            "holidays",
            t("Public holidays"),
            kit.select("holidays", countries, initial=draft.holidays or NO_COUNTRY),
        ),
        kit.field_of(
            "pilot",
            t("Begin with these departments (pilot)"),
            kit.ticks(_pilot_id(draft), pilot, initial=rules.pilot_of(draft)),
            hint=t("Only these are written to. Add the others later, one click each. No AI is used."),
        ),
        kit.divider(),
        kit.context(t("Preview of the card in {channel}:", channel=kit.channel(_channel(preview)))),
        *pages.intro(preview, shown).blocks[1:-1],
        _back(t, PEOPLE),
    ]
    return kit.modal(HOURS, t("Set Up Tutti"), blocks, submit=t("Post the Card"), close=t("Later"))


def peek(view: Block, draft: SetupDraft) -> SetupDraft:
    """The draft with whatever stands in the form, without complaint."""
    return READ[view["callback_id"]](view, draft) if view.get("callback_id") in READ else draft


def _place(view: Block, draft: SetupDraft) -> SetupDraft:
    return replace(
        draft,
        language=fields.text(view, "language") or draft.language,
        channel=fields.text(view, "channel") or None,
        new_channel=rules.channel_name(fields.text(view, "new_channel")),
        timezone=fields.text(view, "timezone") or draft.timezone,
    )


def _people(view: Block, draft: SetupDraft) -> SetupDraft:
    found = {key: fields.text(view, key) for key in rules.departments()}
    return replace(draft, people={key: person for key, person in found.items() if person})


def _hours(view: Block, draft: SetupDraft) -> SetupDraft:
    country = fields.text(view, "holidays")
    return replace(
        draft,
        days=fields.chosen(view, "days"),
        opens=fields.text(view, "opens") or draft.opens,
        closes=fields.text(view, "closes") or draft.closes,
        holidays=None if country in ("", NO_COUNTRY) else country,
        pilot=fields.chosen(view, "pilot"),
    )


READ = {PLACE: _place, PEOPLE: _people, HOURS: _hours}
"""How each form is read."""


def pass_form(t: Translator) -> Block:
    """Who shall go on with the set-up: callback `setup_pass_form`."""
    said = t("They get one message with what you have typed so far, and become an administrator of Tutti.")
    person = kit.field_of("person", t("Who sets Tutti up?"), kit.person_input("person"), hint=said)
    return kit.modal(
        "setup_pass_form", t("Pass the Setup On"), [person], submit=t("Pass It On"), close=t("Cancel")
    )


def read_pass(view: Block) -> str:
    """The colleague who goes on. Raises FormRefusal where none is chosen."""
    fields.need(view, person=N_("Choose a colleague."))
    return fields.text(view, "person")


def _back(t: Translator, to: str) -> Block:
    return kit.actions(kit.button(t("Back"), "setup_back", to), block_id="back")


def _channel(snapshot: Snapshot) -> str:
    return snapshot.workspace.integration_channel or "–"


def _zone(zone: str) -> str:
    """ "Paris (Europe)" for Europe/Paris."""
    continent, _, city = zone.partition("/")
    return f"{city.replace('_', ' ')} ({continent})" if city else zone


def _pilot_id(draft: SetupDraft) -> str:
    """A new id when the departments change, so that the ticks are those of the departments that are there."""
    return "pilot_" + "_".join(key[:12] for key in draft.people)[:200]


def metadata(view: Block) -> dict[str, Any]:
    """What the modal keeps with itself."""
    return fields.remembered(view)
