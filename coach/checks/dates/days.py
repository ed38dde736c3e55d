"""Rules that name single days: dates in every notation, weekdays, feast days."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from coach.checks.calendar import (
    DAY,
    easter_sunday,
    first_advent,
    last_working_day,
    midsummer_eve,
    month_end,
    next_weekday,
    nth_weekday,
    this_sunday,
)
from coach.checks.dates.grammar import Grammar
from coach.checks.dates.period import Period, one_day
from coach.domain.text import Lang

Resolver = Callable[[re.Match[str], Grammar, date], Iterator[Period]]


def group(match: re.Match[str], *names: str) -> str:
    """Return the first of these groups that the pattern has and that matched, or ""."""
    found = match.groupdict()
    return next((found[name] for name in names if found.get(name)), "")


def written_year(match: re.Match[str], today: date) -> int | None:
    """Return the year that stands in the expression, or None; "next year" counts as written."""
    text = group(match, "y", "y2", "next").lower().strip("'").strip()
    if match.groupdict().get("next") is not None:
        return today.year + 1
    if not text:
        return None
    if text.isdecimal():
        return int(text) + (2000 if len(text) <= 2 else 0)
    is_next = any(word in text for word in ("nästa", "nästkommande", "next", "coming"))
    return today.year + is_next


def years(match: re.Match[str], today: date) -> tuple[int, ...]:
    """Return the written year, or the years in which the expression may come next."""
    written = written_year(match, today)
    if written is not None:
        return (written,)
    # Eight years on, as 29 February may be as far away.
    return tuple(range(today.year - 1, today.year + 9))


def day_number(text: str, words: Grammar) -> int:
    """Return the day of the month that digits or an ordinal name; 0 when none."""
    digits = re.match(r"[0-9]{1,2}", text)
    return int(digits[0]) if digits else int(words.value("ordinals", text) or 0)


def month_number(text: str, words: Grammar) -> int:
    """Return 1 to 12, or 0 when the word is no month."""
    return int(words.value("months", text) or 0)


def weekday_number(text: str, words: Grammar) -> int:
    """Return 0 (Monday) to 6."""
    return int(words.value("weekdays", text) or words.value("weekdays_short", text) or 0)


def _dates(match: re.Match[str], today: date, month: int, day: int) -> Iterator[Period]:
    for year in years(match, today):
        try:
            yield one_day(date(year, month, day))
        except ValueError:
            continue


def iso(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """2027-06-30 and 270630."""
    return _dates(match, today, int(match["mo"]), int(match["d"]))


def numeric(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """15/3: day and month in Swedish; in English only where one order is possible."""
    first, second = int(match["d"]), int(match["mo"])
    if words.lang == "en":
        if first <= 12 and second <= 12 and first != second and group(match, "s") != ".":
            return iter(())
        if second > 12:
            first, second = second, first
    return _dates(match, today, second, first)


def day_month(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """15 March, March 15th 2027, fredag den 14 mars."""
    return _dates(match, today, month_number(match["m"], words), day_number(match["d"], words))


def day_range(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """1–15 March."""
    first = day_number(match["d1"], words)
    for period in day_month(match, words, today):
        if first <= period.end.day:
            yield Period(period.end.replace(day=max(first, 1)), period.end)


def day_of_month(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """The 15th: this month's or the next."""
    day, rel = day_number(match["d"], words), group(match, "rel").lower()
    shifts = (1,) if "nästa" in rel or "next" in rel or "nästkommande" in rel else (0,) if rel else range(14)
    for shift in shifts:
        end = month_end(today.year, today.month + shift)
        if 1 <= day <= end.day:
            yield one_day(end.replace(day=day))


