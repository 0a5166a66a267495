"""Somebody is away: who stands in is asked instead, hears why, and the one who returns is welcomed once."""

from __future__ import annotations

from bot.sandbox.hands import SeenView
from bot.sandbox.world import World
from tests.stories.bakery import announce, bakery, inbox, paris, raise_case, request_in, texts
from tests.stories.escalating import rows

CLOCK = "select due_at, shown_at from request where department = 'customer_service'"


def mail(world: World, who: str, words: str) -> list[str]:
    """Every direct message from Tutti with these words."""
    return [text for text in texts(world.person(who).inbox()) if words in text]


def form(world: World, who: str) -> SeenView:
    """The form in front of this person."""
    view = world.person(who).view()
    assert view is not None
    return view


async def test_what_waits_moves_to_the_deputy_and_a_welcome_comes_once(database_url: str) -> None:
    async with bakery(database_url) as world:
        lea, ana = world.person("U0LEA"), world.person("U0ANA")
        await announce(world, title="Galette", at="2026-12-04 10:00")
        await world.walk.to(paris("2026-11-24 10:00"))
        due = rows(database_url, CLOCK)
        said = await lea.command("/tutti away until tomorrow deputy @Ana")
        assert "You are away until 25 Nov 2026 included; Ana stands in." in said.text
        await world.walk.to(paris("2026-11-24 12:00"))
        (asked,) = inbox(world, "U0ANA")
        assert "*Customer service* must answer by" in asked
        assert "Why you: you stand in for Léa, who is not available." in asked
        thread = "\n".join(texts(ana.thread(request_in(world, "C0CS"))))
        assert (
            "Léa is not available: Ana stands in for Customer service; the deadline is unchanged." in thread
        )
        assert due == rows(
            database_url, "select due_at, shown_at from request where department = 'customer_service'"
        ), "the clock is unchanged (P6)"
        await ana.press(request_in(world, "C0CS"), "request_ready")
        await raise_case(world, title="Cold oven")
        await world.walk.to(paris("2026-11-24 17:00"))
        assert len(inbox(world, "U0LEA")) == 1, "nothing reaches who is away"
        assert "Cold oven" in inbox(world, "U0ANA")[-1]
        await world.person("U0TOM").press(request_in(world, "C0CS"), "request_take")
        await world.walk.to(paris("2026-11-26 08:59"))
        assert mail(world, "U0LEA", "Welcome back") == []
        await world.walk.to(paris("2026-11-27 18:00"))
        (welcome,) = mail(world, "U0LEA", "Welcome back")
        assert "2 requests in your absence, 2 answers (Ana 1, Tom 1). Nothing waits for you." in welcome
        assert rows(database_url, "select * from absence") == [], "what is over is not kept"


async def test_a_planned_absence_begins_by_itself_and_ends_early_by_a_word(sqlite_url: str) -> None:
    async with bakery(sqlite_url, lang="fr") as world:
        lea = world.person("U0LEA")
        await lea.command("/tutti absent du 25/11 jusqu’au 12 décembre")
        await announce(world, title="Galette", at="2026-12-15 10:00")
        await world.walk.to(paris("2026-11-24 10:00"))
        assert mail(world, "U0LEA", "Galette") and not mail(world, "U0TOM", "Galette")
        await world.walk.to(paris("2026-11-25 09:30"))
        assert mail(world, "U0TOM", "Pourquoi vous\u00a0: vous remplacez Léa")
        said = await lea.command("/tutti retour")
        assert said.text == "Bon retour. 1 demande en votre absence. 1 demande attend encore."
        assert (await lea.command("/tutti retour")).text.startswith("Vous n’êtes pas absent")
        await world.walk.to(paris("2026-12-14 18:00"))
        assert mail(world, "U0LEA", "Bon retour") == [], "it was said already"


