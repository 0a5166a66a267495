"""Whether Tutti can post in a channel that a form names."""

from __future__ import annotations

from bot.errors import Refusal
from bot.models import Channel


def may_use(channel: Channel | None, identity: str, *, pictured: bool, join: bool) -> Refusal | None:
    """A channel that is not archived and that Tutti is in, or that it is told to join.

    channel: what is stored of it; None for one that Tutti never was in. pictured: Slack has told us which
    channels Tutti is in; until then nothing is known against one. join: the form's tick.
    """
    name = channel.name if channel and channel.name else identity
    if channel is not None and channel.archived:
        return Refusal("#{channel} is archived; reopen it in Slack, or choose another channel.", channel=name)
    if not pictured or join or (channel is not None and channel.joined):
        return None
    return Refusal(
        "Tutti is not in this channel. Tick “Let Tutti join” below, or, if it is private, type "
        "/invite @Tutti there; then save again."
    )
