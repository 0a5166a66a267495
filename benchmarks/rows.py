"""The table of a run: what was measured, against what, and whether the goal is met."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One line. Values are medians over the repeats, in `unit`; `ratio` is measured to reference."""

    what: str
    value: float
    unit: str
    goal: str
    met: bool | None
    """None: a figure without a goal."""
    ratio: float | None = None
    reference: float | None = None
    against: str = ""
    """What the reference is."""
    note: str = ""
    repeats: int = 1


def below(what: str, value: float, unit: str, limit: float, **more: Any) -> Row:
    """A figure that must not pass a limit."""
    return Row(what, value, unit, f"≤ {limit:g} {unit}", value <= limit, **more)


def above(what: str, value: float, unit: str, limit: float, **more: Any) -> Row:
    """A figure that must reach a limit."""
    return Row(what, value, unit, f"≥ {limit:g} {unit}", value >= limit, **more)


def shown(rows: Sequence[Row], machine: str, console: Console) -> None:
    """Print the table."""
    table = Table(title=f"Tutti against its references · {machine}", title_justify="left")
    for column, right in {
        "what": False,
        "median": True,
        "ratio": True,
        "reference": True,
        "goal": False,
        "met": False,
        "note": False,
    }.items():
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows:
        met = {True: "[green]met[/]", False: "[red]not met[/]", None: "–"}[row.met]
        against = f"{_number(row.reference)} {row.against}" if row.reference is not None else row.against
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
        table.add_row(row.what, f"{_number(row.value)} {row.unit}", ratio, against, row.goal, met, row.note)
    console.print(table)


def kept(rows: Sequence[Row], about: dict[str, Any], file: Path) -> None:
    """Write the run as JSON: {"about": {…}, "rows": […]}."""
    file.parent.mkdir(exist_ok=True)
    found = {"about": about, "rows": [asdict(row) for row in rows]}
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False))


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
