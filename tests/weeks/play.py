"""Random weeks of use: people announce, report, are called, answer, forget; Tutti runs as it is.

Everything goes through signed inputs and Slack's API. What people do is drawn from `random.Random(seed)`.
"""

from __future__ import annotations

import contextlib
import heapq
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.app import Tutti, build
from bot.clock import BoxClock
from bot.models import Escalation, EscalationState, Message, Origin, Ping, PingKind, Request
from bot.sandbox.demo import settings_for
from bot.sandbox.gestures import NotPossible
from bot.sandbox.hands import SeenMessage, seen
from bot.sandbox.loopback import serving
from bot.sandbox.world import World
from bot.slack.manifest import manifest
from tests.weeks import organisation as of

PARIS = ZoneInfo("Europe/Paris")
LAUNCHES, ESCALATIONS, WEEKS_TO_A_CRISIS = 6, 30, 4
ABSENCES, SNOOZES = 2, 4
LOOK = timedelta(minutes=20)
"""How often people are watched for what they were shown."""
TOPICS = {
    "complaint": 3,
    "delivery": 1,
    "billing": 2,
    "press": 2,
    "advertising": 1,
    "product_defect": 2,
    "employer_brand": 1,
    "other": 1,
}
"""What is reported, and how often: customer service has three cases of ten."""
REACTS = {"representative": 0.62, "deputy": 0.7, "head": 0.8}
"""How likely a call moves a person to act; anybody else surely does."""

Deed = Callable[[], Awaitable[None]]
Noun = TypeVar("Noun", Escalation, Request)


@contextlib.asynccontextmanager
async def organisation(database_url: str, start: datetime) -> AsyncIterator[Weeks]:
    """The organisation with Tutti in it, before anything happened."""
    clock = BoxClock(start, quick=True)
    made = manifest(socket_mode=False, url="https://tutti.example/slack/events")
    world = World(clock, manifest=made, workspace=of.workspace())
    await world.start()
    try:
        tutti = build(settings_for(world, database_url), clock=clock)
        await tutti.start()
        try:
            await tutti.import_config(of.configuration())
            world.walk_with(tutti.settle, tutti.next_due)
            async with serving(tutti.asgi) as address:
                world.connect(f"{address}/slack/events")
                yield Weeks(world, tutti, clock)
        finally:
            await tutti.stop()
    finally:
        await world.stop()


