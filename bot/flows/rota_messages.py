"""What the messages about rotas say now; rows of `flows.messages.RENDERERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.flows import phones, turns
from bot.models import Escalation, Swap
from bot.rules import rotas as rules
from bot.rules import swaps as swap_rules
from bot.views import phones as phone_views
from bot.views import rotas as views
from bot.views import swaps as swap_views
from bot.views.kit import Rendered

if TYPE_CHECKING:
    from bot.flows.scenes import Scene


def duty(scene: Scene) -> Rendered | None:
    """Asks to be on duty; one that was answered or withdrawn before it was sent is not needed."""
    values = scene.message.values
    if values["answer"] and not scene.message.ts:
        return None
    return views.ask_message(values["department"], values["by"], values["answer"], scene.book, scene.t)


def duty_left(scene: Scene) -> Rendered:
    values = scene.message.values
    return views.left_message(values["department"], values["by"], scene.book, scene.t)


def duty_declined(scene: Scene) -> Rendered:
    values = scene.message.values
    return views.declined_message(values["department"], values["by"], scene.book, scene.t)


def turn(scene: Scene) -> Rendered | None:
    """Not needed any more when its week is over, or became somebody else's, before it was sent."""
    rota, week = scene.message.values["rota"], scene.message.values["week"]
    first = (*rules.order(scene.book, rota, week)[:1], turns.first_there(scene.book, rota, scene.now))
    mine = scene.person in first
    if not scene.message.ts and (not mine or rules.is_over(scene.book, rota, week, scene.now)):
        return None
    return views.turn_message(rota, scene.t.long_day(turns.last_day(week)), scene.book, scene.t)


def swap(scene: Scene) -> Rendered | None:
    found = scene.db.get(Swap, workspace=scene.message.workspace, id=scene.message.values["swap"])
    if found is None:
        return None
    until = swap_rules.lapses_at(scene.book, found, found.asked_at)
    return swap_views.ask_message(
        found, scene.t.date_time(until, rules.zone(scene.book, found.rota)), scene.book, scene.t
    )


def swap_answer(scene: Scene) -> Rendered | None:
    found = scene.db.get(Swap, workspace=scene.message.workspace, id=scene.message.values["swap"])
    return swap_views.answer_message(found, scene.book, scene.t) if found else None


def phoning(scene: Scene) -> Rendered | None:
    """Whom the opener of a crisis rings up; a private crisis is the opener's own, so its title stands."""
    request, notice = scene.request, scene.notice
    if request is None or not isinstance(notice, Escalation) or scene.person is None:
        return None
    calls = phones.calls_of(scene.db, scene.book, request, notice, scene.person, scene.now)
    return phone_views.calls_message(request, notice, calls, scene.book, scene.t)


RENDERERS: Mapping[str, Callable[[Scene], Rendered | None]] = {
    "duty": duty,
    "duty_left": duty_left,
    "duty_declined": duty_declined,
    "turn": turn,
    "swap": swap,
    "swap_answer": swap_answer,
    "phoning": phoning,
}
