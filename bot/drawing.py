"""`python -m bot.drawing < chart.json > chart.png`: a chart of a digest as a picture.

A program of its own, run by `engine.pictures`: what draws needs two seconds and a hundred megabytes, which
the process that answers Slack does not give. It needs the extra `pictures`. On a light card of its own, so
that it reads in Slack's dark mode as well; what is not said by colour alone is written.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

INK, SOFT, LINE, CARD = "#1d2733", "#5b6775", "#1d3557", "#ffffff"
GRID, EDGE = "#e3e7ec", "#d5dae1"
WIDE, HIGH, DOTS = 6.0, 3.2, 200
"""Inches, and dots of one: sharp at twice the width of a phone."""
ROOM = 1.16
"""So much behind the longest bar, or below a point, is left for its number."""


def picture(spec: dict[str, Any]) -> bytes:
    """The PNG of a chart as `views.charts` describes it; the same description gives the same picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, HIGH), dpi=DOTS, facecolor=CARD, edgecolor=EDGE, linewidth=2)
    figure.text(0.04, 0.89, spec["question"], fontsize=14, fontweight="bold", color=INK)
    figure.text(0.04, 0.81, spec["counted"], fontsize=10, color=SOFT)
    draw = _line if spec["kind"] == "line" else _bars
    draw(figure, spec["points"])
    out = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(out, format="png", metadata={"Software": None}, edgecolor=EDGE)
    return out.getvalue()


def _line(figure: Any, points: list[Any]) -> None:
    """Shares from 0 to 1: a line that ends before a gap and begins after it; the gap says why."""
    from matplotlib.patheffects import withStroke

    axes = _axes(figure, (0.1, 0.13, 0.86, 0.61))
    heights = [float("nan") if value is None else value for _label, value, _told in points]
    axes.plot(range(len(points)), heights, color=LINE, linewidth=2.5, marker="o", markersize=6)
    for at, (_label, value, told) in enumerate(points):
        if value is None:
            axes.text(at, 0.05, told, ha="center", va="bottom", fontsize=9, style="italic", color=SOFT)
        else:
            away = -17 if _valley(heights, at) else 8
            number = _number(axes, told, (at, value), (0, away), ha="center")
            number.set_path_effects([withStroke(linewidth=3, foreground=CARD)])
    axes.set_xticks(range(len(points)), [label for label, *_ in points], fontsize=10, color=INK)
    axes.set_xlim(-0.5, len(points) - 0.5)
    axes.set_yticks([0, 0.5, 1], ["0", "50", "100"], fontsize=9, color=SOFT)
    axes.set_ylim(0, 1.16)
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)


def _valley(heights: list[float], at: int) -> bool:
    """Whether the line rises on both sides and there is room below; beside a gap it does not rise."""
    around = [heights[place] for place in (at - 1, at + 1) if 0 <= place < len(heights)]
    return heights[at] > ROOM - 1 and len(around) == 2 and all(other > heights[at] for other in around)


def _bars(figure: Any, points: list[Any]) -> None:
    """Counts, one bar under the other, so that each name has its place."""
    axes = _axes(figure, (0.22, 0.06, 0.73, 0.68))
    places = range(len(points))
    axes.barh(places, [value for _label, value, _told in points], color=LINE, height=0.62)
    for at, (_label, value, told) in enumerate(points):
        _number(axes, told, (value, at), (5, 0), va="center")
    axes.set_yticks(places, [label for label, *_ in points], fontsize=10, color=INK)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.set_xlim(0, ROOM * max(value for _label, value, _told in points))
    axes.spines["left"].set_visible(True)


def _axes(figure: Any, place: tuple[float, float, float, float]) -> Any:
    axes = figure.add_axes(place)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
        side.set_color(EDGE)
    return axes


def _number(axes: Any, told: str, at: tuple[float, float], away: tuple[int, int], **how: str) -> Any:
    return axes.annotate(
        told, at, textcoords="offset points", xytext=away, fontsize=10, color=INK, zorder=5, **how
    )


def main() -> None:
    """One picture from standard input to standard output."""
    sys.stdout.buffer.write(picture(json.loads(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
