"""The routing table edited in Slack: which department answers a topic, who reads a line, what to say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.errors import FormRefusal, Refusal, refuse
from bot.flows import changes, settings
from bot.flows.answers import Answer
from bot.flows.settings import Page, edit, edit_by_click, shown
from bot.models import Snapshot, Topic
from bot.rules import defaults, rights, routing
from bot.store import Db
from bot.tools import Caller, Tools
from bot.views import topic_forms as forms
from bot.views import topics as views

MOST = 100
"""Topics: what one list of a form offers."""


async def index(tools: Tools, caller: Caller, page: str, within: Page | None) -> Answer:
    """Every topic in use."""
    book = await _book(tools, caller)
    number = int(page) if page.isdigit() else 0
    return shown(views.topics_page(in_use(book), book, caller.t, number), within)


async def one(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """One topic with what can be edited."""
    book = await _book(tools, caller)
    return shown(views.topic_page(_found(book, key), book, caller.t), within)


async def route_form(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """The form for its departments; with an empty key the form that adds a topic."""
    book = await _book(tools, caller)
    return shown(forms.route_form(_found(book, key) if key else None, book, caller.t), within)


async def words_in_french(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """The form for its words to say in French."""
    return shown(forms.words_form(_found(await _book(tools, caller), key), "fr", caller.t), within)


async def words_in_english(tools: Tools, caller: Caller, key: str, within: Page | None) -> Answer:
    """The form for its words to say in English."""
    return shown(forms.words_form(_found(await _book(tools, caller), key), "en", caller.t), within)


async def _book(tools: Tools, caller: Caller) -> Snapshot:
    book = await tools.snapshot(caller.workspace)
    refuse(rights.may_administer(book, caller.user))
    refuse(rights.has_departments(book))
    return book


def _found(book: Snapshot, key: str) -> Topic:
    topic = next((topic for topic in in_use(book) if topic.key == key), None)
    if topic is None:
        raise Refusal("This subject does not exist any more; choose another.")
    return topic


def in_use(book: Snapshot) -> list[Topic]:
    """The topics as they are routed now: a default one may name departments that this workspace lacks."""
    return [
        Topic(
            workspace=topic.workspace,
            key=topic.key,
            department=routing.route(book, topic.key),
            consulted=list(routing.consulted(book, topic.key)),
            informed=list(routing.informed(book, topic.key)),
            words=topic.words,
            words_heard=topic.words_heard,
            position=topic.position,
        )
        for topic in defaults.topics(book)
    ]


async def save_route(tools: Tools, caller: Caller, wanted: forms.Route, *, new: bool) -> Answer:
    """Who is responsible, consulted and informed from now on; what is open stays where it is."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        in_use = {department.key for department in book.active}
        for field, keys in _named(wanted).items():
            if not in_use.issuperset(keys):
                gone = Refusal("This department does not exist any more; choose another.")
                raise FormRefusal({field: gone})
        own(db, book)
        known = db.get(Topic, workspace=caller.workspace, key=wanted.key)
        if new and known is not None and not known.retired:
            raise FormRefusal({"name": Refusal("There is a subject of this name already; open it instead.")})
        if len(defaults.topics(book)) >= MOST and new:
            most = Refusal("There are {limit} subjects already, which is the most.", limit=MOST)
            raise FormRefusal({"name": most})
        if known is None:
            position = len(db.all(Topic, workspace=caller.workspace))
            known = Topic(workspace=caller.workspace, key=wanted.key, position=position)
            db.add(known)
        changes.edit(db, known, f"topics.{known.key}", now, caller.user, {**wanted.values, "retired": False})

    def draw(book: Snapshot) -> Page:
        return views.topic_page(_found(book, wanted.key), book, caller.t, saved=caller.t("Saved."))

    return await edit(tools, caller, settings.administers(caller), work, draw)


def _named(wanted: forms.Route) -> dict[str, list[str]]:
    values = wanted.values
    return {
        "department": [values["department"]],
        "consulted": values["consulted"],
        "informed": values["informed"],
    }


async def save_words(tools: Tools, caller: Caller, key: str, language: str, said: dict[str, str]) -> Answer:
    """Words to say in one language; those of the other one stay."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        own(db, book)
        known = db.get(Topic, workspace=caller.workspace, key=_found(book, key).key)
        if known is None:
            raise Refusal("This subject does not exist any more; choose another.")
        words = _with(known.words, language, said)
        changes.edit(db, known, f"topics.{key}", now, caller.user, {"words": words})

    def draw(book: Snapshot) -> Page:
        return views.topic_page(_found(book, key), book, caller.t, saved=caller.t("Saved."))

    return await edit(tools, caller, settings.administers(caller), work, draw)


def _with(words: dict[str, dict[str, str]], language: str, said: dict[str, str]) -> dict[str, dict[str, str]]:
    """The words with those of one language replaced."""
    found = {}
    for kind in forms.WORDS:
        texts = {name: text for name, text in words.get(kind, {}).items() if name != language}
        if kind in said:
            texts[language] = said[kind]
        if texts:
            found[kind] = texts
    return found


async def retire(tools: Tools, caller: Caller, key: str) -> Answer:
    """The topic is not offered any more; what is open about it goes on. The last one stays."""

    def work(db: Db, book: Snapshot, now: datetime) -> None:
        if len(defaults.topics(book)) == 1:
            raise Refusal("This is the last subject; add another before you retire it.")
        own(db, book)
        known = db.get(Topic, workspace=caller.workspace, key=_found(book, key).key)
        if known is not None:
            changes.edit(db, known, f"topics.{key}", now, caller.user, {"retired": True})

    def draw(book: Snapshot) -> Page:
        return views.topics_page(in_use(book), book, caller.t, saved=caller.t("Retired."))

    def page(book: Snapshot, sentence: str) -> Page:
        return views.topics_page(in_use(book), book, caller.t, saved=sentence)

    return await edit_by_click(tools, caller, settings.administers(caller), work, draw, page)


def own(db: Db, book: Snapshot) -> None:
    """Before the first edit: the topics that everybody starts with become the workspace's own rows."""
    if any(not topic.retired for topic in book.topics):
        return
    for topic in in_use(book):
        values: dict[str, Any] = {
            "department": topic.department,
            "consulted": topic.consulted,
            "words": topic.words,
            "words_heard": topic.words_heard,
            "position": topic.position,
            "retired": False,
        }
        row = db.get(Topic, workspace=book.workspace.id, key=topic.key)
        if row is None:
            db.add(Topic(workspace=book.workspace.id, key=topic.key, **values))
        else:
            db.change(row, **values)
