"""Two escalations that are the same: from the payload to the flow."""

from __future__ import annotations

from bot.flows import merge_pages, merges
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import merges as views
from handlers.inputs import Click, Form


async def open_form(tools: Tools, click: Click) -> Answer:
    """*Same as…* on the details."""
    return await merge_pages.same_form(tools, click.caller, click.id)


async def sent(tools: Tools, form: Form) -> Answer:
    return await merges.merge(tools, form.caller, form.id, views.read_same(form.view))


async def separate(tools: Tools, click: Click) -> Answer:
    return await merges.separate(tools, click.caller, click.id)


async def merge_pair(tools: Tools, click: Click) -> Answer:
    """*Merge* on the orchestrator's Home."""
    return await merges.merge(tools, click.caller, *merge_pages.pair_of(click.id))


async def keep_apart(tools: Tools, click: Click) -> Answer:
    """*Different* beside it."""
    return await merge_pages.keep_apart(tools, click.caller, *merge_pages.pair_of(click.id))
