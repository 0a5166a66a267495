"""`python -m tests.eval [FOLDER…]`: how well the rules recognise the examples.

Prints precision and recall of what is proposed without a language model, of the examples to develop on and of
those held out, by lane, kind, topic, department, severity, requester and language; what went wrong is listed
for the first alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.rules.listening import may_be_proposed
from bot.rules.recognition import recognise
from bot.settings import Settings
from tests.eval import examples, figures, with_model
from tests.eval.figures import Count, Figures, Taken


def main() -> None:
    """Print the tables of the folders."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[examples.DEVELOP, examples.HELD_OUT])
    parser.add_argument("--short", action="store_true", help="the totals alone")
    parser.add_argument(
        "--with-model", action="store_true", help="the language model of .env beside the rules"
    )
    given = parser.parse_args()
    console = Console(width=110)
    for folder in filter(Path.is_dir, given.folders):
        pairs = taken(folder)
        found = figures.counted(pairs)
        console.print(f"\n[bold]{folder.name}[/]: {len(pairs)} examples", highlight=False)
        console.print(totals(found), highlight=False)
        if not given.short:
            console.print(table(found, figures.by_language(pairs)))
        if given.with_model:
            _with_model(console, folder, pairs)
        if folder.name != examples.HELD_OUT.name:
            console.print("\n".join(found.wrong), markup=False, highlight=False)


def _with_model(console: Console, folder: Path, pairs: list[Taken]) -> None:
    try:
        table, asked = with_model.beside(pairs, heard(folder), Settings())
    except ValueError as error:
        console.print(str(error), highlight=False)
        return
    console.print(table)
    console.print(asked, highlight=False)


def taken(folder: Path) -> list[Taken]:
    """Every example of the folder with what is proposed of it without a model: what is doubtful is not."""
    return [(one, found if may_be_proposed(found) else None) for one, found in heard(folder)]


def heard(folder: Path) -> list[Taken]:
    """Every example of the folder with what the rules make of it, doubtful or not."""
    book = examples.book()
    return [(one, recognise(one.said, book, one.said.at)) for one in examples.examples(folder)]


def totals(found: Figures) -> str:
    """The figures that have an aim."""
    lines = [
        f"suggestions: precision {_share(found.suggestions.precision)} (aim 0.90), "
        f"recall {_share(found.suggestions.recall)} (aim 0.80)",
        f"right department: {_share(found.department_share)} of {found.departments_asked} (aim 0.85)",
        f"invented crises: {len(found.invented_crises)} (aim 0), missed: {len(found.missed_crises)}",
        f"suggestions on jokes and on people at work: {len(found.on_jokes)} (aim 0)",
        f"hours right: {found.hours_right} of {found.hours_meant}",
    ]
    return "\n".join(lines)


def table(found: Figures, languages: dict[str, Count]) -> Table:
    """Precision and recall by label."""
    drawn = Table("sort", "label", "examples", "taken for it", "precision", "recall")
    for sort, labels in {**found.by, "language": languages}.items():
        for label, count in labels.items():
            drawn.add_row(
                sort, label, str(count.are), str(count.taken), _share(count.precision), _share(count.recall)
            )
        drawn.add_section()
    return drawn


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    main()
