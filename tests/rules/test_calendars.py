"""Working time, daylight-saving nights and windows, in tables (DESIGN section 4, "Time")."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import calendars
from bot.rules.calendars import ALWAYS, Hours
from tests.rules.zones import every_zone, missed_or_doubled

PARIS = "Europe/Paris"
OFFICE = calendars.parse_hours({"mon-fri": "09:00-18:00"}, PARIS, "FR")
LUNCH = calendars.parse_hours({"mon-fri": "09:00-12:00, 14:00-18:00", "sat": "10:00-12:00"}, PARIS, "FR")
NIGHT = calendars.parse_hours({"sat": "20:00-24:00", "sun": "00:00-04:00"}, PARIS)
ALL_PARIS = calendars.always(PARIS)
NEVER = Hours(PARIS, ((),) * 7)
EVERY_HOURS = [OFFICE, LUNCH, NIGHT, ALL_PARIS, ALWAYS, calendars.always("Australia/Lord_Howe")]


def paris(text: str) -> datetime:
    """An instant from its Paris wall clock, such as "2026-11-20 17:00"."""
    return local(text, PARIS)


def local(text: str, zone: str) -> datetime:
    """An instant from a wall clock in a zone; the first one of a repeated hour."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def utc(text: str) -> datetime:
    """An instant from its UTC clock."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(number: float) -> timedelta:
    """A length in hours."""
    return timedelta(hours=number)


# Reading the configuration


def test_days_come_as_ranges_lists_and_single_names() -> None:
    nine_to_five = ((540, 1020),)
    read = calendars.parse_hours({"sun-tue, Thu": "9:00-17:00"}, PARIS)
    assert read.week == (nine_to_five, nine_to_five, (), nine_to_five, (), (), nine_to_five)


def test_openings_that_touch_become_one_and_stand_in_order() -> None:
    read = calendars.parse_hours({"mon": "14:00-24:00, 12:00-14:00", "mon-tue": "00:00-01:30"}, PARIS)
    assert read.week[0] == ((0, 90), (720, 1440))
    assert read.week[1] == ((0, 90),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ({"monday": "09:00-18:00"}, "“monday” is not a day"),
        ({"mon-": "09:00-18:00", "-fri": "09:00-18:00"}, "“” is not a day"),
        ({"mon-fri-sun": "09:00-18:00"}, "“fri-sun” is not a day"),
        ({"mon": "9-18"}, "“9” is not a time"),
        ({"mon": "09:60-18:00"}, "“09:60” is not a time"),
        ({"mon": "09:00-24:01"}, "“24:01” is not a time"),
        ({"mon": "09:00"}, "“09:00” is not an opening"),
        ({"mon": ""}, "“” is not an opening"),
        ({"mon": "18:00-09:00"}, "ends before it starts"),
        ({"mon": "22:00-06:00"}, "across midnight as two"),
        ({"mon": "09:00-09:00"}, "ends before it starts"),
        ({"mon": "09:00-12:00, 11:00-13:00"}, "Two openings on mon overlap"),
        ({"mon-fri": "09:00-18:00", "fri": "09:00-12:00"}, "Two openings on fri overlap"),
        ({}, "name no opening"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused_in_a_sentence(text: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        calendars.parse_hours(text, PARIS)


@pytest.mark.parametrize("zone", ["Europe/Lutetia", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        calendars.parse_hours({"mon": "09:00-18:00"}, zone)


@pytest.mark.parametrize("country", ["XX", "france", "DE-ZZ", ""])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(ValueError, match="is not a country"):
        calendars.parse_hours({"mon": "09:00-18:00"}, PARIS, country)


@pytest.mark.parametrize(
    ("text", "real"),
    [("20s", timedelta(seconds=20)), ("20m", timedelta(minutes=20)), (" 4 h ", hours(4)), ("2d", hours(48))],
)
def test_a_window_is_read(text: str, real: timedelta) -> None:
    assert calendars.parse_window(text).real == real


@pytest.mark.parametrize("text", ["", "20", "m", "0h", "-1d", "1.5h", "1w", "1d 2h", "9999999d", "²h", "1H"])
def test_a_window_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a length of time|longer than ten years"):
        calendars.parse_window(text)


def test_a_window_is_written_as_it_was_read() -> None:
    assert str(calendars.parse_window(" 4 h")) == "4h"


# Open and closed


@pytest.mark.parametrize(
    ("whose", "at", "expected"),
    [
        (OFFICE, "2026-11-20 09:00", True),
        (OFFICE, "2026-11-20 08:59:59", False),
        (OFFICE, "2026-11-20 17:59:59", True),
        (OFFICE, "2026-11-20 18:00", False),
        (OFFICE, "2026-11-21 10:00", False),
        (OFFICE, "2026-05-01 10:00", False),
        (OFFICE, "2026-11-11 10:00", False),
        (OFFICE, "2026-04-06 10:00", False),
        (LUNCH, "2026-11-20 13:00", False),
        (LUNCH, "2026-11-20 14:00", True),
        (ALL_PARIS, "2026-05-01 03:00", True),
        (NEVER, "2026-11-20 10:00", False),
    ],
)
def test_who_is_open(whose: Hours, at: str, expected: bool) -> None:
    assert calendars.is_open(whose, paris(at)) is expected


def test_a_closed_day_of_the_house_is_closed() -> None:
    bridge = calendars.parse_hours(
        {"mon-fri": "09:00-18:00"}, PARIS, "FR", frozenset({date(2026, 5, 15), date(2026, 5, 18)})
    )
    assert calendars.next_opening(bridge, paris("2026-05-13 18:00")) == paris("2026-05-19 09:00")
    assert not calendars.is_working_day(bridge, date(2026, 5, 15))
    assert calendars.is_working_day(bridge, date(2026, 5, 19))


@pytest.mark.parametrize(
    ("whose", "at", "opening", "closing"),
    [
        (OFFICE, "2026-11-20 10:00", "2026-11-20 10:00", "2026-11-20 10:00"),
        (OFFICE, "2026-11-20 18:00", "2026-11-23 09:00", "2026-11-20 18:00"),
        (OFFICE, "2026-11-22 12:00", "2026-11-23 09:00", "2026-11-20 18:00"),
        (OFFICE, "2026-11-23 09:00", "2026-11-23 09:00", "2026-11-23 09:00"),
        (OFFICE, "2026-05-01 10:00", "2026-05-04 09:00", "2026-04-30 18:00"),
        (OFFICE, "2026-11-11 00:00", "2026-11-12 09:00", "2026-11-10 18:00"),
        (LUNCH, "2026-11-20 13:00", "2026-11-20 14:00", "2026-11-20 12:00"),
        (ALL_PARIS, "2026-11-22 03:00", "2026-11-22 03:00", "2026-11-22 03:00"),
        (NIGHT, "2026-11-22 00:00", "2026-11-22 00:00", "2026-11-22 00:00"),
    ],
)
def test_the_next_opening_and_the_last_closing(whose: Hours, at: str, opening: str, closing: str) -> None:
    assert calendars.next_opening(whose, paris(at)) == paris(opening)
    assert calendars.last_closing(whose, paris(at)) == paris(closing)


# Working time


@pytest.mark.parametrize(
    ("whose", "start", "working", "expected"),
    [
        (OFFICE, "2026-11-20 10:00", 4, "2026-11-20 14:00"),
        (OFFICE, "2026-11-20 16:00", 2, "2026-11-20 18:00"),
        (OFFICE, "2026-11-20 16:00", 4, "2026-11-23 11:00"),
        (OFFICE, "2026-11-21 16:00", 4, "2026-11-23 13:00"),
        (OFFICE, "2026-04-30 17:00", 2, "2026-05-04 10:00"),
        (OFFICE, "2026-11-10 17:00", 1, "2026-11-10 18:00"),
        (OFFICE, "2026-11-10 18:00", 1, "2026-11-12 10:00"),
        (LUNCH, "2026-11-20 11:00", 2, "2026-11-20 15:00"),
        (LUNCH, "2026-11-20 11:00", 1, "2026-11-20 12:00"),
        (LUNCH, "2026-11-20 17:00", 3, "2026-11-21 12:00"),
        (ALL_PARIS, "2026-10-24 22:00", 8, "2026-10-25 05:00"),
        (ALL_PARIS, "2027-03-27 22:00", 8, "2027-03-28 07:00"),
        (NIGHT, "2026-10-24 23:00", 6, "2026-10-25 04:00"),
        (NIGHT, "2027-03-27 23:00", 4, "2027-03-28 04:00"),
        (OFFICE, "2026-11-21 16:00", 0, "2026-11-21 16:00"),
    ],
)
def test_working_time_skips_nights_weekends_holidays_and_lunch(
    whose: Hours, start: str, working: float, expected: str
) -> None:
    assert calendars.add_working(whose, paris(start), hours(working)) == paris(expected)


@pytest.mark.parametrize(
    ("whose", "start", "end", "expected"),
    [
        (OFFICE, "2026-11-20 16:00", "2026-11-23 11:00", 4),
        (OFFICE, "2026-11-21 00:00", "2026-11-23 09:00", 0),
        (OFFICE, "2026-11-23 11:00", "2026-11-20 16:00", 0),
        (OFFICE, "2026-11-09 00:00", "2026-11-16 00:00", 36),
        (LUNCH, "2026-11-20 00:00", "2026-11-21 00:00", 7),
        (ALL_PARIS, "2026-10-25 00:00", "2026-10-26 00:00", 25),
        (ALL_PARIS, "2027-03-28 00:00", "2027-03-29 00:00", 23),
        (NIGHT, "2026-10-24 12:00", "2026-10-25 12:00", 9),
        (NIGHT, "2027-03-27 12:00", "2027-03-28 12:00", 7),
    ],
)
def test_working_time_between_two_instants(whose: Hours, start: str, end: str, expected: float) -> None:
    assert calendars.working_between(whose, paris(start), paris(end)) == hours(expected)


def test_working_time_counts_real_hours_for_instants_that_carry_a_zone() -> None:
    start = datetime(2026, 10, 25, tzinfo=ZoneInfo(PARIS))
    end = datetime(2026, 10, 26, tzinfo=ZoneInfo(PARIS))
    assert calendars.working_between(ALL_PARIS, start, end) == hours(25)
    assert calendars.share_at(NEVER, start, end, 0.5) == utc("2026-10-25 10:30")


def test_an_opening_inside_the_hour_that_is_left_out_does_not_happen() -> None:
    gap = calendars.parse_hours({"sun": "02:15-02:45"}, PARIS)
    assert not calendars.is_working_day(gap, date(2027, 3, 28))
    assert calendars.next_opening(gap, paris("2027-03-28 00:00")) == paris("2027-04-04 02:15")


def test_an_opening_inside_the_repeated_hour_happens_once() -> None:
    fold = calendars.parse_hours({"sun": "02:15-02:45"}, PARIS)
    assert calendars.is_open(fold, utc("2026-10-25 00:30"))
    assert not calendars.is_open(fold, utc("2026-10-25 01:30"))
    spent = calendars.working_between(fold, paris("2026-10-25 00:00"), paris("2026-10-26 00:00"))
    assert spent == timedelta(minutes=30)


def test_lord_howe_moves_by_half_an_hour() -> None:
    day = calendars.always("Australia/Lord_Howe")
    spring = (
        local("2026-10-04 00:00", "Australia/Lord_Howe"),
        local("2026-10-05 00:00", "Australia/Lord_Howe"),
    )
    autumn = (
        local("2027-04-04 00:00", "Australia/Lord_Howe"),
        local("2027-04-05 00:00", "Australia/Lord_Howe"),
    )
    assert calendars.working_between(day, *spring) == hours(23.5)
    assert calendars.working_between(day, *autumn) == hours(24.5)


@pytest.mark.parametrize(
    ("whose", "start", "end", "share", "expected"),
    [
        (OFFICE, "2026-11-20 16:00", "2026-11-23 11:00", 0.5, "2026-11-20 18:00"),
        (OFFICE, "2026-11-20 16:00", "2026-11-23 11:00", 0.75, "2026-11-23 10:00"),
        (OFFICE, "2026-11-20 16:00", "2026-11-20 20:00", 0.5, "2026-11-20 17:00"),
        (OFFICE, "2026-11-20 16:00", "2026-11-20 20:00", 1, "2026-11-20 20:00"),
        (OFFICE, "2026-11-21 10:00", "2026-11-21 14:00", 0.5, "2026-11-21 12:00"),
        (OFFICE, "2026-11-21 10:00", "2026-11-24 10:00", 0, "2026-11-21 10:00"),
        (OFFICE, "2026-11-20 16:00", "2026-11-20 15:00", 0.4, "2026-11-20 15:00"),
    ],
)
def test_the_rungs_of_a_ladder_stand_at_shares_of_working_time(
    whose: Hours, start: str, end: str, share: float, expected: str
) -> None:
    assert calendars.share_at(whose, paris(start), paris(end), share) == paris(expected)


@pytest.mark.parametrize(
    ("whose", "at", "days", "expected"),
    [
        (OFFICE, "2026-11-19 11:00", 1, "2026-11-20 11:00"),
        (OFFICE, "2026-11-20 11:00", 1, "2026-11-23 11:00"),
        (OFFICE, "2026-11-20 11:00", 2, "2026-11-24 11:00"),
        (OFFICE, "2026-11-20 19:30", 1, "2026-11-24 09:00"),
        (OFFICE, "2026-11-20 07:30", 1, "2026-11-23 09:00"),
        (OFFICE, "2026-11-20 18:00", 1, "2026-11-23 18:00"),
        (OFFICE, "2026-11-21 11:00", 1, "2026-11-23 11:00"),
        (OFFICE, "2026-11-10 11:00", 1, "2026-11-12 11:00"),
        (OFFICE, "2026-04-30 11:00", 1, "2026-05-04 11:00"),
        (OFFICE, "2026-10-23 11:00", 1, "2026-10-26 11:00"),
        (LUNCH, "2026-11-19 13:00", 1, "2026-11-20 14:00"),
        (LUNCH, "2026-11-20 17:00", 1, "2026-11-23 09:00"),
        (ALL_PARIS, "2026-10-24 02:30", 1, "2026-10-25 02:30"),
        (ALL_PARIS, "2027-03-27 02:30", 1, "2027-03-28 03:00"),
        (ALL_PARIS, "2027-03-27 02:30", 2, "2027-03-29 02:30"),
        (OFFICE, "2026-11-21 11:00", 0, "2026-11-23 09:00"),
    ],
)
def test_days_keep_the_clock_time_and_move_to_the_next_opening(
    whose: Hours, at: str, days: int, expected: str
) -> None:
    assert calendars.add_days(whose, paris(at), days) == paris(expected)


def test_one_day_later_is_one_of_days() -> None:
    assert calendars.next_day_same_time(OFFICE, paris("2026-11-20 11:00")) == paris("2026-11-23 11:00")


@pytest.mark.parametrize(
    ("whose", "start", "window", "real", "expected"),
    [
        (OFFICE, "2026-11-20 17:50", "20m", False, "2026-11-23 09:10"),
        (OFFICE, "2026-11-20 17:50", "20m", True, "2026-11-20 18:10"),
        (OFFICE, "2026-11-20 17:00", "4h", False, "2026-11-23 12:00"),
        (OFFICE, "2026-11-20 17:00", "2d", False, "2026-11-24 17:00"),
        (OFFICE, "2026-11-20 17:00", "2d", True, "2026-11-22 17:00"),
        (ALWAYS, "2026-11-22 03:00:00", "20s", False, "2026-11-22 03:00:20"),
        (OFFICE, "2026-11-20 17:59:50", "20s", False, "2026-11-23 09:00:10"),
    ],
)
def test_a_window_ends_in_working_time_unless_it_is_real(
    whose: Hours, start: str, window: str, real: bool, expected: str
) -> None:
    read = calendars.parse_window(window)
    assert calendars.add_window(whose, paris(start), read, real=real) == paris(expected)


def test_hours_that_never_open_say_so_instead_of_searching_for_ever() -> None:
    at = paris("2026-11-20 10:00")
    with pytest.raises(ValueError, match="no opening for a whole year"):
        calendars.next_opening(NEVER, at)
    with pytest.raises(ValueError, match="no opening for a whole year"):
        calendars.last_closing(NEVER, at)
    with pytest.raises(ValueError, match="no opening for a whole year"):
        calendars.add_working(NEVER, at, hours(1))
    with pytest.raises(ValueError, match="no opening for a whole year"):
        calendars.add_days(NEVER, at, 1)
    with pytest.raises(ValueError, match="no opening for a whole year"):
        calendars.next_round(PARIS, [time(9)], NEVER, at)


def test_what_makes_no_sense_is_refused() -> None:
    at = paris("2026-11-20 10:00")
    with pytest.raises(ValueError, match="cannot be negative"):
        calendars.add_working(OFFICE, at, hours(-1))
    with pytest.raises(ValueError, match="cannot be negative"):
        calendars.add_days(OFFICE, at, -1)
    with pytest.raises(ValueError, match="from 0 to 1"):
        calendars.share_at(OFFICE, at, at + hours(1), 1.2)
    with pytest.raises(ValueError, match="needs a time zone"):
        calendars.next_opening(OFFICE, at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="There are no rounds"):
        calendars.next_round(PARIS, [], OFFICE, at)


# Local clock times


@pytest.mark.parametrize(
    ("zone", "after", "weekday", "clock", "expected"),
    [
        (PARIS, "2026-11-22 12:00", 0, time(10), "2026-11-23 09:00"),
        (PARIS, "2026-11-23 08:59:59", 0, time(10), "2026-11-23 09:00"),
        (PARIS, "2026-11-23 09:00", 0, time(10), "2026-11-30 09:00"),
        (PARIS, "2026-11-23 09:00", None, time(10), "2026-11-24 09:00"),
        (PARIS, "2026-10-24 22:00", None, time(2, 30), "2026-10-25 00:30"),
        (PARIS, "2026-10-25 00:30", None, time(2, 30), "2026-10-26 01:30"),
        (PARIS, "2027-03-27 22:00", None, time(2, 30), "2027-03-28 01:00"),
        (PARIS, "2027-03-28 01:00", None, time(2, 30), "2027-03-29 00:30"),
        (PARIS, "2027-03-27 22:00", 6, time(2, 30), "2027-03-28 01:00"),
        ("America/New_York", "2026-11-01 04:00", None, time(1, 30), "2026-11-01 05:30"),
        ("America/New_York", "2026-11-01 05:30", None, time(1, 30), "2026-11-02 06:30"),
        ("America/New_York", "2027-03-14 06:00", None, time(2, 30), "2027-03-14 07:00"),
        ("Australia/Lord_Howe", "2026-10-03 15:00", None, time(2, 15), "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2027-04-03 14:00", None, time(1, 45), "2027-04-03 14:45"),
        ("Australia/Lord_Howe", "2027-04-03 14:45", None, time(1, 45), "2027-04-04 15:15"),
        ("America/Nuuk", "2027-03-28 00:00", None, time(23, 30), "2027-03-28 01:00"),
        ("America/Nuuk", "2027-03-28 01:00", None, time(23, 30), "2027-03-29 00:30"),
        ("Pacific/Apia", "2011-12-29 20:00", None, time(9), "2011-12-30 19:00"),
        ("Pacific/Apia", "2011-12-29 20:00", 4, time(9), "2012-01-05 19:00"),
    ],
)
def test_a_local_clock_time_comes_once_a_local_day(
    zone: str, after: str, weekday: int | None, clock: time, expected: str
) -> None:
    assert calendars.next_local(zone, utc(after), weekday, clock) == utc(expected)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-11-20 08:00", "2026-11-20 08:30"),
        ("2026-11-20 08:30", "2026-11-20 11:45"),
        ("2026-11-20 19:00", "2026-11-23 08:30"),
        ("2026-11-10 19:00", "2026-11-12 08:30"),
        ("2026-04-30 18:30", "2026-05-04 08:30"),
    ],
)
def test_rounds_are_held_on_working_days_even_outside_the_opening_hours(after: str, expected: str) -> None:
    rounds = [time(18, 30), time(8, 30), time(11, 45)]
    assert calendars.next_round(PARIS, rounds, OFFICE, paris(after)) == paris(expected)


def test_rounds_follow_the_zone_of_the_person_and_the_days_of_the_department() -> None:
    after = local("2026-11-20 15:30", "Europe/London")
    expected = local("2026-11-23 09:15", "Europe/London")
    assert calendars.next_round("Europe/London", [time(9, 15), time(15)], OFFICE, after) == expected


def test_a_day_that_a_zone_left_out_has_no_round() -> None:
    """In Samoa 30 December 2011 did not happen; a round in the middle of it would come on the 31st."""
    after = local("2011-12-29 18:00", "Pacific/Apia")
    samoa = calendars.parse_hours({"mon-fri": "09:00-18:00"}, "Europe/Paris")
    expected = local("2012-01-02 09:15", "Pacific/Apia")
    assert calendars.next_round("Pacific/Apia", [time(9, 15)], samoa, after) == expected


@pytest.mark.parametrize("clock", [time(0), time(2, 30)])
def test_every_zone_has_exactly_one_occurrence_a_local_day(clock: time) -> None:
    """`make chaos` looks at ten years."""
    zones = every_zone()
    assert len(zones) > 300
    year = date(2026, 3, 1), date(2027, 3, 1)
    assert {zone: days for zone in zones if (days := missed_or_doubled(zone, *year, clock))} == {}


# What holds for every case

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(0), timedelta(days=6))
any_hours = st.sampled_from(EVERY_HOURS)
few = settings(max_examples=150, deadline=None)


@few
@given(any_hours, instants, lengths)
def test_what_is_added_can_be_counted_back(whose: Hours, start: datetime, working: timedelta) -> None:
    end = calendars.add_working(whose, start, working)
    assert calendars.working_between(whose, start, end) == working


@few
@given(any_hours, instants, lengths, lengths)
def test_more_working_time_never_ends_earlier(
    whose: Hours, start: datetime, less: timedelta, more: timedelta
) -> None:
    less, more = sorted((less, more))
    assert calendars.add_working(whose, start, less) <= calendars.add_working(whose, start, more)


@few
@given(any_hours, instants, instants, lengths)
def test_who_starts_later_ends_later(whose: Hours, a: datetime, b: datetime, working: timedelta) -> None:
    first, second = sorted((a, b))
    assert calendars.add_working(whose, first, working) <= calendars.add_working(whose, second, working)


@few
@given(any_hours, instants, instants, instants)
def test_working_time_adds_up(whose: Hours, a: datetime, b: datetime, c: datetime) -> None:
    first, second, third = sorted((a, b, c))
    whole = calendars.working_between(whose, first, third)
    parts = calendars.working_between(whose, first, second), calendars.working_between(whose, second, third)
    assert whole == sum(parts, timedelta(0))


@few
@given(any_hours, instants)
def test_at_is_between_the_last_closing_and_the_next_opening(whose: Hours, at: datetime) -> None:
    closing, opening = calendars.last_closing(whose, at), calendars.next_opening(whose, at)
    assert closing <= at <= opening
    assert calendars.is_open(whose, opening)
    assert calendars.is_open(whose, at) is (closing == at == opening) or closing == at < opening
    assert calendars.working_between(whose, closing, opening) == timedelta(0)


@few
@given(any_hours, instants, instants)
def test_rungs_stand_in_order_inside_their_window(whose: Hours, a: datetime, b: datetime) -> None:
    start, end = sorted((a, b))
    rungs = [calendars.share_at(whose, start, end, share) for share in (0, 0.4, 0.5, 0.75, 0.8, 1)]
    assert all(earlier <= later for earlier, later in pairwise(rungs))
    assert rungs[-1] == end
    assert start == end or rungs[0] == start


@few
@given(any_hours, instants, st.integers(0, 10))
def test_a_due_time_in_days_is_open_or_a_closing(whose: Hours, at: datetime, days: int) -> None:
    due = calendars.add_days(whose, at, days)
    assert due >= at
    assert due == calendars.last_closing(whose, due)
