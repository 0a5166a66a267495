"""The section `hooks` of the configuration file, both ways; the shipped mappings, which are written alike.

Every expression is compiled here, so that a mistake in one is told with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from bot.models import Source
from bot.rules import expressions, hooks, signatures
from bot.views.configuration_sections import Columns, Part, parts
from bot.views.configuration_values import KEY, person_id
from bot.views.marked import Mistakes, Value, parse

_KEYS: Final = ("key", "name", "by", "mapping", "scheme", "per_minute")
_RULES: Final = ("opens", *hooks.EXPRESSIONS, "again", "fields")
_TABLE: Final = ("from", "table", "otherwise")
PER_MINUTE: Final = 20


@cache
def shipped() -> Mapping[str, Columns]:
    """The mappings that come with Tutti, by name: scheme and rules."""
    files = sorted(resources.files("bot").joinpath("hooks").iterdir(), key=lambda file: file.name)
    found = {}
    for file in files:
        mistakes = Mistakes()
        root = parse(file.read_text(encoding="utf-8"), mistakes)
        if root is not None and file.name.endswith(".yaml"):
            given = root.given(("scheme", *_RULES))
            scheme = given["scheme"].one_of(signatures.SCHEMES) if "scheme" in given else signatures.STANDARD
            found[file.name.removesuffix(".yaml")] = {"scheme": scheme, "rules": rules_of(given)}
        if mistakes.found:
            raise ValueError(f"{file.name}: {mistakes.in_order}")
    return found


def is_key(text: str) -> bool:
    """Whether a source can be called so; no other text is looked for in the database."""
    return KEY.fullmatch(text) is not None


def mapping_of(source: Source) -> hooks.HookMapping:
    """The whole mapping of a source: its own rules over those of the shipped one that it names."""
    base = shipped().get(source.mapping or "")
    return hooks.laid_over(base["rules"] if base else None, source.rules)


def scheme_of(source: Source) -> signatures.Scheme:
    """How the source signs: as it says, else as its mapping does, else by Standard Webhooks."""
    base = shipped().get(source.mapping or "")
    name = source.scheme or (base["scheme"] if base else signatures.STANDARD)
    return signatures.SCHEMES.get(str(name), signatures.SCHEMES[signatures.STANDARD])


def sources(section: Value) -> tuple[Part, ...]:
    """Columns of `Source`, in the file's order."""
    return parts(section, "hooks", (*_KEYS, *_RULES), _source, needed=("by",))


def written(source: Source) -> dict[str, Any]:
    """A source as the file has it, without what says nothing."""
    values = {
        "key": source.key,
        "name": source.name if source.name != source.key else None,
        "by": source.by,
        "mapping": source.mapping,
        "scheme": source.scheme,
        "per_minute": source.per_minute if source.per_minute != PER_MINUTE else None,
        **source.rules,
    }
    return {name: value for name, value in values.items() if value is not None}


def _source(key: str, given: dict[str, Value]) -> Part:
    mapping = given["mapping"].one_of(shipped()) if "mapping" in given else None
    rules = rules_of(given)
    known = hooks.laid_over(shipped()[mapping]["rules"] if mapping else None, rules)
    _check_whole(given, known)
    values = {
        "name": (given["name"].text() if "name" in given else None) or key,
        "by": person_id(given.get("by")) or "",
        "mapping": mapping,
        "scheme": given["scheme"].one_of(signatures.SCHEMES) if "scheme" in given else None,
        "per_minute": (given["per_minute"].whole(1) if "per_minute" in given else None) or PER_MINUTE,
        "rules": rules,
    }
    return Part(key, values)


def _check_whole(given: dict[str, Value], known: hooks.HookMapping) -> None:
    """What a mapping needs to open anything, and the fields that it may fill."""
    at = given.get("fields") or given.get("mapping") or given.get("key") or next(iter(given.values()))
    if not known.rules.get("id") and known.opens != "none":
        at.wrong("“id” is missing: the expression that gives what the sender calls the item.")
    allowed = hooks.FIELDS[known.opens]
    needed = {"escalation": ("title",), "launch": ("title", "at"), "none": ()}[known.opens]
    for name in needed:
        if name not in known.fields:
            at.wrong(f"“{name}” is missing among the fields.")
    own = given["fields"].given(sum(hooks.FIELDS.values(), ())) if "fields" in given else {}
    for name, value in own.items():
        if name not in allowed:
            value.wrong(f"what opens “{known.opens}” has no field “{name}”; use {', '.join(allowed)}.")


def rules_of(given: Mapping[str, Value]) -> dict[str, Any]:
    """The rules of a mapping: expressions, compiled once to see that they are some, and fields."""
    found: dict[str, Any] = {}
    readers: dict[str, Callable[[Value], Any]] = {name: _expression for name in hooks.EXPRESSIONS}
    readers |= {
        "opens": lambda value: value.one_of(hooks.OPENS),
        "again": lambda value: value.one_of(hooks.AGAIN),
        "fields": _fields,
    }
    for name in _RULES:
        if name in given and (value := readers[name](given[name])) is not None:
            found[name] = value
    return found


def _fields(section: Value) -> dict[str, Any]:
    known = tuple(dict.fromkeys(sum(hooks.FIELDS.values(), ())))
    read = {name: _field(value) for name, value in section.given(known).items()}
    return {name: value for name, value in read.items() if value is not None}


def _field(value: Value) -> Any:
    """An expression, true or false, or one whose value is looked up in a table."""
    if value.is_bool:
        return value.yes_or_no()
    if not value.is_mapping:
        return _expression(value)
    given = value.given(_TABLE, ("from",))
    found: dict[str, Any] = {"from": _expression(given["from"]) if "from" in given else None}
    if "table" in given:
        texts = {name: one.text() for name, one in given["table"].given(None).items()}
        found["table"] = {name: one for name, one in texts.items() if one}
    if "otherwise" in given:
        found["otherwise"] = given["otherwise"].text()
    return found


def _expression(value: Value) -> str | None:
    return value.checked(expressions.compiled)


def unknown_keys(source: Source, topics: Collection[str], kinds: Collection[str]) -> list[tuple[str, str]]:
    """Topics and kinds that a source's mapping gives and the workspace lacks, as (field, key).

    Of a shipped mapping's table only what is taken in the end: what else it knows need not be there.
    """
    found = []
    mapping = mapping_of(source)
    for name, known in (("topic", topics), ("kind", kinds)):
        given = mapping.fields.get(name)
        if name not in hooks.FIELDS[mapping.opens] or not isinstance(given, Mapping):
            continue
        own = source.rules.get("fields", {}).get(name)
        values = [
            *(own.get("table", {}).values() if isinstance(own, Mapping) else ()),
            given.get("otherwise"),
        ]
        found += [(name, str(one)) for one in dict.fromkeys(values) if one and one not in known]
    return found
