"""What was confirmed against what is there: nothing lost, nothing twice, nothing broken."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import select

from bot.models import Entry, Escalation, Message, Request, Timer
from bot.sandbox.world import World
from bot.store import Db, Store, engines
from bot.store.db import table
from tests.chaos import probes


@dataclass(frozen=True)
class Verdict:
    """Counts; every one but `acked` and `posted` must be nought."""

    acked: int
    lost: int
    doubled_rows: int
    half_made: int
    """Escalations without their request, card, timeline or next step."""
    posted: int
    doubled_posts: int
    broken: int
    """Findings of the database's own check."""

    @property
    def well(self) -> bool:
        """Whether the promises were kept."""
        return not (self.lost or self.doubled_rows or self.half_made or self.doubled_posts or self.broken)


async def judge(world: World, database_url: str, acked: set[str]) -> Verdict:
    """Compare the database and Slack with what people were told."""
    store = Store(database_url)
    try:
        titles, whole = await store.read(_stored, within=120)
    finally:
        store.close()
    posts = posted(world)
    return Verdict(
        acked=len(acked),
        lost=len(acked - set(titles)),
        doubled_rows=sum(count - 1 for count in titles.values()),
        half_made=sum(titles.values()) - whole,
        posted=len(posts),
        doubled_posts=sum(count - 1 for count in posts.values()),
        broken=damage(database_url),
    )


def posted(world: World) -> Counter[str]:
    """How often each message stands in Slack, by its number in the ledger."""
    return Counter(
        str(post.metadata["event_payload"]["key"])
        for posts in world.workspace.posts.values()
        for post in posts
        if post.metadata and "event_payload" in post.metadata
    )


def _stored(db: Db) -> tuple[Counter[str], int]:
    """Titles with how often each stands there; how many escalations are whole."""
    escalation, timer = table(Escalation), table(Timer)
    rows = [one for one in db.all(Escalation) if one.title != probes.NAME]
    having = [
        {str(row[0]) for row in db.run(select(column).distinct())}
        for column in (table(Request).c.notice, table(Message).c.notice, table(Entry).c.notice)
    ]
    clocks = {str(row[0]) for row in db.run(select(timer.c.subject).where(timer.c.kind == "told"))}
    late = {str(row[0]) for row in db.run(select(escalation.c.id).where(escalation.c.late.is_(True)))}
    whole = sum(
        1
        for row in rows
        if all(row.id in notices for notices in having) and (row.id in clocks or row.id in late)
    )
    return Counter(row.title for row in rows), whole


def damage(database_url: str) -> int:
    """Findings of SQLite's own check; PostgreSQL looks after itself."""
    url = engines.url_of(database_url)
    if url.get_backend_name() != "sqlite":
        return 0
    with closing(sqlite3.connect(str(url.database))) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    return 0 if found == ["ok"] else len(found)
