"""The form that announces a launch, drawn and read back.

A field's name is its block id, so that errors find it. Slack keeps what was typed while block id and action
id stay the same (https://docs.slack.dev/surfaces/modals), so a field that must take a new first value gets a
new action id: the departments when the kind changes, every field when the example is filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.i18n import N_, Translator, slack_date
from bot.models import EscalationDraft, LaunchDraft, Snapshot
from bot.rules import defaults
from bot.rules.routing import Asks
from bot.views import fields, kit, names, practice
from bot.views.kit import Block

Promise = tuple[str, datetime | None, datetime | None]
"""A department, when it answers (None: not before the launch), and when it opens (None: it is open now)."""

TITLE = 150
TEXT = 2000
METADATA = 2400
"""Characters that the form keeps with itself; the guard adds the address for answers."""
PROMISES, PROMISED = 12, 2200
"""Lines, and their characters, that say who answers by when."""
EXAMPLE = "_example"
"""Ends the action ids of a form that the example has filled: `kind_example`, `at_example`."""


def announce_form(
    draft: LaunchDraft,
    snapshot: Snapshot,
    t: Translator,
    *,
    asks: Asks,
    promises: Sequence[Promise],
    errors_top: str | None = None,
    urgent: bool = False,
    late: bool = False,
    example: bool = False,
    metadata: str = "",
) -> Block:
    """The six fields of a launch and whom it asks (PRODUCT section 3, step 7); callback `launch_announce`.

    urgent: *high* is offered; late: and needed, since somebody cannot answer in ordinary time. example: the
    draft is the example, put over an empty form. errors_top: a translated sentence that belongs to no field.
    `kind` and `at` dispatch.
    """
    end = EXAMPLE if example else ""
    blocks: list[Block] = [kit.section(kit.escape(errors_top))] if errors_top else []
    if draft.instead:
        blocks.append(_way_back(t))
    elif _is_empty(draft):
        blocks.append(
            kit.actions(kit.button(t("Try with an Example"), "launch_example", "example"), block_id="example")
        )
    blocks += _six(draft, snapshot, t, end)
    blocks += _departments(draft, snapshot, t, asks)
    if draft.at and (said := _promised(promises, snapshot, t)):
        blocks.append(kit.context(said) | {"block_id": "promises"})
    if urgent or late:
        blocks.append(urgent_field(t, ticked=draft.high, late=late))
    form = kit.modal(
        "launch_announce",
        t("Announce a Launch"),
        blocks,
        submit=t("Announce"),
        close=t("Cancel"),
        metadata=metadata or _kept(draft),
    )
    return practice.offer(form, t)


def example_draft(draft: LaunchDraft, t: Translator, at: datetime | None) -> LaunchDraft:
    """The example that *Try with an example* fills in, at the given time, by the same person."""
    return LaunchDraft(
        title=t("Back-to-school sale"),
        kind="promotion",
        at=at,
        gain=t("20% off every school bag until Sunday, in shops and online."),
        goal=t("1,200 bags sold in a week."),
        answerer=draft.answerer,
    )


def peek_announce(view: Block) -> LaunchDraft:
    """Whatever stands in the form, without complaining; for drawing it anew while somebody fills it.

    `departments` is None, that is, the kind's own, where the ticks were made for another kind.
    """
    kind, kept = fields.text(view, "kind"), fields.remembered(view)
    return LaunchDraft(
        title=fields.text(view, "title"),
        kind=kind,
        at=fields.moment(view, "at"),
        gain=fields.text(view, "gain"),
        goal=fields.text(view, "goal"),
        answerer=fields.text(view, "answerer") or None,
        departments=_chosen(view, kind),
        high=bool(fields.chosen(view, "high")),
        suggestion=kept.get("suggestion"),
        instead=_instead(kept.get("instead")),
    )


def _way_back(t: Translator) -> Block:
    """Above a form that a message filled: it may be an escalation after all."""
    button = kit.button(t("Report It Instead"), "report_instead", "instead")
    return kit.section(t("This message looks like a launch."), block_id="instead", accessory=button)


def _kept(draft: LaunchDraft) -> str:
    """The metadata: Slack takes 3,000 characters, of which a message's words get what is left."""
    told, words = draft.instead, draft.instead.title if draft.instead else ""
    while True:
        kept = {"title": words, "permalink": told.permalink, "private": told.private} if told else None
        more = {"instead": kept} if kept else {}
        metadata = fields.metadata("", suggestion=draft.suggestion, **more)
        if len(metadata) <= METADATA or not words:
            return metadata
        words = words[: len(words) // 2]


def _instead(kept: Any) -> EscalationDraft | None:
    if not isinstance(kept, dict):
        return None
    words, address = str(kept.get("title") or ""), kept.get("permalink")
    private = bool(kept.get("private"))
    return EscalationDraft(
        title=words,
        private=private,
        permalink=address,
        where=address or "",
        excerpt=None if private else words,
    )


def offers_urgent(view: Block) -> bool:
    """Whether the form that was sent had the tick *Urgent*."""
    return "high" in view["state"]["values"]


def read_announce(view: Block) -> LaunchDraft:
    """The launch that was announced. Raises FormRefusal for what is missing, blank or too long."""
    fields.need(
        view,
        title=N_("Give the launch a name."),
        kind=N_("Choose what kind of launch it is."),
        at=N_("Choose the date and the hour."),
        gain=N_("Say in one sentence what the customer gains."),
        goal=N_("Say what would make it a success, with a number."),
        answerer=N_("Choose who answers comments."),
    )
    fields.fit(view, title=TITLE, gain=TEXT, goal=TEXT)
    return peek_announce(view)


def _six(draft: LaunchDraft, snapshot: Snapshot, t: Translator, end: str) -> list[Block]:
    kinds = [kit.option(names.kind(t, kind.key), kind.key) for kind in defaults.launch_kinds(snapshot)]
    kind = kit.select("kind" + end, kinds, initial=draft.kind)
    title = kit.text_input("title" + end, initial=draft.title, limit=TITLE)
    gain = kit.text_input("gain" + end, initial=draft.gain, lines=True, limit=TEXT)
    goal = kit.text_input("goal" + end, initial=draft.goal, limit=TEXT)
    at = kit.moment_input("at" + end, initial=seconds(draft.at))
    answerer = kit.person_input("answerer" + end, initial=draft.answerer)
    return [
        kit.field_of("title", t("Name"), title),
        kit.field_of("kind", t("Kind"), kind, dispatch=True),
        kit.field_of("at", t("Date and hour"), at, dispatch=True),
        kit.field_of("gain", t("What the customer gains"), gain, hint=t("In one sentence, in their words.")),
        kit.field_of("goal", t("Goal"), goal, hint=t("One number that says whether it worked.")),
        kit.field_of("answerer", t("Who answers comments"), answerer),
    ]


def _departments(draft: LaunchDraft, snapshot: Snapshot, t: Translator, asks: Asks) -> list[Block]:
    """The required ones as text, since they cannot be left out; the others to choose from."""
    blocks: list[Block] = []
    if asks.required:
        required = [names.department_label(t, snapshot, key) for key in asks.required]
        said = t("Always asked: {departments}", departments=names.said(t.join(required), 600))
        blocks.append(kit.context(said) | {"block_id": "required"})
    options = [
        kit.option(names.department_label(t, snapshot, department.key), department.key)
        for department in snapshot.active
        if department.key not in asks.required and department.key != asks.department
        if snapshot.takes_part(department.key)
    ]
    if options:
        draw = kit.ticks if len(options) <= 10 else kit.multi_select
        element = draw(_departments_id(draft.kind), options, initial=asks.asked)
        label = t("Ask these departments too") if asks.required else t("Ask these departments")
        blocks.append(kit.field_of("departments", label, element, optional=True))
    return blocks


def _promised(promises: Sequence[Promise], snapshot: Snapshot, t: Translator) -> str:
    """A line for each as far as one context block holds, then how many more."""
    lines: list[str] = []
    for promise in promises[:PROMISES]:
        lines.append(_promise(promise, snapshot, t))
        if sum(map(len, lines)) > PROMISED:
            break
    if (more := len(promises) - len(lines)) > 0:
        lines.append(t.n("{count} more department is asked.", "{count} more departments are asked.", more))
    return "\n".join(lines)


def _promise(promise: Promise, snapshot: Snapshot, t: Translator) -> str:
    """ "Customer service answers by Thu 12:00", "… is closed until Tue 9:00" (PRODUCT section 2)."""
    key, due, opens = promise
    name, zone = names.said(names.department_label(t, snapshot, key), 60), snapshot.zone_of(key)
    if due is None:
        return t("{department} cannot answer before the launch in ordinary time.", department=name)
    by = slack_date(due, t, zone=zone)
    if not snapshot.takes_part(key):
        return t(
            "{department} is outside the pilot: you ask them in person by {due}.", department=name, due=by
        )
    if opens is None:
        return t("{department} answers by {due}.", department=name, due=by)
    until = slack_date(opens, t, zone=zone)
    return t(
        "{department} is closed until {opens} and answers by {due}.", department=name, opens=until, due=by
    )


def urgent_field(t: Translator, *, ticked: bool = False, late: bool = False) -> Block:
    """The tick *Urgent*, which makes everybody answer within the hour."""
    option = kit.option(t("Ask everybody at once, for an answer within the hour"), "high")
    element = kit.ticks("high", [option], initial=["high"] if ticked else ())
    if late:
        label = t("Urgent: there is not enough time for ordinary answers")
        return kit.field_of("high", label, element, hint=t("Or choose a later hour above."), optional=True)
    hint = t("Only where there is no time for ordinary answers.")
    return kit.field_of("high", t("Urgent"), element, hint=hint, optional=True)


def _chosen(view: Block, kind: str) -> tuple[str, ...] | None:
    standing = view["state"]["values"].get("departments", {})
    return fields.chosen(view, "departments") if _departments_id(kind) in standing else None


def _departments_id(kind: str) -> str:
    return f"departments_{kind[:200]}"


def _is_empty(draft: LaunchDraft) -> bool:
    return not (draft.title or draft.gain or draft.goal or draft.at)


def seconds(at: datetime | None) -> int | None:
    """A moment as a date picker takes it; None for none."""
    return int(at.astimezone(UTC).timestamp()) if at else None
