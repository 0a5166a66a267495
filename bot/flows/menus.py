"""What `/tutti` answers without doing anything: menu, help, an unknown word."""

from __future__ import annotations

from bot.flows import setup
from bot.flows.answers import Answer
from bot.rules import rights
from bot.tools import Caller, Tools
from bot.views import menu as views
from bot.views.kit import Rendered


def _answer(rendered: Rendered) -> Answer:
    return Answer(rendered.text, rendered.blocks)


async def menu(tools: Tools, caller: Caller) -> Answer:
    """The private menu with its buttons; while nothing is set up, *Start Setup* or whom to ask."""
    if rights.is_set_up(caller.snapshot) is not None:
        return await setup.needed(tools, caller)
    return _answer(views.menu(caller.t, guest=rights.guest(caller.person)))


async def help(tools: Tools, caller: Caller) -> Answer:
    """What Tutti is for, its commands, whom to ask."""
    return _answer(views.help(caller.t, caller.snapshot))


async def unknown(tools: Tools, caller: Caller, word: str) -> Answer:
    """A word that Tutti does not know, with what exists."""
    return _answer(views.unknown(word, caller.t, guest=rights.guest(caller.person)))
