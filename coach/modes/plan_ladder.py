"""What keeps a plan's ladder true: windows, no child after its parent, a check-in before each deadline."""

import datetime
from collections.abc import Iterable, Sequence

from coach.checks.calendar import add_months, month_end, next_weekday, nth_weekday
from coach.domain.plan import CheckIns, Level, Rung

_WINDOW = {"long": (36, 60), "short": (6, 12)}
"""Months from today: three to five years, six to twelve months."""
_NEAR = 7
"""Days before a deadline where a check-in belongs."""
_ENOUGH = 14
"""A check-in so many days before a deadline, or fewer, is near enough."""
_MOST = 60
DAY = datetime.timedelta(days=1)


def window(level: Level, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day a goal of this level may have.

    Whole months count for the short ones and whole years at the far end of the long ones, as people say
    "by June" and "in 2031"; below them a rung may have any day from today on.
    """
    if level not in _WINDOW:
        return today, datetime.date.max
    first, last = (add_months(today, months) for months in _WINDOW[level])
    if level == "long":
        return first, datetime.date(last.year, 12, 31)
    return first.replace(day=1), month_end(last.year, last.month)


def outside(rung: Rung, today: datetime.date) -> bool:
    """Return whether a goal's day lies outside its window; what is done or has no day does not."""
    if rung.day is None or rung.status != "open" or rung.level not in _WINDOW:
        return False
    first, last = window(rung.level, today)
    return not first <= rung.day <= last


def above(rungs: Sequence[Rung], at: int) -> int | None:
    """Return the nearest rung above one that has a day."""
    seen = {at}
    up = rungs[at].parent
    while up is not None and up not in seen:
        if rungs[up].day is not None and rungs[up].status != "dropped":
            return up
        seen.add(up)
        up = rungs[up].parent
    return None


def late(rungs: Sequence[Rung], at: int) -> bool:
    """Return whether an open rung ends after the one it leads to."""
    rung, up = rungs[at], above(rungs, at)
    if rung.day is None or rung.status != "open" or up is None:
        return False
    limit = rungs[up].day
    return limit is not None and rung.day > limit


def ordered(rungs: Sequence[Rung]) -> list[int]:
    """Return the steps as they are shown: goal by goal, what leads to a milestone after it."""

    def below(parent: int | None) -> list[int]:
        found = [
            at for at, r in enumerate(rungs) if r.parent == parent and r.level in ("milestone", "action")
        ]
        return [each for at in found if rungs[at].status != "dropped" for each in (at, *below(at))]

    goals: list[int | None] = [at for at, r in enumerate(rungs) if r.level == "short"]
    return [at for goal in (*goals, None) for at in below(goal)]


def series(today: datetime.date, rhythm: CheckIns, last: datetime.date | None) -> tuple[datetime.date, ...]:
    """Return the days of a rhythm up to the last deadline, on the person's weekday or a working day."""
    weeks = rhythm.every_weeks
    if not weeks or last is None:
        return ()
    if rhythm.nth and rhythm.weekday is not None:
        months = (add_months(today.replace(day=1), n) for n in range(_MOST))
        named = (nth_weekday(month.year, month.month, rhythm.weekday, rhythm.nth) for month in months)
        return tuple(day for day in named if today < day < last)
    start = working_day(today + weeks * 7 * DAY, today)
    if rhythm.weekday is not None:
        start = next_weekday(today + (weeks - 1) * 7 * DAY, rhythm.weekday)
    days = (start + n * weeks * 7 * DAY for n in range(_MOST))
    return tuple(day for day in days if day < last)


def check_ins(
    today: datetime.date, deadlines: Iterable[datetime.date], known: Sequence[datetime.date] = ()
) -> tuple[datetime.date, ...]:
    """Return days to look at the plan: the known ones, and one more wherever a deadline has none before it.

    Args:
        today: The first day is tomorrow.
        deadlines: The days of the open rungs; one today or tomorrow leaves no day before it.
        known: Days already agreed.
    """
    found = {day for day in known if day > today}
    for deadline in sorted(set(deadlines)):
        near = [day for day in found if deadline - _ENOUGH * DAY <= day < deadline]
        room = (deadline - today).days
        if near or room < 2:
            continue
        ahead = room - _NEAR if room > 2 * _NEAR else room // 2
        found.add(working_day(today + ahead * DAY, today))
    return tuple(sorted(found))


def proposals(deadline: datetime.date) -> tuple[datetime.date, ...]:
    """Return the days that ``check_ins`` may propose before a deadline that is no fortnight away any more."""
    early = deadline - _NEAR * DAY
    return early, early - max(0, early.weekday() - 4) * DAY


def working_day(day: datetime.date, today: datetime.date) -> datetime.date:
    """Return the day, or the Friday before a weekend; never today or earlier."""
    friday = day - max(0, day.weekday() - 4) * DAY
    return friday if friday > today else max(day, today + DAY)
