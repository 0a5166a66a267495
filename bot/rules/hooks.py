"""What a webhook's body means: a mapping of expressions, read into drafts (issue "Signed webhooks").

A mapping only says where things stand in a body. That a crisis is never opened, that a person's name becomes
initials and that a known topic is needed are rules of this file, whatever a mapping says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.models import (
    Act,
    Arrived,
    EscalationDraft,
    Lane,
    LaunchDraft,
    Reach,
    Recognised,
    Requester,
    Said,
    Severity,
    Snapshot,
    Source,
    Teller,
)
from bot.rules import defaults, recognition
from bot.rules.expressions import Failed, Purse, TooCostly, compiled
from bot.rules.hook_values import Wrong, choice_of, flag, initials, is_address, moment, text_of

OPENS: Final = ("escalation", "launch", "none")
CONDITIONS: Final = ("when", "ignore", "told", "closed")
EXPRESSIONS: Final = (*CONDITIONS, "each", "id")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "escalation": (
        "title",
        "text",
        "topic",
        "severity",
        "requester",
        "who",
        "where",
        "reach",
        "private",
        "stated_at",
        "label",
        "link",
    ),
    "launch": ("title", "text", "kind", "at", "gain", "goal", "label", "link"),
    "none": ("label", "link"),
}
"""What a mapping may fill, by what it opens."""
AGAIN: Final = ("report", "note")
MOST_ITEMS: Final = 100
"""Of one delivery: HubSpot sends as many events together."""
TITLE, EXCERPT, SHORT, ID = 300, 500, 150, 200
"""Characters that are kept."""


@dataclass(frozen=True)
class HookMapping:
    """A mapping as it stands in the configuration, a shipped one and the workspace's own laid over it."""

    rules: Mapping[str, Any]

    @property
    def opens(self) -> str:
        return str(self.rules.get("opens", "escalation"))

    @property
    def fields(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.rules.get("fields", {})
        return found


def laid_over(shipped: Mapping[str, Any] | None, own: Mapping[str, Any]) -> HookMapping:
    """The workspace's own rules over those of a shipped mapping; fields are laid over one by one."""
    base = dict(shipped or {})
    fields = {**base.get("fields", {}), **own.get("fields", {})}
    return HookMapping({**base, **own, "fields": fields})


def items_of(mapping: HookMapping, body: Any, purse: Purse) -> list[Any] | Arrived:
    """The items of a body: itself, or what `each` finds in it, at most a hundred; else why not."""
    each = mapping.rules.get("each")
    try:
        found = compiled(each).of(body, purse) if each else [body]
    except (Failed, TooCostly) as error:
        return _too_hard(error)
    if not isinstance(found, list):
        return Arrived(Act.refused, why="unmapped", detail="each")
    if len(found) > MOST_ITEMS:
        return Arrived(Act.refused, why="too_many", detail=str(len(found)))
    return found


def read(
    mapping: HookMapping, item: Any, source: Source, book: Snapshot, now: datetime, purse: Purse
) -> Arrived:
    """What one item means to this source's workspace. Raises nothing for whatever stands in it."""
    reading = _Reading(mapping, item, source, book, now, purse)
    try:
        return reading.arrived()
    except Wrong as wrong:
        return Arrived(Act.refused, reading.id, why=wrong.why, detail=wrong.detail)
    except (Failed, TooCostly) as error:
        return _too_hard(error, reading.id)


def _too_hard(error: Exception, id: str = "") -> Arrived:
    why = "costly" if isinstance(error, TooCostly) else "expression"
    return Arrived(Act.refused, id, why=why, detail=str(error)[:SHORT])


class _Reading:
    """One item being read."""

    def __init__(
        self, mapping: HookMapping, item: Any, source: Source, book: Snapshot, now: datetime, purse: Purse
    ) -> None:
        self.mapping, self.item, self.source, self.book, self.now = mapping, item, source, book, now
        self.purse = purse
        self.id = ""
        self.notes: list[str] = []
        self.told: Recognised | None = None
        """What the words tell, of what the mapping leaves open."""

    def arrived(self) -> Arrived:
        if self._holds("ignore"):
            return Arrived(Act.ignored)
        self.id = text_of(self._value_of(self.mapping.rules.get("id")), ID)
        act = self._act()
        if act is Act.ignored:
            return Arrived(Act.ignored, self.id)
        if not self.id:
            raise Wrong("no_id")
        if act is not Act.opens:
            return Arrived(act, self.id)
        draft = self._launch() if self.mapping.opens == Lane.launch else self._escalation()
        again = str(self.mapping.rules.get("again", ""))
        return Arrived(Act.opens, self.id, draft, notes=tuple(self.notes), again=again)

    def _act(self) -> Act:
        for name, act in (("closed", Act.closed), ("told", Act.told)):
            if self._holds(name):
                return act
        if "when" in self.mapping.rules and not self._holds("when"):
            raise Wrong("unmapped", "when")
        return Act.ignored if self.mapping.opens == "none" else Act.opens

    def _holds(self, name: str) -> bool:
        return flag(self._value_of(self.mapping.rules.get(name)))

    def _value_of(self, expression: str | None) -> Any:
        return compiled(expression).of(self.item, self.purse) if expression else None

    def _field(self, name: str) -> Any:
        """The field's value, through its table; None where there is none."""
        given = self.mapping.fields.get(name)
        if not isinstance(given, Mapping):
            return given if isinstance(given, bool) else self._value_of(given)
        value = self._value_of(given.get("from"))
        if table := given.get("table"):
            value = choice_of(value, table)
        # What a topic or kind is called otherwise comes last, after what the words tell.
        return given.get("otherwise") if value is None and name not in ("topic", "kind") else value

    def _text(self, name: str, most: int) -> str:
        return text_of(self._field(name), most)

    def _otherwise(self, name: str) -> str | None:
        given = self.mapping.fields.get(name)
        return given.get("otherwise") if isinstance(given, Mapping) else None

    def _title(self) -> str:
        title = self._text("title", TITLE) or self._text("text", TITLE)
        if not title:
            raise Wrong("no_title")
        return title

    def _teller(self) -> Teller:
        link = self._text("link", 1000)
        return Teller(
            self.source.name or self.source.key,
            self.id,
            self._text("label", 60),
            link if is_address(link) else "",
        )

    def _recognise(self, title: str) -> None:
        said = Said(f"{title}\n{self._text('text', 2000)}", self.now, by_app=True)
        self.told = recognition.recognise(said, self.book, self.now)

    def _escalation(self) -> EscalationDraft:
        title, teller = self._title(), self._teller()
        self._recognise(title)
        stated_at = self._moment("stated_at")
        private = flag(self._field("private"))
        return EscalationDraft(
            title=title,
            topic=self._known("topic", [one.key for one in defaults.topics(self.book)]),
            severity=Severity(self._word("severity", ("low", "normal", "high"), "normal")),
            requester=Requester(self._word("requester", tuple(Requester), "unknown")),
            stated_at=stated_at,
            stated=stated_at is not None,
            where=self._text("where", SHORT) or teller.link,
            who=initials(self._text("who", SHORT)),
            private=private,
            reach=Reach(self._word("reach", tuple(Reach), "none")),
            excerpt=None if private else self._text("text", EXCERPT) or None,
            teller=teller,
        )

    def _launch(self) -> LaunchDraft:
        title = self._title()
        self._recognise(title)
        at = self._moment("at")
        if at is None:
            raise Wrong("no_time", "at")
        return LaunchDraft(
            title=title,
            kind=self._known("kind", [one.key for one in defaults.launch_kinds(self.book)]),
            at=at,
            gain=self._text("gain", TITLE),
            goal=self._text("goal", TITLE),
            answerer=self.source.by,
            teller=self._teller(),
        )

    def _known(self, name: str, keys: list[str]) -> str:
        """A topic or kind of the workspace: as mapped, else as its words tell, else `otherwise`."""
        given = self._text(name, 64)
        if given in keys:
            return given
        for one in (self._from_words(name), self._otherwise(name)):
            if one in keys:
                if given:
                    self.notes.append(f"{name}: “{given}” is unknown, {one} is taken")
                return str(one)
        raise Wrong(f"unknown_{name}", given)

    def _from_words(self, name: str) -> Any:
        return getattr(self.told, name) if self.told else None

    def _word(self, name: str, words: tuple[str, ...], usual: str) -> str:
        """One of these words. Nobody but a person opens a crisis (P7): it counts as high."""
        given = self._text(name, 64).casefold()
        if name not in self.mapping.fields and self._from_words(name) in words:
            return str(self._from_words(name))
        if name == "severity" and given == Severity.crisis:
            self.notes.append("severity: only a person opens a crisis, high is taken")
            return Severity.high
        if given and given not in words:
            self.notes.append(f"{name}: “{given}” is unknown, {usual} is taken")
        return given if given in words else usual

    def _moment(self, name: str) -> datetime | None:
        value = self._field(name)
        if value is None or value == "":
            told: datetime | None = None if name in self.mapping.fields else self._from_words(name)
            return told if told and told > self.now else None
        at = moment(value, self.book.workspace.timezone)
        if at is None:
            raise Wrong("bad_time", name)
        if at <= self.now:
            if name == "stated_at":
                self.notes.append("stated_at: it is over, none is taken")
                return None
            raise Wrong("past", name)
        return at


def may_settle(tellers: int, *, crisis: bool) -> bool:
    """Whether a source's *told* or *closed* moves an escalation by itself.

    tellers: how many told it. A ticket that is closed says nothing of others who told the same, and a crisis
    is ended by a person (P7); then it is a line of the timeline.
    """
    return tellers <= 1 and not crisis
