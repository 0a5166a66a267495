"""Fifty departments, a thousand notices in a week: every audience fits Slack, and says what is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.flows import agendas, digest_previews, digests, leadership, mondays
from bot.flows.digest_messages import RENDERERS, plain
from bot.flows.scenes import Scene
from bot.i18n import translator
from bot.models import (
    Department,
    Digest,
    Escalation,
    EscalationState,
    Lane,
    Launch,
    LaunchState,
    Message,
    Origin,
    Person,
    Point,
    Request,
    RequestState,
    Role,
    Seat,
    Severity,
    Snapshot,
    Workspace,
)
from bot.store import Db, Store, snapshots
from tests.views import limits

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEAM, DEPARTMENTS, EACH = "T0TUTTI", 50, 500
TITLE = "A <b>long & winding</b> title of *something* that everybody has to read, number"


def keys() -> list[str]:
    return [f"department_{number}" for number in range(DEPARTMENTS)]


def case(number: int) -> Escalation:
    """Told, late, closed with a lesson, or open for ten days."""
    made, state = NOW - (1 + number % 6) * DAY, number % 4
    old = state == 3
    return Escalation(
        id=f"E{number}",
        workspace=TEAM,
        texts={"title": f"{TITLE} {number}", "lesson": f"Ask the oven first, {number}" if state == 2 else ""},
        by="U0LEA",
        owner="U0LEA",
        created_at=NOW - 10 * DAY if old else made,
        topic=("complaint", "delivery", "billing", "product_defect")[number % 4],
        department=keys()[number % DEPARTMENTS],
        severity=Severity.normal,
        taken_due_at=made + HOUR,
        told_due_at=made + 2 * HOUR,
        told_first_due_at=made + 2 * HOUR,
        told_at=made + HOUR if state < 2 else None,
        state=EscalationState.closed if state == 2 else EscalationState.taken,
        ended_at=made + 3 * HOUR if state == 2 else None,
        private=number % 50 == 49,
    )


def launch(number: int) -> Launch:
    """Half of them went live last week, half come in the next; two for each audience."""
    ahead = number % 2 == 0
    texts = {"title": f"{TITLE} {number}", "goal": "2000 visits", "help": "Tell your customers"}
    return Launch(
        id=f"L{number}",
        workspace=TEAM,
        texts=texts | {"audience": f"People {number // 4}"},
        by="U0LEA",
        owner="U0LEA",
        created_at=NOW - 9 * DAY,
        kind="promotion",
        at=NOW + (1 + number % 150) * HOUR if ahead else NOW - (1 + number % 150) * HOUR,
        state=LaunchState.announced if ahead else LaunchState.live,
        ended_at=None if ahead else NOW - (1 + number % 150) * HOUR,
        department=keys()[number % DEPARTMENTS],
        asked=[keys()[(number + 1) % DEPARTMENTS]],
    )


def asked(number: int, notice: Launch | Escalation) -> Request:
    problem = isinstance(notice, Launch) and number % 20 == 0
    return Request(
        id=f"R{notice.id}",
        workspace=TEAM,
        notice=notice.id,
        lane=Lane.launch if isinstance(notice, Launch) else Lane.escalation,
        department=keys()[(number + 1) % DEPARTMENTS],
        origin=Origin.problem if problem else Origin.routing,
        asked_by="U0LEA",
        asked_at=NOW - 2 * DAY,
        due_at=NOW + (number % 90 - 30) * HOUR,
        private=notice.private,
        state=RequestState.waiting,
        person="U0LEA" if problem else None,
    )


def fill(db: Db) -> None:
    db.add(Workspace(id=TEAM, integration_channel="C0TUTTI", timezone="Europe/Paris", leaders=["U0ANA"]))
    for person in ("U0ANA", "U0LEA"):
        db.add(Person(workspace=TEAM, id=person, name=person))
    for number, key in enumerate(keys()):
        name = {"fr": f"Service numéro {number}", "en": f"Department number {number}"}
        db.add(Department(workspace=TEAM, key=key, name=name, channel=f"C0{number}", position=number))
        if number % 5:
            db.add(Seat(workspace=TEAM, department=key, role=Role.representative, person="U0LEA"))
    for number in range(EACH):
        for notice in (launch(number), case(number)):
            db.add(notice, asked(number, notice))


@pytest.fixture
async def crowd(sqlite_url: str) -> Any:
    """The week's database, and its settings."""
    store = Store(sqlite_url)
    await store.write(fill)
    try:
        yield store, await store.read(lambda db: snapshots.load(db, TEAM))
    finally:
        store.close()


