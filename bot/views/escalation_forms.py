"""The forms that move an escalation on, drawn and read back; those that open one are in `escalation_opening`.

Each form remembers the escalation's id (`fields.remembered(view)["id"]`). `read_*` give what was typed, or
raise FormRefusal at the fields of what is missing. Sources: PRODUCT section 2, "Two clocks of an escalation",
and section 1, mechanisms 6, 26, 48 and 86.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.i18n import N_, Language, Translator, slack_date, translator
from bot.models import Escalation, Severity, Snapshot
from bot.views import escalation_lines, fields, kit, names

TEXT_LIMIT = 2000
TITLE_LIMIT = 2000
LESSON_LIMIT = 300
MOODS: Mapping[str, str] = {
    "happy": N_("Happy"),
    "neutral": N_("Neutral"),
    "unhappy": N_("Unhappy"),
    "unknown": N_("We do not know"),
}
NEXT_STATEMENT = timedelta(minutes=40)
"""After the statement, until the next one that the holding text promises (14:20, then 15:00 in PRODUCT)."""


@dataclass(frozen=True)
class Told:
    """How the requester was told: `told` is yes or not_needed, `where` the place, "" when not needed."""

    told: str
    where: str


@dataclass(frozen=True)
class MoreTime:
    """A new hour (aware UTC) by which the requester is told, and what they were promised."""

    told_by: datetime
    promised: str


@dataclass(frozen=True)
class Closing:
    """`told`: yes, no, not_needed, or None where it stood recorded; `mood`: a key of `MOODS`."""

    told: str | None
    lesson: str
    mood: str


@dataclass(frozen=True)
class Statement:
    """What is done about a crisis's statement: `decision` is publish, hold or silent."""

    decision: str
    reason: str
    french: str
    english: str


def told_form(escalation: Escalation, t: Translator) -> kit.Block:
    """Where the requester was told, or that they need not be."""
    options = [
        kit.option(t("The requester was told"), "yes"),
        kit.option(t("Not needed"), "not_needed"),
    ]
    blocks = [
        _about(escalation, t),
        kit.field_of("told", t("Is the requester told?"), kit.radio("told", options, initial="yes")),
        _typing(
            "told_where",
            t("Where?"),
            hint=t("Best where they asked. Needed if they were told."),
            optional=True,
        ),
    ]
    return _form("escalation_told_form", t("Requester told"), blocks, t("Save"), escalation, t)


def read_told(view: kit.Block) -> Told:
    """How the requester was told; a place is needed unless that was not needed."""
    fields.need(view, told=N_("Choose whether the requester was told."))
    told, where = fields.text(view, "told"), fields.text(view, "told_where")
    if told == "yes":
        fields.need(view, told_where=N_("Say where the requester was told."))
    return Told(told, where if told == "yes" else "")


def more_time_form(escalation: Escalation, snapshot: Snapshot, t: Translator) -> kit.Block:
    """A new hour and what was promised; the form says that the measure keeps the first one."""
    first = slack_date(escalation.told_first_due_at, t, zone=snapshot.workspace.timezone)
    initial = int(escalation.told_due_at.timestamp())
    blocks = [
        _about(escalation, t),
        kit.field_of("told_by", t("The requester is told by"), kit.moment_input("told_by", initial=initial)),
        _typing(
            "promised", t("What was the requester promised?"), initial=escalation.texts.get("promised", "")
        ),
        kit.context(t("The measure keeps the first hour: {time}.", time=first)),
    ]
    return _form("escalation_more_time_form", t("More time"), blocks, t("Save"), escalation, t)


def read_more_time(view: kit.Block) -> MoreTime:
    """The new hour and the promise; whether the hour lies ahead is for the flow to say."""
    fields.need(
        view,
        told_by=N_("Choose the new date and hour."),
        promised=N_("Say what the requester was promised."),
    )
    told_by = fields.moment(view, "told_by")
    assert told_by is not None
    return MoreTime(told_by, fields.text(view, "promised"))


