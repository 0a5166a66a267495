"""The forms of the workspace itself: place and language, people, rhythm, deadlines, retention.

Each is drawn and read back here; what it reads are columns of `Workspace`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.errors import Refusal
from bot.i18n import N_, Translator
from bot.models import Requester, Severity, Workspace
from bot.rules import calendars, defaults
from bot.views import fields, kit, names
from bot.views import setting_fields as typed
from bot.views.kit import Block
from bot.views.setting_fields import Reader

LANGUAGES: Final = {"fr": N_("French"), "en": N_("English")}
LENGTH: Final = 20
"""Characters of a length of time."""
RETENTION: Final = {
    "excerpt": N_("Excerpts of messages"),
    "notice": N_("Launches and escalations, after their end"),
    "press": N_("Requests of journalists and bloggers"),
    "audit": N_("The history of settings"),
}
DIGESTS: Final = {
    "shared": N_("Shared digest"),
    "leadership": N_("Leaders' digest"),
    "personal": N_("Personal Monday message"),
}

Columns = dict[str, Any]


@dataclass(frozen=True)
class Basics:
    """Columns of the first form, and whether Tutti may enter the channels named."""

    values: Columns
    join: bool


def basics_form(workspace: Workspace, t: Translator) -> Block:
    """Channel, language, zone, holidays. Callback `workspace_basics`."""
    languages = [kit.option(t(label), key) for key, label in LANGUAGES.items()]
    ticks = [
        kit.option(t("Let Tutti join these channels if it is not in them"), "join"),
        kit.option(t("Tutti may call @here in a crisis"), "here"),
    ]
    blocks = [
        kit.field_of(
            "integration_channel",
            t("Channel of the cards"),
            kit.channel_input("integration_channel", initial=workspace.integration_channel),
            hint=t("New cards stand there from now on; those that exist stay where they are."),
        ),
        kit.field_of(
            "watched_channels",
            t("Watched channels"),
            kit.channels_input("watched_channels", initial=workspace.watched_channels),
            optional=True,
        ),
        kit.field_of(
            "language",
            t("Language of the channels"),
            kit.radio("language", languages, initial=workspace.language),
            hint=t("Private answers follow each person's own Slack language."),
        ),
        kit.field_of(
            "timezone",
            t("Time zone"),
            kit.text_input("timezone", initial=workspace.timezone, limit=60),
            hint=t("Such as Europe/Paris."),
        ),
        kit.field_of(
            "holidays",
            t("Public holidays of"),
            kit.text_input("holidays", initial=workspace.holidays or "", limit=10),
            hint=t("For people without a department. A country, such as FR. Empty: as most departments."),
            optional=True,
        ),
        kit.field_of(
            "ticks",
            t("Also"),
            kit.ticks("ticks", ticks, initial=["here"] if workspace.here_allowed else []),
            optional=True,
        ),
    ]
    return _form("workspace_basics", t("Channel and Language"), blocks, t)


def read_basics(view: Block) -> Basics:
    """Raises FormRefusal at each field that is missing or cannot be read."""
    read = Reader(view)
    ticked = fields.chosen(view, "ticks")
    read.need("timezone", N_("Give a time zone, such as Europe/Paris."))
    values = {
        "integration_channel": read.need("integration_channel", N_("Choose the channel of the cards.")),
        "watched_channels": list(fields.chosen(view, "watched_channels")),
        "language": read.need("language", N_("Choose a language.")),
        "timezone": read.of("timezone", typed.zone, "UTC"),
        "holidays": read.of("holidays", typed.country, None),
        "here_allowed": "here" in ticked,
    }
    read.check()
    return Basics(values, "join" in ticked)


def people_form(workspace: Workspace, t: Translator) -> Block:
    """Orchestrators, sponsor, leaders, administrators. Callback `workspace_people`."""
    blocks = [
        kit.field_of(
            "orchestrators",
            t("Orchestrator"),
            kit.people_input("orchestrators", initial=workspace.orchestrators),
            hint=t("Decides where nobody answers. Several take turns by week, in this order."),
            optional=True,
        ),
        kit.field_of(
            "sponsor",
            t("Sponsor"),
            kit.person_input("sponsor", initial=workspace.sponsor),
            hint=t("The leader who stands behind it, and for the orchestrator."),
            optional=True,
        ),
        kit.field_of(
            "leaders",
            t("Leaders"),
            kit.people_input("leaders", initial=workspace.leaders),
            hint=t("Read the leaders' digest."),
            optional=True,
        ),
        kit.field_of(
            "administrators",
            t("Administrators"),
            kit.people_input("administrators", initial=workspace.administrators),
            hint=t("Edit these settings, and hear of what could not be sent."),
            optional=True,
        ),
    ]
    return _form("workspace_people", t("Roles"), blocks, t)


def read_people(view: Block) -> Columns:
    """Nobody twice in a list; whether they may hold the role is asked where they are known."""
    several = ("orchestrators", "leaders", "administrators")
    found: Columns = {name: list(dict.fromkeys(fields.chosen(view, name))) for name in several}
    return found | {"sponsor": fields.text(view, "sponsor") or None}


def rhythm_form(workspace: Workspace, t: Translator) -> Block:
    """Rounds, digests, cards a day. Callback `workspace_rhythm`."""
    rounds = workspace.rounds or {}
    digest = {**defaults.DIGEST, **workspace.digest}
    cards = "" if workspace.cards_per_day is None else str(workspace.cards_per_day)
    blocks = [
        _typed(
            "seats",
            t("Rounds of representatives and deputies"),
            ", ".join(rounds.get("seats", [])),
            t("Times with commas between them. Empty in both fields: everything at once."),
        ),
        _typed(
            "heads",
            t("Rounds of heads and orchestrators"),
            ", ".join(rounds.get("heads", [])),
            t("Such as 11:00, 16:00."),
        ),
        *(
            _typed(
                name,
                t(label),
                typed.digest_hour_shown(digest[name], t),
                t("A day and a time, such as mon 10:00; none for no such message."),
            )
            for name, label in DIGESTS.items()
        ),
        _typed(
            "cards_per_day",
            t("Cards of one channel in a day"),
            cards,
            t("Beyond them cards are gathered hourly, crises never. Empty: no limit."),
        ),
    ]
    return _form("workspace_rhythm", t("Rounds and Digests"), blocks, t)


def read_rhythm(view: Block) -> Columns:
    """Raises FormRefusal at each field that cannot be read."""
    read = Reader(view)
    rounds = {name: read.of(name, typed.times, list[str]()) for name in defaults.ROUNDS}
    some = any(fields.text(view, name) for name in rounds)
    for name in rounds:
        if some and not fields.text(view, name):
            read.refuse(name, Refusal("Name at least one time, or leave both fields empty."))
    usual = defaults.DIGEST
    digest = {name: read.of(name, typed.digest_hour, usual[name]) for name in DIGESTS}
    cards = read.of("cards_per_day", _cards, None)
    read.check()
    return {"rounds": rounds if some else None, "digest": digest, "cards_per_day": cards}


def deadlines_form(workspace: Workspace, t: Translator) -> Block:
    """How long each level and a launch's answer take. Callback `deadlines`."""
    labels = {severity.value: names.severity_label(t, severity) for severity in reversed(Severity)}
    labels["launch"] = t("Answer to a launch")
    windows = {**defaults.DEADLINES, **workspace.deadlines}
    hint = t("A number and m, h or d: 20m, 4h, 2d. Working time, but a crisis counts every minute.")
    blocks = [
        kit.field_of(name, label, kit.text_input(name, initial=windows[name], limit=LENGTH), hint=hint)
        for name, label in labels.items()
    ]
    return _form("deadlines", t("Deadlines by Level"), blocks, t)


