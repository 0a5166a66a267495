"""The forms of a topic: who is asked, who reads a line, what to say; each drawn and read back here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.errors import Refusal
from bot.i18n import N_, Translator
from bot.models import Snapshot, Topic
from bot.rules.hearing import own_words
from bot.views import fields, kit, names
from bot.views.department_forms import key_of
from bot.views.kit import Block
from bot.views.setting_fields import Reader

NAME: Final = 60
TEXT: Final = 1000
HEARD_TEXT: Final = 3000
WORDS: Final = {
    "say": N_("Say in public"),
    "privately": N_("Say privately"),
    "gesture": N_("Gesture without asking"),
    "never": N_("Never say"),
}


@dataclass(frozen=True)
class Route:
    """What the first form says: the topic's key and its columns."""

    key: str
    values: dict[str, Any]


def route_form(topic: Topic | None, snapshot: Snapshot, t: Translator) -> Block:
    """Its departments and the words it is heard by; None draws it empty, to add a topic. `topic_route`."""
    known = topic or Topic(workspace="", key="")
    departments = department_options(snapshot, t)
    blocks: list[Block] = []
    if topic is None:
        element = kit.text_input("name", limit=NAME)
        hint = t("In a word or two, such as: Opening hours.")
        blocks.append(kit.field_of("name", t("Subject"), element, hint=hint))
    blocks += [
        kit.field_of(
            "department",
            t("Responsible"),
            kit.select("department", departments, initial=known.department),
            hint=t("Is asked, and answers."),
        ),
        kit.field_of(
            "consulted",
            t("Consulted"),
            kit.multi_select("consulted", departments, initial=known.consulted),
            hint=t("Read a line in their channel: what they know helps."),
            optional=True,
        ),
        kit.field_of(
            "informed",
            t("Informed"),
            kit.multi_select("informed", departments, initial=known.informed),
            hint=t("Read a line in their channel, and are asked for nothing."),
            optional=True,
        ),
        kit.field_of(
            "words_heard",
            t("Words heard"),
            kit.text_input("words_heard", initial=", ".join(known.words_heard), lines=True, limit=HEARD_TEXT),
            hint=t("With commas in between: Tutti recognises the subject by them in watched channels."),
            optional=True,
        ),
    ]
    title = names.topic(t, topic.key) if topic else t("Add a Subject")
    return _form("topic_route", title, blocks, t, known.key)


def read_route(view: Block) -> Route:
    """Raises FormRefusal for what is missing, and for a department that is named twice."""
    read = Reader(view)
    key = str(fields.remembered(view).get("id") or "")
    if not key:
        key = key_of(read.need("name", N_("Give the subject a name.")))
        fields.fit(view, name=NAME)
    department = read.need("department", N_("Choose the responsible department."))
    consulted, informed = fields.chosen(view, "consulted"), fields.chosen(view, "informed")
    if department in consulted:
        read.refuse(
            "consulted", _twice(N_("{department} is responsible already; leave it out here."), department)
        )
    for one in informed:
        if one == department:
            read.refuse(
                "informed", _twice(N_("{department} is responsible already; leave it out here."), one)
            )
        elif one in consulted:
            read.refuse("informed", _twice(N_("{department} is consulted already; leave it out here."), one))
    nothing: list[str] = []
    heard = read.of("words_heard", own_words.parse, nothing)
    read.check()
    values = {
        "department": department,
        "consulted": list(consulted),
        "informed": list(informed),
        "words_heard": heard,
    }
    return Route(key, values)


def words_form(topic: Topic, language: str, t: Translator) -> Block:
    """Words to say in one language. Callback `topic_words`."""
    blocks = [
        kit.field_of(
            name,
            t(label),
            kit.text_input(name, initial=topic.words.get(name, {}).get(language, ""), lines=True, limit=TEXT),
            optional=True,
        )
        for name, label in WORDS.items()
    ]
    title = t("Words in French") if language == "fr" else t("Words in English")
    return _form("topic_words", title, blocks, t, topic.key, language=language)


def read_words(view: Block) -> tuple[str, str, dict[str, str]]:
    """Key, language, and the words by kind; only those that say something."""
    fields.fit(view, **dict.fromkeys(WORDS, TEXT))
    kept = fields.remembered(view)
    said = {name: fields.text(view, name) for name in WORDS}
    found = {name: text for name, text in said.items() if text}
    return str(kept.get("id", "")), str(kept.get("language", "")), found


def department_options(snapshot: Snapshot, t: Translator) -> list[Block]:
    """The departments in use; one that says so where there is none, since Slack takes no empty list."""
    found = [
        kit.option(names.department_label(t, snapshot, department.key), department.key)
        for department in snapshot.active
    ]
    return found or [kit.option(t("No department yet"), "-")]


def _twice(msgid: str, department: str) -> Refusal:
    return Refusal(msgid, department=department)


def _form(callback: str, title: str, blocks: list[Block], t: Translator, key: str, **more: str) -> Block:
    kept = fields.metadata(key, **more)
    return kit.modal(callback, title, blocks, submit=t("Save"), close=t("Cancel"), metadata=kept)
