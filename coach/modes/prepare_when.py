"""When a meeting is: day, time, length and place, read from what the person wrote about it."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from coach.checks.dates import find_dates
from coach.checks.numbers import value_of
from coach.checks.words import sentences
from coach.domain.prepare import When
from coach.domain.text import Lang
from coach.domain.verdict import DateMention
from coach.modes.phrasebook import cue

_DAYS = frozenset(
    (
        *("weekday", "day-month", "numeric-day-month", "iso", "relative-day", "day-of-month"),
        *("weekday-of-week", "nth-weekday"),
    )
)
"""The conventions of ``find_dates`` that name one day."""
_WEEKS = frozenset(("week", "week-relative"))
# "I've got my review on Thursday" is no account of the past, though its form is.
_GOT = re.compile(r"\b(I|i|[Ww]e)(?:'ve| have) got\b")
_MEETING = re.compile(r"samtal|möte|träff|review|appraisal|meeting|\bpdr\b|\btalk\b|one-to-one")
_FIXED: Mapping[Lang, tuple[tuple[str, int], ...]] = {
    "sv": (
        (r"(?:en|1) och en halv timme|halvannan timme|1 ?1/2 timme|1½ timme", 90),
        (r"(?:två|2) och en halv timme", 150),
        (r"halvtimme|halv timme", 30),
        (r"tre kvart|trekvart|3 kvart|trekvarts", 45),
        (r"(?:en|1) kvart(?! (?:i|över))", 15),
        (r"(?:en|1) timme och (?:en|1) kvart", 75),
        (r"timslång\w*|entimmes\w*|en timmes?|en hel timme", 60),
    ),
    "en": (
        (r"(?:an|one|1) hour and a half|(?:one|1) and a half hours|1 ?1/2 hours|1½ hours", 90),
        (r"(?:two|2) and a half hours|(?:two|2) hours and a half", 150),
        (r"half[ -]an[ -]hour|half[ -]hour", 30),
        (r"(?:three quarters|three-quarters|3/4) of an hour", 45),
        (r"quarter of an hour", 15),
        (r"(?:an|one|1) hour and a quarter", 75),
        (r"(?:an|one|1|a full)[ -]hour|hour-long|hourlong", 60),
    ),
}
_MINUTES = re.compile(r"(?<![\w.,])(\d{1,3}|[a-zåäö]+(?:-[a-z]+)?)[ -]?(?:min|mins|minut\w*|minute\w*)\b")
_HOURS = re.compile(
    r"(?<![\w.,])(\d{1,2}(?:[.,]\d{1,2})?|[a-zåäö]+)[ -]?(?:h|tim|timm\w+|hours?|hrs?)\b"
    r"(?:\s*(?:och|and)?\s*(\d{1,2})\s*m)?"
)
_TIME = r"(\d{1,2})(?:[.:](\d\d))?(?![\d/])"
_CLOCK: Mapping[Lang, re.Pattern[str]] = {
    "sv": re.compile(
        rf"\b(?:kl\.?|klockan)\s*{_TIME}(?:\s*(?:-|–|—|till)\s*{_TIME})?"
        r"|(?<![\d.:/-])(\d{1,2})[.:](\d\d)(?![\d/.:-])(?:\s*(?:-|–|—|till)\s*(\d{1,2})[.:](\d\d))?"
        r"|(?:dag|\d{4}|ber|ari|mars|april|maj|juni|juli|augusti)\s+(\d{1,2})\s?[-–]\s?(\d{1,2})(?![\d:/-]|\.\d)"
        r"|\b(halv [a-zåäö]+|kvart (?:i|över) [a-zåäö]+)\b"
    ),
    "en": re.compile(
        rf"\b(?:at|from)\s+{_TIME}\s?([ap]m\b)?(?:\s*(?:-|–|—|to)\s*{_TIME}\s?([ap]m\b)?)?"
        rf"|(?<![\d.:/-]){_TIME}\s?([ap]m\b)(?:\s*(?:-|–|—|to)\s*{_TIME}\s?([ap]m\b)?)?"
        rf"|(?<![\d.:/-]){_TIME}(?:-|–|—){_TIME}\s?([ap]m\b)"
        r"|(?<![\d.:/-])(\d{1,2})[.:](\d\d)(?![\d/.:-])(?:\s*(?:-|–|—|to)\s*(\d{1,2})[.:](\d\d))?"
        r"|\b(half past [a-z]+|quarter (?:past|to) [a-z]+|noon|midday)\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Read:
    """What a message says of the time of a meeting."""

    when: When
    conflict: DateMention | None = None
    """A date whose weekday is another than the person wrote."""


def read_when(text: str, lang: Lang, today: datetime.date, known: When, *, answer: bool) -> Read:
    """Return what is known of the meeting's time after a message.

    Args:
        text: The message, normalised.
        lang: Its language.
        today: The day to resolve dates against.
        known: What was known before.
        answer: Whether the message answers the question when; else only what it says of a meeting counts.
    """
    about = text if answer else _about(text)
    low = about.lower()
    found = find_dates(_GOT.sub(r"\1 have", about), lang, today) or _numeric(about, lang, today, answer)
    days = [date for date in found if date.rule in _DAYS]
    weeks = [date for date in found if date.rule in _WEEKS]
    conflict = next((date for date in days if date.conflict), None)
    when = known
    if days and not conflict:
        when = replace(when, day=days[0].end, week=None)
    elif weeks and not when.day and weeks[0].start:
        when = replace(when, week=(weeks[0].start, weeks[0].end))
    clock, span = _clock(low, lang)
    minutes = length(low, lang) or span
    place = cue("prepare", lang, "place").search(low)
    return Read(
        replace(
            when,
            clock=clock or when.clock,
            minutes=minutes or when.minutes,
            place=_as_written(about, place) or when.place,
        ),
        conflict,
    )


def _numeric(text: str, lang: Lang, today: datetime.date, answer: bool) -> tuple[DateMention, ...]:
    """Read "3/12" as a day; in English, where it might be March, only as an answer, the British way."""
    match = re.search(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])", text)
    if not match or (lang == "en" and not answer):
        return ()
    return find_dates(f"den {match[0]}", "sv", today)


def _about(text: str) -> str:
    """Return the sentences that speak of a meeting, or the first where none does."""
    spans = sentences(text)[:200]
    pieces = [text[start:end] for start, end in spans]
    about = [piece for piece in pieces if _MEETING.search(piece.lower())]
    later = [piece for piece in pieces[1:3] if piece not in about and len(piece) < 120]
    return "\n".join((about or pieces[:1])[:3] + later)


def _as_written(text: str, found: re.Match[str] | None) -> str:
    if not found or found.lastindex is None:
        return ""
    start, end = found.span(found.lastindex)
    return text[start:end]


def length(low: str, lang: Lang, *, bare: bool = False) -> int | None:
    """Return the minutes a lower-case text names, or None.

    Args:
        low: The text in lower case.
        lang: Its language.
        bare: Whether a number alone counts, as in an answer to "how long".
    """
    for pattern, minutes in _FIXED[lang]:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", low):
            return minutes
    for match in _HOURS.finditer(low):
        if (hours := _number(match[1], lang)) is not None:
            return round(hours * 60) + int(match[2] or 0)
    for match in _MINUTES.finditer(low):
        if (minutes_said := _number(match[1], lang)) is not None:
            return round(minutes_said)
    alone = re.fullmatch(r"\D{0,12}(\d{2,3})\D{0,3}", low.strip()) if bare else None
    return int(alone[1]) if alone else None


def _number(word: str, lang: Lang) -> Decimal | None:
    if word[0].isdigit():
        return Decimal(word.replace(",", "."))
    value = value_of(word, lang)
    return None if value is None else Decimal(value)


def _clock(low: str, lang: Lang) -> tuple[str, int | None]:
    """Return the time of day as it is shown, and the minutes of a range such as "13–14"."""
    for match in _CLOCK[lang].finditer(low):
        groups = [group for group in match.groups() if group is not None]
        if not groups[0].isdigit():
            return groups[0], None
        times = re.findall(r"(\d{1,2})(?:[.:](\d\d))?\s?([ap]m\b)?", match[0])
        if all(int(hour) <= 24 and int(minute or 0) < 60 for hour, minute, _ in times):
            return _shown(times, lang, match[0]), _between(times)
    return "", None


def _shown(times: list[tuple[str, str, str]], lang: Lang, text: str) -> str:
    hour, minute, half = times[0]
    half = half or ("" if len(times) == 1 else times[1][2])
    sign = ":" if lang == "en" and ":" in text else "."
    return f"{hour}{sign}{minute}{half}" if minute else f"{hour}{half}"


def _between(times: list[tuple[str, str, str]]) -> int | None:
    if len(times) < 2:
        return None
    first, last = (int(hour) % 12 * 60 + int(minute or 0) for hour, minute, _ in times[:2])
    return (last - first) % 720 or None


def days_before(low: str, lang: Lang, day: datetime.date | None) -> datetime.date | None:
    """Return the day "two days before the meeting" falls on; None without a meeting's day or such words."""
    match = cue("prepare", lang, "days_before").search(low)
    if not match or not day:
        return None
    number = re.findall(r"\w+", match[0])[0]
    value = int(number) if number.isdigit() else value_of(number, lang)
    days = min(value or 0, 60) * (7 if re.search(r"week|veck", match[0]) else 1)
    return day - datetime.timedelta(days=days) if days else None
