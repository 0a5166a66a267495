"""A message that the rules hold for a launch or an escalation, looked at by the language model too.

Called by a timer alone, never in a request. Without an answer the rules' own stands, in the same moment.
"""

from __future__ import annotations

import prompts
from bot.errors import Busy
from bot.flows import model_calls
from bot.models import Recognised, Said, Snapshot
from bot.models.tasks import RecogniseAnswer
from bot.rules import defaults, recognising, redaction
from bot.tools import Tools

MOST_CHARACTERS = 4000
"""Of a message; what follows says the same at greater length."""


async def recognise(tools: Tools, book: Snapshot, said: Said, found: Recognised | None) -> Recognised | None:
    """What is proposed about a message in which the rules found this; None: nothing.

    Only candidates of the rules are ever sent, no private one, and no name or number of a person.
    """
    if found is None or found.private or not model_calls.may_ask(tools, book):
        return found
    try:
        people = await model_calls.names(tools, book.workspace.id)
    except Busy:
        return found
    text = said.text[:MOST_CHARACTERS]
    hidden = redaction.redact(text, people)
    topics = [topic.key for topic in defaults.topics(book) if topic.key != recognising.NEVER]
    answered = await model_calls.ask(
        tools,
        book,
        prompts.load("recognise"),
        hidden.text,
        topics=", ".join(topics),
        kinds=", ".join(kind.key for kind in defaults.launch_kinds(book)),
    )
    if answered is None or not isinstance(answered.answer, RecogniseAnswer):
        return found
    said_title = answered.answer.title
    title = None if hidden.reaches(said_title) else hidden.restored(said_title)
    return recognising.agreed(found, answered.answer, title, text, book)
