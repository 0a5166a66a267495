"""How the two lanes meet: an escalation raised from a launch, a launch held because of an escalation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Refusal
from bot.models import Launch, LaunchState, Relation, RelationKind, Snapshot
from bot.rules import defaults
from bot.rules.launches import AT_GO

TOPICS: Final[Mapping[str, str]] = {
    "product_launch": "product_defect",
    "promotion": "advertising",
    "event": "complaint",
    "hiring": "employer_brand",
    "price_change": "billing",
    "partnership": "partner_delay",
    "press_release": "press",
}
"""Launch kind -> the topic that is proposed when it turns sour."""
SOUR: Final = (LaunchState.announced, LaunchState.go, LaunchState.reservations, LaunchState.live)
"""States from which an escalation is raised."""
TO_COME: Final = (LaunchState.announced, LaunchState.go, LaunchState.reservations)
"""States in which it can be held: it would still go out."""
AHEAD: Final = timedelta(weeks=6)
"""So far ahead launches are offered to be held, as the calendar shows them."""


def topic_for(launch: Launch, snapshot: Snapshot) -> str:
    """The topic proposed for an escalation raised from it; "" where the workspace lacks it."""
    wanted = TOPICS.get(launch.kind, "")
    return wanted if wanted in {topic.key for topic in defaults.topics(snapshot)} else ""


def may_turn_sour(launch: Launch) -> Refusal | None:
    """Whether an escalation can be raised from it: while it is prepared, and once it is live."""
    if launch.state in SOUR:
        return None
    return Refusal("This launch does not take place; raise an escalation without it.")


def may_be_held(launch: Launch, held: Iterable[Relation], escalation: str, now: datetime) -> Refusal | None:
    """Whether this escalation can hold it: it would still go out, and is not held by the same one."""
    same = next((one for one in holding(held) if one.escalation == escalation), None)
    if same is not None:
        return Refusal("{person} holds this launch already, because of the same escalation.", person=same.by)
    if launch.state not in TO_COME:
        return Refusal("A launch that you chose does not go out any more; choose among the others.")
    if launch.at > now + AHEAD:
        return Refusal("Only a launch of the next six weeks can be held.")
    return None


def holding(relations: Iterable[Relation]) -> list[Relation]:
    """Those that hold their launch now."""
    return [one for one in relations if one.kind is RelationKind.holds and one.ended_at is None]


def may_be_released(launch: Launch, relations: Sequence[Relation], *, crisis: bool) -> Refusal | None:
    """Whether something holds it, which its release would end; says who was first (N14).

    crisis: one is open, and the launch is at *Go*.
    """
    if holding(relations):
        return None
    if launch.state not in AT_GO:
        return Refusal("Only a launch at Go, or held because of an escalation, can be released.")
    if launch.released_by:
        return Refusal("Already released by {person}.", person=launch.released_by)
    if launch.held or crisis:
        return None
    ended = last_released(relations)
    if ended is not None and ended.ended_by:
        return Refusal("Already released by {person}.", person=ended.ended_by)
    return Refusal("Nothing holds this launch; it goes out at its hour.")


def last_released(relations: Iterable[Relation]) -> Relation | None:
    """The hold that was released last, for whoever clicks after that (N14)."""
    ended = [one for one in relations if one.kind is RelationKind.holds and one.ended_at is not None]
    return max(ended, key=lambda one: one.ended_at or one.at, default=None)