def close_form(escalation: Escalation, t: Translator) -> kit.Block:
    """Whether the requester was told (unless recorded), what was learnt, how the requester took it."""
    told = [
        kit.option(t("The requester was told"), "yes"),
        kit.option(t("The requester was not told"), "no"),
        kit.option(t("Not needed"), "not_needed"),
    ]
    moods = [kit.option(t(label), key) for key, label in MOODS.items()]
    asked = (
        []
        if escalation.told
        else [kit.field_of("told", t("Is the requester told?"), kit.radio("told", told))]
    )
    blocks = [
        _about(escalation, t),
        *asked,
        kit.field_of(
            "lesson",
            t("What did we learn?"),
            kit.text_input("lesson", initial=escalation.texts.get("lesson", ""), limit=LESSON_LIMIT),
            hint=t("One line; the best ones stand in the digest. No names."),
            optional=True,
        ),
        kit.field_of("mood", t("How is the requester now?"), kit.radio("mood", moods, initial="unknown")),
    ]
    return _form("escalation_close_form", t("Close It"), blocks, t("Close It"), escalation, t)


def read_close(view: kit.Block) -> Closing:
    """What was said at closing; an unknown mood reads as "unknown"."""
    is_asked = any(block.get("block_id") == "told" for block in view.get("blocks", [])) or (
        "told" in view["state"]["values"]
    )
    if is_asked:
        fields.need(view, told=N_("Choose whether the requester was told."))
    mood = fields.text(view, "mood")
    return Closing(
        told=fields.text(view, "told") or None,
        lesson=" ".join(fields.text(view, "lesson").split()),
        mood=mood if mood in MOODS else "unknown",
    )


def severity_form(escalation: Escalation, t: Translator, *, deadlines: Mapping[str, str]) -> kit.Block:
    """The levels as sentences; deadlines move with the level, the clock does not."""
    options = [kit.option(names.severity(t, level, deadlines), level.value) for level in Severity]
    radio = kit.radio("severity", options, initial=escalation.severity.value)
    blocks = [
        _about(escalation, t),
        kit.field_of("severity", t("How fast?"), radio),
        kit.context(t("The clock runs on from when it was reported; the promised hours move.")),
    ]
    return _form("escalation_severity_form", t("Change the severity"), blocks, t("Change"), escalation, t)


def read_severity(view: kit.Block) -> Severity:
    """The chosen severity."""
    fields.need(view, severity=N_("Choose how fast this needs an answer."))
    return Severity(fields.text(view, "severity"))


def edit_form(escalation: Escalation, t: Translator) -> kit.Block:
    """The summary, to be written anew; the old text is kept nowhere."""
    field = kit.text_input("title", initial=escalation.title, lines=True, limit=TITLE_LIMIT)
    hint = t("The old text is removed everywhere; the timeline keeps only that it was removed.")
    blocks = [kit.field_of("title", t("What happened?"), field, hint=hint)]
    return _form("escalation_edit_form", t("Edit the summary"), blocks, t("Save"), escalation, t)


def read_edit(view: kit.Block) -> str:
    """The new summary."""
    fields.need(view, title=N_("Say what happened in one sentence."))
    return fields.text(view, "title")


def private_form(escalation: Escalation, t: Translator) -> kit.Block:
    """What making it private does, and the reason, which the audit keeps."""
    told = t(
        "The card and the request will say only “Made private”. "
        "It goes on in direct messages with the people who must answer."
    )
    blocks = [kit.section(told), _typing("reason", t("Why?"), hint=t("Do not repeat what is private."))]
    return _form("escalation_private_form", t("Make private"), blocks, t("Make Private"), escalation, t)


def read_private(view: kit.Block) -> str:
    """Why it becomes private."""
    return _reason(view, N_("Say why it becomes private."))


def reopen_form(escalation: Escalation, t: Translator) -> kit.Block:
    """Why it starts again, with a fresh window."""
    blocks = [_about(escalation, t), _typing("reason", t("Why is it opened again?"))]
    return _form("escalation_reopen_form", t("Reopen"), blocks, t("Reopen"), escalation, t)


