"""What a webhook's body means: the shipped mappings on recorded bodies, and what no mapping can make it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.models import Act, Arrived, EscalationDraft, LaunchDraft, Source
from bot.rules import bodies, hooks
from bot.rules.expressions import BadExpression, Failed, Purse, TooCostly, compiled
from bot.rules.hook_values import initials, moment
from bot.views.configuration_hooks import mapping_of, shipped
from bot.views.hooks import REASONS
from tests.hooks.posting import recorded
from tests.rules.organisation import a_snapshot, clock, paris

NOW = paris("2026-11-24 09:05")
BOOK = a_snapshot()


def a_source(mapping: str | None = None, **rules: Any) -> Source:
    return Source(workspace="T0TUTTI", key="shop", name="Shop", by="U0KARIM", mapping=mapping, rules=rules)


def arrived(source: Source, body: Any, now: datetime = NOW) -> list[Arrived]:
    mapping, purse = mapping_of(source), Purse()
    items = hooks.items_of(mapping, body, purse)
    if isinstance(items, Arrived):
        return [items]
    return [hooks.read(mapping, item, source, BOOK, now, purse) for item in items]


def only(source: Source, body: Any) -> Arrived:
    (one,) = arrived(source, body)
    return one


def drafted(source: Source, body: Any) -> EscalationDraft:
    found = only(source, body)
    assert isinstance(found.draft, EscalationDraft), found
    return found.draft


# The shipped mappings, on bodies as their vendors' public documentation shows them


SHIPPED: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("zendesk", "zendesk_created", [("opens", "4711", "complaint", "high", "customer", "ticket 4711")]),
    ("zendesk", "zendesk_pending", [("ignored", "")]),
    ("zendesk", "zendesk_solved", [("told", "4711")]),
    ("zendesk", "zendesk_closed", [("closed", "4711")]),
    (
        "hubspot",
        "hubspot_new",
        [("opens", "21877123456", "billing", "normal", "customer", "ticket 21877123456")],
    ),
    ("hubspot", "hubspot_closed", [("closed", "21877123456")]),
    (
        "meltwater",
        "meltwater_stream",
        [
            ("opens", "1764000000000_K49ugt285FchyyIqJ15D85lyR5wA", "complaint", "normal", "customer", "X"),
            ("opens", "1764000100000_PQ0x2xkd81HvvC8n2mQ2v4cV1bE", "press", "*", "journalist", "The Example"),
            ("ignored", ""),
        ],
    ),
    (
        "form",
        "form_response",
        [("opens", "a3a12ec67a1365927098a606107fac15", "delivery", "*", "customer", "Contact form")],
    ),
    ("mail", "mail_press", [("opens", "<CAGXpo2@mail.gazette.example>", "press", "*", "journalist", "mail")]),
    ("mail", "mail_reply", [("opens", "<CAGXpo2@mail.gazette.example>", "press", "*", "journalist", "mail")]),
    ("mail", "mail_away", [("ignored", "")]),
]


@pytest.mark.parametrize(("mapping", "name", "expected"), SHIPPED, ids=[name for _, name, _ in SHIPPED])
def test_a_shipped_mapping_reads_a_recorded_body(
    mapping: str, name: str, expected: list[tuple[Any, ...]]
) -> None:
    found = arrived(a_source(mapping), recorded(name))
    assert len(found) == len(expected)
    for one, (act, id, *fields) in zip(found, expected, strict=True):
        assert (one.act, one.id) == (act, id), one
        if isinstance(one.draft, EscalationDraft) and one.draft.teller:
            topic, severity, requester, label = fields
            assert (one.draft.topic, one.draft.requester, one.draft.teller.label) == (topic, requester, label)
            assert severity in ("*", one.draft.severity)


def test_each_shipped_mapping_has_a_recorded_body() -> None:
    assert {mapping for mapping, _, _ in SHIPPED} == set(shipped())


@pytest.mark.parametrize("mapping", sorted(shipped()))
def test_a_shipped_mapping_refuses_what_is_not_its_vendors(mapping: str) -> None:
    assert [one.why for one in arrived(a_source(mapping), {"x": 1})] == ["unmapped"]


def test_every_reason_has_a_sentence() -> None:
    rules = Path(hooks.__file__).read_text(encoding="utf-8")
    given = set(re.findall(r'(?:Wrong\(|why=|why = )"(\w+)"', rules)) | {
        "unknown_topic",
        "unknown_kind",
        "rule",
    }
    assert given <= REASONS.keys() and "no_id" in given


def test_what_is_kept_of_a_person_is_initials_and_of_a_page_its_link() -> None:
    first, second, _ = arrived(a_source("meltwater"), recorded("meltwater_stream"))
    assert isinstance(first.draft, EscalationDraft) and isinstance(second.draft, EscalationDraft)
    assert (first.draft.who, first.draft.reach) == ("M. D.", "wide")
    assert first.draft.where == "https://x.com/marie_d/status/1990000000000000000"
    assert (second.draft.who, second.draft.reach) == ("P. P.", "local")


# What no mapping can make of it


TICKET = {"n": 7, "what": "Cold oven", "level": "normal", "about": "complaint"}
PLAIN: dict[str, Any] = {
    "id": "n",
    "fields": {"title": "what", "topic": "about", "severity": "level", "who": "who", "link": "url"},
}


def test_only_a_person_opens_a_crisis() -> None:
    found = only(a_source(**PLAIN), TICKET | {"level": "Crisis"})
    assert isinstance(found.draft, EscalationDraft) and found.draft.severity == "high"
    assert "only a person opens a crisis" in found.notes[0]


def test_a_link_that_is_none_is_left_out() -> None:
    for url in ("javascript:alert(1)", "https://a.example/|<!channel>", "https://a b", 7):
        draft = drafted(a_source(**PLAIN), TICKET | {"url": url})
        assert draft.teller and draft.teller.link == "" and draft.where == ""


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"n": None}, "no_id"),
    ({"n": ["a"]}, "no_id"),
    ({"what": " \n "}, "no_title"),
    ({"what": {"a": 1}}, "no_title"),
    ({"about": "weather", "what": "Rain"}, "unknown_topic"),
    ({"about": None, "what": "Rain"}, "unknown_topic"),
]


@pytest.mark.parametrize(("changed", "why"), REFUSED)
def test_a_body_that_lacks_what_a_case_needs_is_refused_with_its_reason(
    changed: dict[str, Any], why: str
) -> None:
    found = only(a_source(**PLAIN), TICKET | changed)
    assert (found.act, found.why) == (Act.refused, why)


def test_an_unknown_topic_is_taken_from_the_words_then_from_otherwise() -> None:
    said = TICKET | {"about": "T-42", "what": "A journalist asks for an interview"}
    assert drafted(a_source(**PLAIN), said).topic == "press"
    fields = {**PLAIN["fields"], "topic": {"from": "about", "otherwise": "other"}}
    draft = drafted(a_source(**{**PLAIN, "fields": fields}), TICKET | {"about": "T-42", "what": "Rain"})
    assert draft.topic == "other"


def test_when_and_each_that_find_nothing_are_refused_and_ignore_comes_first() -> None:
    assert only(a_source(**PLAIN, when="kind == 'case'"), TICKET).why == "unmapped"
    assert only(a_source(**PLAIN, each="items"), TICKET).why == "unmapped"
    assert arrived(a_source(**PLAIN, each="items"), {"items": []}) == []
    assert only(a_source(**PLAIN, each="items"), {"items": [TICKET] * 101}).why == "too_many"
    assert only(a_source(**PLAIN, when="kind", ignore="what"), TICKET).act is Act.ignored
    assert only(a_source(**PLAIN, opens="none"), TICKET).act is Act.ignored


def test_private_is_private_and_takes_no_excerpt() -> None:
    fields = {**PLAIN["fields"], "private": True, "text": "what"}
    draft = drafted(a_source(**{**PLAIN, "fields": fields}), TICKET)
    assert draft.private and draft.excerpt is None
    fields["private"] = "sealed"
    assert not drafted(a_source(**{**PLAIN, "fields": fields}), TICKET | {"sealed": "false"}).private


LAUNCH: dict[str, Any] = {
    "opens": "launch",
    "id": "n",
    "fields": {"title": "what", "kind": "about", "at": "on", "goal": "goal"},
}


def test_a_campaign_becomes_a_launch() -> None:
    body = {"n": 1, "what": "Galette", "about": "promotion", "on": "2026-12-10T10:00", "goal": 2000}
    draft = only(a_source(**LAUNCH), body).draft
    assert isinstance(draft, LaunchDraft)
    assert (draft.kind, clock(draft.at), draft.goal, draft.answerer) == (
        "promotion",
        "2026-12-10 10:00",
        "2000",
        "U0KARIM",
    )
    for on, why in (("2026-11-01", "past"), ("soon", "bad_time"), (None, "no_time"), ([], "bad_time")):
        assert only(a_source(**LAUNCH), body | {"on": on}).why == why
    assert only(a_source(**LAUNCH), body | {"about": "war"}).why == "unknown_kind"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-24T17:00", "2026-11-24 17:00"),
        ("2026-11-24T16:00:00Z", "2026-11-24 17:00"),
        ("2026-11-24", "2026-11-24 00:00"),
        (1795536000, "2026-11-24 17:00"),
        (1795536000000, "2026-11-24 17:00"),
        ("Tue, 24 Nov 2026 17:00:00 +0100", "2026-11-24 17:00"),
        ("17:00", None),
        (True, None),
        (1e300, None),
        ("9999-12-31T23:59:59-23:00", None),
    ],
)
def test_a_moment_is_read_in_the_workspaces_zone(value: Any, expected: str | None) -> None:
    assert clock(moment(value, "Europe/Paris")) == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Marie Durand", "M. D."),
        ("marie.durand@mail.example", "M. D."),
        ("Jean-Paul de La Tour", "J. P. D."),
        ("42", ""),
        ("", ""),
        ("Élodie", "É."),
    ],
)
def test_a_name_becomes_initials(name: str, short: str) -> None:
    assert initials(name) == short


# Expressions


@pytest.mark.parametrize(
    "text",
    ["", "a.", "a[", "a ++ b", "lower(a)", "length(a, b)", "'x", "a" * 501, "(" * 400, "\ud800"],
)
def test_what_is_no_expression_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(BadExpression):
        compiled(text)


DOUBLED = "[@,@]" + "|[@,@]" * 60


@pytest.mark.parametrize(
    "text",
    [
        DOUBLED,
        DOUBLED + "|[]" * 40,
        "to_string(" + "[@,@]|" * 50 + "@)",
        "join(a, [a,a,a,a])|join(@,[@,@,@,@,@,@,@,@])|join(@,[@,@,@,@,@,@,@,@])|join(@,[@,@,@,@,@,@,@,@])",
        "b[].{x: @, y: $ }".replace("$", "@") + "|[].[@,@]|[].[@,@]|[].[@,@]|[].[@,@]|[].[@,@]|[].[@,@]",
    ],
)
def test_an_expression_that_blows_up_is_stopped(text: str) -> None:
    with pytest.raises((TooCostly, Failed)):
        compiled(text).of({"a": "x" * 50_000, "b": list(range(3000))}, Purse())


@pytest.mark.parametrize("text", ["length(n)", "n < what && abs(what)", "sum(what)", "sort([n, what])"])
def test_an_expression_that_does_not_fit_is_a_reason_and_no_crash(text: str) -> None:
    found = only(a_source(**{**PLAIN, "when": text}), TICKET)
    assert found.act is Act.refused and found.why in ("expression", "unmapped")


def test_the_standards_own_examples() -> None:
    """A handful of https://github.com/jmespath/jmespath.test, so that a new version of the library shows."""
    given = {"foo": {"bar": ["zero", "one"], "n": 0}, "empty": [], "s": "é"}
    cases = {
        "foo.bar[-1]": "one",
        "foo.missing.deeper": None,
        "foo.n || `1`": 0,
        "empty || s": "é",
        "!empty": True,
        "foo.bar[?@=='one'] | [0]": "one",
        "not_null(missing, s)": "é",
        "length(s)": 1,
    }
    assert {text: compiled(text).of(given, Purse()) for text in cases} == cases


# Bodies


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"\xff\xfe",
        b"null",
        b'"text"',
        b"7",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": "\\u0000"}',
        b'{"a": "\\ud83d"}',
        b'{"\\ud83d": 1}',
        b"[" * 100_000,
        b'{"a":' * 50 + b"1" + b"}" * 50,
        b"[" + b"0," * 30_000 + b"0]",
    ],
)
def test_a_body_that_nobody_can_use_is_unreadable(body: bytes) -> None:
    with pytest.raises(bodies.Unreadable):
        bodies.read(body)


def test_a_body_with_every_letter_is_read() -> None:
    body: Any = {"a": "« été » 😀 \u202e", "b": [1, 2.5, True, None, {"c": []}]}
    assert bodies.read(json.dumps(body).encode()) == body
    assert bodies.read(json.dumps(body, ensure_ascii=False).encode()) == body
