"""What follows from an answer of Slack's that is not "ok"."""

from __future__ import annotations

from bot.engine import pace, pictures
from bot.engine.attempts import Attempt
from bot.engine.silence import TRY_AGAIN
from bot.flows import deliveries, workspaces
from bot.slack import Gone, Later, Refused, Revoked, SlackError, Uncertain, Unreachable
from bot.slack.errors import PARENT_GONE
from bot.store import Db, ledger
from bot.store.ledger import Rate
from bot.tools import Tools

BLOCKS = "invalid_blocks"


def follow(db: Db, tools: Tools, attempt: Attempt, error: SlackError) -> None:
    """Write down whether and when the message is tried again."""
    message, tick = attempt.message, tools.clock.tick()
    wait = TRY_AGAIN[min(message.attempts, 4)]
    match error:
        case Revoked():
            deliveries.not_sent(db, message, error.code, 0)
            workspaces.revoke(db, message.workspace, tools.clock.now())
        case Gone() if message.ts:
            deliveries.post_anew(db, message)
        case Refused() if attempt.thread and error.code in PARENT_GONE and not message.parent:
            deliveries.let_go(db, message)
        case Refused() if attempt.thread and error.code in PARENT_GONE and message.attempts < 2:
            deliveries.parent_gone(db, message)
        case Refused() if error.code == BLOCKS and pictures.simpler(
            db, tools, attempt.message, attempt.rendered
        ):
            deliveries.not_sent(db, message, error.code, 0)
        case Refused():
            deliveries.parked(db, tools, message, error)
        case Unreachable():
            deliveries.not_sent(db, message, error.code, tick + wait)
            ledger.hold(db, message.workspace, Rate(message.channel, pace.POST_SECONDS), tick + wait)
        case Later():
            deliveries.not_sent(db, message, error.code, tick + error.seconds)
            for rate in pace.rates(message):
                ledger.hold(db, message.workspace, rate, tick + error.seconds)
        case Uncertain() if message.ts or message.kind in deliveries.REPEATABLE:
            deliveries.not_sent(db, message, error.code, tick + wait)
        case _:
            deliveries.uncertain(db, tools, message, error.code)
