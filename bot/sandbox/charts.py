"""The limits of Slack's own charts and sortable tables.

Sources: docs.slack.dev/reference/block-kit/blocks/data-visualization-block and …/data-table-block; where its
stored pages differ, the stricter number holds here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.shapes import Check, anything, fault, items, kind_of, shape, string, whole

TABLE_CHARACTERS = 10_000


def number(value: Any, at: str) -> Iterator[str]:
    """A number; JSON knows no gap in a series."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
        yield fault("must be a number", at)


def _positive(value: Any, at: str) -> Iterator[str]:
    yield from number(value, at)
    if isinstance(value, int | float) and value <= 0:
        yield fault("must be more than 0", at)


_label = string(20)
_series = shape(
    {"name": _label, "data": items(shape({"label": _label, "value": number}, "label value"), 1, 20)},
    "name data",
)
_axes = shape(
    {"categories": items(_label, 1, 20), "x_label": string(50), "y_label": string(50)}, "categories"
)
_segment = shape({"label": _label, "value": _positive}, "label value")


def _plotted(value: Any, at: str) -> Iterator[str]:
    """Bars, a line or an area: every series has a point for every category, and a name of its own."""
    keys = {"type": string(), "series": items(_series, 1, 6), "axis_config": _axes}
    found = list(shape(keys, "series axis_config")(value, at))
    yield from found
    if found:
        return
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        yield fault("series names must be unique", f"{at}/series")
    for index, series in enumerate(value["series"]):
        if [point["label"] for point in series["data"]] != value["axis_config"]["categories"]:
            yield fault("must have one point for each category", f"{at}/series/{index}/data")


_CHARTS: dict[str, Check] = {
    "pie": shape({"type": string(), "segments": items(_segment, 1, 6)}, "segments"),
    "bar": _plotted,
    "line": _plotted,
    "area": _plotted,
}
chart = kind_of(_CHARTS, "chart")
_CELLS: dict[str, Check] = {
    "raw_text": shape({"type": string(), "text": string(3000)}, "text"),
    "raw_number": shape({"type": string(), "value": number, "text": string(3000)}, "value"),
    "rich_text": shape({"type": string(), "elements": anything}, "elements"),
}
_row = items(kind_of(_CELLS, "cell"), 1, 20)


def rows(value: Any, at: str) -> Iterator[str]:
    """A table's rows, the heading first: equally long, no rich text in the heading."""
    found = list(items(_row, 2, 101)(value, at))
    yield from found
    if found:
        return
    if len({len(row) for row in value}) > 1:
        yield fault("all rows must have the same number of cells", at)
    if any(cell["type"] == "rich_text" for cell in value[0]):
        yield fault("header cells must not be rich_text", f"{at}/0")
    if sum(len(str(cell.get("text", ""))) for row in value for cell in row) > TABLE_CHARACTERS:
        yield fault(f"must be less than {TABLE_CHARACTERS + 1} characters in all", at)


VISUALIZATION: dict[str, Check] = {"title": string(50), "chart": chart}
TABLE: dict[str, Check] = {
    "caption": string(3000),
    "rows": rows,
    "page_size": whole(1, 100),
    "row_header_column_index": whole(0, 19),
}
FILE = shape({"id": string(30, r"F[A-Z0-9]{8,}"), "url": string(3000)})
"""A picture that was uploaded to Slack."""
