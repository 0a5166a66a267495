"""What is like another telling, in words: the choice in the form, the answer to who told it again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Translator
from bot.models import NONE_OF_THEM, Escalation, EscalationState, Snapshot
from bot.views import kit, names

FIELD = "same_as"


def choice(alike: Sequence[Escalation], snapshot: Snapshot, t: Translator) -> kit.Block:
    """One more field of the escalation form: add the report to one of these, or it is something else."""
    options = [
        kit.option(
            t("Add to it: {title}", title=names.title_label(t, one)),
            one.id,
            where_it_stands(one, snapshot, t),
        )
        for one in alike
    ]
    options.append(kit.option(t("It is something else"), NONE_OF_THEM))
    return kit.field_of(
        FIELD,
        t("It looks like something that was reported already. Is it the same?"),
        kit.radio(FIELD, options),
        hint=t("Added to it, your report counts and you are told when it is answered."),
    )


def where_it_stands(escalation: Escalation, snapshot: Snapshot, t: Translator) -> str:
    """Since when it is open and who has it, or that it is answered; plain text."""
    zone = snapshot.workspace.timezone
    if escalation.ended_at is not None or escalation.state is EscalationState.told:
        return t(
            "Already answered, {time}",
            time=t.day_time(escalation.told_at or escalation.ended_at or escalation.created_at, zone),
        )
    since = t.day_time(escalation.created_at, zone)
    if escalation.owner:
        person = names.who_label(snapshot, escalation.owner)
        return t("Open since {time}, {person} has it", time=since, person=person)
    department = names.department_label(t, snapshot, escalation.department)
    return t("Open since {time}, {department} takes it", time=since, department=department)


def added(title: str, reporters: int, line: str, t: Translator) -> str:
    """What whoever told it again reads: that it was added, how many told it, that nothing is left to do."""
    counted = t.n("{count} colleague reported it.", "{count} colleagues reported it.", reporters)
    return t(
        "This is taken care of; your report was added to {title}. {counted} Nothing to answer: {line}",
        title=title,
        counted=counted,
        line=line,
    )


def already_answered(title: str, line: str, t: Translator) -> str:
    """What whoever tells something reads that was answered in the last days."""
    return t(
        "Your report was added to {title}, which is already answered: {line} "
        "If it is not settled, reopen it from its details.",
        title=title,
        line=line,
    )