def nth(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """The second Tuesday in May, the last Friday of March."""
    which = int(words.value("ordinals", match["nth"]) or -1)
    month, weekday = month_number(match["m"], words), weekday_number(match["wd"], words)
    return (one_day(nth_weekday(year, month, weekday, which)) for year in years(match, today))


def week_of_month(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """The first or last week of March: as in ISO, the one that holds the first or last Thursday."""
    which = int(words.value("ordinals", match["nth"]) or -1)
    month = month_number(match["m"], words)
    for year in years(match, today):
        thursday = nth_weekday(year, month, 3, which)
        yield Period(thursday - 3 * DAY, thursday + 3 * DAY)


def last(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """The last day, or the last working day, of a month."""
    month = month_number(match["m"], words)
    end = last_working_day if group(match, "work") else month_end
    return (one_day(end(year, month)) for year in years(match, today))


def relative_day(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """Today, tomorrow, the day after."""
    yield one_day(today + int(words.value("relative_days", match["name"]) or 0) * DAY)


def weekday(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """The next such day after today; "Friday week" is one week later."""
    weeks = 0
    if group(match, "later"):
        weeks = int(words.value("numbers", group(match, "n")) or group(match, "n") or 1)
    yield one_day(next_weekday(today, weekday_number(match["wd"], words)) + timedelta(weeks=weeks))


def weekday_of_week(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """Wednesday of week 24, Tuesday next week, in two weeks on Monday."""
    day = weekday_number(match["wd"], words)
    if week := group(match, "w"):
        year = today.isocalendar().year
        for option in (written_year(match, today) or year, *((year + 1,) * (not group(match, "y")))):
            try:
                yield one_day(date.fromisocalendar(option, int(week), day + 1))
            except ValueError:
                continue
        return
    count = group(match, "n")
    ahead = int(words.value("numbers", count) or count) if count else weeks_ahead(group(match, "rel"))
    yield one_day(this_sunday(today) + timedelta(weeks=ahead, days=day - 6))


def weeks_ahead(phrase: str) -> int:
    """Return 0 for this week, 1 for the next, 2 for the one after."""
    low = phrase.lower()
    if "efter nästa" in low or "nästnästa" in low or "after next" in low:
        return 2
    return int(not any(word in low for word in ("den här", "denna", "this", "current")) and bool(low))


def holiday(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """Feast days: "before" is the day before, Christmas begins on the 24th."""
    name = words.value("holidays", match["name"])
    return (_FEASTS[name](year, words.lang) for year in years(match, today))


def _fixed(month: int, day: int) -> Callable[[int, Lang], Period]:
    return lambda year, lang: one_day(date(year, month, day))


def _from_easter(days: int) -> Callable[[int, Lang], Period]:
    return lambda year, lang: one_day(easter_sunday(year) + timedelta(days=days))


def _nth(month: int, weekday: int, which: int) -> Callable[[int, Lang], Period]:
    return lambda year, lang: one_day(nth_weekday(year, month, weekday, which))


def _christmas(year: int, lang: Lang) -> Period:
    return Period(date(year, 12, 24), date(year, 12, 26), by=date(year, 12, 24))


def _new_year(year: int, lang: Lang) -> Period:
    eve = date(year, 12, 31)
    return Period(eve, eve + DAY if year < 9999 else eve, by=eve, before=eve)


def _easter(year: int, lang: Lang) -> Period:
    sunday = easter_sunday(year)
    return Period(sunday, sunday + DAY, by=sunday)


def _midsummer(year: int, lang: Lang) -> Period:
    eve = midsummer_eve(year)
    return Period(eve, eve + DAY, by=eve)


def _midsummer_day(year: int, lang: Lang) -> Period:
    # Midsummer Day is 24 June in England, a Saturday in Sweden.
    return one_day(midsummer_eve(year) + DAY if lang == "sv" else date(year, 6, 24))


_FEASTS: dict[str, Callable[[int, Lang], Period]] = {
    "christmas": _christmas,
    "christmas-eve": _fixed(12, 24),
    "christmas-day": _fixed(12, 25),
    "boxing-day": _fixed(12, 26),
    "new-year": _new_year,
    "new-year-eve": _fixed(12, 31),
    "new-year-day": _fixed(1, 1),
    "epiphany": _fixed(1, 6),
    "easter": _easter,
    "maundy-thursday": _from_easter(-3),
    "good-friday": _from_easter(-2),
    "easter-eve": _from_easter(-1),
    "easter-day": _from_easter(0),
    "easter-monday": _from_easter(1),
    "ascension": _from_easter(39),
    "pentecost": _from_easter(49),
    "valborg": _fixed(4, 30),
    "national-day": _fixed(6, 6),
    "midsummer": _midsummer,
    "midsummer-eve": lambda year, lang: one_day(midsummer_eve(year)),
    "midsummer-day": _midsummer_day,
    "all-saints": lambda year, lang: one_day(next_weekday(date(year, 10, 30), 5)),
    "halloween": _fixed(10, 31),
    "advent": lambda year, lang: one_day(first_advent(year)),
    "lucia": _fixed(12, 13),
    "valentine": _fixed(2, 14),
    "thanksgiving": _nth(11, 3, 4),
    "may-day": _nth(5, 0, 1),
    "spring-bank": _nth(5, 0, -1),
    "august-bank": _nth(8, 0, -1),
    "labor-day": _nth(9, 0, 1),
    "memorial-day": _nth(5, 0, -1),
    "independence-day": _fixed(7, 4),
    "st-patrick": _fixed(3, 17),
    "bonfire": _fixed(11, 5),
}
DAYS: dict[str, Resolver] = {
    "iso": iso,
    "compact-date": iso,
    "numeric-date": numeric,
    "numeric-day-month": numeric,
    "day-range": day_range,
    "day-month": day_month,
    "day-of-month": day_of_month,
    "nth-weekday": nth,
    "week-of-month": week_of_month,
    "last-day": last,
    "holiday": holiday,
    "relative-day": relative_day,
    "weekday-of-week": weekday_of_week,
    "weekday": weekday,
}
