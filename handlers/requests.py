"""Requests: from the payload to the flow."""

from __future__ import annotations

from dataclasses import asdict

from bot.flows import conducting, escalations, experts, problems, request_pages, requests
from bot.flows.answers import Answer
from bot.tools import Tools
from bot.views import request_forms
from handlers.inputs import Click, Form


async def ready(tools: Tools, click: Click) -> Answer:
    return await requests.answer(tools, click.caller, click.id, "ready")


async def problem(tools: Tools, click: Click) -> Answer:
    return await request_pages.problem_form(tools, click.caller, click.id)


async def problem_sent(tools: Tools, form: Form) -> Answer:
    reason = request_forms.read_problem(form.view)
    return await requests.answer(tools, form.caller, form.id, "problem", reason)


async def not_concerned(tools: Tools, click: Click) -> Answer:
    return await request_pages.not_concerned_form(tools, click.caller, click.id)


async def not_concerned_sent(tools: Tools, form: Form) -> Answer:
    reason = request_forms.read_not_concerned(form.view)
    return await requests.answer(tools, form.caller, form.id, "not_concerned", reason)


async def hand_over(tools: Tools, click: Click) -> Answer:
    return await request_pages.hand_over_form(tools, click.caller, click.id)


async def hand_over_sent(tools: Tools, form: Form) -> Answer:
    words = asdict(request_forms.read_hand_over(form.view))
    return await requests.hand_over(tools, form.caller, form.id, words.pop("department"), words)


async def allow_hand_over(tools: Tools, click: Click) -> Answer:
    return await conducting.allow_hand_over(tools, click.caller, click.id)


async def take(tools: Tools, click: Click) -> Answer:
    return await escalations.take_it(tools, click.caller, click.id)


async def give_back(tools: Tools, click: Click) -> Answer:
    return await escalations.give_back(tools, click.caller, click.id)


async def take_back(tools: Tools, click: Click) -> Answer:
    return await requests.take_back(tools, click.caller, click.id)


async def expert(tools: Tools, click: Click) -> Answer:
    return await request_pages.expert_form(tools, click.caller, click.id)


async def expert_sent(tools: Tools, form: Form) -> Answer:
    asked = request_forms.read_expert(form.view)
    return await experts.ask_expert(tools, form.caller, form.id, asked.department, asked.question)


async def answer_expert(tools: Tools, click: Click) -> Answer:
    return await request_pages.expert_answer_form(tools, click.caller, click.id)


async def expert_answer_sent(tools: Tools, form: Form) -> Answer:
    words = request_forms.read_expert_answer(form.view)
    return await experts.answer_expert(tools, form.caller, form.id, words)


async def reply_to_problem(tools: Tools, click: Click) -> Answer:
    return await problems.reply_to_problem(tools, click.caller, click.id)


async def solved(tools: Tools, click: Click) -> Answer:
    return await problems.solve(tools, click.caller, click.id, solved=True)


async def not_solved(tools: Tools, click: Click) -> Answer:
    return await problems.solve(tools, click.caller, click.id, solved=False)


async def take_myself(tools: Tools, click: Click) -> Answer:
    return await conducting.take_myself(tools, click.caller, click.id)


async def name_somebody(tools: Tools, click: Click) -> Answer:
    return await request_pages.name_form(tools, click.caller, click.id)


async def name_sent(tools: Tools, form: Form) -> Answer:
    return await conducting.name_somebody(tools, form.caller, form.id, request_forms.read_name(form.view))


async def rest(tools: Tools, click: Click) -> Answer:
    return await request_pages.rest_form(tools, click.caller, click.id)


async def rest_sent(tools: Tools, form: Form) -> Answer:
    return await conducting.rest(tools, form.caller, form.id, request_forms.read_rest(form.view))
