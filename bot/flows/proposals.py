"""What is proposed for a message: the row, what it looks like, and what became of it.

The row is written here and by `listening`; `suggestions` is what people do with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.errors import Refusal
from bot.flows import escalation_cases, links
from bot.flows.scenes import Scene
from bot.i18n import Translator
from bot.models import (
    Delivery,
    EscalationDraft,
    Heard,
    Lane,
    LaunchDraft,
    Message,
    Recognised,
    Snapshot,
    Suggestion,
    SuggestionState,
    new_id,
)
from bot.rules import defaults, listening
from bot.store import Db, ledger, notices, suggestions
from bot.tools import Caller
from bot.views import kit
from bot.views import suggestions as views
from bot.views.kit import Rendered

RULE = 60
"""Characters of the name of a rule."""


def made(
    workspace: str, heard: Heard, recognised: Recognised, state: SuggestionState, now: datetime
) -> Suggestion:
    """The row for what was recognised, not saved."""
    return Suggestion(
        id=new_id("S"),
        workspace=workspace,
        channel=heard.channel,
        ts=heard.ts,
        thread=heard.thread or heard.ts,
        author=heard.author,
        app=heard.app,
        app_name=heard.app_name,
        state=state,
        made_at=now,
        **filled(heard, recognised),
    )


def filled(heard: Heard, recognised: Recognised) -> dict[str, Any]:
    """The columns that say what was recognised; a hidden place and a private topic make it private."""
    private = recognised.private or heard.hidden or recognised.topic in defaults.PRIVATE_TOPICS
    texts = {"title": kit.cut(recognised.title, 80), "who": kit.cut(recognised.who, 20)}
    return {
        "lane": recognised.lane,
        "kind": recognised.kind,
        "topic": recognised.topic,
        "department": recognised.department,
        "severity": recognised.severity,
        "requester": recognised.requester,
        "reach": recognised.reach,
        "at": recognised.at,
        "stated_at": recognised.stated_at,
        "private": private,
        "crisis": recognised.crisis,
        "texts": {key: text for key, text in texts.items() if text},
        "rule": kit.cut(recognised.reasons[0].partition(":")[0], RULE) if recognised.reasons else None,
    }


def offer_of(book: Snapshot, suggestion: Suggestion, now: datetime, words: Sequence[str] = ()) -> views.Offer:
    """What the suggestion leads to, asked now. words: what the rule found."""
    if suggestion.lane == Lane.launch or not suggestion.topic:
        return views.Offer(suggestion, None, now, words)
    try:
        draft = listening.escalation_draft(suggestion, None, now)
        _, times = escalation_cases.times(book, draft, now)
    except Refusal:
        return views.Offer(suggestion, None, now, words)
    return views.Offer(suggestion, times.taken_due_at, now, words)


def owe_line(db: Db, suggestion: Suggestion, now: datetime) -> None:
    """Owe one line in the thread of an app's message."""
    ledger.owe(
        db,
        Message(
            workspace=suggestion.workspace,
            key=_key(suggestion),
            kind="suggestion",
            channel=suggestion.channel,
            values={"suggestion": suggestion.id, "thread": suggestion.ts},
            made_at=now,
        ),
    )


def _key(suggestion: Suggestion) -> str:
    return f"suggestion:{suggestion.id}"


def changed(db: Db, suggestion: Suggestion) -> None:
    """Its line in a thread, if it has one, says what became of it."""
    known = db.get(Message, workspace=suggestion.workspace, key=_key(suggestion))
    if known is not None and known.state in (Delivery.due, Delivery.sent):
        db.change(known, wanted=known.wanted + 1, state=Delivery.due)
        db.woken = True
    if suggestion.state == SuggestionState.shadow:
        db.stale_homes.add(suggestion.workspace)


def settle(db: Db, caller: Caller, draft: EscalationDraft | LaunchDraft, notice: str, now: datetime) -> bool:
    """Its suggestion, if it came from one, led to this notice; whether the answer takes its place.

    It does for what was proposed to a person alone: the buttons there have done their work.
    """
    found = suggestions.hold(db, caller.workspace, draft.suggestion) if draft.suggestion else None
    if found is None:
        return False
    if listening.is_open(found):
        corrected = listening.is_corrected(found, draft)
        state = SuggestionState.corrected if corrected else SuggestionState.opened
        decide(db, found, state, caller.user, now, notice)
    return found.author is not None


def decide(
    db: Db,
    found: Suggestion,
    state: SuggestionState,
    by: str | None,
    now: datetime,
    notice: str | None = None,
) -> None:
    """Write down what became of it."""
    changed(db, found)
    db.change(found, state=state, decided_at=now, decided_by=by, notice=notice)


def became(db: Db, book: Snapshot, found: Suggestion, t: Translator) -> str:
    """What became of it, for a second click."""
    notice = notices.find(db, found.workspace, found.notice) if found.notice else None
    link = links.to_card(db, book, notice) if notice else None
    return views.settled(found, notice, book, t, link)


def _render(scene: Scene) -> Rendered | None:
    """The line in an app's thread; one that was never sent is not needed once it is settled."""
    found = scene.db.get(Suggestion, id=str(scene.message.values.get("suggestion")))
    if found is None or (not scene.message.ts and not listening.is_open(found)):
        return None
    if listening.is_open(found):
        return views.line_for_app(offer_of(scene.book, found, scene.now), scene.book, scene.t)
    said = became(scene.db, scene.book, found, scene.t)
    return Rendered(said, [kit.section(said)])


RENDERERS = {"suggestion": _render}
