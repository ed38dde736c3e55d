"""Periods, and which day of one is the last that keeps a deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coach.checks.calendar import DAY, month_end

# Days in a month, on average.
_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Period:
    """The days a time expression names, and the two where custom differs from arithmetic."""

    start: date
    end: date
    by: date | None = None
    """The last day for "by X", where it is not the period's last."""
    before: date | None = None
    """The last day for "before X", where it is not the day before the first."""

    @property
    def length(self) -> int:
        """Its number of days."""
        return (self.end - self.start).days + 1


def one_day(day: date) -> Period:
    """Return the period of a single day."""
    return Period(day, day)


def last_day(period: Period, cue: str, part: str) -> date:
    """Return the last day that keeps a deadline at this part of a period.

    Args:
        period: The days named.
        cue: "before", "limit" or another.
        part: "end", "mid", "early", "half", "week" or "" for the whole.

    Raises:
        OverflowError: The day is outside the years 1–9999.
    """
    if part == "end":
        return period.end
    if part == "week":
        return period.start + timedelta(days=6 - period.start.weekday())
    if part:
        if cue == "before" and part == "early":
            return period.start - DAY
        return _within(period, part) - (DAY if cue == "before" else timedelta())
    if cue == "before":
        return period.before or period.start - DAY
    return period.by if cue == "limit" and period.by else period.end


def _within(period: Period, part: str) -> date:
    """Return mid-March the 15th, early March the 10th, mid-week Wednesday, mid-year 30 June."""
    start, months = period.start, round(period.length / _MONTH)
    if months > 1:
        if part == "early":
            return month_end(start.year, start.month + max(1, months // 4) - 1)
        # The middle of an odd number of months lies within one of them, else between two.
        end = month_end(start.year, start.month + (months - 1) // 2)
        return end.replace(day=15) if months % 2 else end
    days = (1, 2) if period.length <= 7 else (9, 14)
    return start + timedelta(days=min(period.length - 1, days[part != "early"]))


def first_after(options: Iterable[Period], floor: date, cue: str, part: str) -> tuple[Period, date] | None:
    """Return the first option whose last day is not before ``floor``, or else the last, with that day."""
    last = None
    for period in options:
        try:
            last = period, last_day(period, cue, part)
        except OverflowError:
            return None
        if last[1] >= floor:
            return last
    return last