async def test_every_audience_fits_slack_and_says_what_it_leaves_out(crowd: tuple[Store, Snapshot]) -> None:
    store, book = crowd

    def look(db: Db) -> dict[str, dict[str, Any]]:
        gathered = digests.gather(db, book, NOW)
        found = {one: digests.facts_of(db, book, gathered, one, NOW) for one in digests.rooms(book)}
        return {**found, "leadership": leadership.facts_of(db, book, NOW)[0]}

    counted = await store.read(look, within=60)
    assert len(counted) == DEPARTMENTS + 2
    for audience, facts in counted.items():
        for t in (translator("en"), translator("fr")):
            shown = plain(facts, audience, t)
            assert limits.message_faults(shown) == [], audience
            assert limits.visible_lines(shown) <= (8 if audience == "leadership" else 25), audience
            assert plain(facts, audience, t) == shown
    shared = limits.shown(plain(counted["shared"], "shared", translator("en")).blocks)
    assert "of 250, all of them in `/tutti calendar`" in shared
    assert "of 50, all of them in `/tutti list`" in shared
    led = limits.shown(plain(counted["leadership"], "leadership", translator("en")).blocks)
    assert "3 decisions wait for you" in led and "more decisions come next week" in led


def scene(db: Db, book: Snapshot, message: Message, lang: Any) -> Scene:
    return Scene(db, book, message, translator(lang), NOW, None, None)


async def test_the_agenda_and_the_monday_message_fit_too(crowd: tuple[Store, Snapshot]) -> None:
    store, book = crowd

    def work(db: Db) -> None:
        facts: dict[str, Any] = {}
        db.add(Digest(workspace=TEAM, audience="shared", day="2026-11-30", at=NOW, facts=facts))
        for week in range(5):
            day = (NOW - week * 7 * DAY).date().isoformat()
            for point in agendas.points_of(db, book, day, NOW - week * 7 * DAY):
                db.add_if_new(point)
        owed = mondays.owed(db, book, "U0LEA", NOW)
        assert owed.total > len(owed.items) == mondays.MOST
        ids = [one.id for one in db.all(Point, workspace=TEAM)]
        made: dict[str, Any] = {"workspace": TEAM, "channel": "U0LEA", "made_at": NOW}
        agenda = Message(**made, key="a", kind="agenda", values={"points": ids, "day": "2026-11-30"})
        items = [[one.notice.id, one.request.id if one.request else None] for one in owed.items]
        monday = Message(**made, key="m", kind="monday", values={"items": items, "total": owed.total})
        for lang in ("en", "fr"):
            for message in (agenda, monday):
                shown: Any = RENDERERS[message.kind](scene(db, book, message, lang))
                assert limits.message_faults(shown) == [], message.kind
        told: Any = RENDERERS["monday"](scene(db, book, monday, "en"))
        assert f"and {owed.total - 12} more; all of it stands under `/tutti mine`" in limits.shown(
            told.blocks
        )
        told = RENDERERS["agenda"](scene(db, book, agenda, "en"))
        assert len(ids) > 40 and f"and {len(ids) - 40} more points" in limits.shown(told.blocks)

    await store.write(work)


async def test_an_organisation_with_one_department_has_every_audience(sqlite_url: str) -> None:
    """It shows no share of work across departments, which it cannot have."""
    store = Store(sqlite_url)

    def work(db: Db) -> None:
        db.add(Workspace(id=TEAM, integration_channel="C0TUTTI", timezone="Europe/Paris", leaders=["U0ANA"]))
        db.add(Department(workspace=TEAM, key="shop", name={"fr": "Boutique", "en": "Shop"}, channel="C0S"))
        db.add(Launch(**{**vars(launch(2)), "department": "shop", "asked": []}))
        book = snapshots.load(db, TEAM)
        for audience in ("shared", "shop", "leadership"):
            facts = digest_previews.counted(db, book, audience, NOW)
            assert limits.message_faults(plain(facts, audience, translator("en"))) == []
        assert "cross_work" not in str(digest_previews.counted(db, book, "leadership", NOW)["figures"])

    try:
        await store.write(work)
    finally:
        store.close()
