"""What all tables share: names of constraints, closed choices, ids."""

from __future__ import annotations

import secrets
from enum import StrEnum

from sqlalchemy import Enum
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def choice(values: type[StrEnum]) -> Enum:
    """A column that stores one of the enum's values as text, on every database alike."""
    return Enum(
        values,
        native_enum=False,
        length=32,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )


def new_id(prefix: str) -> str:
    """A short random id whose first letter says what it names: L launch, E escalation, R request."""
    return prefix + secrets.token_hex(6)


class Lane(StrEnum):
    """The two lanes of a notice: planned and reactive."""

    launch = "launch"
    escalation = "escalation"
