"""The plan around a goal: check-ins, confidence in a figure, an if-then plan in two halves."""

import datetime
import re
from collections.abc import Mapping

from coach.domain.text import Lang

_NUMBERS: Mapping[Lang, tuple[str, ...]] = {
    "sv": ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"),
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}


def check_ins(today: datetime.date, deadline: datetime.date | None) -> tuple[datetime.date, ...]:
    """Return up to three Mondays to Fridays between today and the deadline, the last about a week before it.

    Two weeks or less leave room for one, in the middle; less than three days or no deadline for none.
    """
    if deadline is None or (deadline - today).days < 3:
        return ()
    days = (deadline - today).days
    gaps = (
        [days // 2]
        if days <= 14
        else [days // 2, days - 7]
        if days <= 60
        else [days // 3, 2 * days // 3, days - 7]
    )
    return tuple(dict.fromkeys(_working_day(today + datetime.timedelta(days=gap)) for gap in gaps))


def _working_day(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def one_to_ten(text: str, lang: Lang) -> int | None:
    """Return the first whole number from 1 to 10, as a figure or a word; None where there is none."""
    low = text.lower()
    if match := re.search(r"(?<![\d.,])(10|[1-9])(?![\d]|[.,]\d)", low):
        return int(match[1])
    words = re.findall(r"[^\W\d_]+", low)
    return next((n for n, word in enumerate(_NUMBERS[lang], 1) if word in words), None)


_IF: Mapping[Lang, re.Pattern[str]] = {
    "sv": re.compile(r"^\s*(?:om|när|ifall)\s+(.+?)[,;]?\s+(?:då|så)\s+(.+)$", re.IGNORECASE | re.DOTALL),
    "en": re.compile(
        r"^\s*(?:if|when)\s+(.+?)(?:[,;]\s*then\s+|\s+then\s+|[,;]\s*)(.+)$", re.IGNORECASE | re.DOTALL
    ),
}
_THEN: Mapping[Lang, re.Pattern[str]] = {
    "sv": re.compile(
        r"^(.+?)(?:[.;,]\s*|\s+[-–]\s+)(?:då|så|och då|i så fall)\s+(.+)$", re.IGNORECASE | re.DOTALL
    ),
    "en": re.compile(
        r"^(.+?)(?:[.;,]\s*|\s+[-–]\s+)(?:and then|then|so|in that case),?\s+(.+)$", re.IGNORECASE | re.DOTALL
    ),
}
_TWO = re.compile(r"^([^.;–\n]+)(?:[.;]\s+|\s+–\s+|\n+)(.+)$", re.DOTALL)


def if_then(text: str, lang: Lang) -> tuple[str, str]:
    """Return the obstacle and what to do about it; the second is empty when only one was said."""
    for pattern in (_IF[lang], _THEN[lang], _TWO):
        if match := pattern.match(text.strip()):
            return match[1].strip(" ,.;"), match[2].strip(" .;")
    return text.strip(" .;"), ""
