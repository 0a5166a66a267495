"""Pictures of a digest: Slack's own charts, a picture where it has none, words where there is neither."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import BoxClock
from bot.engine import pictures
from bot.models import EVERYBODY, Cell
from bot.rules import charts, facts
from bot.sandbox.demo import stage
from bot.sandbox.hands import SeenMessage
from bot.sandbox.world import World
from bot.slack.manifest import manifest
from bot.store import Db, Store
from tests.stories.bakery import configure, configured, paris, raise_case

MONDAY = "2026-11-30 10:00"
SHARES = {41: 6, 42: 7, 43: 5, 44: 8, 45: 9, 46: 8, 47: 10}
"""Answered in time of ten; of week 48 there is too little."""
SAID = "Are we answering in time? Answers in time, by week: W41 60%, W42 70%, W43 50%"
UPLOADS = ("files.getUploadURLExternal", "files.completeUploadExternal", "files.info")
PNG = b"\x89PNG\r\n\x1a\n"


@contextlib.asynccontextmanager
async def measured(database_url: str, *options: str, lang: str = "en") -> AsyncIterator[World]:
    """The bakery on a Tuesday with seven weeks behind it and a case in hand; scopes of these options."""
    clock = BoxClock(paris("2026-11-24 09:05"), quick=True)
    own = manifest(options=options, socket_mode=False, url="https://tutti.example/slack/events")
    async with stage(clock, manifest=own, database_url=database_url, lang=lang) as world:
        await remember(database_url, world)
        await raise_case(world, title="Cold oven")
        yield world


async def remember(database_url: str, world: World) -> None:
    """Weeks that were counted, of everybody and of customer service."""
    store = Store(database_url)

    def work(db: Db) -> None:
        for number, share in SHARES.items():
            week = f"2026-W{number}"
            span = facts.span("Europe/Paris", week)
            for department in (EVERYBODY, "customer_service"):
                db.remove(Cell, workspace=world.workspace.team_id, department=department, week=week)
                db.add(
                    Cell(
                        workspace=world.workspace.team_id,
                        department=department,
                        week=week,
                        starts=span.starts,
                        ends=span.ends,
                        figures={"on_time": [share, 10, 60, 120, 4, 10]},
                        dirty=False,
                        made_at=world.clock.now(),
                    )
                )

    try:
        await store.write(work)
    finally:
        store.close()


async def monday(world: World, weeks: int = 0, hour: str = MONDAY) -> None:
    """The digest's hour, so many weeks later, and what it takes to make its pictures."""
    await world.walk.to(paris(hour) + timedelta(weeks=weeks))
    for _ in range(12):
        await world.clock.sleep(4)
        await world.walk.settle()


def digest(world: World, channel: str = "C0TUTTI") -> SeenMessage:
    """The newest weekly digest in a channel."""
    return [one for one in world.person("U0ANA").sees(channel) if "eekly digest" in one.all_text][-1]


def kinds(message: SeenMessage) -> list[str]:
    return [
        block["type"] for block in message.blocks if block["type"] not in ("section", "header", "context")
    ]


def refusals(world: World) -> list[str]:
    """What Slack refused; that a message came too fast for its channel is no refusal."""
    errors = [str(call.answer["error"]) for call in world.refusals]
    return [error for error in errors if error != "ratelimited"]


