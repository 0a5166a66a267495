"""The configuration file, both ways (DESIGN section 8): read with every mistake at once, and written.

Reading what was written for a workspace gives that workspace again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.models import Department, Requester, Role, Snapshot, Workspace
from bot.rules import defaults
from bot.views import configuration_hooks as hooks
from bot.views import configuration_sections as sections
from bot.views.configuration_sections import Columns, Part
from bot.views.marked import Mistake, Mistakes, Value, parse

__all__ = ["Configuration", "ConfigurationErrors", "Part", "read", "write"]

VERSION: Final = 1
SECTIONS: Final = (
    "version",
    "workspace",
    "departments",
    "topics",
    "launch_kinds",
    "deadlines",
    "deadlines_by_requester",
    "digest",
    "retention",
    "hooks",
)
_EMPTY_SAYS: Final = frozenset({"deadlines_by_requester"})
"""Sections that are written though empty: a file without them would leave what was set meanwhile."""
_PERIODS: Final = {"deadlines": defaults.DEADLINES, "retention": defaults.RETENTION}


class ConfigurationErrors(Exception):
    """A configuration file with mistakes: all of them, as (line, sentence) in the order of lines."""

    def __init__(self, errors: list[Mistake]) -> None:
        super().__init__("\n".join(f"line {line}: {sentence}" for line, sentence in errors))
        self.errors = errors


@dataclass(frozen=True)
class Configuration:
    """What a file says. A section that it leaves out is None: that part of the workspace stays as it is."""

    workspace: Columns | None = None
    departments: tuple[Part, ...] | None = None
    topics: tuple[Part, ...] | None = None
    launch_kinds: tuple[Part, ...] | None = None
    deadlines: dict[str, str] | None = None
    deadlines_by_requester: dict[str, str] | None = None
    digest: dict[str, str] | None = None
    retention: dict[str, str] | None = None
    hooks: tuple[Part, ...] | None = None


def read(text: str, *, known: Collection[str] = ()) -> Configuration:
    """What this YAML text says.

    known: keys of the departments that the workspace has already; a file without departments may route its
    topics to them. Raises ConfigurationErrors with every mistake.
    """
    mistakes = Mistakes()
    root = parse(text, mistakes)
    found = _sections(root, known) if root else Configuration()
    if mistakes.found:
        raise ConfigurationErrors(mistakes.in_order)
    return found


def write(snapshot: Snapshot) -> str:
    """The workspace as a configuration file: everything that is not retired, in a stable order."""
    workspace = snapshot.workspace
    kept = {
        "departments": [_department(snapshot, department) for department in snapshot.active],
        "topics": [
            _lean(
                key=topic.key,
                department=topic.department,
                consulted=_flow(topic.consulted),
                informed=_flow(topic.informed),
                words=topic.words,
                words_heard=_flow(topic.words_heard),
            )
            for topic in snapshot.topics
            if not topic.retired
        ],
        "launch_kinds": [
            _flow({"key": kind.key, "departments": kind.departments, "required": kind.required})
            for kind in snapshot.launch_kinds
            if not kind.retired
        ],
        "deadlines": _in_order(workspace.deadlines, defaults.DEADLINES),
        "deadlines_by_requester": _in_order(
            workspace.deadlines_by_requester, [who.value for who in Requester]
        ),
        "digest": _in_order(workspace.digest, defaults.DIGEST),
        "retention": _in_order(workspace.retention, defaults.RETENTION),
        "hooks": [hooks.written(source) for source in snapshot.sources if not source.retired],
    }
    tree = {"version": VERSION, "workspace": _workspace(workspace)}
    said = {name: section for name, section in kept.items() if section or name in _EMPTY_SAYS}
    return _dumped(tree | said)


def _sections(root: Value, known: Collection[str]) -> Configuration:
    given = root.fields(SECTIONS)
    if not root.is_mapping:
        return Configuration()
    _check_version(root, given.pop("version", None))
    for name, section in list(given.items()):
        if section.blank:
            section.wrong("this section is empty; leave it out to keep what is there.")
            del given[name]
    read: dict[str, Any] = {}
    if "workspace" in given:
        read["workspace"] = sections.workspace(given["workspace"])
    if "departments" in given:
        read["departments"] = sections.departments(given["departments"])
        known = [part.key for part in read["departments"] if "[" not in part.key]
    if "topics" in given:
        read["topics"] = sections.topics(given["topics"], known)
    if "launch_kinds" in given:
        read["launch_kinds"] = sections.launch_kinds(given["launch_kinds"])
    if "deadlines_by_requester" in given:
        read["deadlines_by_requester"] = sections.requester_windows(given["deadlines_by_requester"])
    if "digest" in given:
        read["digest"] = sections.digest(given["digest"])
    if "hooks" in given:
        read["hooks"] = hooks.sources(given["hooks"])
    for name, usual in _PERIODS.items():
        if name in given:
            read[name] = sections.windows(given[name], usual)
    return Configuration(**read)


def _check_version(root: Value, version: Value | None) -> None:
    if version is None:
        root.wrong(f"“version” is missing; the file starts with “version: {VERSION}”.")
    elif (number := version.whole(0)) is not None and number != VERSION:
        version.wrong(f"this Tutti reads version {VERSION}, not {number}.")


def _workspace(workspace: Workspace) -> dict[str, Any]:
    one = workspace.orchestrators[0] if len(workspace.orchestrators) == 1 else None
    return _lean(
        integration_channel=workspace.integration_channel,
        language=workspace.language,
        timezone=workspace.timezone,
        orchestrator=one or _flow(workspace.orchestrators),
        sponsor=workspace.sponsor,
        leaders=_flow(workspace.leaders),
        administrators=_flow(workspace.administrators),
        watched_channels=_flow(workspace.watched_channels),
        listening={
            channel: _flow(how)
            for channel, how in workspace.listening.items()
            if channel in workspace.watched_channels
        },
        rounds="none" if workspace.rounds is None else _in_order(workspace.rounds, defaults.ROUNDS),
        cards_per_day="none" if workspace.cards_per_day is None else workspace.cards_per_day,
        here_allowed=workspace.here_allowed,
        model_allowed=workspace.model_allowed or None,
        model_tokens_per_day=None
        if workspace.model_tokens_per_day == defaults.MODEL_TOKENS_PER_DAY
        else workspace.model_tokens_per_day,
        holidays=workspace.holidays,
        pilot=None if workspace.pilot is None else _flow(workspace.pilot),
    )


def _department(snapshot: Snapshot, department: Department) -> dict[str, Any]:
    seats = {role: _holders(snapshot, department.key, role) for role in Role}
    return _lean(
        key=department.key,
        name=_flow(department.name),
        kind=department.kind.value,
        our_contact=department.our_contact,
        channel=department.channel,
        representative=next(iter(seats[Role.representative]), None),
        deputies=_flow(seats[Role.deputy]),
        head=next(iter(seats[Role.head]), None),
        on_call=None if department.on_call_group else _flow(seats[Role.on_call]),
        on_call_group=department.on_call_group,
        weekly_turns=department.weekly_turns or None,
        hours=_flow(department.hours) if department.hours else None,
        timezone=department.timezone,
        holidays=department.holidays,
        closed_days=_flow(department.closed_days),
        members_may_answer=department.members_may_answer or None,
    )


def _holders(snapshot: Snapshot, department: str, role: Role) -> list[str]:
    """Persons in these seats in their order, those who have not accepted yet included."""
    seats = [seat for seat in snapshot.seats if seat.department == department and seat.role == role]
    return [seat.person for seat in sorted(seats, key=lambda seat: seat.position)]


def _lean(**values: Any) -> dict[str, Any]:
    """The entries that say something."""
    return {key: value for key, value in values.items() if value is not None and value not in ([], {})}


def _in_order(values: Mapping[str, Any], order: Collection[str]) -> Any:
    return _flow({key: values[key] for key in order if key in values})


def _flow(value: Any) -> Any:
    """The value on one line: {a: 1, b: [2, 3]}."""
    made: Any
    if isinstance(value, Mapping):
        made = CommentedMap({key: _flow(inner) for key, inner in value.items()})
    elif isinstance(value, list):
        made = CommentedSeq([_flow(inner) for inner in value])
    else:
        return value
    made.fa.set_flow_style()
    return made


def _quoted(value: Any) -> Any:
    """Texts with a colon in quotes: readers of older YAML take 09:15 for a number."""
    if isinstance(value, str):
        return DoubleQuotedScalarString(value) if ":" in value else value
    if isinstance(value, dict):
        for key, inner in value.items():
            value[key] = _quoted(inner)
    elif isinstance(value, list):
        value[:] = [_quoted(inner) for inner in value]
    return value


def _dumped(tree: dict[str, Any]) -> str:
    yaml = YAML()
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(_quoted(tree), text)
    return text.getvalue()
