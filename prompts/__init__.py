"""One Markdown file per task of the model, with its answer's schema; `load` reads and checks it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import Final

from bot.models.tasks import TASKS, TaskAnswer

_FENCE: Final = "---\n"
_KEYS: Final = {"answer", "seconds", "tokens", "fields"}


@dataclass(frozen=True)
class Prompt:
    """What the model is told about one task."""

    name: str
    answer: type[TaskAnswer]
    seconds: float
    """How long its answer is waited for."""
    tokens: int
    """The longest answer."""
    fields: frozenset[str]
    text: str

    def filled(self, **fields: str) -> str:
        """The instructions with their fields. KeyError for one that is missing or not asked for."""
        if fields.keys() != self.fields:
            raise KeyError(*sorted(fields.keys() ^ self.fields))
        return Template(self.text).substitute(fields)


@cache
def load(name: str) -> Prompt:
    """The prompt of this task. ValueError, with the file's name, where it says something that cannot be."""
    from ruamel.yaml import YAML  # Loaded with the first prompt: a Tutti without a model has none.

    raw = resources.files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    _, _, rest = raw.partition(_FENCE)
    head, fence, text = rest.partition(_FENCE)
    given = YAML(typ="safe").load(head) if fence else {}
    template = Template(text)
    if set(given) != _KEYS or given["answer"] not in TASKS:
        raise ValueError(f"prompts/{name}.md: its head names {sorted(_KEYS)}, and one of {sorted(TASKS)}.")
    if not template.is_valid() or set(template.get_identifiers()) != set(given["fields"]):
        raise ValueError(f"prompts/{name}.md: its fields are not those that its head names.")
    return Prompt(
        name,
        TASKS[given["answer"]],
        float(given["seconds"]),
        int(given["tokens"]),
        frozenset(given["fields"]),
        text.strip(),
    )
