"""The hub of all settings: what is set, in a line or two for each subject, and where it is edited."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Translator
from bot.models import Requester, Severity, Snapshot
from bot.rules import defaults
from bot.rules import listening as rules
from bot.views import departments, kit, model_calls, names, watching
from bot.views import setting_fields as typed
from bot.views.kit import Block
from bot.views.workspace_forms import DIGESTS, LANGUAGES, RETENTION

WARNINGS = 8
"""Odd things that the hub names; the page of departments has them all."""


def hub(snapshot: Snapshot, t: Translator, *, saved: str = "") -> Block:
    """Everything that an administrator can set."""
    parts = (
        (_basics(snapshot, t), t("Edit"), "basics:0"),
        (watching.hub_lines(rules.watches(snapshot), snapshot, t), t("View"), "watched:0"),
        (_people(snapshot, t), t("Edit"), "people:0"),
        (_departments(snapshot, t), t("View"), "departments:0"),
        (_topics(snapshot, t), t("View"), "topics:0"),
        (_kinds(snapshot, t), t("View"), "launch_kinds:0"),
        (_deadlines(snapshot, t), t("Edit"), "deadlines:0"),
        (_requesters(snapshot, t), t("Edit"), "requester:0"),
        (_rhythm(snapshot, t), t("Edit"), "rhythm:0"),
        (_retention(snapshot, t), t("Edit"), "retention:0"),
        (model_calls.setting(snapshot.workspace, t), t("Edit"), "model:0"),
    )
    blocks = [kit.section(saved)] if saved else []
    blocks += [
        kit.section(text, accessory=kit.button(label, "settings_page", to)) for text, label, to in parts
    ]
    blocks.append(
        kit.section(
            t("*History*\nWho changed which setting, from what to what."),
            accessory=kit.button(t("View"), "show_changes", "0"),
        )
    )
    return _page(t("Settings"), blocks, t)


def partial_hub(snapshot: Snapshot, t: Translator, keys: Sequence[str]) -> Block:
    """For whoever is no administrator: the departments that they edit, and who edits the rest."""
    people = names.people(t, snapshot, snapshot.present(snapshot.workspace.administrators))
    blocks = [
        kit.section(
            f"*{names.department(t, snapshot, key)}*",
            accessory=kit.button(t("View"), "settings_page", f"department:{key}"),
        )
        for key in keys[:40]  # More than anybody holds, and within the blocks of a modal.
    ]
    if keys:
        blocks.append(
            kit.section(
                t("*History*\nWho changed which setting, from what to what."),
                accessory=kit.button(t("View"), "show_changes", "0"),
            )
        )
        said = t("Everything else is set by the administrators: {people}.", people=people)
    else:
        said = t("Settings are edited by the administrators: {people}. Ask one of them.", people=people)
    return _page(t("Settings"), [*blocks, kit.section(said)], t)


def _basics(snapshot: Snapshot, t: Translator) -> str:
    workspace = snapshot.workspace
    channel = f"<#{workspace.integration_channel}>" if workspace.integration_channel else t("none yet")
    language = t(LANGUAGES.get(workspace.language, LANGUAGES["en"]))
    line = t(
        "Cards: {channel} · {language} · {zone}",
        channel=channel,
        language=language,
        zone=kit.escape(workspace.timezone),
    )
    return "\n".join([t("*Channel and language*"), line])


def _people(snapshot: Snapshot, t: Translator) -> str:
    workspace = snapshot.workspace

    def said(people: Sequence[str | None]) -> str:
        return names.people(t, snapshot, [person for person in people if person])

    return "\n".join(
        (
            t("*Roles*"),
            t("Orchestrator: {people}", people=said(workspace.orchestrators)),
            t("Sponsor: {people}", people=said([workspace.sponsor])),
            t("Leaders: {people}", people=said(workspace.leaders)),
            t("Administrators: {people}", people=said(workspace.administrators)),
        )
    )


def _departments(snapshot: Snapshot, t: Translator) -> str:
    labels = [names.department_label(t, snapshot, department.key) for department in snapshot.active]
    odd = [line for one in snapshot.active for line in departments.warnings(one, snapshot, t)]
    shown = odd[:WARNINGS]
    if more := len(odd) - len(shown):
        shown.append(t.n("{count} more remark there.", "{count} more remarks there.", more))
    return "\n".join([t("*Departments*"), names.said(t.join(labels), 900) or t("none yet"), *shown])


def _topics(snapshot: Snapshot, t: Translator) -> str:
    labels = [names.topic(t, topic.key) for topic in defaults.topics(snapshot)]
    return "\n".join([t("*Subjects and who answers them*"), names.said(t.join(labels), 900)])


def _kinds(snapshot: Snapshot, t: Translator) -> str:
    labels = [names.kind(t, kind.key) for kind in defaults.launch_kinds(snapshot)]
    return "\n".join([t("*Kinds of launch and whom they ask*"), names.said(t.join(labels), 900)])


def _deadlines(snapshot: Snapshot, t: Translator) -> str:
    windows = {**defaults.DEADLINES, **snapshot.workspace.deadlines}
    levels = [names.severity(t, severity, windows) for severity in reversed(Severity)]
    launch = t("An answer to a launch: within {window}", window=names.window_words(t, windows["launch"]))
    return "\n".join([t("*Deadlines by level*"), *levels, launch])


def _requesters(snapshot: Snapshot, t: Translator) -> str:
    own = snapshot.workspace.deadlines_by_requester
    lines = [
        t(
            "{requester}: within {window}",
            requester=names.requester(t, who),
            window=names.window_words(t, own[who]),
        )
        for who in Requester
        if who in own
    ]
    usual = [t("Everybody by the level. A journalist's stated hour rules in any case.")]
    return "\n".join([t("*Deadlines by who asks*"), *(lines or usual)])


def _rhythm(snapshot: Snapshot, t: Translator) -> str:
    workspace = snapshot.workspace
    rounds = workspace.rounds
    lines = [t("*Rounds and digests*")]
    if rounds is None:
        lines.append(t("No rounds: everything at once."))
    else:
        lines.append(t("Rounds: {times}", times=", ".join(rounds.get("seats", []))))
    digest = {**defaults.DIGEST, **workspace.digest}
    lines += [
        names.labelled(t, t(label), typed.digest_hour_shown(digest[name], t))
        for name, label in DIGESTS.items()
    ]
    if workspace.cards_per_day is not None:
        cards = t.n(
            "At most {count} card of a channel in a day",
            "At most {count} cards of a channel in a day",
            workspace.cards_per_day,
        )
        lines.append(cards)
    return "\n".join(lines)


def _retention(snapshot: Snapshot, t: Translator) -> str:
    windows = {**defaults.RETENTION, **snapshot.workspace.retention}
    lines = [
        names.labelled(t, t(label), names.window_words(t, windows[name], real=True))
        for name, label in RETENTION.items()
    ]
    return "\n".join([t("*How long things are kept*"), *lines])


def _page(title: str, blocks: list[Block], t: Translator) -> Block:
    return kit.modal("settings", title, blocks, submit=None, close=t("Close"))