def read_reopen(view: kit.Block) -> str:
    """Why it is opened again."""
    return _reason(view, N_("Say why it is opened again."))


def not_escalation_form(escalation: Escalation, t: Translator) -> kit.Block:
    """Why nobody has to answer."""
    blocks = [_about(escalation, t), _typing("reason", t("Why does nobody have to answer?"))]
    return _form("escalation_not_form", t("Not an escalation"), blocks, t("Save"), escalation, t)


def read_not_escalation(view: kit.Block) -> str:
    """Why nobody has to answer."""
    return _reason(view, N_("Say why nobody has to answer."))


def statement_form(escalation: Escalation, snapshot: Snapshot, t: Translator) -> kit.Block:
    """Publish, hold or stay silent, with a holding text in both languages to start from (mechanism 6).

    The text promises the next news 40 minutes after the statement is due, in the workspace's zone.
    """
    options = [
        kit.option(t("Publish it"), "publish"),
        kit.option(t("Hold it back for now"), "hold"),
        kit.option(t("Stay silent"), "silent"),
    ]
    blocks = [
        _about(escalation, t),
        kit.field_of(
            "decision", t("What do we do?"), kit.radio("decision", options, initial=escalation.statement)
        ),
        _typing("reason", t("Why?"), hint=t("Needed to hold it back or to stay silent."), optional=True),
        _holding("statement_fr", t("Statement in French"), "fr", escalation, snapshot),
        _holding("statement_en", t("Statement in English"), "en", escalation, snapshot),
        kit.context(t("Tutti publishes nothing outside: a person does.")),
    ]
    return _form("escalation_statement_form", t("Statement"), blocks, t("Decide"), escalation, t)


def read_statement(view: kit.Block) -> Statement:
    """What is done about the statement; only publishing needs no reason, but a text."""
    fields.need(view, decision=N_("Choose what is done."))
    decision = fields.text(view, "decision")
    french, english = fields.text(view, "statement_fr"), fields.text(view, "statement_en")
    if decision != "publish":
        fields.need(view, reason=N_("Say why: people will ask."))
    elif not french and not english:
        fields.need(view, statement_fr=N_("Write the statement that is published."))
    return Statement(decision, fields.text(view, "reason"), french, english)


def holding_text(escalation: Escalation, snapshot: Snapshot, language: Language) -> str:
    """A holding statement to complete: fact, scope, action, next news, contact. Plain text."""
    t, next_at = translator(language), escalation.told_due_at + NEXT_STATEMENT
    sentences = (
        t("We know of this: [what is confirmed]."),
        t("It concerns [who and where]."),
        t("We are [what is being done]."),
        t("Our next news comes at {time}.", time=t.time(next_at, snapshot.workspace.timezone)),
        t("Contact: [name, telephone]."),
    )
    return "\n".join(sentences)


def _holding(
    name: str, label: str, language: Language, escalation: Escalation, snapshot: Snapshot
) -> kit.Block:
    text = escalation.texts.get(name) or holding_text(escalation, snapshot, language)
    return _typing(name, label, initial=text, optional=True)


def _about(escalation: Escalation, t: Translator) -> kit.Block:
    return kit.context(kit.escape(escalation_lines.heading(escalation, t)))


def _typing(
    name: str, label: str, *, initial: str = "", hint: str | None = None, optional: bool = False
) -> kit.Block:
    field = kit.text_input(name, initial=initial, lines=True, limit=TEXT_LIMIT)
    return kit.field_of(name, label, field, hint=hint, optional=optional)


def _reason(view: kit.Block, missing: str) -> str:
    fields.need(view, reason=missing)
    return fields.text(view, "reason")


def _form(
    callback: str, title: str, blocks: list[kit.Block], submit: str, escalation: Escalation, t: Translator
) -> kit.Block:
    kept = fields.metadata(escalation.id)
    return kit.modal(callback, title, blocks, submit=submit, close=t("Cancel"), metadata=kept)
