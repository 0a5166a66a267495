"""What is read, what follows from it, and when it is too much (PRODUCT section 2, N8; P7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.models import (
    EscalationDraft,
    Heard,
    Lane,
    LaunchDraft,
    Preference,
    Recognised,
    Severity,
    Snapshot,
    Suggestion,
    SuggestionState,
    Watch,
    Workspace,
)
from bot.rules import listening
from bot.rules.listening import Step

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
SAID = "A customer complains that the oven is cold"
LEA = Heard("C0CS", "1.1", SAID, NOW, author="U0LEA", speakers=frozenset({"U0LEA"}))
DESK = Heard("C0CS", "1.2", SAID, NOW, app="A0DESK", speakers=frozenset({"A0DESK", "B0DESK"}))
CASE = Recognised(Lane.escalation, topic="complaint", department="customer_service")
SUGGEST, SHADOW = Watch("C0CS"), Watch("C0CS", "shadow")
OPENS = Watch("C0CS", "suggest", ("B0DESK",), "U0KARIM")
BOOK = Snapshot(
    Workspace(
        id="T0TUTTI",
        app="A0TUTTI",
        bot="B0TUTTI",
        bot_user="U0TUTTI",
        watched_channels=["C0CS", "C0PR"],
        listening={"C0PR": {"mode": "shadow"}, "C0GONE": {"mode": "shadow"}},
    ),
    preferences={"U0TOM": Preference(workspace="T0TUTTI", person="U0TOM", unproposed=["C0CS"])},
)


def before(number: int, *, ago: timedelta = timedelta(minutes=5), **given: Any) -> list[Suggestion]:
    """So many suggestions of the channel, made so long ago."""
    values = {"author": "U0ANA", "thread": "0.1", "state": SuggestionState.offered, **given}
    return [
        Suggestion(
            id=f"S{one}",
            workspace="T0",
            channel="C0CS",
            ts=f"0.{one}",
            lane=Lane.escalation,
            made_at=NOW - ago,
            **values,
        )
        for one in range(number)
    ]


def by_desk(number: int, **given: Any) -> list[Suggestion]:
    return before(number, author=None, app="A0DESK", state=SuggestionState.automatic, **given)


@pytest.mark.parametrize(
    ("heard", "read"),
    [
        (LEA, True),
        (DESK, True),
        (replace(LEA, channel="C0COMM"), False),
        (replace(LEA, text="  ok then  "), False),
        (replace(LEA, author=None), False),
        (replace(LEA, author="U0TOM"), False),
        (replace(LEA, deleted=True), False),
        (replace(LEA, before="Something else"), True),
        (replace(LEA, before="Something else", at=NOW - timedelta(hours=2)), False),
    ],
)
def test_what_is_read_is_told_without_the_database(heard: Heard, read: bool) -> None:
    assert (listening.worth_reading(heard, BOOK, NOW) is not None) is read


@pytest.mark.parametrize("speaker", ["U0TUTTI", "B0TUTTI", "A0TUTTI", "USLACKBOT"])
def test_tutti_never_hears_itself_nor_slacks_own_bot(speaker: str) -> None:
    assert listening.is_ours(replace(DESK, speakers=frozenset({speaker, "B0X"})), BOOK)
    assert not listening.is_ours(DESK, BOOK) and not listening.is_ours(LEA, BOOK)


@pytest.mark.parametrize(
    ("chosen", "read"),
    [
        ({}, True),
        ({"only_crisis": True}, False),
        ({"snoozed_until": NOW + timedelta(hours=1)}, False),
        ({"snoozed_until": NOW}, True),
        ({"unproposed": ["C0PR"]}, True),
    ],
)
def test_n13_who_snoozed_or_wants_only_crises_is_proposed_nothing(chosen: dict[str, Any], read: bool) -> None:
    preference = Preference(workspace="T0TUTTI", person="U0LEA", **chosen)
    book = replace(BOOK, preferences={"U0LEA": preference})
    assert (listening.worth_reading(LEA, book, NOW) is not None) is read
    assert listening.worth_reading(DESK, book, NOW) is not None


def test_while_every_message_is_held_nothing_is_proposed_to_a_person() -> None:
    workspace = Workspace(id="T0TUTTI", watched_channels=["C0CS"], pause=True)
    book = Snapshot(workspace)
    assert listening.worth_reading(LEA, book, NOW) is None
    assert listening.worth_reading(DESK, book, NOW) is not None, "its line waits in the ledger"


def test_only_a_changed_text_is_an_edit() -> None:
    assert not listening.is_changed(LEA)
    assert not listening.is_changed(replace(LEA, before=f" {SAID}\n"))
    assert listening.is_changed(replace(LEA, before="Something else"))


def test_a_channel_is_listened_to_as_it_is_set_and_only_while_it_is_watched() -> None:
    assert [one.mode for one in listening.watches(BOOK)] == ["suggest", "shadow"]
    assert listening.watch(BOOK, "C0GONE") is None


@pytest.mark.parametrize(
    ("recognised", "asked", "proposed"),
    [
        (CASE, False, True),
        (None, True, False),
        (replace(CASE, sure=False), False, False),
        (replace(CASE, sure=False), True, True),
        (replace(CASE, topic="hr_grievance"), True, False),
    ],
)
def test_what_is_doubtful_or_about_people_at_work_is_not_proposed(
    recognised: Recognised | None, asked: bool, proposed: bool
) -> None:
    assert listening.may_be_proposed(recognised, asked=asked) is proposed


LATE = timedelta(minutes=59)
FLOOD = [*by_desk(1), *by_desk(1, ago=LATE, counted_at=NOW - timedelta(minutes=9), more=5)]


@pytest.mark.parametrize(
    ("found", "heard", "recognised", "lately", "step"),
    [
        (SUGGEST, LEA, CASE, [], Step.propose),
        (SUGGEST, LEA, CASE, before(5), Step.propose),
        (SUGGEST, LEA, CASE, before(6), Step.tally),
        (SUGGEST, LEA, CASE, before(6, ago=timedelta(minutes=60)), Step.propose),
        (SUGGEST, LEA, CASE, by_desk(9), Step.propose),
        (SUGGEST, LEA, CASE, before(1, author="U0LEA", thread="1.1"), Step.nothing),
        (
            SUGGEST,
            LEA,
            CASE,
            before(1, author="U0LEA", thread="1.1", ago=timedelta(minutes=31)),
            Step.propose,
        ),
        (SUGGEST, LEA, CASE, before(1, author="U0LEA", thread="0.9"), Step.propose),
        (SHADOW, LEA, CASE, [], Step.note),
        (SHADOW, DESK, CASE, before(6, state=SuggestionState.shadow), Step.tally),
        (SUGGEST, DESK, CASE, [], Step.propose),
        (OPENS, LEA, CASE, [], Step.propose),
        (OPENS, DESK, CASE, [], Step.open),
        (replace(OPENS, answerable=None), DESK, CASE, [], Step.propose),
        (replace(OPENS, mode="shadow"), DESK, CASE, [], Step.note),
        (OPENS, DESK, replace(CASE, crisis=True), [], Step.propose),
        (OPENS, DESK, Recognised(Lane.launch, kind="promotion"), [], Step.propose),
        (OPENS, DESK, CASE, by_desk(3, ago=timedelta(seconds=59)), Step.tally),
        (OPENS, DESK, CASE, by_desk(3), Step.open),
        (OPENS, DESK, CASE, FLOOD, Step.tally),
        (OPENS, DESK, CASE, by_desk(1, counted_at=NOW - timedelta(minutes=10), more=5), Step.open),
        (OPENS, DESK, CASE, by_desk(12), Step.propose),
    ],
)
def test_what_follows_from_a_message(
    found: Watch, heard: Heard, recognised: Recognised, lately: list[Suggestion], step: Step
) -> None:
    assert listening.step(found, heard, recognised, lately, NOW) is step


def test_one_message_more_is_counted_on_the_last_of_its_app() -> None:
    mine, other = by_desk(2), before(1, ago=timedelta(minutes=1))
    assert listening.counted_on([*mine, *other], DESK, OPENS) is mine[1]
    assert listening.counted_on([*mine, *other], LEA, SUGGEST) is other[0]
    assert listening.counted_on([], LEA, SUGGEST) is None


def test_the_drafts_leave_out_an_hour_that_is_over_and_a_change_is_a_correction() -> None:
    (one,) = before(1)
    one.__dict__ |= {"topic": "press", "severity": Severity.high, "texts": {"title": "Le Progrès calls"}}
    one.stated_at = one.at = NOW - timedelta(minutes=1)
    draft = listening.escalation_draft(one, "https://x.slack.com/archives/C0CS/p1", NOW)
    assert not draft.stated and draft.stated_at is None and draft.suggestion == "S0"
    assert draft.permalink == draft.where and not draft.private
    assert not listening.is_corrected(one, draft)
    assert listening.is_corrected(one, replace(draft, topic="complaint"))
    assert listening.is_corrected(one, LaunchDraft(kind="event"))
    assert listening.launch_draft(one, NOW).at is None
    one.__dict__["topic"] = "data_privacy"
    assert listening.escalation_draft(one, None, NOW).private
    assert isinstance(draft, EscalationDraft)


def test_who_may_decide_and_what_counts_as_refused() -> None:
    (one,) = before(1)
    assert listening.may_decide(one, "U0ANA") is None
    assert listening.may_decide(one, "U0TOM") is not None
    assert listening.may_decide(by_desk(1)[0], "U0TOM") is None
    every = list(SuggestionState)
    assert listening.proposed_share(every) == (3, 1)
