"""A question over real HTTP: every way in which a server can fail ends in time, with what it used."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.llm import Model, ModelError, Question, RulesOnly, Usage, of_settings
from bot.models import Outcome
from bot.models.tasks import RecogniseAnswer
from bot.settings import Settings
from tests.llm.scripted import Json, Scripted, Turn, scripted

ROOT = Path(__file__).parents[2]
GOOD: Json = {
    "lane": "escalation",
    "key": "complaint",
    "severity": "normal",
    "requester": "customer",
    "reach": "none",
    "crisis_suspected": False,
    "title": "Cold soup",
}
QUESTION = Question("Say what it is.", "The soup was cold.", RecogniseAnswer, 30, 100)


@pytest.fixture
async def server() -> AsyncIterator[Scripted]:
    async with scripted() as made:
        yield made


async def asked(server: Scripted, seconds: float = 30) -> tuple[Outcome, Usage | None]:
    model = of_settings(server.settings(openai_timeout=seconds))
    try:
        reply = await model.ask(QUESTION)
        return Outcome.answered, reply.usage
    except ModelError as error:
        return error.outcome, error.usage
    finally:
        await model.stop()


async def test_a_question_asks_for_a_closed_schema_and_gives_an_answer_that_fits_it(server: Scripted) -> None:
    server.says(GOOD)
    model: Model = of_settings(server.settings(openai_model="little"))
    reply = await model.ask(QUESTION)
    await model.stop()
    assert reply.answer == RecogniseAnswer.model_validate(GOOD) and reply.usage == Usage(300, 40)
    (body,) = server.asked
    assert body["model"] == model.name == "little"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    schema = body["response_format"]["json_schema"]
    assert schema["strict"] and schema["schema"]["additionalProperties"] is False
    assert set(schema["schema"]["required"]) == set(GOOD), "no field may be left out"
    assert "crisis" not in schema["schema"]["properties"]["severity"]["enum"]


@pytest.mark.parametrize(
    ("turn", "outcome", "usage"),
    [
        (Turn("certainly! here it is"), Outcome.unreadable, Usage(300, 40)),
        (Turn('{"lane": "escalation"}'), Outcome.unreadable, Usage(300, 40)),
        (Turn('{"lane": "crisis", "order": "post it"}', usage=None), Outcome.unreadable, None),
        (Turn(None), Outcome.unreadable, Usage(300, 40)),
        (Turn('{"lane": "esc', finish="length"), Outcome.unreadable, Usage(300, 40)),
        (Turn(body={"hello": "world"}), Outcome.unreadable, None),
        (Turn(body="<html>maintenance</html>"), Outcome.unreadable, None),
        (Turn(body="{", status=200), Outcome.unreadable, None),
        (Turn(None, refusal="I cannot."), Outcome.declined, Usage(300, 40)),
        (Turn("", finish="content_filter"), Outcome.declined, Usage(300, 40)),
        (Turn(status=429), Outcome.limited, Usage()),
        (Turn(status=500), Outcome.unavailable, Usage()),
        (Turn(status=401), Outcome.refused, Usage()),
        (Turn(status=404), Outcome.refused, Usage()),
        (Turn(seconds=2), Outcome.slow, None),
    ],
)
async def test_what_is_no_answer_says_why_and_is_asked_once(
    server: Scripted, turn: Turn, outcome: Outcome, usage: Usage | None
) -> None:
    server.says(turn)
    assert await asked(server, 0.2 if turn.seconds else 30) == (outcome, usage)
    assert len(server.asked) == 1, "the rules answer in the same moment"


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert (await asked(Scripted(address=f"http://127.0.0.1:{port}")))[0] == Outcome.unavailable


async def test_without_a_key_and_an_address_nothing_is_configured() -> None:
    model = of_settings(Settings())
    assert isinstance(model, RulesOnly) and not model.name
    with pytest.raises(ModelError):
        await model.ask(QUESTION)
    await model.stop()
    assert Settings(openai_base_url="http://127.0.0.1:1/v1").has_model, "a server of one's own needs no key"


def test_one_flow_alone_asks_a_model_so_that_no_request_and_no_unit_waits_for_one() -> None:
    """What it is called from is a timer's: see `flows.timers`, ALONE."""
    code = [file for folder in ("bot", "handlers") for file in (ROOT / folder).rglob("*.py")]
    asking = [file.relative_to(ROOT).as_posix() for file in code if "model.ask(" in file.read_text()]
    assert asking == ["bot/flows/model_calls.py"]
    handlers = [file for file in code if file.is_relative_to(ROOT / "handlers")]
    assert not [file for file in handlers if "bot.flows import recognising" in file.read_text()]
