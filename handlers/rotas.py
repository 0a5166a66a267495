"""Rotas: who is on duty, weeks that change hands, numbers, the coverage: from the payload to the flow."""

from __future__ import annotations

from bot.flows import coverage, phones, rotas, swaps
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import phones as phone_views
from bot.views import rotas as views
from bot.views import swaps as swap_views
from handlers.inputs import Click, Command, Form


async def word(tools: Tools, command: Command) -> Answer:
    """`/tutti rota`."""
    return await rotas.form(tools, command.caller, command.rest)


async def open_form(tools: Tools, click: Click) -> Answer:
    return await rotas.form(tools, click.caller, click.value)


async def redraw(tools: Tools, click: Click) -> Answer:
    return await rotas.redraw(tools, click.caller, click.value)


async def saved(tools: Tools, form: Form) -> Answer:
    return await rotas.save(tools, form.caller, views.read_rota(form.view))


async def accept(tools: Tools, click: Click) -> Answer:
    return await rotas.accept(tools, click.caller, click.value)


async def decline(tools: Tools, click: Click) -> Answer:
    return await rotas.decline(tools, click.caller, click.value)


async def swap(tools: Tools, click: Click) -> Answer:
    return await swaps.form(tools, click.caller, click.value)


async def swap_sent(tools: Tools, form: Form) -> Answer:
    return await swaps.ask(tools, form.caller, swap_views.read_swap(form.view))


async def accept_swap(tools: Tools, click: Click) -> Answer:
    return await swaps.accept(tools, click.caller, click.id)


async def decline_swap(tools: Tools, click: Click) -> Answer:
    return await swaps.decline(tools, click.caller, click.id)


async def phone(tools: Tools, click: Click) -> Answer:
    return await phones.form(tools, click.caller)


async def phone_sent(tools: Tools, form: Form) -> Answer:
    return await phones.save(tools, form.caller, phone_views.read_phone(form.view))


async def show_number(tools: Tools, click: Click) -> Answer:
    return await phones.show(tools, click.caller, click.choice, click.id)


async def reached(tools: Tools, click: Click) -> Answer:
    return await phones.reached(tools, click.caller, click.choice, click.id)


async def not_reached(tools: Tools, click: Click) -> Answer:
    return await phones.not_reached(tools, click.caller, click.choice, click.id)


async def check(tools: Tools, command: Command) -> Answer:
    """`/tutti check`."""
    return await coverage.check(tools, command.caller)


async def show_check(tools: Tools, click: Click) -> Answer:
    return await coverage.page(tools, click.caller)
