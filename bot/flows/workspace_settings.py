"""The workspace edited in Slack: channel and language, roles, rounds and digests, deadlines, retention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, channels, settings
from bot.flows.answers import Answer
from bot.flows.settings import Page, edit, shown
from bot.i18n import Translator
from bot.models import Person, Requester, Snapshot, Workspace
from bot.rules import rights, seats
from bot.store import Db
from bot.tools import Caller, Tools
from bot.views import model_calls
from bot.views import settings as views
from bot.views import workspace_forms as forms

Columns = dict[str, Any]
Check = Callable[[Db, Snapshot, datetime], None]


async def basics_form(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """The form for channel, language, zone and holidays."""
    return await _form(tools, caller, within, forms.basics_form)


async def people_form(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """The form for orchestrators, sponsor, leaders and administrators."""
    return await _form(tools, caller, within, forms.people_form)


async def rhythm_form(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """The form for rounds, digests and cards a day."""
    return await _form(tools, caller, within, forms.rhythm_form)


async def deadlines_form(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """The form for deadlines by level."""
    return await _form(tools, caller, within, forms.deadlines_form)


async def requester_form(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """The form for the deadline of one requester type."""
    return await _form(tools, caller, within, forms.requester_form)


async def retention_form(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """The form for how long texts are kept."""
    return await _form(tools, caller, within, forms.retention_form)


async def model_form(tools: Tools, caller: Caller, _: str, within: Page | None) -> Answer:
    """The form for the language model."""
    return await _form(tools, caller, within, model_calls.form)


async def _form(
    tools: Tools, caller: Caller, within: Page | None, draw: Callable[[Workspace, Translator], Page]
) -> Answer:
    book = await tools.snapshot(caller.workspace)
    refuse(rights.may_administer(book, caller.user))
    return shown(draw(book.workspace, caller.t), within)


async def save_basics(tools: Tools, caller: Caller, wanted: forms.Basics) -> Answer:
    """FormRefusal for a channel that is archived, or that Tutti is not in and may not join."""

    def check(db: Db, book: Snapshot, now: datetime) -> None:
        known, values = book.workspace, wanted.values
        kept = [room for room in (known.integration_channel, *known.watched_channels) if room]
        for field, rooms in (
            ("integration_channel", [values["integration_channel"]]),
            ("watched_channels", values["watched_channels"]),
        ):
            to_join = channels.refuse_unfit(db, known.id, field, rooms, kept, join=wanted.join)
            channels.join(db, known.id, to_join, now)
        watched = values["watched_channels"]
        values["listening"] = {room: how for room, how in known.listening.items() if room in watched}

    return await _save(tools, caller, wanted.values, check)


async def save_people(tools: Tools, caller: Caller, values: Columns) -> Answer:
    """FormRefusal for an app, for somebody who has left, and where no administrator would be left."""

    def check(db: Db, book: Snapshot, now: datetime) -> None:
        named = {**values, "sponsor": [values["sponsor"]] if values["sponsor"] else []}
        settings.refuse_people(
            db, caller.workspace, {name: _fresh(book, name, people) for name, people in named.items()}
        )
        administrators = [
            db.get(Person, workspace=caller.workspace, id=person) or Person(workspace="", id=person)
            for person in values["administrators"]
        ]
        if fault := seats.may_administer(administrators):
            raise FormRefusal({"administrators": fault})

    return await _save(tools, caller, values, check)


def _fresh(book: Snapshot, name: str, people: list[str]) -> list[str]:
    held = getattr(book.workspace, name)
    return [person for person in people if person != held and person not in (held or [])]


async def save_columns(tools: Tools, caller: Caller, values: Columns) -> Answer:
    """Rounds, digests and cards a day, as the form read them."""
    return await _save(tools, caller, values)


async def save_deadlines(tools: Tools, caller: Caller, windows: dict[str, str]) -> Answer:
    """From now on; what was promised on a card stays."""
    return await _save(tools, caller, {"deadlines": windows})


async def save_requester(tools: Tools, caller: Caller, who: Requester, window: str | None) -> Answer:
    """The deadline of one requester type; None: as the level."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        known = _row(db, caller)
        own = {**known.deadlines_by_requester, who.value: window}
        values = {key.value: own[key] for key in Requester if own.get(key)}
        _change(db, caller, known, {"deadlines_by_requester": values}, now)

    return await edit(tools, caller, settings.administers(caller), work, _hub(caller))


async def save_retention(tools: Tools, caller: Caller, windows: dict[str, str]) -> Answer:
    """From the next housekeeping on."""
    return await _save(tools, caller, {"retention": windows})


async def save_model(tools: Tools, caller: Caller, values: Columns) -> Answer:
    """FormRefusal where the model is to be asked and none is configured."""
    if values["model_allowed"] and not tools.model.name:
        fault = Refusal(
            "No language model is configured. Whoever runs Tutti sets OPENAI_API_KEY or OPENAI_BASE_URL; "
            "then tick this again."
        )
        raise FormRefusal({"ticks": fault})
    return await _save(tools, caller, values)


async def _save(tools: Tools, caller: Caller, values: Columns, check: Check | None = None) -> Answer:
    def work(db: Db, book: Snapshot, now: datetime) -> None:
        if check is not None:
            check(db, book, now)
        _change(db, caller, _row(db, caller), values, now)

    return await edit(tools, caller, settings.administers(caller), work, _hub(caller))


def _row(db: Db, caller: Caller) -> Workspace:
    known = db.get(Workspace, id=caller.workspace)
    if known is None:
        raise Refusal("Tutti is not set up yet; ask an administrator to start the setup.")
    return known


def _change(db: Db, caller: Caller, known: Workspace, values: Columns, now: datetime) -> None:
    for name, value in values.items():
        path = name if name in changes.SECTIONS else f"workspace.{name}"
        changes.edit_one(db, known, path, name, now, caller.user, value)


def _hub(caller: Caller) -> settings.Draw:
    return lambda book: views.hub(
        book, caller.t, saved=caller.t("Saved. What was promised on a card already stays as it is.")
    )
