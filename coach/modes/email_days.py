"""The day an action or a meeting falls on, with the person's own words for it."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from coach.checks.dates import find_dates
from coach.domain.text import Lang, Span
from coach.domain.verdict import DateMention
from coach.modes.email_lines import small
from coach.modes.phrasebook import cue, table

_NUMERIC = re.compile(r"(?<![\w/.])\d{1,2}/\d{1,2}(?![\w/])")
# A figure beside a word, which may be a month: "4 december", "the 4th of December", "December 4".
_WRITTEN = re.compile(
    r"(?<![\w/.])(?=\d{1,2}(?::?[ae]|st|nd|rd|th)?\s+(?:of\s+)?[^\W\d_]{3,}|[^\W\d_]{3,}\s+\d{1,2}(?:st|nd|rd|th)?(?!\w))"
)
_NO_YEAR = frozenset(("day-month", "numeric-day-month", "numeric-date", "day-of-month"))
_TRIED = 8
"""Figures of a statement that are tried as a day."""
_NEAR = 60
"""Characters that a day with its year and time takes at most."""
_EXACT = frozenset(
    (
        *_NO_YEAR,
        "iso",
        "compact-date",
        "weekday",
        "weekday-of-week",
        "relative-day",
        "nth-weekday",
        "last-day",
        "day-range",
    )
)
_READ = 1_500
"""Characters of a statement that are read for its day."""
# A day without a year that comes so late has more likely just been.
_LATE = datetime.timedelta(days=300)
_WEEKDAYS: Mapping[Lang, tuple[str, ...]] = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day read in a text."""

    day: datetime.date
    words: str
    span: Span
    """Of the words with the preposition before them."""
    doubt: str = ""
    exact: bool = True
    """False for a period, whose last day it is."""


def day_of(text: str, lang: Lang, today: datetime.date, *, answer: bool = False) -> Day | None:
    """Return the day a comparable text sets, None where it sets none.

    Args:
        text: A statement or an answer.
        lang: Its language.
        today: The day to resolve against.
        answer: Whether a day was asked for, so that a bare "sommaren" or "March" is one.
    """
    text = text[:_READ]
    found = _mentions(text, lang, today, answer)
    if not found:
        return None
    limited = [m for m in found if _lead(lang).search(small(text[: m.span[0]]))]
    # A day with its year is the surest there is: "in the summer, by 31 July 2027".
    whole = [m for m in limited if re.search(r"\d{4}", text[slice(*m.span)])]
    return _read(text, (whole or limited or found)[0], lang, today)


def _mentions(text: str, lang: Lang, today: datetime.date, answer: bool) -> tuple[DateMention, ...]:
    found = find_dates(text, lang, today)
    if found:
        return found
    hits = islice(chain(_NUMERIC.finditer(text), _WRITTEN.finditer(text)), _TRIED)
    places = [hit.start() for hit in hits]
    if answer and len(text.split()) <= 4:
        places.append(0)
    return next((set_ for at in places if (set_ := _set_at(text, at, lang, today))), ())


def _set_at(text: str, at: int, lang: Lang, today: datetime.date) -> tuple[DateMention, ...]:
    """Return the dates from ``at`` on, read as if a deadline were set there."""
    lead = {"sv": "senast ", "en": "by "}[lang]
    return tuple(
        DateMention(
            (m.span[0] - len(lead) + at, m.span[1] - len(lead) + at), m.end, m.start, m.rule, m.conflict
        )
        for m in find_dates(f"{lead}{text[at : at + _NEAR]}", lang, today)
        if m.span[0] <= len(lead) <= m.span[1]
    )


def _read(text: str, mention: DateMention, lang: Lang, today: datetime.date) -> Day:
    start, end = mention.span
    if lead := _lead(lang).search(small(text[:start])):
        start = lead.start()
    end -= len(text[start:end]) - len(text[start:end].rstrip(" .,;"))
    day, doubt = mention.end, "conflict" if mention.conflict else ""
    written = re.search(r"\d{4}", text[slice(*mention.span)])
    if mention.rule in _NO_YEAR and not written and day - today > _LATE:
        day, doubt = _year_before(day), "past"
    elif day < today:
        doubt = "past"
    return Day(day, text[start:end], (start, end), doubt, mention.rule in _EXACT)


def _year_before(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day - datetime.timedelta(days=366)


@cache
def _lead(lang: Lang) -> re.Pattern[str]:
    words = f"{cue('email', lang, 'limit').pattern}|{cue('email', lang, 'on').pattern}"
    return re.compile(rf"(?<![\w-])(?:(?:{words})\s+){{1,3}}$")


def past_day(text: str, lang: Lang, today: datetime.date) -> datetime.date | None:
    """Return the day behind us, or today, that a statement about a meeting names; None for none."""
    low = small(text)
    for entry in table_words("past_days", lang):
        words, _, ago = entry.rpartition("=")
        if re.search(rf"(?<!\w)(?:{words})(?!\w)", low):
            return today - datetime.timedelta(days=int(ago))
    for number, name in enumerate(_WEEKDAYS[lang]):
        shapes = "|".join(entry.replace("{day}", name) for entry in table_words("past_weekday", lang))
        if re.search(rf"(?<!\w)(?:{shapes})(?!\w)", low):
            return today - datetime.timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return _latest(text, lang, today)


def _latest(text: str, lang: Lang, today: datetime.date) -> datetime.date | None:
    """Return the last time a written day came: "24/11", "24 November"."""
    lead = {"sv": "senast ", "en": "by "}[lang]
    found = find_dates(text, lang, today) or find_dates(lead + text, lang, today)
    numeric = _NUMERIC.search(text)
    if not found and numeric:
        found = find_dates(lead + numeric[0], lang, today)
    for mention in found:
        if mention.end <= today:
            return mention.end
        if mention.rule in _NO_YEAR and mention.end - today > _LATE:
            return _year_before(mention.end)
    return None


def table_words(name: str, lang: Lang) -> tuple[str, ...]:
    """Return a list of ``cues.<lang>.toml`` as it stands."""
    found = table("email", "cues", lang)[name]
    assert isinstance(found, list)
    return tuple(str(item) for item in found)
