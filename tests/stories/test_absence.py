"""Somebody is away: who stands in is asked instead, hears why, and the one who returns is welcomed once."""

from __future__ import annotations


from tests.stories.bakery import announce, bakery, inbox, paris, raise_case, request_in, texts


def mail(world, who):  # type: ignore[no-untyped-def]
    return "\n".join(texts(world.person(who).inbox()))


async def test_what_waits_moves_to_the_deputy_and_a_welcome_comes_once(database_url: str) -> None:
    async with bakery(database_url) as world:
        lea, tom = world.person("U0LEA"), world.person("U0TOM")
        await announce(world, title="Galette", at="2026-12-04 10:00")
        await world.walk.to(paris("2026-11-24 10:00"))
        assert len(inbox(world, "U0LEA")) == 1 and inbox(world, "U0TOM") == []
        said = await lea.command("/tutti away until tomorrow deputy @Ana")
        assert "You are away until 25 Nov 2026 included; Ana stands in." in said.text
        await world.walk.to(paris("2026-11-24 12:00"))
        (asked,) = inbox(world, "U0ANA")
        assert "*Customer service* must answer by" in asked
        assert "Why you: you stand in for Léa, who is not available." in asked
        thread = "\n".join(texts(tom.thread(request_in(world, "C0CS"))))
        assert (
            "Léa is not available: Ana stands in for Customer service; the deadline is unchanged." in thread
        )
        await world.person("U0ANA").press(request_in(world, "C0CS"), "request_ready")
        await raise_case(world, title="Cold oven")
        await world.walk.to(paris("2026-11-24 17:00"))
        assert len(inbox(world, "U0LEA")) == 1, "nothing reaches who is away"
        assert "Cold oven" in inbox(world, "U0ANA")[-1]
        await tom.press(request_in(world, "C0CS"), "request_take")
        await world.walk.to(paris("2026-11-26 08:59"))
        assert "Welcome back" not in mail(world, "U0LEA")
        await world.walk.to(paris("2026-11-27 18:00"))
        welcome = [text for text in texts(lea.inbox()) if "Welcome back" in text]
        assert len(welcome) == 1
        assert "2 requests in your absence, 2 answers (Ana 1, Tom 1). Nothing waits for you." in welcome[0]