async def test_the_form_says_at_the_field_what_cannot_be_and_loses_nothing(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        lea = world.person("U0LEA")
        for typed, sentence in (
            ("until 31/02", "“31/02” is no day of the calendar"),
            ("demain matin @Tom", "“demain matin” is no day or hour that Tutti understands"),
            ("until yesterday deputy Tom", "This day is past"),
            ("from monday until thursday", "The absence ends before it begins"),
            ("until 2028-01-01", "more than a year"),
            ("until friday @Zoé", "Tutti knows nobody called “Zoé”"),
            ("until friday @lea", "You cannot stand in for yourself"),
        ):
            await lea.command(f"/tutti away {typed}")
            assert sentence in form(world, "U0LEA").all_text, typed
            if "Tom" in typed:
                assert "U0TOM" in str(form(world, "U0LEA").values), "what was understood stays"
            await lea.close()
        await lea.command("/tutti away")
        refused = await lea.fill_and_submit({"first": "2026-11-27", "last": "2026-11-26"})
        assert "ends before it begins" in refused.errors["last"]
        sent = await lea.fill_and_submit({"last": "2026-12-01", "deputy": "U0TOM"})
        assert sent.closed, sent
        said = await lea.command("/tutti away until friday deputy Tom")
        assert "It replaces this one: Away from 27 Nov 2026 until 1 Dec 2026 included." in said.text
        assert len(rows(sqlite_url, "select * from absence")) == 1


async def test_a_palm_tree_is_offered_once_as_an_absence_and_never_kept(sqlite_url: str) -> None:
    async with bakery(sqlite_url) as world:
        for status in (":coffee:", ":palm_tree:", ":palm_tree:", ""):
            await world.happens.person_changes("U0LEA", status_emoji=status, status_text="Bretagne")
            await world.walk.settle()
        lea = world.person("U0LEA")
        (offer,) = [one for one in lea.inbox() if "looks like an absence" in one.all_text]
        kept = "".join(str(rows(sqlite_url, f"select * from {table}")) for table in ("preference", "message"))
        assert "palm" not in kept and "Bretagne" not in kept
        await lea.press(offer, "open_away")
        assert (await lea.fill_and_submit({"last": "2026-11-25"})).closed
        await world.walk.settle()
        assert not [one for one in lea.inbox() if "open_away" in one.buttons]
        await world.happens.person_changes("U0TOM", status_emoji=":palm_tree:")
        await world.walk.settle()
        tom = world.person("U0TOM")
        await tom.press(tom.inbox()[-1], "away_decline")
        await world.walk.settle()
        assert "Thank you, noted." in tom.inbox()[-1].all_text


async def test_a_taken_case_of_somebody_away_is_asked_of_who_stands_in_who_may_settle_it(
    sqlite_url: str,
) -> None:
    async with bakery(sqlite_url) as world:
        lea, hugo = world.person("U0LEA"), world.person("U0HUGO")
        await raise_case(world, title="Cold oven")
        await lea.press(request_in(world, "C0CS"), "request_take")
        assert "Ask Léa, else Tom" in (await hugo.command("/tutti who complaint")).text
        await lea.command("/tutti away until friday deputy @Hugo")
        assert "Ask Tom" in (await hugo.command("/tutti who complaint")).text
        await world.walk.to(paris("2026-11-24 12:30"))
        (asked,) = [one for one in hugo.inbox() if "Cold oven" in one.all_text]
        assert "*Léa* is not available: tell the requester by" in asked.all_text
        assert "Why you: you stand in for Léa" in asked.all_text
        assert not mail(world, "U0KARIM", "Cold oven"), "the orchestrator only after who stands in"
        await hugo.press(asked, "escalation_told")
        assert not (await hugo.fill_and_submit({"told_where": "by phone"})).errors
        await world.walk.to(paris("2026-11-24 17:00"))
        assert not mail(world, "U0KARIM", "Reply late")


async def test_a_crisis_while_the_whole_rota_is_away_says_so_and_goes_on_by_day(sqlite_url: str) -> None:
    async with bakery(sqlite_url, at="2026-11-24 20:00") as world:
        for who in ("U0LEA", "U0TOM"):
            await world.person(who).command("/tutti away until friday")
        karim = world.person("U0KARIM")
        await karim.command("/tutti check")
        holes = karim.sees("C0GEN")[-1].all_text
        assert "Customer service" in holes and "27 Nov" in holes
        julie = world.person("U0JULIE")
        await julie.command("/tutti crisis Fire", channel="C0TUTTI")
        await julie.fill_and_submit({"topic": "complaint", "story": "product"})
        await world.walk.to(paris("2026-11-24 20:30"))
        assert not mail(world, "U0LEA", "Crisis") and not mail(world, "U0TOM", "Crisis")
        assert mail(world, "U0JULIE", "is closed")
        assert "nobody is on duty" in "\n".join(texts(julie.sees("C0TUTTI")))
        await world.walk.to(paris("2026-11-25 09:15"))
        assert mail(world, "U0ANA", "Fire"), "the head by day"


async def test_a_crisis_at_night_goes_past_who_is_away_to_the_rota_alone(sqlite_url: str) -> None:
    async with bakery(sqlite_url, at="2026-11-24 20:00") as world:
        await world.person("U0LEA").command("/tutti away until friday deputy @Ana")
        julie = world.person("U0JULIE")
        await julie.command("/tutti crisis Fire", channel="C0TUTTI")
        await julie.fill_and_submit({"topic": "complaint", "story": "product"})
        await world.walk.to(paris("2026-11-24 20:30"))
        assert mail(world, "U0TOM", "you are on duty")
        assert not mail(world, "U0LEA", "Crisis") and not mail(world, "U0ANA", "you stand in")
