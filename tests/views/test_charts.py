"""Charts of digests: within Slack's limits in every form, with each number in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.i18n import Translator, translator
from bot.models import DecisionKind, Requester
from bot.sandbox.blockkit import check_blocks
from bot.views import charts, digest_departments, digests, kit, leadership
from tests.views import limits
from tests.views.test_digests import facts, leaders

LANGUAGES = [translator("en"), translator("fr")]
EN = LANGUAGES[0]
WHOLE = [[f"2026-W{week}", week - 40, 10] for week in range(41, 49)]
GAP = [[week, None, None] if week == "2026-W44" else [week, number, of] for week, number, of in WHOLE]


def given(weeks: list[list[Any]]) -> dict[str, Any]:
    """Both charts as a digest stores them, with every requester there is."""
    counts = [[str(one), 9 - number] for number, one in enumerate(Requester)]
    return {"charts": [{"chart": "on_time", "weeks": weeks}, {"chart": "requesters", "counts": counts}]}


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("weeks", [WHOLE, GAP], ids=["whole", "gap"])
def test_slack_takes_them_in_every_form_and_each_number_is_in_the_words(
    t: Translator, weeks: list[list[Any]]
) -> None:
    facts = given(weeks)
    native = charts.shown(facts, t, charts.Ways(native=True), table=True)
    files = {one.key: "F0123456789" for one in charts.of(facts, t)}
    drawn = charts.shown(facts, t, charts.Ways(upload=True, files=files))
    said = charts.shown(facts, t, charts.IN_WORDS)
    for form in (native, drawn):
        assert check_blocks(form.blocks, "message") == []
        assert [fault for block in form.blocks for fault in limits.chart_faults(block)] == []
        assert not form.said and not form.pictures, "its own table names the gap"
    assert not said.blocks and said.said == said.text == native.text == drawn.text
    assert all(t.percent(number / of) in said.text for _, number, of in weeks if of)
    assert len(said.text) <= 800
    assert [block["alt_text"] for block in drawn.blocks] == [one.words for one in charts.of(facts, t)]


def test_no_line_runs_across_a_week_of_too_few_and_the_words_name_it() -> None:
    whole, gap = (charts.shown(given(weeks), EN, charts.Ways(native=True)) for weeks in (WHOLE, GAP))
    assert whole.blocks[0]["chart"]["type"] == "line"
    chart = gap.blocks[0]["chart"]
    assert chart["type"] == "bar" and "W44" not in chart["axis_config"]["categories"]
    assert len(chart["axis_config"]["categories"]) == 7
    assert gap.said == "Too few to say: W44." and not whole.said
    table = charts.shown(given(GAP), EN, charts.Ways(native=True), table=True).blocks[1]
    assert table["rows"][4][1] == {"type": "raw_text", "text": "too few"}
    late = [[row[0], None, None] if row is WHOLE[-1] else row for row in WHOLE]
    assert charts.shown(given(late), EN, charts.Ways(native=True)).blocks[0]["chart"]["type"] == "line"
    assert "W43 30%, W44 too few, W45 50%" in gap.text
    assert "W44" in charts.of(given(GAP), EN)[0].spec and "null" in charts.of(given(GAP), EN)[0].spec


def test_a_picture_that_is_not_there_yet_is_asked_for_and_one_that_failed_is_not() -> None:
    first, second = charts.of(given(WHOLE), EN)
    shown = charts.shown(given(WHOLE), EN, charts.Ways(upload=True, without={second.key}))
    assert [one.key for one in shown.pictures] == [first.key] and shown.pictures[0].spec == first.spec
    assert shown.said == shown.text


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_equal_facts_make_equal_pictures_and_other_facts_others(t: Translator) -> None:
    keys = [[one.key for one in charts.of(given(weeks), t)] for weeks in (WHOLE, WHOLE, GAP)]
    assert keys[0] == keys[1] and keys[0][0] != keys[2][0] and keys[0][1] == keys[2][1]
    assert charts.of({"charts": [{"chart": "of another version"}]}, t) == [] == charts.of({}, t)


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
@pytest.mark.parametrize("ways", [charts.IN_WORDS, charts.Ways(native=True)], ids=["words", "native"])
def test_a_digest_has_no_line_more_for_its_charts_and_replays_byte_for_byte(
    t: Translator, ways: charts.Ways
) -> None:
    drawn: list[tuple[kit.Rendered, kit.Rendered]] = []
    own = {**facts(60), **given(GAP)}
    for known in (own, json.loads(json.dumps(own))):
        shared = digests.shared_digest(known, t, day="2026-11-23", ways=ways)
        of_one = digest_departments.department_digest(known, "pr", t, buttons=True, ways=ways)
        drawn.append((shared, of_one))
        for shown in drawn[-1]:
            assert limits.message_faults(shown) == [] == check_blocks(shown.blocks, "message")
            assert limits.visible_lines(shown) <= 25
    assert drawn[0] == drawn[1]
    for kinds in (tuple(DecisionKind)[:3], ()):
        led = leadership.leadership_digest({**leaders(kinds=kinds), **given(GAP)}, t, buttons=True, ways=ways)
        assert limits.message_faults(led) == [] == check_blocks(led.blocks, "message")
        assert limits.visible_lines(led) <= 8
