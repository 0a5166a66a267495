"""`/tutti` and its words; what is not known or not there any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.errors import Refusal
from bot.flows import menus
from bot.flows.answers import DONE, Answer
from bot.rules.words import folded
from bot.tools import Tools
from handlers import digests, escalations, launches, settings, who
from handlers.inputs import Click, Command, Form, Shortcut


async def show_menu(tools: Tools, command: Command) -> Answer:
    return await menus.menu(tools, command.caller)


async def show_help(tools: Tools, asked: Command | Click) -> Answer:
    return await menus.help(tools, asked.caller)


async def unknown_word(tools: Tools, command: Command) -> Answer:
    return await menus.unknown(tools, command.caller, command.word)


WORDS: dict[str, Callable[[Tools, Command], Awaitable[Answer]]] = {
    "": show_menu,
    "launch": launches.word,
    "lancer": launches.word,
    "lancement": launches.word,
    "escalate": escalations.word,
    "escalader": escalations.word,
    "escalade": escalations.word,
    "signaler": escalations.word,
    "crisis": escalations.crisis_word,
    "crise": escalations.crisis_word,
    "digest": digests.word,
    "point": digests.word,
    "setup": settings.word,
    "reglages": settings.word,
    "who": who.word,
    "qui": who.word,
    "help": show_help,
    "aide": show_help,
}


async def tutti(tools: Tools, command: Command) -> Answer:
    """`/tutti` and what follows it."""
    return await WORDS.get(folded(command.word), unknown_word)(tools, command)


async def unknown_command(tools: Tools, command: Command) -> Answer:
    return await menus.menu(tools, command.caller)


async def gone(tools: Tools, shortcut: Shortcut) -> Answer:
    return await menus.menu(tools, shortcut.caller)


async def ignored(tools: Tools, click: Click) -> Answer:
    """A field of a form that needs no answer, a link, a form that was closed."""
    return DONE


async def old_form(tools: Tools, form: Form) -> Answer:
    raise Refusal("This form is from an earlier version of Tutti. Please close it and open it again.")
