"""Rules that name periods: weeks, months, quarters, halves, seasons, terms, years, lengths of time."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from coach.checks.calendar import (
    DAY,
    add_months,
    add_working_days,
    month_end,
    month_start,
    quarter_of,
    this_sunday,
    week_sunday,
)
from coach.checks.dates.days import Resolver, group, month_number, weeks_ahead, written_year, years
from coach.checks.dates.grammar import Grammar
from coach.checks.dates.period import Period, one_day

_SEASON_START = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
# Days or months that one unit lasts; a sprint is taken to be two weeks.
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "sprint": 14}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}


def months_of(year: int, month: int, count: int) -> Period:
    """Return the period of ``count`` whole months."""
    return Period(month_start(year, month), month_end(year, month + count - 1))


def week(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """Week 24 and weeks 8–10, by ISO."""
    number, first = int(match["w"]), int(group(match, "w1") or match["w"])
    this = today.isocalendar().year
    written = written_year(match, today)
    for year in (this, this + 1) if written is None else (written,):
        try:
            yield Period(week_sunday(year, first) - 6 * DAY, week_sunday(year, number))
        except ValueError:
            continue


def week_relative(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """This week, next week, the one after; a working week ends on Friday."""
    sunday = this_sunday(today) + timedelta(weeks=weeks_ahead(group(match, "rel")))
    yield Period(sunday - 6 * DAY, sunday - 2 * DAY * bool(group(match, "work")))


def weekend(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """This weekend, next weekend."""
    low = match["rel"].lower()
    sunday = this_sunday(today) + timedelta(weeks=int("nästa" in low or "next" in low))
    yield Period(sunday - DAY, sunday)


def month(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """March, March 2027."""
    number = month_number(match["m"], words)
    return (months_of(year, number, 1) for year in years(match, today))


def _ahead(match: re.Match[str]) -> int:
    low = group(match, "rel", "next").lower()
    return 2 if "efter nästa" in low or "after next" in low else int(bool(low))


def month_relative(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """This month, next month, the turn of the month."""
    yield months_of(today.year, today.month + _ahead(match), 1)


def _ordinal(text: str, words: Grammar, last: int) -> int:
    if text[:1].isdecimal():
        return int(text[0])
    return int(words.value("ordinals", text) or last)


def quarter(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """Q2, the second quarter of 2027, the last quarter."""
    number = _ordinal(group(match, "q", "qo"), words, 4)
    options = (today.year + 1,) if _next_years(match) else years(match, today)
    return (months_of(year, 3 * number - 2, 3) for year in options)


def _next_years(match: re.Match[str]) -> bool:
    return match[0].lower().startswith("nästa års")


def quarter_relative(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """This quarter, next quarter."""
    yield months_of(today.year, 3 * (quarter_of(today) + _ahead(match)) - 2, 3)


def half_year(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """H1, the second half-year."""
    number = _ordinal(group(match, "h", "ho"), words, 2)
    return (months_of(year, 6 * number - 5, 6) for year in years(match, today))


def half_year_turn(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """30 June."""
    return (one_day(date(year, 6, 30)) for year in years(match, today))


def half_year_relative(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """This half-year, the next."""
    yield months_of(today.year, 6 * ((today.month > 6) + _ahead(match)) + 1, 6)


def year_turn(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """31 December, of the first year in "2026/2027"."""
    for year in years(match, today):
        end = date(year, 12, 31)
        yield Period(end, end, before=end)


def year(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """2027."""
    yield months_of(int(match["y"]), 1, 12)


def year_relative(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """This year, next year."""
    yield months_of(today.year + _ahead(match), 1, 12)


def season(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """Three months each, from March; "by summer" is before it begins."""
    name = words.value("seasons", match["name"])
    for option in years(match, today):
        period = months_of(option, _SEASON_START[name], 3)
        early = words.lang == "en" or name == "summer"
        yield Period(period.start, period.end, by=period.start - DAY if early else None)


def term(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """The spring term ends with June, the autumn term with December, the school year with June."""
    if group(match, "vt", "ht"):
        first = 1 if group(match, "vt") else 7
        return (months_of(option, first, 6) for option in years(match, today))
    if group(match, "school"):
        return (months_of(option - 1, 7, 12) for option in years(match, today))
    return iter([months_of(today.year, 6 * ((today.month > 6) + bool(group(match, "next"))) + 1, 6)])


def length(match: re.Match[str], words: Grammar, today: date) -> Iterator[Period]:
    """Within six months, in two weeks, over the next 90 days: counted from today."""
    found = match.groupdict()
    if bare := (found.get("bare") or ""):
        yield from _bare(bare, words, today)
        return
    if not found.get("n"):
        yield Period(today, today + timedelta(weeks=1))
        return
    unit = words.value("units", match["unit"])
    end = after(today, amount(match, words), unit)
    if match[0].lower().endswith("tomorrow"):
        end += DAY
    yield Period(today, end)


def _bare(word: str, words: Grammar, today: date) -> Iterator[Period]:
    # "Det närmaste året", "the coming quarter": one such length from today.
    forms = {"veckan": "week", "månaden": "month", "kvartalet": "quarter", "halvåret": "half", "året": "year"}
    unit = forms.get(word.lower()) or words.value("units", word)
    yield Period(today, after(today, 1, unit))


def amount(match: re.Match[str], words: Grammar) -> float:
    """Return the number of units; a half counts 0.5."""
    text = match["n"].lower().replace(",", ".")
    if re.fullmatch(r"[0-9.]+", text):
        number = float(text)
    elif "halvannat" in text:
        number = 1.5
    else:
        number = float(words.value("numbers", text) or 0.5)
    return number + 0.5 * bool(group(match, "half", "half2"))


def after(day: date, number: float, unit: str) -> date:
    """Return the day ``number`` units later.

    Raises:
        OverflowError: The day is outside the years 1–9999.
        ValueError: Likewise, for months and years.
    """
    if unit == "workday":
        return add_working_days(day, int(number + 0.5))
    if unit in _DAYS:
        return day + timedelta(days=int(number * _DAYS[unit] + 0.5 * (unit != "hour")))
    months = number * _MONTHS[unit]
    return add_months(day, int(months)) + timedelta(days=15 if months % 1 else 0)


SPANS: dict[str, Resolver] = {
    "week": week,
    "week-relative": week_relative,
    "weekend": weekend,
    "month": month,
    "month-relative": month_relative,
    "quarter": quarter,
    "quarter-relative": quarter_relative,
    "half-year": half_year,
    "half-year-turn": half_year_turn,
    "half-year-relative": half_year_relative,
    "year-turn": year_turn,
    "year": year,
    "year-relative": year_relative,
    "season": season,
    "term": term,
    "within": length,
    "from-now": length,
    "coming": length,
}
