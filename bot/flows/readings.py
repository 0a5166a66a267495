"""Reading what Slack knows of us: everybody, and the channels that Tutti is in; at start and every day."""

from __future__ import annotations

import structlog

from bot.flows import channels, duty_groups, people
from bot.slack import SlackError
from bot.store import workspaces
from bot.tools import Tools

log = structlog.get_logger(__name__)


async def read(tools: Tools, workspace: str) -> None:
    """Keep what changed; where Slack refuses, people are looked up one by one as they act."""
    try:
        await people.read_all(tools, workspace)
        await channels.read_all(tools, workspace)
        await duty_groups.read_all(tools, workspace)
    except SlackError as error:
        log.warning("people or channels not read", error=error.code)


async def read_again(tools: Tools) -> None:
    """The daily reading, for what no event told."""
    for workspace in await tools.store.read(workspaces.known):
        await read(tools, workspace)
