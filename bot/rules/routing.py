"""Who is asked: the department of a topic, the departments of a launch, the orchestrator on duty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refusal
from bot.models import LaunchKind, Role, Snapshot, Topic
from bot.rules import absences, defaults, rotas


@dataclass(frozen=True)
class Asks:
    """Whom a launch asks, as department keys in the workspace's order.

    required: those of `asked` whose answer *Go* waits for. department: the announcing one, which counts as
    ready and therefore is not among `asked`; None where the owner has no department.
    """

    asked: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    department: str | None = None


def topic(snapshot: Snapshot, topic_key: str) -> Topic | None:
    """The topic in use with this key; None where there is none."""
    return next((topic for topic in defaults.topics(snapshot) if topic.key == topic_key), None)


def launch_kind(snapshot: Snapshot, key: str) -> LaunchKind | None:
    """The launch kind in use with this key; None where there is none."""
    return next((kind for kind in defaults.launch_kinds(snapshot) if kind.key == key), None)


def route(snapshot: Snapshot, topic_key: str) -> str:
    """The department responsible for a topic (PRODUCT mechanism 65).

    Without a topic, or with one whose department is retired, communication answers, else the first
    department. Refusal where the workspace has no department at all.
    """
    present = _active(snapshot)
    found = topic(snapshot, topic_key)
    wanted = (found.department if found else None, "communication", *present)
    department = next((key for key in wanted if key in present), None)
    if department is None:
        raise Refusal("No department is set up yet; ask an administrator to add one.")
    return department


def consulted(snapshot: Snapshot, topic_key: str) -> tuple[str, ...]:
    """The departments that get a line about it, without a request (PRODUCT section 2, "Who may answer")."""
    found = topic(snapshot, topic_key)
    return _besides(snapshot, topic_key, found.consulted) if found else ()


def informed(snapshot: Snapshot, topic_key: str) -> tuple[str, ...]:
    """The departments that read a line about it and are asked for nothing; consulted ones read theirs."""
    found = topic(snapshot, topic_key)
    if found is None:
        return ()
    told = consulted(snapshot, topic_key)
    return tuple(key for key in _besides(snapshot, topic_key, found.informed) if key not in told)


def _besides(snapshot: Snapshot, topic_key: str, departments: Iterable[str]) -> tuple[str, ...]:
    """Of these departments, once each, those in use that are not the responsible one."""
    responsible, present = route(snapshot, topic_key), _active(snapshot)
    return tuple(key for key in dict.fromkeys(departments) if key in present and key != responsible)


def asks(snapshot: Snapshot, kind: str, owner: str | None, chosen: tuple[str, ...] | None = None) -> Asks:
    """Whom a launch of this kind asks (PRODUCT section 2, "Launch kinds", "Launch request").

    The kind's departments, or its required ones and `chosen`. Departments that the workspace lacks or has
    retired are not asked, nor is the announcing one: it "counts as ready". Outside the pilot only a required
    department is asked, in person. Refusal for an unknown kind.
    """
    found = launch_kind(snapshot, kind)
    if found is None:
        raise Refusal("This kind of launch does not exist any more; choose another one.")
    required = found.required
    optional = found.departments if chosen is None else chosen
    inside = [key for key in optional if snapshot.takes_part(key)]
    wanted = [key for key in _active(snapshot) if key in required or key in inside]
    own = announcing_department(snapshot, owner, tuple(wanted))
    asked = tuple(key for key in wanted if key != own)
    return Asks(asked, tuple(key for key in asked if key in required), own)


def announcing_department(snapshot: Snapshot, owner: str | None, asked: tuple[str, ...] = ()) -> str | None:
    """The department for which the owner announces: among those asked first, then by the nearest seat."""
    if owner is None:
        return None
    theirs = [
        key
        for role in (Role.representative, Role.deputy, Role.head, Role.on_call)
        for key in _active(snapshot)
        if owner in snapshot.holders(key, role)
    ]
    return next((key for key in theirs if key in asked), next(iter(theirs), None))


def orchestrator(snapshot: Snapshot, now: datetime) -> str | None:
    """Who conducts this week: the rota by ISO week number in the workspace's zone.

    Whoever has left Slack is passed over, first for the next in the rota, then for sponsor, installer and
    administrators in this order (DESIGN section 2). Whoever is away is passed over for their stand-in, then
    in the same order. None only where nobody of them is left.
    """
    return next(iter(conductors(snapshot, now)), None)


def conductors(snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    """The orchestrator on duty and, in order, who stands in: each once, nobody who has left.

    Whoever is away comes last, so that there is somebody even when all are away (P4).
    """
    workspace = snapshot.workspace
    rota = rotas.on_duty(snapshot, rotas.ORCHESTRATOR, now)
    acting = [who for person in rota if (who := _acting(snapshot, person, now))][:1]
    named = (workspace.sponsor, workspace.installer, *workspace.administrators)
    others = snapshot.present(person for person in named if person)
    here = absences.there(snapshot, others, now)
    return tuple(dict.fromkeys([*acting, *here, *rota[:1], *others]))


def _acting(snapshot: Snapshot, person: str, now: datetime) -> str | None:
    """This person, or while they are away whom they named."""
    return person if absences.is_there(snapshot, person, now) else absences.stand_in(snapshot, person, now)


def _active(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(department.key for department in snapshot.active)
