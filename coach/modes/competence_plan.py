"""The rows of the development plan: each answer read, and what can't be asked about once more."""

import calendar
import datetime
import re
from dataclasses import replace

from coach.checks.dates import find_dates
from coach.checks.numbers import value_of
from coach.domain.competence import PlanRow
from coach.domain.text import Lang
from coach.modes.competence_levels import marks
from coach.modes.competence_names import tidy
from coach.modes.phrasebook import answers, cue

STEPS = ("target", "activity", "support", "proof", "due", "check_in")
"""What a row is asked for, in order."""
_MODE = "competence"
_SHORT = 2000
"""Characters of an answer that a level or a day is looked for in."""


def lacks(row: PlanRow) -> str:
    """Return what a row is still to be asked for, "" when nothing."""
    return next((key for key in STEPS if _wanted(row, key)), "")


def _wanted(row: PlanRow, key: str) -> bool:
    if key in row.given_up or (key == "check_in" and row.due is None):
        return False
    return getattr(row, key) in (None, "")


def now(row: PlanRow) -> int | None:
    """Return the level a target is held against: the lower of the two that are put."""
    return min((level for level in (row.own, row.manager) if level is not None), default=None)


def taken(row: PlanRow, key: str, text: str, lang: Lang, today: datetime.date) -> tuple[PlanRow, str, str]:
    """Return the row with an answer, and which note to ask it again with and what that note names.

    The note is "" when the answer was taken.
    """
    if key in ("target", "due", "check_in"):
        # A level or a day is a short answer; of a long one the beginning is read.
        text = text[:_SHORT]
    if key == "target":
        return _target(row, text, lang)
    if key in ("due", "check_in"):
        return _day(row, key, text, lang, today)
    lead = cue(_MODE, lang, "lead").match(text.lower())
    words = tidy(text[lead.end() :] if lead else text)
    return (_told(row, key, words) if words else given_up(row, key)), "", ""


def _told(row: PlanRow, key: str, words: str) -> PlanRow:
    if key == "activity":
        return replace(row, activity=words)
    return replace(row, support=words) if key == "support" else replace(row, proof=words)


def given_up(row: PlanRow, key: str) -> PlanRow:
    """Return the row without hope of an answer to ``key``."""
    return replace(row, given_up=row.given_up | {key})


def _target(row: PlanRow, text: str, lang: Lang) -> tuple[PlanRow, str, str]:
    lowest = now(row)
    if answers(_MODE, lang, "same", text) and lowest is not None:
        return replace(row, target=max(x for x in (row.own, row.manager) if x is not None)), "", ""
    found = marks(text, lang)
    if not found:
        return row, "no_level", ""
    mark = found[-1]
    if mark.level is None:
        return row, {"two": "half"}.get(mark.kind, mark.kind), mark.words
    if lowest is not None and mark.level < lowest:
        return row, "below", mark.words
    return replace(row, target=mark.level), "", ""


def _day(row: PlanRow, key: str, text: str, lang: Lang, today: datetime.date) -> tuple[PlanRow, str, str]:
    day = _resolved(row, key, text, lang, today)
    if day is None:
        return row, "no_day", ""
    if day < today:
        return row, "past", day.isoformat()
    if key == "check_in" and row.due and day >= row.due:
        return row, "late", day.isoformat()
    return (replace(row, due=day) if key == "due" else replace(row, check_in=day)), "", ""


def _resolved(row: PlanRow, key: str, text: str, lang: Lang, today: datetime.date) -> datetime.date | None:
    if key == "check_in" and row.due:
        low = text.lower()
        if cue(_MODE, lang, "halfway").search(low):
            return _workday(today + (row.due - today) // 2)
        if match := cue(_MODE, lang, "days_before").search(low):
            return _workday(_before(row.due, match[0], lang))
    lead = {"sv": "senast ", "en": "by "}[lang]
    short = len(text.split()) <= 6
    found = find_dates(text, lang, today) or (find_dates(lead + text.strip(), lang, today) if short else ())
    return found[-1].end if found else None


def _workday(day: datetime.date) -> datetime.date:
    """Return the day, or the Friday before a weekend: it was counted, not named."""
    return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def _before(due: datetime.date, words: str, lang: Lang) -> datetime.date:
    """Return the day "two weeks before" falls on."""
    number = re.findall(r"\w+", words)[0]
    count = int(number) if number.isdigit() else value_of(number, lang) or 1
    count = min(count, 60)
    if re.search(r"månad|month", words):
        months = due.year * 12 + due.month - 1 - count
        year, month = divmod(months, 12)
        return due.replace(
            year=year, month=month + 1, day=min(due.day, calendar.monthrange(year, month + 1)[1])
        )
    each = 14 if "fortnight" in words else 7 if re.search(r"week|veck", words) else 1
    return due - datetime.timedelta(days=count * each)
