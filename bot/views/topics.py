"""The pages of the routing table: every topic with who answers it, and one topic with what can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.i18n import Translator
from bot.models import Snapshot, Topic
from bot.views import kit, names
from bot.views.kit import Block
from bot.views.paging import paged
from bot.views.topic_forms import WORDS

PAGE: Final = 20


def topics_page(
    topics: Sequence[Topic], snapshot: Snapshot, t: Translator, page: int = 0, *, saved: str = ""
) -> Block:
    """The routing table: responsible, consulted, informed; and *Add a Subject*."""
    shown, turn = paged(topics, page, "topics", t, size=PAGE)
    blocks = [kit.section(saved)] if saved else []
    add = kit.button(t("Add a Subject"), "settings_page", "topic_route:")
    blocks.append(kit.actions(add, block_id="add"))
    for topic in shown:
        opens = kit.button(t("View"), "settings_page", f"topic:{topic.key}")
        text = f"*{kit.escape(names.topic(t, topic.key))}*\n{route_line(topic, snapshot, t)}"
        blocks.append(kit.section(text, accessory=opens))
    return _page(t("Subjects"), [*blocks, *turn, _back(t, "hub:0")], t)


def topic_page(topic: Topic, snapshot: Snapshot, t: Translator, *, saved: str = "") -> Block:
    """One topic: its departments and its words to say, each with *Edit*."""
    blocks = [kit.section(saved)] if saved else []
    blocks.append(kit.header(names.topic(t, topic.key)))
    blocks.append(_part(route_line(topic, snapshot, t), "topic_route", topic, t))
    for language, title in (("fr", t("*Words in French*")), ("en", t("*Words in English*"))):
        said = [
            names.labelled(t, t(label), names.said(topic.words[name][language], 300))
            for name, label in WORDS.items()
            if topic.words.get(name, {}).get(language)
        ]
        text = "\n".join([title, *(said or [t("none")])])
        blocks.append(_part(text, f"topic_words_{language}", topic, t))
    retire = kit.button(
        t("Retire This Subject"),
        "settings_retire_topic",
        topic.key,
        style="danger",
        confirm=kit.confirm(
            t("Retire this subject?"),
            t("It is not offered any more. What is open about it goes on."),
            t("Retire"),
            t("Keep"),
        ),
    )
    return _page(t("Subject"), [*blocks, kit.actions(retire), _back(t, "topics:0")], t)


def route_line(topic: Topic, snapshot: Snapshot, t: Translator) -> str:
    """Who is responsible, consulted and informed, in one line of mrkdwn."""
    line = t("Responsible: {department}", department=_departments([topic.department or ""], snapshot, t))
    if topic.consulted:
        line = t(
            "{line} · consulted: {departments}",
            line=line,
            departments=_departments(topic.consulted, snapshot, t),
        )
    if topic.informed:
        line = t(
            "{line} · informed: {departments}",
            line=line,
            departments=_departments(topic.informed, snapshot, t),
        )
    if topic.words_heard:
        heard = names.said(", ".join(topic.words_heard), 300)
        line = t("{line} · words heard: {words}", line=line, words=heard)
    return line


def _departments(keys: Sequence[str], snapshot: Snapshot, t: Translator) -> str:
    found = [names.department_label(t, snapshot, key) for key in keys if key]
    return names.said(t.join(found), 600) or t("nobody")


def _part(text: str, form: str, topic: Topic, t: Translator) -> Block:
    return kit.section(text, accessory=kit.button(t("Edit"), "settings_page", f"{form}:{topic.key}"))


def _back(t: Translator, to: str) -> Block:
    return kit.actions(kit.button(t("Back"), "settings_page", to), block_id="back")


def _page(title: str, blocks: list[Block], t: Translator) -> Block:
    return kit.modal("settings", title, blocks, submit=None, close=t("Close"))
