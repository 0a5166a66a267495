"""A webhook's delivery: verified, read, mapped, then one unit of work (issue "Signed webhooks").

Nothing of a badly signed one is stored. A well signed one that opens nothing is counted by its reason, where
administrators see it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.errors import SettingsError
from bot.flows import hook_acts
from bot.models import Act, Arrived, Input, Snapshot, Source
from bot.rules import bodies, expressions, signatures
from bot.rules import hooks as rules
from bot.store import Db, hooks, seals
from bot.tools import Tools
from bot.views.configuration_hooks import is_key, mapping_of, scheme_of

log = structlog.get_logger(__name__)

KEY = "hook:"
"""Begins the input keys of deliveries."""


@dataclass(frozen=True)
class Reply:
    """What the sender is told: a status, and per item what became of it; nothing that somebody typed."""

    status: int
    result: str = ""
    items: Sequence[dict[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True)
class _Known:
    source: Source
    sealed: list[str]
    book: Snapshot


async def receive(tools: Tools, key: str, post: signatures.Posted, *, is_json: bool) -> Reply:
    """Handle one delivery to `/hooks/{key}`. Raises Busy while the database is away.

    404 unknown source · 401 not signed, wrongly, or too long ago · 415 and 422 signed, and not usable · 503
    the secrets cannot be opened · 202 all bundled · 200 otherwise, also for a repeat.
    """
    known = await tools.store.read(lambda db: _known(db, tools, key)) if is_key(key) else None
    if known is None:
        return _counted(tools, "", Reply(404, "unknown source"))
    source, scheme = known.source, scheme_of(known.source)
    try:
        secrets = [seals.unseal(tools.settings.tutti_secret_key, one) for one in known.sealed]
    except SettingsError as error:
        log.error("webhook not checked", source=source.key, error=str(error))
        return _counted(tools, source.key, Reply(503, "not ready"))
    if not signatures.is_good(scheme, secrets, post, tools.clock.tick()):
        log.warning("webhook refused", source=source.key, reason="signature")
        return _counted(tools, source.key, Reply(401, "invalid signature"))
    delivery = signatures.delivery_of(scheme, post)
    try:
        body = _read(post, is_json=is_json)
    except bodies.Unreadable as error:
        why = str(error)
        await tools.store.write(lambda db: _note_unreadable(db, tools, source, why))
        return _counted(tools, source.key, Reply(422 if is_json else 415, "unreadable"))
    arrived = await asyncio.to_thread(read, tools, source, known.book, body)
    reply = await tools.store.write(lambda db: _handle(db, tools, source, delivery, arrived))
    return _counted(tools, source.key, reply)


def _known(db: Db, tools: Tools, key: str) -> _Known | None:
    source = hooks.by_key(db, key)
    if source is None:
        return None
    return _Known(source, hooks.sealed(db, source), tools.books.of(db, source.workspace))


def _read(post: signatures.Posted, *, is_json: bool) -> bodies.Json:
    if not is_json:
        raise bodies.Unreadable("not application/json")
    return bodies.read(post.body)


def _note_unreadable(db: Db, tools: Tools, source: Source, why: str) -> None:
    held = hooks.held(db, source)
    if held:
        hooks.refuse(db, held, "unreadable", why, tools.clock.now())


def read(tools: Tools, source: Source, book: Snapshot, body: Any) -> list[Arrived]:
    """What a body means to a source, item by item; nothing is changed. Takes up to a fifth of a second."""
    mapping, purse, now = mapping_of(source), expressions.Purse(), tools.clock.now()
    items = rules.items_of(mapping, body, purse)
    if isinstance(items, Arrived):
        return [items]
    return [rules.read(mapping, item, source, book, now, purse) for item in items]


def _handle(db: Db, tools: Tools, source: Source, delivery: str, arrived: Sequence[Arrived]) -> Reply:
    """The one unit: every item of the delivery, its key, the counts."""
    now, held = tools.clock.now(), hooks.held(db, source)
    if held is None:
        return Reply(404, "unknown source")
    key = f"{KEY}{held.key}:{delivery}"
    if db.get(Input, workspace=held.workspace, key=key):
        return Reply(200, "repeat")
    book, state = tools.books.of(db, held.workspace), hooks.state(db, held)
    db.change(state, heard_at=now)
    acting = hook_acts.Acting(db, book, held, state, now, tools.clock.tick(), delivery)
    results = [hook_acts.act(acting, one) for one in arrived]
    items = [{"id": one.id, "result": result} for one, result in zip(arrived, results, strict=True) if one.id]
    if results and all(result.startswith(Act.refused) for result in results):
        # Not handled: once the mapping is mended, the same delivery may come again.
        return Reply(422, results[0], items)
    db.add_if_new(Input(workspace=held.workspace, key=key, at=now))
    bundled = bool(results) and all(result == "bundled" for result in results)
    return Reply(202 if bundled else 200, "bundled" if bundled else "ok", items)


def _counted(tools: Tools, source: str, reply: Reply) -> Reply:
    """For `/metrics`: by source, the unknown ones together, and by what the sender was told."""
    tools.metrics.delivered(source, reply.status)
    return reply
