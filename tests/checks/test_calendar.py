from datetime import date

import pytest

from coach.checks import calendar


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, (3, 22)),
        (1943, (4, 25)),
        (2000, (4, 23)),
        (2024, (3, 31)),
        (2026, (4, 5)),
        (2027, (3, 28)),
        (2038, (4, 25)),
    ],
)
def test_easter_is_the_churchs(year, day):
    assert calendar.easter_sunday(year) == date(year, *day)


@pytest.mark.parametrize(("year", "day"), [(2020, 19), (2024, 21), (2026, 19), (2027, 25), (2031, 20)])
def test_midsummer_eve_is_a_friday_from_the_19th(year, day):
    eve = calendar.midsummer_eve(year)
    assert (eve.day, eve.weekday()) == (day, 4)


@pytest.mark.parametrize(
    ("year", "day"), [(2022, (11, 27)), (2023, (12, 3)), (2026, (11, 29)), (2028, (12, 3))]
)
def test_first_advent_is_the_fourth_sunday_before_christmas(year, day):
    assert calendar.first_advent(year) == date(year, *day)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 17), 12, date(2027, 8, 17)),
        (date(2026, 3, 15), -3, date(2025, 12, 15)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_months_last(day, months, end):
    assert calendar.add_months(day, months) == end


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2026, 11, 25), 1, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 25), 10, date(2026, 12, 9)),
        (date(2026, 11, 29), 5, date(2026, 12, 4)),
    ],
)
def test_working_days_skip_the_weekend(day, count, end):
    assert calendar.add_working_days(day, count) == end


def test_a_weekday_said_on_that_day_is_a_week_ahead():
    assert calendar.next_weekday(date(2026, 11, 25), 2) == date(2026, 12, 2)


def test_iso_week_53_exists_only_in_long_years():
    assert calendar.week_sunday(2026, 53) == date(2027, 1, 3)
    with pytest.raises(ValueError, match="53"):
        calendar.week_sunday(2027, 53)


@pytest.mark.parametrize(
    ("nth", "day"), [(1, date(2027, 5, 7)), (3, date(2027, 5, 21)), (-1, date(2027, 5, 28))]
)
def test_the_nth_weekday_of_a_month(nth, day):
    assert calendar.nth_weekday(2027, 5, 4, nth) == day


def test_the_last_working_day_of_a_month_that_ends_on_a_sunday():
    assert calendar.last_working_day(2027, 1) == date(2027, 1, 29)


def test_months_run_over_the_turn_of_the_year():
    assert calendar.month_end(2026, 14) == date(2027, 2, 28)
    assert calendar.month_start(2026, 0) == date(2025, 12, 1)
    assert [calendar.quarter_of(date(2026, m, 1)) for m in (1, 3, 4, 12)] == [1, 1, 2, 4]
    assert calendar.this_sunday(date(2026, 11, 29)) == date(2026, 11, 29)
