"""What every flow is given: the clock, the store, Slack, the model. Joined once, in `bot.app`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.clock import Clock
from bot.i18n import Language, Translator, language_of, translator
from bot.llm import Model, RulesOnly
from bot.metrics import Metrics
from bot.models import Input, Person, Snapshot
from bot.settings import Settings
from bot.slack import Slack
from bot.slack.whispers import Whispers
from bot.store import Db, Store, snapshots

Value = TypeVar("Value")

RECENT_SECONDS = 1.0


class Repeat(Exception):
    """Slack delivered an input again that was handled already."""


@dataclass(frozen=True)
class Caller:
    """Who did something in Slack, and where: the part of every input that flows need.

    `key` makes the input one (DESIGN section 4, "Commit before ack"); `channel` is where it happened.
    """

    workspace: str
    user: str
    key: str
    snapshot: Snapshot
    t: Translator
    person: Person | None = None
    channel: str | None = None


@dataclass
class Tools:
    """The doors, handed to flows. `languages` remembers people's languages for when the database is away."""

    settings: Settings
    clock: Clock
    store: Store
    slack: Slack
    model: Model = field(default_factory=RulesOnly)
    languages: dict[str, str] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=Metrics)
    books: snapshots.Books = field(default_factory=snapshots.Books)
    scopes: frozenset[str] = frozenset()
    """What our token may do, from `auth.test`."""
    app: str | None = None
    """Our app id; inputs of another app are refused. None: not known, not compared."""
    workspace: str | None = None
    """Our workspace; the team in an input of a Slack Connect member can be their own. None: the input's."""
    looked_at: dict[str, float] = field(default_factory=dict)
    """Machine time at which a workspace's settings were last looked at for a message."""
    whispers: Whispers | None = None
    """Private sentences that the engine's flows say; None: nobody is there to say them."""
    language: str = "en"
    """Of those nobody knows yet: the last workspace's seen."""

    async def write(self, caller: Caller, work: Callable[[Db, Snapshot], Value]) -> Value:
        """Run a unit of work for one input, with the settings of this very moment, exactly once.

        Raises Repeat if the input was handled already, Busy or what `work` raises; then nothing is saved.
        """
        now = self.clock.now()

        def unit(db: Db) -> Value:
            if caller.key and not db.add_if_new(Input(workspace=caller.workspace, key=caller.key, at=now)):
                raise Repeat(caller.key)
            return work(db, self.books.of(db, caller.workspace))

        return await self.store.write(unit, acked=True)

    async def snapshot(self, workspace: str) -> Snapshot:
        """The workspace's settings now."""
        return await self.store.read(lambda db: self.books.of(db, workspace))

    async def recent(self, workspace: str) -> Snapshot:
        """The workspace's settings, at most a second old: for what is heard, which is a lot."""
        tick, before = self.clock.tick(), self.looked_at.get(workspace)
        if before is not None and 0 <= tick - before < RECENT_SECONDS:
            return self.books.kept(workspace)
        self.looked_at[workspace] = tick
        return await self.snapshot(workspace)

    async def caller(self, workspace: str, user: str, key: str, channel: str | None = None) -> Caller:
        """Who is calling, with their language; a person never seen has the workspace's."""

        def look(db: Db) -> tuple[Snapshot, Person | None]:
            return self.books.of(db, workspace), db.get(Person, workspace=workspace, id=user)

        book, person = await self.store.glance(look)
        language = language_for(book, user, person)
        self.languages[user], self.language = language, book.workspace.language
        return Caller(workspace, user, key, book, translator(language), person, channel)

    def shared(self, snapshot: Snapshot) -> Translator:
        """The translator of what stands in channels: the workspace's language."""
        return translator(snapshot.workspace.language)


def language_for(book: Snapshot, user: str, person: Person | None) -> Language:
    """The language this person chose; else that of their Slack; else the workspace's."""
    chosen = book.preferences.get(user)
    own = chosen.language if chosen else None
    return language_of(own or (person.locale if person else None), book.workspace.language)


def keyed(caller: Caller, key: str) -> Caller:
    """The same caller for another input key."""
    return replace(caller, key=key)
