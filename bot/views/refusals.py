"""Refusals in words: departments and people that a rule names by key and id get their names."""

from __future__ import annotations

from bot.errors import Refusal
from bot.i18n import Translator
from bot.models import Snapshot
from bot.views import kit, names, setting_fields


def sentence(refusal: Refusal, snapshot: Snapshot, t: Translator, *, plain: bool = False) -> str:
    """The refusal in the reader's language; `plain` for a form's field, where no mention comes alive."""
    fields = {key: _named(key, value, snapshot, t, plain) for key, value in refusal.fields.items()}
    return t(refusal.msgid, **fields)


def _named(key: str, value: object, snapshot: Snapshot, t: Translator, plain: bool) -> str:
    text = str(value)
    match key:
        case "department":
            label = names.department_label(t, snapshot, text)
        case "departments" if isinstance(value, (list, tuple)):
            label = t.join([names.department_label(t, snapshot, str(one)) for one in value])
        case "weekday":
            label = setting_fields.days_shown(text, t)
        case "person" if not plain:
            return kit.person(text)
        case "person":
            label = names.who_label(snapshot, text)
        case _:
            label = text
    return label if plain else kit.escape(label)
