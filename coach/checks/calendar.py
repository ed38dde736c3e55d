"""The arithmetic of the calendar: ends of months and quarters, ISO weeks, Easter, Midsummer."""

import calendar
from datetime import date, timedelta

DAY = timedelta(days=1)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month; months past December run on into the next year.

    Raises:
        ValueError: The year is outside 1–9999.
    """
    first = month_start(year, month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_start(year: int, month: int) -> date:
    """Return the first day of a month; months below 1 or past 12 run on into other years.

    Raises:
        ValueError: The year is outside 1–9999.
    """
    carry, index = divmod(month - 1, 12)
    return date(year + carry, index + 1, 1)


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the month's last where it has no such day.

    Raises:
        ValueError: The year is outside 1–9999.
    """
    end = month_end(day.year, day.month + months)
    return end.replace(day=min(day.day, end.day))


def add_working_days(day: date, count: int) -> date:
    """Return the day ``count`` Mondays to Fridays later; public holidays are not known here.

    Raises:
        OverflowError: The day is outside the years 1–9999.
    """
    weeks, rest = divmod(count, 5)
    # A count begun on a weekend begins on the Friday before it.
    day += timedelta(weeks=weeks) - DAY * max(0, day.weekday() - 4)
    return day + DAY * (rest if day.weekday() + rest < 5 else rest + 2)


def next_weekday(after: date, weekday: int) -> date:
    """Return the first Monday (0) … Sunday (6) later than ``after``: a week ahead on that very day.

    Raises:
        OverflowError: The day is outside the years 1–9999.
    """
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the first (1), second … or last (-1) such weekday of a month.

    Raises:
        ValueError: The month has no such day.
    """
    if nth < 0:
        end = month_end(year, month)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = month_start(year, month)
    return first.replace(day=1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def last_working_day(year: int, month: int) -> date:
    """Return a month's last Monday to Friday.

    Raises:
        ValueError: The year is outside 1–9999.
    """
    end = month_end(year, month)
    return end - timedelta(days=max(0, end.weekday() - 4))


def quarter_of(day: date) -> int:
    """Return 1 to 4."""
    return (day.month + 2) // 3


def week_sunday(year: int, week: int) -> date:
    """Return the last day of an ISO week.

    Raises:
        ValueError: The year has no such week.
    """
    return date.fromisocalendar(year, week, 7)


def this_sunday(day: date) -> date:
    """Return the last day of the ISO week ``day`` lies in.

    Raises:
        OverflowError: The day is outside the years 1–9999.
    """
    return day + timedelta(days=6 - day.weekday())


def easter_sunday(year: int) -> date:
    """Return Easter Sunday by the Gregorian rule (Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, over = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    four, left = divmod(rest, 4)
    sunday = (32 + 2 * over + 2 * four - moon - left) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def midsummer_eve(year: int) -> date:
    """Return the Friday that falls on 19–25 June."""
    return next_weekday(date(year, 6, 18), 4)


def first_advent(year: int) -> date:
    """Return the fourth Sunday before Christmas Day."""
    eve = date(year, 12, 24)
    return eve - timedelta(days=(eve.weekday() + 1) % 7 + 21)
