"""The forms that open an escalation or a crisis, drawn and read back (PRODUCT section 2, "Escalation form").

Six inputs and, once *a stated hour* is chosen as the level, the hour. A form keeps in its metadata what
nobody types: the message it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.errors import FormRefusal, Refusal
from bot.i18n import N_, Translator, slack_date
from bot.models import Escalation, EscalationDraft, Reach, Requester, Severity, Snapshot, Topic
from bot.views import escalation_lines, fields, kit, names, practice, sameness

OPEN = "escalation_open"
CRISIS = "crisis_open"
STATED = "stated"
"""The choice of the level field that asks for an hour."""
SEVERITIES = (Severity.low, Severity.normal, Severity.high, Severity.crisis)
TITLE_LIMIT = 2000
EXCERPT_LIMIT = 1000


class Promise(NamedTuple):
    """Who would answer, and when, as the form shows it before sending. Instants are aware UTC."""

    department: str
    taken_by: datetime
    told_by: datetime
    opens: datetime | None = None
    """When the department opens again, where it is closed now."""


@dataclass(frozen=True)
class CrisisDraft:
    """A crisis as a person typed it; `story` is a key of `escalation_lines.STORIES`."""

    escalation: EscalationDraft
    story: str = ""


def open_form(
    draft: EscalationDraft,
    snapshot: Snapshot,
    t: Translator,
    *,
    topics: Sequence[Topic],
    deadlines: Mapping[str, str],
    promise: Promise | None = None,
    alike: Sequence[Escalation] = (),
) -> kit.Block:
    """The escalation form, filled with the draft. `topics` are those offered, `deadlines` name the levels.

    alike: what was reported already and is like it; one more field then asks whether it is the same.
    """
    blocks = [
        *([sameness.choice(alike, snapshot, t)] if alike else []),
        kit.field_of(
            "title",
            t("What happened?"),
            kit.text_input("title", initial=draft.title, lines=True, limit=TITLE_LIMIT),
            hint=t("The facts in a sentence, without judgement. The first eight words name the card."),
        ),
        kit.field_of(
            "topic",
            t("Subject"),
            kit.select("topic", _topics(topics, t), initial=draft.topic, placeholder=t("Choose a subject")),
            dispatch=True,
        ),
        kit.field_of("severity", t("How fast?"), _levels(draft, t, deadlines), dispatch=True),
        *_stated(draft, t),
        kit.field_of("requester", t("Who asks?"), _requesters(draft, t), dispatch=True),
        kit.field_of(
            "where",
            t("Where, and who?"),
            kit.text_input("where", initial=_place(draft), limit=300),
            hint=t("A link or a place, and the person's initials: no full name."),
            optional=True,
        ),
        kit.field_of("ticks", t("Also"), _ticks(draft, t), optional=True),
        *_notes(draft, snapshot, t, promise),
    ]
    form = kit.modal(
        OPEN, t("Escalation"), blocks, submit=t("Open"), close=t("Cancel"), metadata=_kept(draft)
    )
    return practice.offer(form, t)


def peek_open(view: kit.Block) -> EscalationDraft:
    """What stands in the form now, without complaint about what is missing."""
    kept, ticked = fields.remembered(view), fields.chosen(view, "ticks")
    level = fields.text(view, "severity")
    requester = fields.text(view, "requester")
    return EscalationDraft(
        title=fields.text(view, "title"),
        topic=fields.text(view, "topic"),
        severity=Severity(level) if level in set(Severity) else Severity.normal,
        requester=Requester(requester) if requester in set(Requester) else Requester.unknown,
        stated_at=fields.moment(view, "stated_at") if level == STATED else None,
        stated=level == STATED,
        where=fields.text(view, "where"),
        mine="mine" in ticked,
        private="private" in ticked,
        reach=Reach.wide if "reach" in ticked else Reach.none,
        permalink=kept.get("permalink"),
        excerpt=kept.get("excerpt"),
        launch=kept.get("launch"),
        suggestion=kept.get("suggestion"),
        same_as=fields.text(view, sameness.FIELD),
    )


def topic_before(view: kit.Block) -> str:
    """The topic for which the form was drawn last."""
    return str(fields.remembered(view).get("topic") or "")


def read_open(view: kit.Block) -> EscalationDraft:
    """The escalation as typed. Raises FormRefusal at the fields of what is missing."""
    draft = peek_open(view)
    if errors := dict(_faults(draft, view)):
        raise FormRefusal(errors)
    return draft


def crisis_form(
    draft: CrisisDraft,
    snapshot: Snapshot,
    t: Translator,
    *,
    topics: Sequence[Topic],
    deadlines: Mapping[str, str],
) -> kit.Block:
    """The form that opens a crisis: it says what opening does, since only a person may open one (P7)."""
    opening = t(
        "{level}. Opening calls people now, one after the other, and holds every launch.",
        level=names.severity(t, Severity.crisis, deadlines),
    )
    given = draft.escalation
    stories = [kit.option(t(label), key) for key, label in escalation_lines.STORIES.items()]
    ticks = [
        kit.option(t("I lead it"), "mine"),
        kit.option(t("Private: only the people called see it"), "private"),
    ]
    blocks = [
        kit.section(kit.escape(opening)),
        kit.field_of(
            "title",
            t("What happened?"),
            kit.text_input("title", initial=given.title, lines=True, limit=TITLE_LIMIT),
            hint=t("What is confirmed, and what is not yet."),
        ),
        kit.field_of(
            "story", t("What kind of story is this?"), kit.radio("story", stories, initial=draft.story)
        ),
        kit.field_of(
            "topic",
            t("Subject: it says which department leads"),
            kit.select("topic", _topics(topics, t), initial=given.topic, placeholder=t("Choose a subject")),
        ),
        kit.field_of("ticks", t("Also"), kit.ticks("ticks", ticks, initial=_ticked(given)), optional=True),
    ]
    form = kit.modal(
        CRISIS, t("Crisis"), blocks, submit=t("Open the Crisis"), close=t("Cancel"), metadata=_kept(given)
    )
    return practice.offer(form, t)


def read_crisis(view: kit.Block) -> CrisisDraft:
    """The crisis as typed, at the level crisis. Raises FormRefusal at the fields of what is missing."""
    kept, ticked = fields.remembered(view), fields.chosen(view, "ticks")
    fields.need(
        view,
        title=N_("Say what happened in one sentence."),
        story=N_("Choose what kind of story this is."),
        topic=N_("Choose a subject: it says who answers."),
    )
    draft = EscalationDraft(
        title=fields.text(view, "title"),
        topic=fields.text(view, "topic"),
        severity=Severity.crisis,
        mine="mine" in ticked,
        private="private" in ticked,
        permalink=kept.get("permalink"),
        excerpt=kept.get("excerpt"),
    )
    return CrisisDraft(draft, fields.text(view, "story"))


def _faults(draft: EscalationDraft, view: kit.Block) -> Iterable[tuple[str, Refusal]]:
    if not draft.title:
        yield "title", Refusal("Say what happened in one sentence.")
    if not draft.topic:
        yield "topic", Refusal("Choose a subject: it says who answers.")
    if not fields.text(view, "severity"):
        yield "severity", Refusal("Choose how fast this needs an answer.")
    if sameness.FIELD in view["state"]["values"] and not draft.same_as:
        yield sameness.FIELD, Refusal("Choose whether it is the same.")
    if draft.stated and draft.stated_at is None:
        # Slack drops an error at a field that the form does not show yet.
        shown = "stated_at" in view["state"]["values"]
        yield "stated_at" if shown else "severity", Refusal("Give the hour that the requester stated.")


def _topics(topics: Sequence[Topic], t: Translator) -> list[kit.Block]:
    return [kit.option(names.topic(t, topic.key), topic.key) for topic in topics]


def _levels(draft: EscalationDraft, t: Translator, deadlines: Mapping[str, str]) -> kit.Block:
    options = [kit.option(names.severity(t, level, deadlines), level.value) for level in SEVERITIES]
    options.insert(3, kit.option(t("The requester stated an hour"), STATED))
    return kit.radio("severity", options, initial=STATED if draft.stated else draft.severity.value)


def _stated(draft: EscalationDraft, t: Translator) -> list[kit.Block]:
    if not draft.stated:
        return []
    initial = int(draft.stated_at.timestamp()) if draft.stated_at else None
    moment = kit.moment_input("stated_at", initial=initial)
    return [kit.field_of("stated_at", t("By when does the requester need it?"), moment)]


def _requesters(draft: EscalationDraft, t: Translator) -> kit.Block:
    options = [kit.option(names.requester(t, requester), requester.value) for requester in Requester]
    return kit.select("requester", options, initial=draft.requester.value)


def _place(draft: EscalationDraft) -> str:
    return ", ".join(part for part in (draft.where, draft.who) if part)


def _ticks(draft: EscalationDraft, t: Translator) -> kit.Block:
    options = [
        kit.option(t("I take it"), "mine", t("The answer is yours to give.")),
        kit.option(t("Private"), "private", t("Only the people who must answer see it.")),
        kit.option(t("Many people can see it"), "reach", t("The severity rises by one.")),
    ]
    # Slack keeps what stands in a field whose ids stay: another topic ticks *I take it* anew.
    return kit.ticks(f"ticks_{draft.topic}" if draft.topic else "ticks", options, initial=_ticked(draft))


def _ticked(draft: EscalationDraft) -> list[str]:
    given = (("mine", draft.mine), ("private", draft.private), ("reach", draft.reach is not Reach.none))
    return [name for name, is_ticked in given if is_ticked]


def _notes(
    draft: EscalationDraft, snapshot: Snapshot, t: Translator, promise: Promise | None
) -> list[kit.Block]:
    """What stands below the fields: who answers when, where it came from, what this channel is not."""
    lines = []
    if promise:
        lines += _promised(promise, snapshot, t)
    if draft.permalink:
        lines.append(kit.link(draft.permalink, t("The message that this is about")))
    if draft.excerpt:
        lines.append(t("“{excerpt}”", excerpt=kit.escape(kit.cut(" ".join(draft.excerpt.split()), 300))))
    if draft.private or draft.topic == "hr_grievance":
        lines.append(_not_whistleblowing(snapshot, t))
    return [kit.context(*lines)] if lines else []


def _promised(promise: Promise, snapshot: Snapshot, t: Translator) -> list[str]:
    zone = snapshot.workspace.timezone
    department = names.department(t, snapshot, promise.department)
    line = t(
        "{department} takes it by {taken_by}; the requester is told by {told_by}.",
        department=department,
        taken_by=slack_date(promise.taken_by, t, zone=zone),
        told_by=slack_date(promise.told_by, t, zone=zone),
    )
    if promise.opens is None:
        return [line]
    opens = slack_date(promise.opens, t, zone=zone)
    return [t("{department} is closed until {opens}.", department=department, opens=opens), line]


def _not_whistleblowing(snapshot: Snapshot, t: Translator) -> str:
    administrators = snapshot.workspace.administrators[:3]
    if not administrators:
        return t("This is not the whistleblowing channel.")
    people = t.join([kit.person(person) for person in administrators])
    return t("This is not the whistleblowing channel: {people} can tell you where it is.", people=people)


def _kept(draft: EscalationDraft) -> str:
    """The metadata: Slack takes 3,000 characters, so that a long excerpt is cut until it fits."""
    excerpt = kit.cut(draft.excerpt or "", EXCERPT_LIMIT)
    permalink = draft.permalink if len(draft.permalink or "") < 1000 else None
    while len(kept := _remembered(draft, permalink, excerpt)) > 3000:
        excerpt = excerpt[: len(excerpt) // 2]
    return kept


def _remembered(draft: EscalationDraft, permalink: str | None, excerpt: str) -> str:
    return fields.metadata(
        "",
        topic=draft.topic or None,
        permalink=permalink,
        excerpt=excerpt or None,
        suggestion=draft.suggestion,
        launch=draft.launch,
    )
