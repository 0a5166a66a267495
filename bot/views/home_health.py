"""What an administrator reads on their Home: how Tutti does, what failed, and the switch that holds all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import Translator
from bot.views import admin, hooks, kit, names
from bot.views.hooks import RefusedDeliveries
from bot.views.list_lines import Reading, time
from bot.views.model_calls import ModelUse, use_line


@dataclass(frozen=True)
class Failed:
    """A message that Slack refused (`doubtful` False) or may have taken."""

    id: int
    kind: str
    channel: str
    doubtful: bool
    error: str = ""
    """Slack's own word."""


@dataclass(frozen=True)
class Health:
    """How sending does. `waiting` counts messages that Slack does not show yet, since `oldest`."""

    heard_at: datetime | None = None
    """When Tutti last handled something that a person did; None: not within a day."""
    waiting: int = 0
    oldest: datetime | None = None
    failed: Sequence[Failed] = ()
    failures: int = 0
    """How many in all."""
    refused: Sequence[RefusedDeliveries] = ()
    """Of other programs' deliveries the last ones that opened nothing, the newest first."""
    refusals: int = 0
    """How many in all."""
    paused: bool = False
    paused_by: str | None = None
    paused_at: datetime | None = None
    restored_at: datetime | None = None
    """When it was restored from a backup, which began the pause."""
    model: ModelUse | None = None
    """None: the workspace does not allow a language model."""


def health(facts: Health, reading: Reading) -> list[kit.Block]:
    """What was heard and what waits, each failure with its two ways out, and the pause."""
    t = reading.t
    blocks = [kit.header(t("How Tutti does")), kit.section("\n".join(_lines(facts, reading)))]
    for one in facts.failed:
        blocks += _failure(one, t)
    if left := facts.failures - len(facts.failed):
        more = t.n(
            "and {count} more: they follow here once these are settled",
            "and {count} more: they follow here once these are settled",
            left,
        )
        blocks.append(kit.context(more))
    if facts.refused:
        when = [time(one.last_at, reading) for one in facts.refused]
        blocks.append(kit.section(hooks.refused_text(facts.refused, facts.refusals, when, t)))
    return [*blocks, *_switch(facts, reading)]


def _lines(facts: Health, reading: Reading) -> list[str]:
    t = reading.t
    heard = (
        t("Last heard from somebody: {time}", time=time(facts.heard_at, reading))
        if facts.heard_at
        else t("Nobody has used Tutti within a day.")
    )
    if facts.failures:
        failed = t.n(
            "*{count} message failed*: decide about it below.",
            "*{count} messages failed*: decide about them below.",
            facts.failures,
        )
    else:
        failed = t("No message has failed.")
    asked = [use_line(facts.model, t)] if facts.model else []
    return [heard, failed, _waiting(facts, reading), *asked]


def _waiting(facts: Health, reading: Reading) -> str:
    t = reading.t
    if not facts.waiting or facts.oldest is None:
        return t("No message waits to be sent.")
    return t.n(
        "{count} message waits to be sent, since {time}.",
        "{count} messages wait to be sent, the oldest since {time}.",
        facts.waiting,
        time=time(facts.oldest, reading),
    )


def _failure(failed: Failed, t: Translator) -> list[kit.Block]:
    """The same sentence and buttons as in the direct message that an administrator got."""
    if failed.doubtful:
        message = admin.uncertain_message(failed.kind, failed.channel, None, t, failed.id)
    else:
        message = admin.parked_message(failed.kind, failed.channel, failed.error, None, t, failed.id)
    # The one primary button of the page announces a launch.
    plain = [
        {name: value for name, value in button.items() if name != "style"}
        for button in message.blocks[-1]["elements"]
    ]
    return [message.blocks[0], kit.actions(*plain, block_id=f"failed:{failed.id}")]


def _switch(facts: Health, reading: Reading) -> list[kit.Block]:
    t = reading.t
    if facts.paused:
        button = kit.button(t("End the Pause…"), "pause_release", "pause")
        return [kit.section(_paused(facts, reading), accessory=button)]
    sure = kit.confirm(
        t("Hold every message?"),
        t("Nothing is sent to anybody until an administrator ends the pause. Deadlines go on."),
        t("Hold Everything"),
        t("Back"),
    )
    button = kit.button(t("Hold Every Message"), "pause_hold", "pause", confirm=sure)
    return [
        kit.section(
            t("*Pause*: hold every message, for example while a mistake is put right."), accessory=button
        )
    ]


def _paused(facts: Health, reading: Reading) -> str:
    t = reading.t
    if facts.restored_at:
        return t(
            "*Paused*: restored from a backup on {time}. What was held is shown before it goes out.",
            time=time(facts.restored_at, reading),
        )
    if facts.paused_by and facts.paused_at:
        return t(
            "*Paused* by {person} since {time}. What was held is shown before it goes out.",
            person=names.who(reading.book, facts.paused_by),
            time=time(facts.paused_at, reading),
        )
    return t("*Paused*. What was held is shown before it goes out.")