def calls(world: World, *methods: str) -> int:
    return sum(call.method in methods for call in world.calls)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Pictures are a few bytes; what was to be drawn."""
    specs: list[str] = []

    async def draw(spec: str) -> bytes:
        specs.append(spec)
        return PNG

    monkeypatch.setattr(pictures, "draw", draw)
    return specs


async def test_slack_draws_the_chart_and_the_numbers_stand_in_the_text(sqlite_url: str) -> None:
    async with measured(sqlite_url, "pictures") as world:
        await monday(world)
        shared, own = digest(world), digest(world, "C0CS")
        assert kinds(shared) == ["data_visualization", "actions"]
        assert kinds(own) == ["data_visualization", "data_table"]
        assert (
            next(block for block in shared.blocks if "chart" in block)["chart"]["axis_config"]["categories"][
                0
            ]
            == "W41"
        )
        assert SAID in shared.text and "W48 too few." in shared.text
        assert "Too few to say: W48." in shared.all_text
        assert "data_visualization" not in kinds(digest(world, "C0SALES")), "it has no weeks to show"
        reply = await world.person("U0ANA").command("/digest")
        assert SAID in reply.text, "who only looks reads the same in words"
        assert not calls(world, *UPLOADS) and not refusals(world)


async def test_where_slack_has_no_charts_they_are_pictures_which_it_is_handed_first(sqlite_url: str) -> None:
    async with measured(sqlite_url, "pictures") as world:
        world.faults.no_charts = True
        await monday(world)
        shared = digest(world)
        assert kinds(shared) == ["image", "actions"] and kinds(digest(world, "C0CS")) == ["image"]
        image = next(block for block in shared.blocks if block["type"] == "image")
        assert image["alt_text"].startswith(SAID) and SAID in shared.text
        files = list(world.workspace.files.values())
        assert len(files) == 1, "both digests show the same picture"
        assert files[0].content.startswith(PNG) and len(files[0].content) > 10_000
        assert set(refusals(world)) == {"invalid_blocks"}


async def test_a_refusal_is_remembered_and_after_a_while_slack_is_asked_again(
    sqlite_url: str, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "TRY_AGAIN", timedelta(days=10))
    async with measured(sqlite_url, "pictures") as world:
        world.faults.no_charts = True
        await monday(world)
        refused = len(refusals(world))
        world.faults.no_charts = False
        await raise_case(world, title="Burnt bread")
        await monday(world, weeks=1)
        assert kinds(digest(world)) == ["image", "actions"] and len(refusals(world)) == refused
        await raise_case(world, title="Old bread")
        await monday(world, weeks=2)
        assert kinds(digest(world)) == ["data_visualization", "actions"]


async def test_without_the_scopes_there_are_words(sqlite_url: str, drawn: list[str]) -> None:
    async with measured(sqlite_url) as world:
        world.faults.no_charts = True
        await monday(world)
        shared = digest(world)
        assert kinds(shared) == ["actions"]
        assert SAID in shared.all_text and not drawn and not calls(world, *UPLOADS)


async def test_a_doubtful_upload_is_repeated_and_the_digest_posted_once(
    sqlite_url: str, drawn: list[str]
) -> None:
    async with measured(sqlite_url, "pictures") as world:
        world.faults.no_charts = True
        world.faults.lose_answer("files.completeUploadExternal")
        world.faults.lose_answer("files.info")
        await monday(world)
        assert kinds(digest(world)) == ["image", "actions"]
        assert len(drawn) == 2 == len(world.workspace.files)
        assert (
            len([one for one in world.person("U0ANA").sees("C0TUTTI") if "eekly digest" in one.all_text]) == 1
        )


@pytest.mark.parametrize("method", UPLOADS)
async def test_what_slack_does_not_take_is_left_out(sqlite_url: str, drawn: list[str], method: str) -> None:
    async with measured(sqlite_url, "pictures") as world:
        world.faults.no_charts = True
        world.faults.fail(method, "access_denied", times=99)
        await monday(world)
        assert kinds(digest(world)) == ["actions"] and SAID in digest(world).all_text


async def test_where_nothing_can_draw_there_are_words(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(pictures.NotDrawn, match="Expecting value"):
        await pictures.draw("no chart")
    monkeypatch.setattr(pictures, "DRAWING_SECONDS", 0)
    async with measured(sqlite_url, "pictures") as world:
        world.faults.no_charts = True
        await monday(world)
        assert kinds(digest(world)) == ["actions"] and SAID in digest(world).all_text
        assert not calls(world, *UPLOADS)


async def test_a_leader_sees_two_charts_and_no_table(sqlite_url: str) -> None:
    async with measured(sqlite_url) as world:
        await configure(sqlite_url, world, configured(workspace={"leaders": ["U0ANA"]}))
        for number in range(4):
            await raise_case(world, title=f"Case {number}", requester="journalist" if number else "customer")
        await monday(world, hour="2026-12-01 08:30")
        seen = [one for one in world.person("U0ANA").inbox() if "Leaders' digest" in one.all_text][-1]
        assert kinds(seen).count("data_visualization") == 2 and "data_table" not in kinds(seen)
        assert SAID in seen.text and "Where do the questions come from?" in seen.text
        assert "Journalists 3, Customers 1, Not known 1." in seen.text
        assert "Too few to say: W48." in seen.all_text


async def test_a_picture_that_never_gets_ready_is_waited_for_half_a_minute(
    sqlite_url: str, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.uploads.READY_SECONDS", 1e9)
    async with measured(sqlite_url, "pictures") as world:
        world.faults.no_charts = True
        await monday(world)
        assert kinds(digest(world)) == ["actions"] and SAID in digest(world).all_text
        assert 7 <= calls(world, "files.info") <= 14, "two channels wait for it"
