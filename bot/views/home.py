"""The App Home: what this person owes, what is theirs, the week (PRODUCT section 2, "App Home by role").

The sections of one's own time stand in `home_self`, those of the orchestrator in `home_conducting`, those of
an administrator in `home_administration` and `home_health`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.i18n import Translator
from bot.rules.lists import Page
from bot.views import kit, names
from bot.views.home_administration import Administration, administration, calls_line
from bot.views.home_conducting import Conducting, conducting
from bot.views.home_health import Health, health
from bot.views.home_self import Own, own_time, present_state
from bot.views.lines import packed
from bot.views.list_lines import Reading, block, bullets, heading, pager

TURN = "home"
"""Its pages turn by the buttons `home_back` and `home_next`."""


@dataclass(frozen=True)
class Facts:
    """What one person's Home shows. A part that is None is not for their role."""

    owed: Page
    mine: Page = field(default_factory=Page)
    week: Page | None = None
    queue: Page | None = None
    sent: Page | None = None
    own: Own | None = None
    conducting: Conducting | None = None
    administration: Administration | None = None
    health: Health | None = None
    welcome: bool = False
    """Who does what is explained: the first visit."""
    guest: bool = False
    """Also external people: they see only what names them."""
    paused: bool = False
    """An administrator holds every message."""


def home_view(person: str, facts: Facts, reading: Reading) -> kit.Block:
    """A view of type home, below 100 blocks whatever is open. The caller gives only what they may see."""
    t = reading.t
    blocks = _paused(facts, reading)
    if facts.own:
        blocks += present_state(facts.own, reading)
    blocks += _pages("owed", t("What you owe now"), facts.owed, reading)
    if facts.guest:
        if facts.mine.items:
            blocks += [kit.divider(), *_pages("mine", t("What is yours"), facts.mine, reading)]
        return {"type": "home", "blocks": blocks}
    blocks.append(_start(t))
    if facts.welcome:
        blocks += [kit.divider(), *_welcome(reading)]
    blocks += [kit.divider(), *_department(facts, reading)]
    blocks += _pages("mine", t("What is yours"), facts.mine, reading)
    blocks += _week(facts.week or Page(), reading)
    if facts.own:
        blocks += [kit.divider(), *own_time(facts.own, reading)]
    blocks.append(kit.context(_roles(person, reading)))
    if facts.conducting:
        blocks += [kit.divider(), *conducting(facts.conducting, person, reading)]
    if facts.administration:
        blocks += [kit.divider(), *administration(facts.administration, reading)]
    if facts.health:
        calls = facts.administration.calls if facts.administration else ()
        blocks += [kit.divider(), *health(facts.health, reading), kit.context(calls_line(calls, t))]
    return {"type": "home", "blocks": blocks}


def before_set_up(blocks: list[kit.Block], t: Translator) -> kit.Block:
    """The Home while nothing is set up: what Tutti is, then what can be done or whom to ask."""
    said = t("Each launch and each escalation on one card, answered in time.")
    return {"type": "home", "blocks": [kit.header(t("Tutti")), kit.section(said), *blocks]}


def _pages(subject: str, words: str, page: Page, reading: Reading) -> list[kit.Block]:
    """A header, an item a block, the buttons that turn the page; where nothing is, what could be."""
    t = reading.t
    if not page.items:
        empty = {
            "owed": t("Nothing waits for you."),
            "queue": t("Nothing else waits in your department."),
            "mine": t(
                "Nothing yet. For example: a promotion on the 15th? Announce it, and customer service knows "
                "the price before the first customer calls. A complaint online? Report it, and somebody "
                "takes it."
            ),
        }
        return [kit.header(words), kit.section(empty[subject])]
    items = [block(item, reading) for item in page.items]
    return [heading(words, page, t), *items, *pager(page, subject, TURN, t)]


def _paused(facts: Facts, reading: Reading) -> list[kit.Block]:
    """What everybody must know while nothing is sent."""
    if not facts.paused:
        return []
    return [
        kit.section(
            reading.t(
                "*Tutti is paused*: an administrator holds every message. What you do here is saved and goes "
                "out when the pause ends."
            )
        )
    ]


def _start(t: Translator) -> kit.Block:
    return kit.actions(
        kit.button(t("Announce a Launch"), "open_launch", "home", style="primary"),
        kit.button(t("Report an Escalation"), "open_escalation", "home"),
        kit.button(t("My List"), "show_mine", "home"),
        kit.button(t("Everything Open"), "show_list", "home"),
        kit.button(t("Launch Calendar"), "show_calendar", "home"),
        block_id="home",
    )


def _welcome(reading: Reading) -> list[kit.Block]:
    t = reading.t
    return [
        kit.header(t("Who does what")),
        kit.section(_who_does_what(reading)),
        kit.actions(kit.button(t("Got It"), "home_dismiss", "welcome"), block_id="welcome"),
    ]


def _who_does_what(reading: Reading) -> str:
    """Five lines for the first visit (PRODUCT mechanism 45)."""
    t = reading.t
    conductor = (
        t(
            "*Orchestrator*: {person} this week; what nobody answers comes there.",
            person=kit.person(reading.orchestrator),
        )
        if reading.orchestrator
        else t("*Orchestrator*: what nobody answers comes to this person.")
    )
    lines = (
        t("*You*: announce a launch, or report what a customer, a journalist or a colleague asks."),
        t("*Representatives*: one in each department answers, in the department's channel."),
        t("*Deputies and heads*: called in turn when nobody answers in time."),
        conductor,
        t("*Owner*: who announced a launch decides on Go; who took an escalation tells the requester."),
    )
    return "\n".join(lines)


def _department(facts: Facts, reading: Reading) -> list[kit.Block]:
    """What else the department has open, and what it waits for; nothing for who holds no seat."""
    t, blocks = reading.t, []
    if facts.queue is not None:
        blocks += _pages("queue", t("Your department's queue"), facts.queue, reading)
    if facts.sent is not None and facts.sent.items:
        blocks += [
            heading(t("What you wait for from others"), facts.sent, t),
            *packed(bullets(facts.sent, reading)),
            *pager(facts.sent, "sent", TURN, t),
        ]
    return blocks


def _week(week: Page, reading: Reading) -> list[kit.Block]:
    t = reading.t
    if not week.items:
        empty = t("No launch is planned this week. The next one you announce stands here, for everybody.")
        return [kit.header(t("Launching this week")), kit.section(empty)]
    return [
        heading(t("Launching this week"), week, t),
        *packed(bullets(week, reading)),
        *pager(week, "week", TURN, t),
    ]


def _roles(person: str, reading: Reading) -> str:
    t, book = reading.t, reading.book
    held = [names.department(t, book, key) for key in book.departments_of(person)]
    if not held:
        return t("You hold no seat in a department; an administrator can give you one.")
    return t("You have a seat in {departments}.", departments=t.join(held))
