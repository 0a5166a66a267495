"""The examples: one small file each, whose name is the verdict a person gave.

`<lane>.<kind or topic>.<department>.<severity>.<requester>.<language>.<slug>.txt`, lane one of escalation,
launch, nothing; `-` where there is nothing to say. A slug with "crisis" (and not "crisis-no") is a suspected
crisis. An optional first line `# said 2026-11-24T09:05+01:00 by app; at …; stated …` gives when it was said,
by whom, and the hours that are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.models import Department, Said, Snapshot, Workspace
from bot.rules import defaults

FOLDER: Final = Path(__file__).parent.parent / "examples"
DEVELOP, HELD_OUT = FOLDER / "develop", FOLDER / "held_out"
ZONE: Final = "Europe/Paris"
SAID_AT: Final = datetime.fromisoformat("2026-11-24T10:05+01:00")
"""A Tuesday: when an example was said that does not tell."""
_HEADER: Final = re.compile(r"(said|at|stated) (\S+?)(?: by (app|\S+))?(?:;|$)")


@dataclass(frozen=True)
class Example:
    """A message, and what a person takes it for. kind: launch kind, topic, or the sort of nothing."""

    name: str
    said: Said
    lane: str
    kind: str
    department: str | None
    severity: str | None
    requester: str | None
    language: str
    crisis: bool
    at: datetime | None = None
    stated_at: datetime | None = None


def examples(folder: Path) -> Iterator[Example]:
    """Those of a folder, in the order of their names. ValueError for a name that is no verdict."""
    for file in sorted(folder.glob("*.txt")):
        parts = file.stem.split(".")
        if len(parts) != 7:
            raise ValueError(
                f"{file.name}: write <lane>.<kind>.<department>.<severity>.<requester>.<language>.<slug>"
            )
        lane, kind, department, severity, requester, language, slug = (
            part if part != "-" else "" for part in parts
        )
        text, given, by_app = _read(file.read_text(encoding="utf-8"))
        yield Example(
            name=file.stem,
            said=Said(text, given.get("said", SAID_AT), by_app=by_app),
            lane=lane,
            kind=kind,
            department=department or None,
            severity=severity or None,
            requester=requester or None,
            language=language,
            crisis=bool(re.search(r"cris[ie]s?e?\b", slug))
            and "crisis-no" not in slug
            and lane == "escalation",
            at=given.get("at"),
            stated_at=given.get("stated"),
        )


def book() -> Snapshot:
    """The workspace that the examples are heard in: every department, topic and kind of the defaults."""
    workspace = Workspace(id="T0EXAMPLES", language="fr", timezone=ZONE)
    departments = tuple(
        Department(workspace=workspace.id, key=key, name=dict(names), position=place)
        for place, (key, names) in enumerate(defaults.DEPARTMENTS.items())
    )
    return Snapshot(workspace, departments=departments)


def _read(written: str) -> tuple[str, dict[str, datetime], bool]:
    """The text, the hours that its first line names, and whether an app said it."""
    first, _, rest = written.partition("\n")
    if not first.startswith("# "):
        return written.strip(), {}, False
    given = _HEADER.findall(first[2:])
    hours = {what: datetime.fromisoformat(at) for what, at, _ in given}
    return rest.strip(), hours, any(by == "app" for _, _, by in given)
