"""Looking at a digest before it is sent, and at one that was: the same facts, the same words."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal, SettingsError, refuse
from bot.flows import digest_messages, digests, leadership, mondays
from bot.flows.answers import Answer
from bot.flows.digests import Facts
from bot.i18n import Language, translator
from bot.models import Snapshot
from bot.rules import digests as rules
from bot.rules import facts as weeks
from bot.rules import previews, routing, sight
from bot.store import PATIENT_SECONDS, Db
from bot.store import digests as store
from bot.tools import Caller, Tools
from bot.views import digest_text, refusals
from bot.views import mondays as monday_views
from bot.views.kit import Rendered
from bot.views.list_lines import Reading


def counted(db: Db, book: Snapshot, audience: str, now: datetime) -> Facts:
    """The facts as they would be stored if that digest were sent now."""
    if audience == previews.LEADERSHIP:
        return leadership.facts_of(db, book, now)[0]
    return digests.facts_of(db, book, digests.gather(db, book, now), audience, now)


async def show(tools: Tools, caller: Caller, words: str = "") -> Answer:
    """`/tutti digest [preview] [audience]`: privately, as it would be now. Refusal for whose it is not."""
    refuse(sight.may_look(caller.person))
    audience = previews.audience_of(caller.snapshot, words)
    refuse(sight.may_preview(caller.snapshot, audience, caller.user, caller.person))
    now = tools.clock.now()

    def look(db: Db) -> Rendered:
        book = tools.books.of(db, caller.workspace)
        if audience == previews.PERSONAL:
            return _personal(db, book, caller, now)
        return digest_messages.plain(counted(db, book, audience, now), audience, caller.t)

    rendered = await tools.store.read(look)
    return Answer(rendered.text, rendered.blocks)


def _personal(db: Db, book: Snapshot, caller: Caller, now: datetime) -> Rendered:
    found = mondays.owed(db, book, caller.user, now)
    if not found.items:
        return Rendered(caller.t("Nothing waits for you this week: on Monday you would get no message."))
    reading = Reading(book, caller.t, now, routing.orchestrator(book, now))
    return monday_views.monday_message(found.items, found.total, reading, late=False)


async def preview(
    tools: Tools, workspace: str, audience: str, week: str | None = None, language: Language | None = None
) -> str:
    """`tutti digest preview`: that digest as text; of a week that is stored, as it was sent.

    Raises SettingsError with one sentence for an audience, a week or a digest that is not there.
    """
    now = tools.clock.now()

    def look(db: Db) -> str:
        book = tools.books.of(db, workspace)
        t = translator(language or tools.shared(book).language)
        try:
            found = previews.audience_of(book, audience)
            if found == previews.PERSONAL:
                raise Refusal(
                    "A personal message is shown to that person alone, with /tutti digest personal."
                )
            facts = replayed(db, book, found, week, now) if week else counted(db, book, found, now)
        except Refusal as refusal:
            said = refusals.sentence(refusal, book, translator("en"), plain=True)
            raise SettingsError(said) from refusal
        return digest_text.text_of(digest_messages.plain(facts, found, t))

    return await tools.store.read(look, within=PATIENT_SECONDS)


def replayed(db: Db, book: Snapshot, audience: str, week: str, now: datetime) -> Facts:
    """The facts stored for that week, "2026-W47"; of the present one, not sent yet, counted now.

    Refusal for what is no week, for one to come, and for one of which nothing is stored.
    """
    first, last = rules.days_of(week, book.workspace, now)
    stored = store.latest(db, book.workspace.id, audience, first, last)
    if stored is not None:
        return stored.facts
    if weeks.parse_week(week) == weeks.week_of(book.workspace.timezone, now):
        return counted(db, book, audience, now)
    raise Refusal(
        "No digest of week {week} is stored for this audience: none was sent, or it was too long ago.",
        week=week,
    )
