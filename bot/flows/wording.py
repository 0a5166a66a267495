"""The words of a digest by the language model: an opening and a sentence for each topic, each checked.

Called before the digest's unit, never in it; what comes back is stored with the digest's facts, so that it
reads the same for ever. Without a model, or without an answer, the digest's own templates stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

import prompts
from bot.errors import Busy
from bot.flows import model_calls
from bot.i18n import Translator
from bot.models import Escalation, Snapshot
from bot.models.tasks import DigestAnswer, Sentence
from bot.rules import records, redaction, wording
from bot.rules.records import Record
from bot.rules.redaction import Redacted
from bot.store import PATIENT_SECONDS, Db
from bot.tools import Tools
from bot.views import names
from bot.views import wording as views

log = structlog.get_logger(__name__)

Json = dict[str, Any]

MOST_OPENING = 3
"""Sentences of an opening; a model that writes more is cut."""
MOST_CHARACTERS = 900
"""Of all words: a paragraph on a phone's screen."""


@dataclass
class _Words:
    """The words under way: what is kept, which records were said, why sentences were dropped."""

    known: Mapping[str, Record]
    hidden: Redacted
    t: Translator
    week: int | None
    said: set[str] = field(default_factory=set)
    dropped: Counter[str] = field(default_factory=Counter)


async def phrase(tools: Tools, book: Snapshot, facts: Mapping[str, Any], audience: str) -> Json | None:
    """The digest's words in the workspace's language, or None: then the digest has none.

    JSON values: {"language", "text", "sentences": [{"text", "topic", "notices"}], "model", "dropped"}. `text`
    is all sentences, plain, to be escaped where it is shown; `topic` is a key, or None in the opening;
    `notices` are the ids of those whose title a sentence quotes. audience: "shared" or a department's key,
    for the log.
    """
    if not facts.get("happened", True) or not model_calls.may_ask(tools, book):
        return None
    t = tools.shared(book)
    try:
        people = await model_calls.names(tools, book.workspace.id)
        known = await _known(tools, book, facts)
    except Busy:
        return None
    if not known:
        return None
    hidden = redaction.redact_all((record.title for record in known), people)
    lines = [record.line(title) for record, title in zip(known, hidden.texts, strict=True)]
    answered = await model_calls.ask(
        tools,
        book,
        prompts.load("digest"),
        "\n".join(lines),
        language={"fr": "French", "en": "English"}[t.language],
        words=", ".join(wording.vocabulary(t.language)),
    )
    if answered is None or not isinstance(answered.answer, DigestAnswer):
        return None
    words = _Words({record.id: record for record in known}, hidden, t, _week(facts))
    sentences = _checked(answered.answer, words)
    dropped = sum(words.dropped.values())
    if dropped:
        log.warning("sentences that no record supports", audience=audience, dropped=dict(words.dropped))
        await model_calls.drop(tools, answered.call, dropped)
    made = {"language": t.language, "model": answered.call.model, "dropped": dropped}
    joined = _joined(made, sentences)
    return joined if joined["text"] else None


async def _known(tools: Tools, book: Snapshot, facts: Mapping[str, Any]) -> list[Record]:
    """The facts as records, without any of an item that is private, be it since the facts were counted."""
    t = tools.shared(book)
    found = records.records(
        facts,
        book.workspace.timezone,
        lambda key: names.department_label(t, book, key),
        lambda key: names.topic(t, key),
    )

    def look(db: Db) -> set[str]:
        ids = {record.notice for record in found if record.notice}
        cases = [db.get(Escalation, workspace=book.workspace.id, id=id) for id in sorted(ids)]
        return {case.id for case in cases if case is not None and case.private}

    private = await tools.store.read(look, within=PATIENT_SECONDS)
    return [record for record in found if record.notice not in private]


def _checked(answer: DigestAnswer, words: _Words) -> list[Json]:
    """What may be sent; for what may not, the template of the first record that it names."""
    found = [
        _kept(sentence, words) or _stand_in(sentence, words) for sentence in answer.opening[:MOST_OPENING]
    ]
    keys = {record.labels[0]: record.topic for record in words.known.values() if record.topic}
    told: set[str] = set()
    for one in answer.topics:
        key = keys.get(one.topic)
        about = [id for id in one.sentence.records if id in words.known and words.known[id].topic == key]
        if key is None or key in told or not about:
            words.dropped["record"] += 1
        elif kept := _kept(one.sentence, words) or _stand_in(one.sentence, words):
            told.add(key)
            found.append(kept | {"topic": key})
    return [sentence for sentence in found if sentence]


def _joined(made: Mapping[str, Any], sentences: list[Json]) -> Json:
    """With as many sentences as fit, in their order."""
    kept = list(sentences)
    while len(text := " ".join(one["text"] for one in kept)) > MOST_CHARACTERS:
        kept.pop()
    return {**made, "text": text, "sentences": kept}


def _kept(sentence: Sentence, words: _Words) -> Json | None:
    restored = words.hidden.restored(sentence.text)
    text = " ".join((restored or "").split())
    fault: str | None = "markup"
    if restored is not None:
        fault = wording.fault(text, sentence.records, words.known, words.t.language, words.week)
    if fault:
        words.dropped[fault] += 1
        return None
    return _said(text, [words.known[id] for id in sentence.records], words)


def _stand_in(sentence: Sentence, words: _Words) -> Json | None:
    """The template sentence of the first record named that was not said yet."""
    for id in sentence.records:
        record = words.known.get(id)
        if record is not None and id not in words.said and (text := views.template(record, words.t)):
            return _said(text, [record], words)
    return None


def _said(text: str, said: list[Record], words: _Words) -> Json:
    words.said |= {record.id for record in said}
    notices = [record.notice for record in said if record.notice and record.title in text]
    return {"text": text, "topic": None, "notices": list(dict.fromkeys(notices))}


def _week(facts: Mapping[str, Any]) -> int | None:
    number = str(facts.get("week", "")).rpartition("W")[2]
    return int(number) if number.isdigit() else None


def without(words: Mapping[str, Any], notice: str) -> Json:
    """Stored words without any sentence that quotes this notice's title: it was erased, or made private."""
    return _joined(words, [one for one in words["sentences"] if notice not in one["notices"]])
