"""The private offer to record what somebody typed under a request: one button, pressed by nobody else.

A problem's words go along in the button, so that the form opens filled with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import N_, Translator
from bot.models import Escalation, Launch, Request, Snapshot
from bot.rules.thread_answers import Typed
from bot.views import kit, names, request_controls
from bot.views.kit import Rendered

WORDS = 1500
"""So much of a problem's words goes along; Slack keeps 2,000 characters with a button."""

ASKED: Mapping[str, str] = {
    "ready": N_("Record that *{department}* is ready for {title}?"),
    "not_concerned": N_("Record that *{department}* is not concerned by {title}?"),
    "problem": N_("Record a problem of *{department}* with {title}?"),
    "take": N_("Do you take {title} for *{department}*?"),
    "told": N_("Record that the requester was told about {title}?"),
}
BUTTONS: Mapping[str, str] = {
    "ready": N_("Record “We Are Ready”"),
    "not_concerned": N_("Record “Not Concerned”"),
    "problem": N_("Raise a Problem…"),
    "take": N_("Take It"),
    "told": N_("Requester Told…"),
}
RECORDED: Mapping[str, str] = {
    "ready": N_("Recorded: *{department}* is ready for {title}."),
    "not_concerned": N_("Recorded: *{department}* is not concerned by {title}."),
    "take": N_("You have it: {title}"),
}


def offer(
    typed: Typed, request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator
) -> Rendered:
    """What the person who typed it sees, and nobody else."""
    line = t(ASKED[typed.kind], **_named(request, notice, snapshot, t))
    value = f"{typed.kind}:{request.id}" + (f":{typed.words[:WORDS]}" if typed.words else "")
    button = kit.button(t(BUTTONS[typed.kind]), "thread_answer", value, style="primary")
    note = t("Only you see this. What you wrote records nothing by itself.")
    return Rendered(line.replace("*", ""), [kit.section(line), kit.actions(button), kit.context(note)])


def recorded(
    kind: str, request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator
) -> str:
    """What the offer says once its button was pressed."""
    return t(RECORDED[kind], **_named(request, notice, snapshot, t))


def answers(
    request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator
) -> Rendered | None:
    """The request's own answers, for who asks Tutti in its thread; None where nothing is left to answer."""
    row = request_controls.controls(request, notice, t)
    if row is None:
        return None
    line = t("What *{department}* can answer about {title}:", **_named(request, notice, snapshot, t))
    return Rendered(line.replace("*", ""), [kit.section(line), row])


def _named(
    request: Request, notice: Launch | Escalation, snapshot: Snapshot, t: Translator
) -> dict[str, str]:
    department = names.department(t, snapshot, request.department)
    return {"department": department, "title": f"*{names.title(t, notice)}*"}
