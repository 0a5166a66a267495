"""The private offer to open something for a message that a person points at: by a siren, by naming Tutti.

It is the same proposal as one of a watched channel (`proposals`): one row for each message, and its buttons.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.flows import links, proposals
from bot.flows.answers import Answer
from bot.models import Heard, Lane, Recognised, Snapshot, Suggestion, SuggestionState
from bot.rules import listening as rules
from bot.store import Db, reports, suggestions
from bot.tools import Caller
from bot.views import kit
from bot.views import offers as views
from bot.views import suggestions as proposed

TITLE = 80
"""Characters of our own short summary."""
AGAIN = (SuggestionState.refused, SuggestionState.expired, SuggestionState.shadow)
"""What was let go before is offered again to whoever asks for it."""


def offer(
    db: Db, book: Snapshot, caller: Caller, heard: Heard, recognised: Recognised | None, now: datetime
) -> Answer:
    """What whoever asked is whispered: the offer, or that the message is taken care of already.

    recognised: what the rules take it for; None: nothing of ours, so that the form asks for its subject.
    """
    address = links.permalink(book, heard.channel, heard.ts)
    told = reports.by_permalink(db, caller.workspace, address) if address else None
    if told is not None:
        return Answer(views.known(told, links.to_card(db, book, told), caller.t))
    made = _row(db, caller, heard, recognised or _unknown(heard), now)
    if not rules.is_open(made):
        return Answer(proposals.became(db, book, made, caller.t))
    shown = proposed.private_offer(proposals.offer_of(book, made, now), book, caller.t, asked=True)
    return Answer(shown.text, shown.blocks)


def certain(recognised: Recognised | None, *, siren: bool) -> Recognised | None:
    """What is doubtful is asked for instead; and a siren asks for an escalation, so that it is no launch."""
    if recognised is None or (recognised.sure and (recognised.lane is Lane.escalation or not siren)):
        return recognised
    return Recognised(lane=Lane.escalation, title=recognised.title)


def _unknown(heard: Heard) -> Recognised:
    return Recognised(lane=Lane.escalation, title=kit.cut(" ".join(heard.text.split()), TITLE))


def _row(db: Db, caller: Caller, heard: Heard, recognised: Recognised, now: datetime) -> Suggestion:
    """The proposal of this message: a new one; or the known one, which a second person may decide too."""
    mine = replace(heard, author=caller.user, app=None)
    made = proposals.made(caller.workspace, mine, recognised, SuggestionState.offered, now)
    if db.add_if_new(made):
        return made
    known = suggestions.at_message(db, caller.workspace, heard.channel, heard.ts)
    if known is None:
        return made
    if known.state in AGAIN:
        filled = proposals.filled(mine, recognised)
        db.change(
            known,
            **filled,
            state=SuggestionState.offered,
            author=caller.user,
            decided_at=None,
            decided_by=None,
        )
    elif rules.is_open(known) and known.author != caller.user:
        db.change(known, author=None)
    return known
