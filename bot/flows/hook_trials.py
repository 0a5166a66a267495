"""Trying a mapping out: what a body would open, in plain words for `tutti hooks test`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.errors import SettingsError
from bot.flows import escalation_cases
from bot.i18n import translator
from bot.models import Act, Arrived, EscalationDraft, LaunchDraft, Snapshot, Source
from bot.rules import bodies, expressions, hooks
from bot.rules import escalations as rules
from bot.store import Store, snapshots
from bot.views.configuration_hooks import mapping_of, shipped
from bot.views.hooks import reason

ENGLISH = translator("en")
"""The command line speaks English."""


async def tried(
    store: Store, workspace: str, named: str | None, body: bodies.Json
) -> tuple[list[Arrived], list[list[str]]]:
    """What the body means, and some lines for each item. Raises SettingsError for an unknown source.

    named: a source of the workspace, else a shipped mapping; None: the only source there is.
    """
    book = await store.read(lambda db: snapshots.load(db, workspace))
    source, now = _source(book, named), SystemClock().now()
    mapping, purse = mapping_of(source), expressions.Purse()
    items = hooks.items_of(mapping, body, purse)
    if isinstance(items, Arrived):
        found = [items]
    else:
        found = [hooks.read(mapping, item, source, book, now, purse) for item in items]
    return found, [_told(one, book, source, now) for one in found] or [["Refused: there is no item in it."]]


def _source(book: Snapshot, named: str | None) -> Source:
    active = [one for one in book.sources if not one.retired]
    if named is None and len(active) == 1:
        return active[0]
    for one in active:
        if one.key == named:
            return one
    if named is not None and named in shipped():
        return Source(workspace=book.workspace.id, key=named, name=named, mapping=named)
    keys = ", ".join(dict.fromkeys([*(one.key for one in active), *shipped()]))
    if named is None:
        raise SettingsError(f"Say which mapping to try with --source; there are {keys}.")
    raise SettingsError(f"No source or mapping is called {named}; there are {keys}.")


def _told(item: Arrived, book: Snapshot, source: Source, now: datetime) -> list[str]:
    """One item in lines, the first says what would happen."""
    match item.act:
        case Act.refused:
            return [f"Refused: {reason(item.why, item.detail, ENGLISH)}.", *_id(item)]
        case Act.ignored:
            return ["Ignored: nothing would happen.", *_id(item)]
        case Act.told:
            return ["Told: the requester of the case that is open under this id is told.", *_id(item)]
        case Act.closed:
            return ["Closed: the case that is open under this id is closed.", *_id(item)]
    if isinstance(item.draft, LaunchDraft):
        return _launch(item, item.draft, book)
    if item.draft is None:
        return ["Ignored: nothing would happen.", *_id(item)]
    return _escalation(item, item.draft, book, now)


def _id(item: Arrived) -> list[str]:
    return [f"id: {item.id}"] if item.id else []


def _escalation(item: Arrived, draft: EscalationDraft, book: Snapshot, now: datetime) -> list[str]:
    private = rules.is_private(draft.topic, ticked=draft.private)
    level = rules.proposed_severity(draft.severity, draft.reach)
    kind = "a private escalation" if private else "an escalation"
    lines = [
        f"Opens {kind}: {draft.title}",
        f"subject: {draft.topic}, for {_department(book, draft, now)}, {level.value}",
        *_id(item),
        f"told by: {draft.teller.said if draft.teller else ''}",
        f"requester: {draft.requester.value} {draft.who}".rstrip(),
        f"reach: {draft.reach.value}",
    ]
    if draft.where:
        lines.append(f"where: {draft.where}")
    if draft.stated_at:
        lines.append(f"stated hour: {_time(draft.stated_at, book)}")
    return [*lines, *(f"note: {note}" for note in item.notes)]


def _department(book: Snapshot, draft: EscalationDraft, now: datetime) -> str:
    if not book.active:
        return "nobody (no department is set up)"
    return book.name(escalation_cases.times(book, draft, now)[0], "en")


def _launch(item: Arrived, draft: LaunchDraft, book: Snapshot) -> list[str]:
    at = _time(draft.at, book) if draft.at else ""
    lines = [f"Opens a launch ({draft.kind}) on {at}: {draft.title}", *_id(item)]
    lines.append(f"told by: {draft.teller.said if draft.teller else ''}")
    lines += [f"{name}: {value}" for name, value in (("gain", draft.gain), ("goal", draft.goal)) if value]
    return [*lines, *(f"note: {note}" for note in item.notes)]


def _time(at: datetime, book: Snapshot) -> str:
    zone = book.workspace.timezone
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
