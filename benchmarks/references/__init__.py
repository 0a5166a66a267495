"""What Tutti is compared with: small programs that do the least, or do it as one does it at first."""

from __future__ import annotations

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from bot.store.db import table


def mapped(*nouns: type[SQLModel]) -> None:
    """Map these nouns as SQLModel maps every table: a session needs it, Tutti itself does without."""
    found = registry(metadata=SQLModel.metadata)
    for noun in nouns:
        found.map_imperatively(noun, table(noun))