def read_deadlines(view: Block) -> dict[str, str]:
    """Lengths of time by level. Raises FormRefusal at each that is missing or is none."""
    return _windows(view, tuple(defaults.DEADLINES))


def requester_form(workspace: Workspace, t: Translator) -> Block:
    """The deadline of one requester type. Callback `requester_deadline`."""
    own = workspace.deadlines_by_requester
    options = [
        kit.option(
            names.requester(t, who), who.value, names.window_words(t, own[who]) if who in own else None
        )
        for who in Requester
    ]
    blocks = [
        kit.field_of("who_asks", t("Who asks?"), kit.select("who_asks", options)),
        kit.field_of(
            "window",
            t("Is told within"),
            kit.text_input("window", limit=LENGTH),
            hint=t(
                "Such as 1h, working time. The shorter of this and the level's counts. Empty: the level's."
            ),
            optional=True,
        ),
    ]
    return _form("requester_deadline", t("Deadline by Requester"), blocks, t)


def read_requester(view: Block) -> tuple[Requester, str | None]:
    """The requester type and its length of time; None: as the level. Raises FormRefusal."""
    read = Reader(view)
    who = read.need("who_asks", N_("Choose who asks."))
    window = read.of("window", typed.window, None)
    read.check()
    return Requester(who), window


def retention_form(workspace: Workspace, t: Translator) -> Block:
    """How long each kind of text is kept. Callback `retention`."""
    windows = {**defaults.RETENTION, **workspace.retention}
    blocks = [
        kit.field_of(
            name,
            t(label),
            kit.text_input(name, initial=windows[name], limit=LENGTH),
            hint=t("A number and d, such as 365d."),
        )
        for name, label in RETENTION.items()
    ]
    return _form("retention", t("How Long Things Are Kept"), blocks, t)


def read_retention(view: Block) -> dict[str, str]:
    """Lengths of time by kind of text. Raises FormRefusal at each that is missing or is none."""
    return _windows(view, tuple(defaults.RETENTION))


def _windows(view: Block, known: tuple[str, ...]) -> dict[str, str]:
    read = Reader(view)
    found = {name: read.of(name, typed.window, "") for name in known}
    for name in known:
        if not found[name]:
            read.refuse(name, Refusal("Give a length of time, such as 4h."))
    read.check()
    return found


def _cards(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1000):
        raise calendars.Misread(
            Refusal("“{text}” is not a number of cards; write a whole number from 1, or nothing.", text=text)
        )
    return int(text)


def _typed(name: str, label: str, text: str, hint: str) -> Block:
    return kit.field_of(name, label, kit.text_input(name, initial=text, limit=200), hint=hint, optional=True)


def _form(callback: str, title: str, blocks: list[Block], t: Translator) -> Block:
    return kit.modal(callback, title, blocks, submit=t("Save"), close=t("Cancel"))
