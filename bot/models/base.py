"""What all tables share: names of constraints, closed choices, ids."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Enum
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

Kind = TypeVar("Kind", bound=SQLModel)

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


NOUNS = registry(metadata=SQLModel.metadata)
"""Where SQLAlchemy maps the nouns. Once all are there `bot.models` disposes of it: of a mapping only the
tables are used, and through it a value takes six times as long to read and sixteen times to write."""


class Noun(SQLModel, registry=NOUNS):
    """A noun with a table. What it is made of is typed here and checked where it comes in, not once more.

    SQLModel's own constructor goes through every field and SQLAlchemy's instrumentation, which no unit of
    work needs: a tenth of a millisecond for each row. For the same reason no validator is built of each noun.
    """

    model_config = {"defer_build": True}

    def __init__(self, **given: Any) -> None:
        plain, made = _defaults(type(self))
        held = self.__dict__
        held.update(plain)
        held.update(given)
        for name, make in made:
            if name not in given:
                held[name] = make()

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value


@lru_cache(maxsize=64)
def _defaults(model: type[SQLModel]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """The model's default values, and those made anew for each."""
    fields = {name: field for name, field in model.model_fields.items() if not field.is_required()}
    plain = {name: field.default for name, field in fields.items() if field.default_factory is None}
    made = ((name, field.default_factory) for name, field in fields.items() if field.default_factory)
    return plain, tuple(made)  # type: ignore[arg-type]  # none of ours asks for the other values


def restored(model: type[Kind], values: dict[str, Any]) -> Kind:
    """A noun as it stands in the database, from all its values."""
    noun = object.__new__(model)
    object.__setattr__(noun, "__dict__", values)
    object.__setattr__(noun, "__pydantic_fields_set__", set(values))
    object.__setattr__(noun, "__pydantic_extra__", None)
    object.__setattr__(noun, "__pydantic_private__", None)
    return noun
