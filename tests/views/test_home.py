"""The Home leads with what this person owes, and teaches by example where it is empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import Translator
from bot.models import EscalationState, Launch, Origin, Severity
from bot.rules.launch_calendar import Overlap
from bot.rules.lists import Item, Page, page
from bot.views import home, kit
from bot.views.home_conducting import Conducting
from bot.views.home_health import Failed, Health
from bot.views.list_lines import Reading
from tests.views import limits, scenes
from tests.views.scenes import EN, HOUR, LANGUAGES, NASTY, NOW


def reading(t: Translator = EN) -> Reading:
    return Reading(scenes.snapshot(), t, NOW, "U0KARIM")


def view(t: Translator = EN, **changed: Any) -> kit.Block:
    return home.home_view("U0LEA", home.Facts(**({"owed": Page()} | changed)), reading(t))


def owed(number: int, hours: int, title: str = "Cake", **changed: Any) -> Item:
    """A case that customer service must take."""
    escalation = scenes.escalation(f"{number} {title}", id=f"E{number}")
    asked = scenes.request(escalation, id=f"R{number}", due_at=NOW + hours * HOUR, **changed)
    return Item(escalation, asked.due_at, asked, "answer")


def many(count: int, title: str = NASTY, *, number: int = 1, size: int = 5, hidden: bool = False) -> Page:
    """One page of so many items."""
    items = [replace(owed(n, n, title), hidden=hidden) for n in range(min(count, (number + 1) * size))]
    return page(items, count, number, size)


def standing(*notices: Any) -> Page:
    return Page(tuple(Item(one, NOW, url="https://acme.slack.com/archives/C0/p1") for one in notices), 2)


def text(given: kit.Block) -> str:
    return limits.shown(given["blocks"])


@pytest.mark.parametrize("t", LANGUAGES, ids=lambda t: t.language)
def test_with_five_hundred_open_items_everything_fits_slack_for_whoever_has_every_role(t: Translator) -> None:
    launches = scenes.launch(NASTY), scenes.launch(NASTY, id="L2", texts={"title": NASTY, "audience": NASTY})
    full = view(
        t,
        owed=many(500),
        mine=many(500),
        week=many(500, size=10),
        queue=many(500),
        sent=many(500),
        conducting=Conducting(
            many(500, size=3, hidden=True),
            many(500, size=3),
            many(500, size=3),
            [Overlap(*launches, "audience"), Overlap(*launches, "day")] * 250,
        ),
        health=Health(NOW, 500, NOW, [Failed(n, "card", "C0X", n == 2, NASTY) for n in range(3)], 500),
        welcome=True,
        paused=True,
    )
    # Channels of failed messages are named by Slack's own ids, as in the administrator's messages.
    assert [fault for fault in limits.view_faults(full) if "<#" not in fault] == []
    assert "500" in text(full), "what is left out is counted"
    for given in (
        view(t),
        view(t, guest=True),
        view(t, health=Health(paused=True, paused_by="U0LEA", paused_at=NOW)),
    ):
        assert limits.view_faults(given) == []


def test_a_page_says_which_part_it_shows_and_turns_both_ways() -> None:
    given = view(owed=many(8, "Cake"))
    assert "What you owe now: 6 to 8 of 8" in text(given)
    assert [one for one in limits.action_ids(given["blocks"]) if one in ("home_back", "home_next")] == [
        "home_back"
    ]
    assert "home_next" in limits.action_ids(view(owed=many(8, "Cake", number=0))["blocks"])


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (owed(1, 1), "*Customer service* must take this by"),
        (owed(1, 1, origin=Origin.expert), "*Customer service* must answer by"),
        (owed(1, -1), "*Customer service* was to answer by"),
        (Item(scenes.escalation(), NOW + HOUR, duty="tell"), "Tell the requester by"),
        (Item(scenes.escalation(), NOW - HOUR, duty="tell"), "The requester was to be told by"),
        (
            Item(scenes.escalation(severity=Severity.crisis), NOW + HOUR, duty="tell"),
            "Decide on the statement by",
        ),
        (Item(scenes.launch(), NOW + HOUR, duty="decide"), "Decide on Go by"),
        (Item(scenes.launch(), NOW - HOUR, duty="decide"), "Nobody decided on Go by"),
        (Item(scenes.launch(), NOW - HOUR, duty="release"), "Held by a crisis: release, postpone or cancel"),
    ],
)
def test_a_line_says_who_must_act_and_by_when(item: Item, said: str) -> None:
    assert said in text(view(owed=Page((item,), 1)))


def test_of_what_is_hidden_only_department_and_hour_are_said_and_somebody_can_be_named() -> None:
    secret = scenes.escalation("A secret", private=True)
    hidden = Item(secret, NOW, scenes.request(secret), hidden=True)
    given = view(conducting=Conducting(late=Page((hidden,), 1)))
    assert "A private item of *Customer service*, due" in text(given) and "secret" not in text(given)
    assert "request_name" in limits.action_ids(given["blocks"])
    assert "escalation_details" not in limits.action_ids(given["blocks"])
    bare: Launch = scenes.launch("A secret", private=True)
    alone = view(conducting=Conducting(late=Page((Item(bare, NOW, hidden=True),), 1)))
    assert "A private item, <!date" in text(alone) and "secret" not in text(alone)


def test_the_first_visit_explains_who_does_what_in_five_lines_and_can_be_dismissed() -> None:
    given = view(welcome=True)
    texts = [block["text"]["text"] for block in given["blocks"] if block["type"] == "section"]
    explained = next(found for found in texts if found.startswith("*You*"))
    assert len(explained.splitlines()) == 5
    assert "home_dismiss" in limits.action_ids(given["blocks"])
    assert "*You*" not in text(view())


def test_an_empty_home_teaches_by_example_and_starts_things() -> None:
    given = view()
    assert "For example: a promotion" in text(given)
    opens = ["open_launch", "open_escalation", "show_mine", "show_list", "show_calendar"]
    assert limits.action_ids(given["blocks"]) == opens


def test_a_guest_sees_only_what_names_them() -> None:
    given = view(
        guest=True,
        owed=Page((owed(1, 1),), 1),
        mine=standing(scenes.launch("Mine")),
        week=standing(scenes.launch("Week")),
    )
    assert "1 Cake" in text(given) and "Mine" in text(given)
    assert "Week" not in text(given) and "Launching this week" not in text(given)
    assert set(limits.action_ids(given["blocks"])) == {"escalation_details", "launch_details"}


def test_a_home_shows_my_items_and_the_week() -> None:
    launch = scenes.launch("Autumn sale", at=NOW + timedelta(days=1))
    closed = scenes.escalation("Closed", state=EscalationState.told, told_at=NOW)
    shown = text(view(mine=standing(scenes.escalation("Cake"), closed), week=standing(launch)))
    assert "|Complaint: Cake> · *Customer service* takes this by" in shown
    assert "• <https://acme.slack.com/archives/C0/p1|Promotion: Autumn sale>, <!date^" in shown
    assert "You have a seat in Customer service." in shown


def test_an_orchestrator_with_nothing_to_do_reads_so() -> None:
    assert "Everything open has an owner and is in time" in text(view(conducting=Conducting()))


def test_health_says_what_was_heard_what_waits_and_what_failed() -> None:
    failed = [Failed(1, "card", "C0X", False, "is_archived"), Failed(2, "digest", "C0X", True)]
    given = view(health=Health(NOW, 3, NOW - HOUR, failed, 5))
    assert "3 messages wait to be sent, the oldest since" in text(given)
    assert "*5 messages failed*" in text(given) and "and 3 more" in text(given)
    ids = limits.action_ids(given["blocks"])
    assert [one for one in ids if one.startswith("message_")] == [
        "message_retry",
        "message_drop",
        "message_is_there",
        "message_post_again",
    ]
    calm = view(health=Health())
    assert "Nobody has used Tutti within a day." in text(calm) and "No message waits" in text(calm)
    assert "pause_hold" in limits.action_ids(calm["blocks"])
    held = view(health=Health(paused=True), paused=True)
    assert "pause_release" in limits.action_ids(held["blocks"]) and "*Tutti is paused*" in text(held)
