"""A YAML text as values that know their line and their name, so that every mistake can be shown at once.

Nothing here raises for what a person wrote: a value that is not what was asked for is noted in `Mistakes` and
read as None, and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

# Loaded with the first text: inputs and most starts have none.
if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    Node = ScalarNode | SequenceNode | MappingNode

Mistake = tuple[int, str]
"""Line, counted from 1, and one sentence."""

_KINDS = {"map": "a mapping", "seq": "a list", "null": "nothing", "int": "a number", "float": "a number"}


@dataclass
class Mistakes:
    """Everything that is wrong in one text."""

    found: list[Mistake] = field(default_factory=list)

    def note(self, line: int, sentence: str) -> None:
        """Keep a mistake; the same one twice is kept once."""
        if (line, sentence) not in self.found:
            self.found.append((line, sentence))

    @property
    def in_order(self) -> list[Mistake]:
        """By line."""
        return sorted(self.found, key=lambda mistake: mistake[0])


@dataclass(frozen=True)
class Value:
    """One value of the text. `path` is what it is called in sentences: `departments.hr.hours`."""

    node: Node
    path: str
    mistakes: Mistakes
    key: Node | None = None
    """The key it stands at, in a mapping."""

    @property
    def line(self) -> int:
        """Where it starts, counted from 1; where its key stands if it is blank: YAML sees that further on."""
        node = self.key if self.blank and self.key else self.node
        return int(node.start_mark.line) + 1

    @property
    def blank(self) -> bool:
        """Whether the key stands there without a value."""
        return self._kind == "null"

    @property
    def is_list(self) -> bool:
        return bool(self.node.id == "sequence")

    @property
    def is_bool(self) -> bool:
        return self._kind == "bool"

    @property
    def is_mapping(self) -> bool:
        return bool(self.node.id == "mapping")

    def wrong(self, sentence: str) -> None:
        """Note a mistake at this value; its path is put in front."""
        self.mistakes.note(self.line, f"{self.path}: {sentence}" if self.path else sentence)

    def named(self, path: str) -> Value:
        """The same value under a better name."""
        return replace(self, path=path)

    def is_word(self, word: str) -> bool:
        """Whether it is this bare word, in whatever case."""
        return self._kind == "str" and str(self.node.value).lower() == word

    def fields(self, known: Collection[str] | None, needed: Collection[str] = ()) -> dict[str, Value]:
        """Its entries by key; keys that are unknown, doubled or missing are mistakes. known None: any key.

        A key without a value is given too; see `given`.
        """
        if not self.is_mapping:
            self._not("a mapping of keys and values")
            return {}
        found: dict[str, Value] = {}
        for key, node in self.node.value:
            name = str(key.value) if key.id == "scalar" else "?"
            value = Value(node, f"{self.path}.{name}".lstrip("."), self.mistakes, key)
            if known is not None and name not in known:
                value._at_key(f"this key is unknown here; use {', '.join(known)}.")
            elif name in found:
                value._at_key(f"this key stands here twice; the first is in line {found[name].line}.")
            else:
                found[name] = value
        for name in needed:
            if name not in found or found[name].blank:
                self.wrong(f"“{name}” is missing.")
        return found

    def given(self, known: Collection[str] | None, needed: Collection[str] = ()) -> dict[str, Value]:
        """Like `fields`, and a key without a value counts as left out."""
        return {name: value for name, value in self.fields(known, needed).items() if not value.blank}

    def items(self) -> list[Value]:
        """The elements of a list."""
        if not self.is_list:
            self._not("a list")
            return []
        return [
            Value(node, f"{self.path}[{number}]", self.mistakes)
            for number, node in enumerate(self.node.value, start=1)
        ]

    def text(self) -> str | None:
        """A text that is not empty."""
        if self._kind != "str" or not str(self.node.value).strip():
            self._not("a text")
            return None
        return str(self.node.value)

    def whole(self, lowest: int) -> int | None:
        """A whole number of at least `lowest`."""
        digits = str(self.node.value).replace("_", "") if self._kind == "int" else ""
        if not digits.isascii() or not digits.isdigit() or int(digits) < lowest:
            self._not(f"a whole number from {lowest}")
            return None
        return int(digits)

    def yes_or_no(self) -> bool | None:
        """true or false."""
        if self._kind != "bool":
            self._not("true or false")
            return None
        return str(self.node.value).lower() == "true"

    def one_of(self, choices: Collection[str]) -> str | None:
        """One of these words."""
        found = self.text()
        if found is not None and found not in choices:
            self.wrong(f"“{found}” is unknown; write {' or '.join(choices)}.")
            return None
        return found

    def like(self, pattern: re.Pattern[str], what: str) -> str | None:
        """A text of this form; `what` says the form, with an example."""
        found = self.text()
        if found is not None and not pattern.fullmatch(found):
            self.wrong(f"“{found}” is not {what}.")
            return None
        return found

    def checked(self, check: Callable[[str], Any], kinds: Collection[str] = ("str",)) -> str | None:
        """A text that `check` takes without a ValueError; the error's sentence is the mistake.

        kinds: of YAML's scalars, those that count as text.
        """
        found = str(self.node.value) if self._kind in kinds and self._kind != "str" else self.text()
        if found is None:
            return None
        try:
            check(found)
        except ValueError as error:
            self.wrong(str(error))
            return None
        return found

    @property
    def _kind(self) -> str:
        return str(self.node.tag).rsplit(":", 1)[-1]

    def _not(self, wanted: str) -> None:
        given = _KINDS.get(self._kind) or (f"“{self.node.value}”" if self.node.value else "an empty text")
        self.wrong(f"this must be {wanted}, not {given}.")

    def _at_key(self, sentence: str) -> None:
        line = int((self.key or self.node).start_mark.line) + 1
        self.mistakes.note(line, f"{self.path}: {sentence}")


def parse(text: str, mistakes: Mistakes) -> Value | None:
    """The text's one document; None, with a mistake noted, where it is empty or no YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be read"
        mistakes.note(mark.line + 1 if mark else 1, f"This is not YAML: {problem}.")
        return None
    except (YAMLError, ValueError, RecursionError) as error:
        mistakes.note(
            1, f"This is not YAML: {str(error).splitlines()[0] if str(error) else 'it cannot be read'}."
        )
        return None
    if node is None:
        mistakes.note(1, "The file is empty; it starts with “version: 1”.")
        return None
    return Value(node, "", mistakes)
