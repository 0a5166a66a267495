"""The secrets of webhooks: made, taken from the sender, retired, listed; never shown again."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from bot.errors import SettingsError
from bot.flows import changes
from bot.models import Source, SourceSecret, SourceState
from bot.rules import signatures
from bot.store import Db, Store, seals

MOST = 2
"""Good at once: the new one and, until everybody has it, the one before."""
SHORTEST, LONGEST = 16, 300
"""Characters of a sender's own secret."""


@dataclass(frozen=True)
class Listed:
    """A source as `tutti hooks list` shows it."""

    source: Source
    made: tuple[datetime, ...]
    """When each of its secrets was made."""
    heard_at: datetime | None


async def make(
    store: Store, key: SecretStr | None, workspace: str, source: str, given: str | None, at: datetime
) -> str:
    """One more secret of this source, sealed with the key; the secret itself, which is kept nowhere else.

    given: the sender's own; None: a new one is made. Raises SettingsError, with what to do, without a good
    key, for an unknown source, where two are good already, or for a given one of a wrong length.
    """
    if given is not None and not SHORTEST <= len(given) <= LONGEST:
        raise SettingsError(f"A secret has {SHORTEST} to {LONGEST} characters; nothing was stored.")
    secret = given or signatures.PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    sealed = seals.seal(key, secret)

    def work(db: Db) -> None:
        held = _held(db, workspace, source)
        known = db.all(SourceSecret, workspace=workspace, source=held.key)
        if len(known) >= MOST:
            raise SettingsError(
                f"{source} has two secrets already. End the older with tutti hooks secret {source} --retire."
            )
        db.add(SourceSecret(workspace=workspace, source=held.key, sealed=sealed, made_at=at))
        changes.record(db, workspace, at, None, f"hooks.{held.key}.secrets", len(known), len(known) + 1)

    await store.write(work)
    return secret


async def retire(store: Store, workspace: str, source: str, at: datetime) -> int:
    """End the oldest secret of this source; how many are left. Raises SettingsError where there is none."""

    def work(db: Db) -> int:
        held = _held(db, workspace, source)
        known = db.all(SourceSecret, workspace=workspace, source=held.key)
        if not known:
            raise SettingsError(f"{source} has no secret. Make one with tutti hooks secret {source}.")
        db.remove(SourceSecret, workspace=workspace, id=known[0].id)
        changes.record(db, workspace, at, None, f"hooks.{held.key}.secrets", len(known), len(known) - 1)
        return len(known) - 1

    return await store.write(work)


def listed(db: Db, workspace: str) -> list[Listed]:
    """Every source of the workspace, in its order."""
    made: dict[str, list[datetime]] = {}
    for one in db.all(SourceSecret, workspace=workspace):
        made.setdefault(one.source, []).append(one.made_at)
    heard = {one.source: one.heard_at for one in db.all(SourceState, workspace=workspace)}
    rows = sorted(db.all(Source, workspace=workspace, retired=False), key=lambda row: row.position)
    return [Listed(row, tuple(made.get(row.key, ())), heard.get(row.key)) for row in rows]


def _held(db: Db, workspace: str, source: str) -> Source:
    found = db.lock(Source, workspace=workspace, key=source)
    if found is None or found.retired:
        keys = [one.key for one in db.all(Source, workspace=workspace, retired=False)]
        known = f"there are {', '.join(keys)}" if keys else "there is none yet; name it under hooks"
        raise SettingsError(f"No source is called {source} ({known}). Import a configuration that names it.")
    return found
