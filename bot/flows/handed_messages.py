"""*Hand to Tutti* on a message: the form opens filled with what is recognised; a person sends it (P7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.flows import escalation_openings, launches, links
from bot.flows.answers import Answer
from bot.flows.escalation_openings import EXCERPT, TITLE
from bot.flows.message_reading import said_at
from bot.models import EscalationDraft, Heard, Lane, LaunchDraft, Recognised
from bot.rules import listening as rules
from bot.rules import rights
from bot.tools import Caller, Tools
from bot.views import launch_forms


async def form(tools: Tools, caller: Caller, text: str, ts: str | None, *, hidden: bool) -> Answer:
    """The escalation form, or for a likely launch its form with a way back.

    A message of a hidden place starts private, without excerpt (DESIGN section 5).
    """
    said, now = " ".join(text.split()), tools.clock.now()
    address = links.permalink(caller.snapshot, caller.channel, ts)
    draft = EscalationDraft(
        title=said[:TITLE],
        private=hidden,
        permalink=address,
        where=address or "",
        excerpt=None if hidden else said[:EXCERPT],
    )
    recognised = _recognised(caller, text, ts, now)
    if recognised is not None and recognised.lane is Lane.launch and recognised.sure:
        return await launches.form(tools, caller, _launch(recognised, draft, now))
    return await escalation_openings.form(tools, caller, _filled(caller, draft, recognised, now))


async def report_instead(tools: Tools, caller: Caller, view: dict[str, Any]) -> Answer:
    """It is no launch after all: the escalation form takes the place of the launch's."""
    draft = launch_forms.peek_announce(view).instead or EscalationDraft()
    shown = await escalation_openings.form(tools, caller, draft)
    return replace(shown, opens=None, updates=shown.opens)


def _recognised(caller: Caller, text: str, ts: str | None, now: datetime) -> Recognised | None:
    if rights.is_set_up(caller.snapshot) is not None:
        return None
    heard = Heard(caller.channel or "", ts or "", text, at=said_at(ts) or now, author=caller.user)
    return rules.recognised(heard, caller.snapshot, now)


def _launch(recognised: Recognised, draft: EscalationDraft, now: datetime) -> LaunchDraft:
    to_come = recognised.at if recognised.at and recognised.at > now else None
    return LaunchDraft(title=recognised.title, kind=recognised.kind or "", at=to_come, instead=draft)


def _filled(
    caller: Caller, draft: EscalationDraft, recognised: Recognised | None, now: datetime
) -> EscalationDraft:
    """The form's fields, as far as they are recognised; an hour that is over is no longer stated."""
    if recognised is None or not recognised.topic:
        return draft
    stated = recognised.stated_at if recognised.stated_at and recognised.stated_at > now else None
    return replace(
        draft,
        topic=recognised.topic,
        severity=recognised.severity,
        requester=recognised.requester,
        reach=recognised.reach,
        stated=stated is not None,
        stated_at=stated,
        who=recognised.who,
        private=draft.private or recognised.private,
        mine=escalation_openings.is_own(caller, recognised.topic),
    )
