"""The charts of a digest: Slack's own, a picture of the same, or the same in words.

A chart's title is the question that it answers. Its words stand in every form, for those who cannot see it:
in the message's text, and in a picture's alternative text. Slack's own chart knows no gap: a week of too few
is left out of it, no line is drawn across, and a sentence names it.

Limits: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block (messages only, two of them
at most, title 50, names and labels 20) and …/data-table-block.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bot.i18n import N_, Translator
from bot.models import Requester
from bot.rules import charts as rules
from bot.views import kit
from bot.views.facts import measure_name

MOST: Final = 2
"""Slack takes so many charts in one message."""
TITLE, LABEL = 50, 20
_FROM: Final[Mapping[Requester, str]] = {
    Requester.customer: N_("Customers"),
    Requester.prospect: N_("Prospects"),
    Requester.journalist: N_("Journalists"),
    Requester.blogger: N_("Bloggers"),
    Requester.employee: N_("Employees"),
    Requester.partner: N_("Partners"),
    Requester.colleague: N_("Colleagues"),
    Requester.unknown: N_("Not known"),
}


@dataclass(frozen=True)
class Point:
    """One point: what stands under it, how high it is (None: too few to say), and the same in words."""

    label: str
    value: float | None
    told: str
    cells: Sequence[str]
    """Its row of the table."""


@dataclass(frozen=True)
class Chart:
    """A chart in one language."""

    question: str
    kind: Literal["line", "bar"]
    series: str
    counted: str
    """What is counted over which time."""
    points: Sequence[Point]
    percent: bool
    columns: Sequence[str]
    words: str

    @property
    def spec(self) -> str:
        """All that a picture of it shows, as JSON; equal for equal pictures."""
        shown: dict[str, Any] = {
            "question": self.question,
            "kind": self.kind,
            "counted": self.counted,
            "percent": self.percent,
            "points": [[one.label, one.value, one.told] for one in self.points],
        }
        return json.dumps(shown, sort_keys=True, ensure_ascii=False)

    @property
    def gaps(self) -> list[str]:
        """The points of which there is too little to say."""
        return [one.label for one in self.points if one.value is None]

    @property
    def key(self) -> str:
        return hashlib.sha256(self.spec.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Ways:
    """How a message may show charts now. native: Slack draws them; upload: it may be handed pictures.

    files: Slack's file by the chart's key, of those that are ready; without: keys that will have none.
    """

    native: bool = False
    upload: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    without: Collection[str] = ()


IN_WORDS: Final = Ways()


@dataclass(frozen=True)
class Shown:
    """Charts as a message shows them. said: what stands under them; text: all of them in words."""

    blocks: list[kit.Block] = field(default_factory=list)
    said: str = ""
    text: str = ""
    pictures: Sequence[kit.Picture] = ()

    def added(self, message: kit.Rendered) -> kit.Rendered:
        """The message with their words in its text, and what must be handed to Slack for it."""
        text = " ".join(one for one in (message.text, self.text) if one)
        return kit.Rendered(text, message.blocks, self.pictures)


NOTHING: Final = Shown()


def of(facts: Mapping[str, Any], t: Translator) -> list[Chart]:
    """The charts of a digest's stored facts."""
    drawn = {rules.ON_TIME: _on_time, rules.REQUESTERS: _requesters}
    found = facts.get("charts")
    given = found if isinstance(found, list) else []
    return [drawn[one["chart"]](one, t) for one in given if one.get("chart") in drawn][:MOST]


def shown(facts: Mapping[str, Any], t: Translator, ways: Ways, *, table: bool = False) -> Shown:
    """Each chart in the best way there is. table: with the figures behind the first one beneath it."""
    blocks: list[kit.Block] = []
    pictures: list[kit.Picture] = []
    said: list[str] = []
    charts = of(facts, t)
    for number, chart in enumerate(charts):
        file = ways.files.get(chart.key)
        if ways.native:
            blocks.append(_native(chart))
            if table and number == 0:
                blocks.append(_table(chart))
            elif gaps := chart.gaps:
                said.append(t("Too few to say: {weeks}.", weeks=t.join(gaps)))
        elif file:
            blocks.append(_image(chart, file))
        else:
            said.append(chart.words)
            if ways.upload and chart.key not in ways.without:
                pictures.append(kit.Picture(chart.key, chart.spec, chart.words))
    return Shown(blocks, " ".join(said), " ".join(one.words for one in charts), pictures)


def _on_time(given: Mapping[str, Any], t: Translator) -> Chart:
    few = t("too few")
    points = []
    for week, number, total in given["weeks"]:
        label = t("W{week}", week=str(week).rpartition("W")[2].lstrip("0"))
        share = number / total if total else None
        told = few if share is None else t.percent(share)
        cases = few if share is None else t("{number} of {of}", number=number, of=total)
        points.append(Point(label, share, told, (label, told, cases)))
    question, series = t("Are we answering in time?"), measure_name("on_time", t)
    counted = t("Answers in time, by week")
    return Chart(
        question=kit.cut(question, TITLE),
        kind="line",
        series=kit.cut(series, LABEL),
        counted=counted,
        points=points,
        percent=True,
        columns=(t("Week"), series, t("Requests")),
        words=_words(question, counted, points, t),
    )


def _requesters(given: Mapping[str, Any], t: Translator) -> Chart:
    points = []
    for who, number in given["counts"]:
        label = kit.cut(t(_FROM[Requester(who) if who in set(Requester) else Requester.unknown]), LABEL)
        points.append(Point(label, int(number), str(number), (label, str(number))))
    question = t("Where do the questions come from?")
    counted = t("Escalations of the last four weeks")
    return Chart(
        question=kit.cut(question, TITLE),
        kind="bar",
        series=kit.cut(t("Escalations"), LABEL),
        counted=counted,
        points=points,
        percent=False,
        columns=(t("Who asks"), t("Escalations")),
        words=_words(question, counted, points, t),
    )


def _words(question: str, counted: str, points: Sequence[Point], t: Translator) -> str:
    """The question and every number: what somebody who sees no picture is read."""
    listed = ", ".join(t("{label} {value}", label=one.label, value=one.told) for one in points)
    return t("{question} {counted}: {numbers}.", question=question, counted=counted, numbers=listed)


def _native(chart: Chart) -> kit.Block:
    """Slack's own chart: of what there is a number for; bars where a line would run across a gap."""
    there = [number for number, one in enumerate(chart.points) if one.value is not None]
    whole = there == list(range(there[0], there[-1] + 1))
    heights = [(one.label, one.value) for one in chart.points if one.value is not None]
    data = [
        {"label": label, "value": round(value * (100 if chart.percent else 1))} for label, value in heights
    ]
    axes: dict[str, Any] = {"categories": [label for label, _ in heights]}
    return {
        "type": "data_visualization",
        "title": chart.question,
        "chart": {
            "type": chart.kind if whole else "bar",
            "series": [{"name": chart.series, "data": data}],
            "axis_config": axes | ({"y_label": "%"} if chart.percent else {}),
        },
    }


def _table(chart: Chart) -> kit.Block:
    """The figures behind it, a row for each point; Slack shows them five at a time and sorts them."""
    rows = [chart.columns, *(one.cells for one in chart.points)]
    return {
        "type": "data_table",
        "caption": chart.counted,
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
    }


def _image(chart: Chart, file: str) -> kit.Block:
    """The picture that Slack was handed; it carries its question itself."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": kit.cut(chart.words, 2000)}
