"""The forms that decide about a launch: Go or not, a new date, the end, going without a department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import FormRefusal, Refusal
from bot.i18n import N_, Translator, slack_date
from bot.models import Launch, Snapshot
from bot.rules.launches import Blocked, Gate
from bot.views import fields, kit, names
from bot.views.kit import Block
from bot.views.launch_forms import urgent_field

TEXT = 2000
BLOCKED_LINES = 10


@dataclass(frozen=True)
class Decision:
    """What an owner decided. `decision` is go, reservations or no_go."""

    decision: str
    confirmed: tuple[str, ...] = ()
    """Required departments whose *not concerned* was confirmed."""
    reservations: str = ""
    reason: str = ""


def go_form(launch: Launch, gate: Gate, snapshot: Snapshot, t: Translator, now: datetime) -> Block:
    """Go, go with reservations or no-go; callback `launch_decide` (PRODUCT section 2, "Go").

    While a required answer is missing or is a problem, the form says which and offers No-go alone.
    """
    at = slack_date(launch.at, t, zone=snapshot.workspace.timezone)
    blocks = [kit.section(t("*{title}* is planned live {time}.", title=names.title(t, launch), time=at))]
    if gate.blocking:
        blocks.append(kit.section(_blocking(gate.blocking, snapshot, t)))
    blocks.append(_decision(gate, t))
    if gate.confirm and not gate.blocking:
        blocks.append(_confirm(gate.confirm, snapshot, t))
    if not gate.blocking:
        blocks.append(_reservations(launch, gate.reserved, snapshot, t))
    reason = kit.text_input("reason", lines=True, limit=TEXT)
    blocks.append(kit.field_of("reason", t("Reason for a No-go"), reason, optional=True))
    needed = () if gate.blocking else gate.confirm
    return kit.modal(
        "launch_decide",
        t("Go or No-go"),
        blocks,
        submit=t("Decide"),
        close=t("Cancel"),
        metadata=fields.metadata(launch.id, confirm=list(needed)),
    )


def read_decide(view: Block) -> Decision:
    """The decision. Raises FormRefusal: nothing chosen, a *not concerned* not confirmed, no words for it."""
    fields.need(view, decision=N_("Choose Go, Go with reservations or No-go."))
    decision, confirmed = fields.text(view, "decision"), fields.chosen(view, "confirm")
    if decision == "no_go":
        fields.need(view, reason=N_("Say why it is a No-go."))
        return Decision(decision, reason=fields.text(view, "reason"))
    if set(fields.remembered(view).get("confirm", ())) - set(confirmed):
        raise FormRefusal({"confirm": Refusal("Confirm that the launch can do without each of them.")})
    if decision == "go":
        return Decision(decision, confirmed)
    fields.need(view, reservations=N_("Say what is left open."))
    return Decision(decision, confirmed, reservations=fields.text(view, "reservations"))


def postpone_form(launch: Launch, t: Translator) -> Block:
    """A new date; callback `launch_postpone`."""
    at = kit.moment_input("at", initial=int(launch.at.astimezone(UTC).timestamp()))
    blocks = [
        kit.section(
            t("*{title}* gets a new date; whoever answered is asked again.", title=names.title(t, launch))
        ),
        kit.field_of("at", t("New date and hour"), at),
        urgent_field(t),
    ]
    return kit.modal(
        "launch_postpone",
        t("Postpone the Launch"),
        blocks,
        submit=t("Postpone"),
        close=t("Back"),
        metadata=fields.metadata(launch.id),
    )


def read_postpone(view: Block) -> dict[str, datetime | bool]:
    """`at`, the new date in aware UTC, and `high`: whether it is urgent. FormRefusal without a date."""
    at = fields.moment(view, "at")
    if at is None:
        raise FormRefusal({"at": Refusal("Choose the date and the hour.")})
    return {"at": at, "high": bool(fields.chosen(view, "high"))}


def cancel_form(launch: Launch, t: Translator) -> Block:
    """Ending a launch, with the reason that everybody asked will read; callback `launch_cancel`."""
    reason = kit.text_input("reason", lines=True, limit=TEXT)
    blocks = [
        kit.section(t("*{title}* is cancelled for everybody who was asked.", title=names.title(t, launch))),
        kit.field_of("reason", t("Reason"), reason),
    ]
    return kit.modal(
        "launch_cancel",
        t("Cancel the Launch"),
        blocks,
        submit=t("Cancel It"),
        close=t("Back"),
        metadata=fields.metadata(launch.id),
    )


def read_cancel(view: Block) -> str:
    """The reason. Raises FormRefusal where there is none."""
    fields.need(view, reason=N_("Say why, for those who were asked."))
    return fields.text(view, "reason")


def without_form(launch: Launch, departments: Sequence[str], snapshot: Snapshot, t: Translator) -> Block:
    """The orchestrator's "go without X"; callback `launch_without`.

    departments: required ones that have not answered. With none, a page that says so, without a field.
    """
    if not departments:
        said = t("Every required department has answered *{title}*.", title=names.title(t, launch))
        return kit.modal(
            "launch_without", t("Go Without"), [kit.section(said)], submit=None, close=t("Close")
        )
    options = [kit.option(names.department_label(t, snapshot, key), key) for key in departments]
    said = t(
        "*{title}* no longer waits for this department. The card says who decided it and why.",
        title=names.title(t, launch),
    )
    first = departments[0] if len(departments) == 1 else None
    blocks = [
        kit.section(said),
        kit.field_of("department", t("Department"), kit.select("department", options, initial=first)),
        kit.field_of("reason", t("Reason"), kit.text_input("reason", lines=True, limit=TEXT)),
    ]
    return kit.modal(
        "launch_without",
        t("Go Without"),
        blocks,
        submit=t("Go Without It"),
        close=t("Cancel"),
        metadata=fields.metadata(launch.id),
    )


def read_without(view: Block) -> tuple[str, str]:
    """The department and the reason. Raises FormRefusal where one is missing."""
    fields.need(
        view,
        department=N_("Choose the department that the launch goes without."),
        reason=N_("Say why, for those who were asked."),
    )
    return fields.text(view, "department"), fields.text(view, "reason")


def _blocking(blocking: Sequence[Blocked], snapshot: Snapshot, t: Translator) -> str:
    """Why there is no Go yet, a line for each department."""
    lines = [t("*There is no Go yet:*")]
    for blocked in blocking[:BLOCKED_LINES]:
        department = names.said(names.department_label(t, snapshot, blocked.department), 60)
        if blocked.why == "problem":
            lines.append(t("• {department} raised a problem that is not solved.", department=department))
        elif blocked.why == "unanswered":
            lines.append(t("• {department} did not answer in time.", department=department))
        else:
            lines.append(t("• {department} has not answered yet.", department=department))
    if (more := len(blocking) - BLOCKED_LINES) > 0:
        lines.append(
            t.n("• {count} more department is missing.", "• {count} more departments are missing.", more)
        )
    return "\n".join(lines)


def _decision(gate: Gate, t: Translator) -> Block:
    go = [kit.option(t("Go"), "go"), kit.option(t("Go with reservations"), "reservations")]
    options = [*([] if gate.blocking else go), kit.option(t("No-go"), "no_go")]
    return kit.field_of("decision", t("Decision"), kit.radio("decision", options))


def _confirm(departments: Sequence[str], snapshot: Snapshot, t: Translator) -> Block:
    options = [kit.option(names.department_label(t, snapshot, key), key) for key in departments]
    element = (kit.ticks if len(options) <= 10 else kit.multi_select)("confirm", options)
    label = t("These required departments say that they are not concerned: confirm each for a Go")
    return kit.field_of("confirm", label, element, optional=True)


def _reservations(launch: Launch, reserved: Sequence[str], snapshot: Snapshot, t: Translator) -> Block:
    """Prefilled with what optional departments left open."""
    standing = launch.texts.get("reservations", "")
    if reserved and not standing:
        left = t.join(names.department_label(t, snapshot, key) for key in reserved)
        standing = t("No answer yet from {departments}.", departments=left)
    element = kit.text_input("reservations", initial=standing, lines=True, limit=TEXT)
    return kit.field_of("reservations", t("Reservations"), element, optional=True)
