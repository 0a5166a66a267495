"""`/tutti` and its words; what is not known or not there any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.errors import Refusal
from bot.flows import menus
from bot.flows.answers import DONE, Answer
from bot.rules.words import folded
from bot.tools import Tools
from handlers import (
    absences,
    digests,
    escalations,
    launch_calendar,
    launches,
    lists,
    pilot,
    preferences,
    privacy,
    rotas,
    settings,
    snoozes,
    who,
)
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
    "mine": lists.mine,
    "moi": lists.mine,
    "list": lists.word,
    "liste": lists.word,
    "calendar": launch_calendar.show,
    "calendrier": launch_calendar.show,
    "away": absences.word,
    "absent": absences.word,
    "absente": absences.word,
    "absence": absences.word,
    "back": absences.back_word,
    "retour": absences.back_word,
    "snooze": snoozes.word,
    "pause": snoozes.word,
    "preferences": preferences.word,
    "check": rotas.check,
    "verifier": rotas.check,
    "rota": rotas.word,
    "garde": rotas.word,
    "configurer": settings.word,
    "pilot": pilot.word,
    "pilote": pilot.word,
    "privacy": privacy.word,
    "donnees": privacy.word,
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
