"""The Home leads with what this person owes, and teaches by example where it is empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.i18n import Translator
from bot.models import Absence, EscalationState, Launch, Origin, Severity
from bot.rules.attention import GROUPS, Calls
from bot.rules.checklist import Todo
from bot.rules.launch_calendar import Overlap
from bot.rules.lists import Item, Page, page
from bot.rules.pilot import Criterion
from bot.views import home, home_administration, kit
from bot.views.home_administration import Administration
from bot.views.home_conducting import Conducting
from bot.views.home_health import Failed, Health
from bot.views.home_self import Own
from bot.views.hooks import REASONS, RefusedDeliveries
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


KEYS = ("customer_service", "pr", "marketing") * 20
AWAY = Absence(id=1, workspace="T0TUTTI", person="U0LEA", starts_at=NOW - HOUR, ends_at=NOW + 90 * HOUR)
FULL_OWN = Own("Europe/Paris", AWAY, AWAY, NOW + HOUR, only_crisis=True, represents=KEYS)
FULL_ADMINISTRATION = Administration(
    [Todo(step, KEYS, ("U0LEA", "U0TOM") * 40) for step in home_administration.STEPS],
    [Criterion("seats", "failed", departments=KEYS)] * 6,
    [Calls(group, 3, 14) for group in GROUPS],
)


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
        health=Health(
            NOW,
            500,
            NOW,
            [Failed(n, "card", "C0X", n == 2, NASTY) for n in range(3)],
            500,
            [RefusedDeliveries(NASTY * 2, why, NASTY * 3, 9999, NOW) for why in list(REASONS)[:5]],
            9999,
        ),
        own=FULL_OWN,
        administration=FULL_ADMINISTRATION,
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
    given = view(conducting=Conducting())
    assert "Everything open has an owner and is in time" in text(given)
    assert "Karim Haddad conducts this week" in text(given) and "offer_week" not in buttons(given)
    his = home.home_view("U0KARIM", home.Facts(Page(), conducting=Conducting()), reading())
    assert "*You conduct this week*" in text(his) and buttons(his)["offer_week"] == "*"


def buttons(given: kit.Block) -> dict[str, str]:
    """The value of each button, by its action."""
    rows = [[*block.get("elements", []), block.get("accessory", {})] for block in given["blocks"]]
    return {one["action_id"]: one["value"] for row in rows for one in row if one.get("type") == "button"}


def test_ones_own_time_stands_first_where_it_holds_calls_back() -> None:
    free = view(own=Own("Europe/Paris", represents=["customer_service", "pr"]))
    assert text(free).startswith("What you owe now")
    assert "You represent *Customer service*; deputy: Tom" in text(free)
    assert "You represent *Press*, without a deputy" in text(free)
    assert buttons(free)["settings_page"] == "department_people:pr"
    assert {"open_away", "open_snooze", "open_preferences"} <= set(buttons(free))
    away = view(own=Own("Europe/Paris", away=AWAY, snoozed_until=NOW + HOUR))
    assert text(away).startswith("*You are away until Mon 30 Nov 2026")
    assert buttons(away)["away_end"] == "1" and "snooze_stop" in buttons(away)
    assert "Away from" in text(view(own=Own("Europe/Paris", planned=AWAY)))


@pytest.mark.parametrize(
    ("todo", "said", "button", "value"),
    [
        (Todo("no_orchestrator"), "*No orchestrator is named*", "settings_page", "people:0"),
        (
            Todo("no_representative", ("pr",)),
            "*Nobody represents* Press",
            "settings_page",
            "department_people:pr",
        ),
        (Todo("no_deputy", ("pr", "marketing")), "Press and Marketing", "settings_page", "departments:0"),
        (
            Todo("left", ("pr",), ("U0TOM",)),
            "left Slack* and still has a seat in Press",
            "settings_page",
            "department_people:pr",
        ),
        (Todo("topic_astray", ("pr",)), "go to Press", "settings_page", "topics:0"),
        (Todo("invite", people=("U0TOM",)), "*Not asked yet*: Tom", "setup_invite", "home"),
        (Todo("no_rota", ("pr",)), "*Nobody on duty at night* in Press", "open_rota", "pr"),
    ],
    ids=lambda value: value.step if isinstance(value, Todo) else "",
)
def test_each_line_of_the_checklist_says_what_is_missing_with_the_button_that_mends_it(
    todo: Todo, said: str, button: str, value: str
) -> None:
    given = view(administration=Administration([todo]), health=Health())
    assert "Set-up: 1 thing to do" in text(given) and said in text(given)
    line = next(block for block in given["blocks"] if said in block.get("text", {}).get("text", ""))
    assert (line["accessory"]["action_id"], line["accessory"]["value"]) == (button, value)


def test_an_administrator_reads_the_pilot_in_short_and_calls_by_role_without_a_name() -> None:
    calm = view(administration=Administration(), health=Health())
    assert "Everything is set up" in text(calm) and "*Pilot*" not in text(calm)
    doors = {"open_settings", "open_rota", "show_check", "open_pilot", "show_changes", "open_privacy"}
    assert doors <= set(buttons(calm))
    criteria = [Criterion("seats", "failed", departments=("pr",))]
    runs = Administration(criteria=criteria, calls=[Calls("representative", 4.5, 9), Calls("head")])
    given = text(view(administration=runs, health=Health()))
    assert "Not yet: 1 criterion is not met." in given
    assert "representatives 4.5, the busiest 9." in given and "heads" not in given


def test_before_anything_is_set_up_there_is_nothing_else() -> None:
    given = home.before_set_up([kit.section("Ask Karim.")], EN)
    assert limits.view_faults(given) == [] and len(given["blocks"]) == 3


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
