"""The picture of how cost grows: three panels side by side, drawn as SVG and, with a Chromium, as PNG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import browser

Curves = Mapping[str, Mapping[str, Sequence[tuple[float, float]]]]

WIDTH, HEIGHT = 420, 340
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 62, 92
COLOURS = ("#4a154b", "#2eb67d", "#e8912d", "#1264a3")


def drawn(curves: Curves, machine: str, svg: Path, png: Path) -> bool:
    """Write both files; whether the PNG could be made (it needs a Chromium)."""
    svg.parent.mkdir(exist_ok=True)
    svg.write_text(picture(curves, machine))
    path = browser.found()
    if path is None:
        return False
    png.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(browser.FLAGS))
        size = {"width": WIDTH * len(curves), "height": HEIGHT + 28}
        page = chromium.new_page(viewport=size, device_scale_factor=2)  # type: ignore[arg-type]
        page.set_content(f"<style>body{{margin:0}}</style>{svg.read_text()}")
        page.screenshot(path=png)
        chromium.close()
    return True


def picture(curves: Curves, machine: str) -> str:
    """The SVG: one panel for each kind of size, both axes logarithmic, time in milliseconds."""
    panels = "".join(_panel(name, lines, WIDTH * place) for place, (name, lines) in enumerate(curves.items()))
    width, height = WIDTH * len(curves), HEIGHT + 28
    note = _text(
        12, height - 10, f"make bench · {machine} · SQLite, synchronous FULL", size=11, colour="#666"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>{panels}{note}</svg>'
    )


def _panel(name: str, lines: Mapping[str, Sequence[tuple[float, float]]], left: int) -> str:
    sizes = sorted({size for points in lines.values() for size, _ in points})
    times = [milliseconds for points in lines.values() for _, milliseconds in points]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)) + 0.01)

    def x(size: float) -> float:
        span = math.log10(sizes[-1] / sizes[0]) or 1.0
        return left + LEFT + (WIDTH - LEFT - RIGHT) * math.log10(size / sizes[0]) / span

    def y(milliseconds: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log10(milliseconds)) / max(1, high - low)

    parts = [_text(left + LEFT, 26, f"Cost by number of {name}", size=15, bold=True)]
    parts += [_text(left + LEFT, 44, "milliseconds, logarithmic", size=11, colour="#666")]
    for power in range(low, high + 1):
        parts.append(_rule(left + LEFT, left + WIDTH - RIGHT, y(10.0**power)))
        parts.append(_text(left + LEFT - 8, y(10.0**power) + 4, f"{10.0**power:g}", anchor="end", size=11))
    for size in sizes:
        place = "start" if size == sizes[0] else "end" if size == sizes[-1] else "middle"
        parts.append(_text(x(size), HEIGHT - BOTTOM + 20, f"{size:,.0f}", anchor=place, size=11))
    for number, (line, points) in enumerate(lines.items()):
        parts += _line(COLOURS[number], [(x(size), y(value)) for size, value in points])
        parts.append(_text(left + LEFT + 16, HEIGHT - BOTTOM + 42 + 17 * number, line, size=12))
        parts.append(_dot(left + LEFT + 5, HEIGHT - BOTTOM + 38 + 17 * number, COLOURS[number]))
    return "".join(parts)


def _line(colour: str, points: Sequence[tuple[float, float]]) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
    yield from (_dot(x, y, colour) for x, y in points)


def _dot(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'


def _rule(start: float, end: float, y: float) -> str:
    return f'<line x1="{start}" x2="{end}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'


def _text(
    x: float,
    y: float,
    said: str,
    *,
    size: int,
    colour: str = "#1d1c1d",
    anchor: str = "start",
    bold: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{escape(said)}</text>"
    )
