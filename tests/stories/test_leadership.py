"""Tuesday 08:30: four figures and at most three decisions for those who lead (PRODUCT, "Leadership")."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.sandbox.hands import Person, SeenMessage
from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, configure, configured, paris, raise_case, soon, texts
from tests.stories.escalating import request, rows

TUESDAY = "2026-12-01 08:30"
LEADERS: dict[str, Any] = {"workspace": {"leaders": ["U0ANA", "U0KARIM"]}}


def leaders_digest(person: Person) -> SeenMessage:
    """The newest leaders' digest in somebody's direct messages."""
    return [one for one in person.inbox() if "Leaders' digest" in one.all_text][-1]


def values(message: SeenMessage, action: str) -> list[str]:
    """What each button of this kind in a message is about."""
    found = (element for block in message.blocks for element in block.get("elements", []))
    return [str(one["value"]) for one in found if one.get("action_id") == action]


async def walk_to_tuesday(world: World) -> None:
    await world.walk.to(paris(TUESDAY))
    await soon(world)


async def test_an_undecided_launch_is_put_before_the_leaders_and_the_first_click_counts(
    database_url: str,
) -> None:
    async with bakery(database_url, **LEADERS) as world:
        await announce(world, title="Galette", at="2026-12-02 15:00")
        await world.walk.to(paris(TUESDAY) - timedelta(minutes=1))
        ana, karim = world.person("U0ANA"), world.person("U0KARIM")
        assert not [one for one in ana.inbox() if "Leaders' digest" in one.all_text]
        await walk_to_tuesday(world)
        seen = leaders_digest(ana)
        assert "1 decision waits for you" in seen.all_text.splitlines()[1]
        assert "*Galette* goes out" not in seen.all_text and "Galette" in seen.all_text
        assert "If you do not choose, its hour passes and nothing is announced." in seen.all_text
        assert "too few" not in seen.all_text, "figures nobody has say nothing at all"
        await ana.press(seen, "decision_act")
        sent = await ana.fill_and_submit({"at": paris("2026-12-09 10:00")})
        assert sent.closed, sent
        await soon(world)
        assert "“Move the Launch”, decided by <@U0ANA>" in leaders_digest(karim).all_text
        assert "decision_act" not in leaders_digest(karim).buttons
        card = next(one for one in ana.sees("C0TUTTI") if "launch_details" in one.buttons)
        assert "9 Dec" in card.all_text


async def test_the_second_leader_is_told_who_decided(sqlite_url: str) -> None:
    async with bakery(sqlite_url, **LEADERS) as world:
        await announce(world, title="Galette", at="2026-12-02 15:00")
        await walk_to_tuesday(world)
        ana, karim = world.person("U0ANA"), world.person("U0KARIM")
        old = leaders_digest(karim)
        await ana.press(leaders_digest(ana), "decision_accept")
        await karim.press(old, "decision_act", stale=True)
        await soon(world)
        assert "Already decided by <@U0ANA>" in "\n".join(texts(karim.inbox()))
        assert "“Leave It to the Owner”, decided by <@U0ANA>" in leaders_digest(karim).all_text


async def test_an_empty_seat_comes_after_five_days_and_naming_somebody_asks_them(sqlite_url: str) -> None:
    async with bakery(sqlite_url, at="2026-11-24 09:05", **LEADERS) as world:
        without = configured(departments={"hr": {"representative": None}}, **LEADERS)
        await configure(sqlite_url, world, without)
        await world.walk.to(paris("2026-11-24 18:00"))
        await walk_to_tuesday(world)
        ana = world.person("U0ANA")
        seen = leaders_digest(ana)
        assert "Human resources has had nobody to answer for it since" in seen.all_text
        await ana.press(seen, "decision_act")
        sent = await ana.fill_and_submit({"person": "U0INES"})
        assert sent.closed, sent
        await soon(world)
        assert "“Name Somebody”, decided by <@U0ANA>" in leaders_digest(ana).all_text
        ines = world.person("U0INES")
        invitation = [one for one in ines.inbox() if "invitation_accept" in one.buttons][-1]
        assert "Human resources" in invitation.all_text


async def test_two_launches_for_one_audience_and_a_topic_late_twice(sqlite_url: str) -> None:
    async with bakery(sqlite_url, **LEADERS) as world:
        for title, at in (("Galette", "2026-12-09 10:00"), ("Crown", "2026-12-11 10:00")):
            await announce(world, title=title, at=at)
            julie = world.person("U0JULIE")
            card = [one for one in julie.sees("C0TUTTI") if "launch_details" in one.buttons][-1]
            (launch,) = values(card, "launch_details")
            await julie.press(card, "launch_more", f"complete:{launch}")
            done = await julie.fill_and_submit({"audience": "Families"})
            assert done.closed, done
        for title in ("Cold oven", "Burnt bread"):
            await raise_case(world, title=title)
        await walk_to_tuesday(world)
        ana = world.person("U0ANA")
        seen = leaders_digest(ana)
        assert "speak to the same people in one week" in seen.all_text
        assert "“Complaint” was answered late 2 times in four weeks" in seen.all_text
        both = [value for value in values(seen, "decision_act") if "late_topic" in value]
        await ana.press(seen, "decision_act", both[0])
        sent = await ana.fill_and_submit({"person": "U0LEA"})
        assert sent.closed, sent
        await soon(world)
        assert "how “Complaint” is answered in time" in "\n".join(texts(world.person("U0LEA").inbox()))


async def test_a_quiet_week_is_one_line(sqlite_url: str) -> None:
    async with bakery(sqlite_url, **LEADERS) as world:
        await walk_to_tuesday(world)
        seen = leaders_digest(world.person("U0ANA"))
        assert seen.all_text == "Leaders' digest, week 49: nothing waits for your decision."


async def test_none_switches_it_off(sqlite_url: str) -> None:
    async with bakery(sqlite_url, digest={"leadership": "none"}, **LEADERS) as world:
        await announce(world, title="Galette", at="2026-12-02 15:00")
        await walk_to_tuesday(world)
        assert not [one for one in world.person("U0ANA").inbox() if "Leaders' digest" in one.all_text]


async def test_a_second_hand_over_is_allowed_by_a_leader_and_moves_the_case(sqlite_url: str) -> None:
    async with bakery(sqlite_url, at="2026-11-30 15:00", **LEADERS) as world:
        await raise_case(world, title="Cold oven")
        for channel, who, to in (("C0CS", "U0LEA", "pr"), ("C0PR", "U0NADIA", "sales")):
            person = world.person(who)
            await person.press(request(person, channel), "request_hand_over")
            sent = await person.fill_and_submit({"department": to, "reason": "Theirs"})
            assert sent.closed, sent
            await soon(world)
        await walk_to_tuesday(world)
        ana = world.person("U0ANA")
        seen = leaders_digest(ana)
        assert "Press asks to hand" in seen.all_text and "on to Sales, a second time" in seen.all_text
        await ana.press(seen, "decision_act")
        await soon(world)
        assert "“Allow It”, decided by <@U0ANA>" in leaders_digest(ana).all_text
        assert rows(sqlite_url, "select department, hops from escalation") == [("sales", 2)]


async def test_a_leader_elsewhere_gets_it_at_that_hour_of_their_own(sqlite_url: str) -> None:
    """Hugo is in London, an hour behind Paris."""
    async with bakery(sqlite_url, workspace={"leaders": ["U0HUGO"]}) as world:
        hugo = world.person("U0HUGO")
        await walk_to_tuesday(world)
        assert "Leaders' digest" not in "\n".join(texts(hugo.inbox()))
        await world.walk.by(timedelta(hours=1))
        assert "comes late" not in leaders_digest(hugo).all_text