@dataclass
class Weeks:
    """What will happen next, and who was shown what already."""

    world: World
    tutti: Tutti
    clock: BoxClock
    chance: random.Random = field(default_factory=random.Random)
    agenda: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    noticed: set[int] = field(default_factory=set)
    late_clicks: int = 0
    unreachable: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    """Who was away or left alone, from when until when."""
    _order: int = 0
    _told: int = 0

    async def play(self, weeks: int, seed: int) -> None:
        """Let so many weeks pass, from the Monday on which the clock stands."""
        self.chance = random.Random(seed)
        monday = self.clock.now().astimezone(PARIS).date()
        for week in range(weeks):
            for day in range(7):
                self._plan_looks(datetime.combine(monday + timedelta(weeks=week, days=day), time(8), PARIS))
            for _ in range(LAUNCHES):
                self._plan(self._some_hour(monday + timedelta(weeks=week)), self._announce)
            for _ in range(ESCALATIONS):
                self._plan(self._some_hour(monday + timedelta(weeks=week)), self._report)
            for choice, count in ((self._be_away, ABSENCES), (self._snooze, SNOOZES)):
                for _ in range(count):
                    self._plan(self._some_hour(monday + timedelta(weeks=week), night=0), choice)
            if week % WEEKS_TO_A_CRISIS == 0:
                self._plan(self._some_hour(monday + timedelta(weeks=week), night=0.5), self._crisis)
        end = datetime.combine(monday + timedelta(weeks=weeks), time(0), PARIS)
        while self.agenda and self.agenda[0][0] < end:
            at, _, deed = heapq.heappop(self.agenda)
            if at > self.clock.now():
                await self.clock.sleep(5)
                await self.world.walk.to(at)
            await deed()
            await self.world.walk.settle()
            await self._look_around()
        await self.world.walk.to(end)

    def _plan(self, at: datetime, deed: Deed) -> None:
        self._order += 1
        heapq.heappush(self.agenda, (at, self._order, deed))

    def _plan_looks(self, morning: datetime) -> None:
        for step in range(int(timedelta(hours=12) / LOOK)):
            self._plan(morning + step * LOOK, self._nothing)

    async def _nothing(self) -> None:
        """Only time passes."""

    def _some_hour(self, monday: date, night: float = 0.04) -> datetime:
        day, late = self.chance.choice(range(5)), self.chance.random() < night
        minutes = self.chance.randrange(19 * 60, 26 * 60) if late else self.chance.randrange(9 * 60, 18 * 60)
        start = datetime.combine(monday, time(0), PARIS)
        return start + timedelta(days=day, minutes=minutes)

    # What people tell

    async def _announce(self) -> None:
        who = self.chance.choice([*of.seats("marketing"), *of.seats("communication"), *of.seats("product")])
        person, kind = self.world.person(who), self.chance.choice(["promotion", "event", "product_launch"])
        at = self.clock.now() + timedelta(days=self.chance.randrange(7, 16))
        at = at.astimezone(PARIS).replace(hour=10, minute=0, second=0, microsecond=0)
        await person.command(f"/tutti launch Launch {self._order}", channel=of.CHANNEL)
        await person.choose("kind", kind)
        await person.fill_and_submit(
            {"kind": kind, "at": at, "gain": "gain", "goal": "goal", "answerer": who}
        )
        await person.close() if person.view() else None

    async def _report(self) -> None:
        topic = self.chance.choices(list(TOPICS), list(TOPICS.values()))[0]
        severity = self.chance.choices(["normal", "low", "high"], [70, 15, 15])[0]
        await self._tell("escalate", {"topic": topic, "severity": severity})

    async def _crisis(self) -> None:
        await self._tell("crisis", {"topic": "complaint", "story": "product"})

    async def _tell(self, word: str, given: dict[str, str]) -> None:
        person = self.world.person(self.chance.choice(of.colleagues()))
        self._told += 1
        await person.command(f"/tutti {word} Case {self._told}", channel=of.CHANNEL)
        await person.fill_and_submit(given)
        await person.close() if person.view() else None

    async def _be_away(self) -> None:
        """From now on for one to five days; whoever is away already stays so."""
        who, now = self.chance.choice(of.colleagues()), self.clock.now()
        if self._is_reachable(who, now):
            zone = ZoneInfo(self.world.person(who).human.tz)
            last = now.astimezone(zone).date() + timedelta(days=self.chance.randrange(5))
            said = await self.world.person(who).command(f"/tutti away until {last}", channel=of.CHANNEL)
            assert "You are away" in said.text, said.text
            back = datetime.combine(last + timedelta(days=1), time(0), zone)
            self.unreachable.append((who, now, back))

    async def _snooze(self) -> None:
        who, now = self.chance.choice(of.colleagues()), self.clock.now()
        if self._is_reachable(who, now):
            said = await self.world.person(who).command("/tutti snooze 2h", channel=of.CHANNEL)
            assert "only a crisis reaches you" in said.text, said.text
            self.unreachable.append((who, now, now + timedelta(hours=2)))

    def _is_reachable(self, who: str, now: datetime) -> bool:
        return not any(one == who and start <= now < end for one, start, end in self.unreachable)

    # What people do when they are called

    async def _look_around(self) -> None:
        """Whoever was shown a call may act on it later; some click on what is finished."""
        shown = await self.tutti.store.read(lambda db: db.all(Ping, state="sent"), within=60)
        for ping in shown:
            if ping.id is None or ping.id in self.noticed or ping.shown_at is None:
                continue
            self.noticed.add(ping.id)
            if self.chance.random() < REACTS.get(role_of(ping.person), 1.0):
                delay = timedelta(minutes=self.chance.lognormvariate(3.3, 0.9))
                self._plan(max(self.clock.now(), ping.shown_at + delay), self._acting(ping))

    def _acting(self, ping: Ping) -> Deed:
        async def act() -> None:
            with contextlib.suppress(NotPossible):  # The button has gone: somebody was faster.
                await self._act(ping)

        return act

    async def _act(self, ping: Ping) -> None:
        person = ping.person
        if not self._is_reachable(person, self.clock.now()):
            return
        case = await self._of(Escalation, ping.notice) if ping.notice.startswith("E") else None
        request = await self._of(Request, ping.request) if ping.request else None
        if ping.kind in (PingKind.last_answer, PingKind.undecided):
            await self._press(person, f"card:{ping.notice}", "launch_go")
            await self.world.person(person).fill_and_submit({"decision": "go"})
        elif case is not None and case.state == EscalationState.taken:
            await self._tell_requester(person, request)
        elif request is not None and request.origin == Origin.routing:
            await self._answer(person, request)

    async def _answer(self, person: str, request: Request) -> None:
        if request.lane == "escalation":
            await self._press(person, f"request:{request.id}", "request_take")
            escalation = await self._of(Escalation, request.notice)
            if escalation.owner == person:
                delay = timedelta(minutes=self.chance.lognormvariate(4.3, 0.7))
                self._plan(self.clock.now() + delay, self._telling(person, request))
            return
        move = self.chance.choices(["ready", "not_concerned"], [92, 8])[0]
        await self._press(person, f"request:{request.id}", f"request_{move}")
        if move == "not_concerned":
            await self.world.person(person).fill_and_submit({"reason": "not ours"})

    def _telling(self, person: str, request: Request | None) -> Deed:
        async def tell() -> None:
            with contextlib.suppress(NotPossible):
                await self._tell_requester(person, request)

        return tell

    async def _tell_requester(self, person: str, request: Request | None) -> None:
        if request is None:
            return
        await self._press(person, f"request:{request.id}", "escalation_told")
        await self.world.person(person).fill_and_submit({"told": "yes", "told_where": "there"})
        await self.world.walk.settle()
        await self._press(person, f"request:{request.id}", "escalation_close")
        await self.world.person(person).fill_and_submit({"lesson": "lesson", "mood": "happy"})

    async def _press(self, who: str, key: str, action: str) -> None:
        """Press a button of one of Tutti's messages, known by its key in the ledger."""
        person = self.world.person(who)
        if person.view():
            await person.close()
        shown = await self._message(who, key)
        was_there = action in shown.buttons
        await person.press(shown, action)
        await self.world.walk.settle()
        if was_there and self.chance.random() < 0.1:
            self.late_clicks += 1
            await self.world.person(self.chance.choice(of.seats("hr"))).press(shown, action, stale=True)

    async def _message(self, who: str, key: str) -> SeenMessage:
        found = await self.tutti.store.read(
            lambda db: db.get(Message, key=key) or db.get(Message, key=f"{key}:{who}"), within=60
        )
        if found is None or not found.ts or not found.posted_channel:
            raise NotPossible(key)
        return seen(self.world.gestures.post(who, found.posted_channel, found.ts))

    async def _of(self, noun: type[Noun], identity: str) -> Noun:
        found = await self.tutti.store.read(lambda db: db.get(noun, id=identity), within=60)
        assert found is not None
        return found


def role_of(person: str) -> str:
    """The seat that a person is counted by: representative, deputy or head."""
    if person in of.HEADS:
        return "head"
    return "representative" if person in of.representatives() else "deputy"
