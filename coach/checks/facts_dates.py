"""Dates of a draft and its sources, compared part by part: day, month, year, weekday."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from coach.checks.lexicon import lexicon
from coach.domain.text import LANGS, Lang, Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as far as it is written; parts that are not stand as None."""

    span: Span
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    relative: int | None = None
    """Index of a word such as "tomorrow"."""

    @property
    def falls(self) -> int | None:
        """The weekday it falls on, None where it is not known."""
        if self.weekday is None and self.day and self.month and self.year:
            return _date(self.year, self.month, self.day)
        return self.weekday


def _date(year: int, month: int, day: int) -> int | None:
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:
        return None


def dated(text: str, lang: Lang) -> tuple[Dated, ...]:
    """Return the dates written in a normalised text, longest reading first, none overlapping."""
    found: list[Dated] = []
    taken: list[Span] = []
    for match in _pattern(lang).finditer(text.lower()):
        found.append(_read(match, lang))
        taken.append(match.span())
    return tuple(found)


def known_dates(texts: Iterable[str], days: Iterable[datetime.date]) -> tuple[Dated, ...]:
    """Return the dates of the sources, read in both languages, and those that code resolved."""
    read = [date for text in texts for lang in LANGS for date in dated(text, lang)]
    read += [Dated((0, 0), d.day, d.month, d.year, d.weekday()) for d in days]
    # Where they stand is of no account: each is kept once.
    return tuple({replace(date, span=(0, 0)) for date in read})


def supported(date: Dated, known: tuple[Dated, ...]) -> bool:
    """Return whether some known date has every part that ``date`` states."""
    if date.relative is not None:
        return any(other.relative == date.relative for other in known)
    if date.day is None:
        return _part(date.month, {k.month for k in known}) and _loose(date, known)
    fits = [k for k in known if k.day == date.day and (date.month is None or k.month == date.month)]
    return any(_same_year(date, k, known) and _same_weekday(date, k, known) for k in fits)


def _loose(date: Dated, known: tuple[Dated, ...]) -> bool:
    return _part(date.year, {k.year for k in known}) and _part(date.weekday, {k.falls for k in known})


def _part(value: int | None, values: set[int | None]) -> bool:
    return value is None or value in values


def _same_year(date: Dated, other: Dated, known: tuple[Dated, ...]) -> bool:
    if date.year is None or other.year == date.year:
        return True
    return other.year is None and any(k.year == date.year and k.day is None for k in known)


def _same_weekday(date: Dated, other: Dated, known: tuple[Dated, ...]) -> bool:
    if date.weekday is None or other.falls == date.weekday:
        return True
    return other.falls is None and any(k.weekday == date.weekday and k.day is None for k in known)


def _read(match: re.Match[str], lang: Lang) -> Dated:
    part = match.groupdict()
    if (word := part["relative"]) is not None:
        spots = lexicon("facts", lang)["relative"]
        return Dated(
            match.span(), relative=next(i for i, spot in enumerate(spots) if re.fullmatch(spot, word))
        )
    day = next((part[k] for k in ("d1", "d2", "d3", "d4", "d5") if part[k]), None)
    month = next((part[k] for k in ("m1", "m2", "m3", "m4", "m5") if part[k]), None)
    year = next((part[k] for k in ("y1", "y2", "y3", "y4", "y5", "y6") if part[k]), None)
    weekday = part["w"] or part["w1"]
    return Dated(
        match.span(),
        int(day) if day else None,
        _month(month, lang) if month else None,
        (int(year) + 2000 if len(year) == 2 else int(year)) if year else None,
        _weekdays(lang).index(weekday.removesuffix("en").removesuffix("s")) if weekday else None,
    )


def _month(text: str, lang: Lang) -> int:
    if text.isdigit():
        return int(text)
    return next(i for i, name in enumerate(lexicon("facts", lang)["months"], 1) if name[:3] == text[:3])


def _weekdays(lang: Lang) -> tuple[str, ...]:
    return lexicon("facts", lang)["weekdays"]


@cache
def _pattern(lang: Lang) -> re.Pattern[str]:
    weekdays, months = "|".join(_weekdays(lang)), lexicon("facts", lang)["months"]
    month = "|".join(f"{name}|{name[:3]}(?![a-zåäö])" for name in months)
    nth = r"(?::?[eaä])?" if lang == "sv" else r"(?:st|nd|rd|th)?"
    named = rf"(?:(?P<w>{weekdays})(?:en|s)?,?\s)?(?:(?<!\w)(?:the|den)\s)?"
    article, ending = ("den", "(?::[eaä])?") if lang == "sv" else ("the", "(?:st|nd|rd|th)")
    number = r"(?<!\d)(?<!\d[.,:])"
    forms = [
        r"(?<![\w-])(?P<y1>(?:19|20)\d\d)-(?P<m1>0?[1-9]|1[0-2])-(?P<d1>[0-2]?\d|3[01])(?!\d)",
        rf"{named}{number}(?P<d2>[0-2]?\d|3[01]){nth}\.?\s(?:of\s)?(?P<m2>{month})\w?(?:,?\s(?P<y2>(?:19|20)\d\d)(?!\d))?",
        rf"(?<!\w)(?P<m3>{month})\s(?:the\s)?(?P<d3>[0-2]?\d|3[01])(?:st|nd|rd|th)?(?!\d|[.,:]\d)"
        r"(?:,?\s(?P<y3>(?:19|20)\d\d)(?!\d))?",
        r"(?<![\w/.])(?P<d4>[0-2]?\d|3[01])/(?P<m4>0?[1-9]|1[0-2])(?:[/\s-](?P<y4>(?:20)?\d\d)(?!\d))?(?![\w/])",
        rf"(?<!\w){article}\s(?P<d5>[0-2]?\d|3[01]){ending}(?![\w%]|[.,:]\d|\s%)",
        # "May" and "mars" alone: the small word before tells a month from another word.
        rf"(?<!\w)(?P<m5>{'|'.join(months)})(?!\w)(?:\s(?P<y5>(?:19|20)\d\d)(?!\d))?",
        rf"(?<!\w)(?P<w1>{weekdays})(?:en|s)?(?!\w)",
        r"(?<![\w.,:/-])(?P<y6>(?:19|20)\d\d)(?![\w%]|[.,:]\d|\s(?:kr|st|%|procent|per))",
        rf"(?<!\w)(?P<relative>{'|'.join(lexicon('facts', lang)['relative'])})(?!\w)",
    ]
    return re.compile("|".join(forms))
