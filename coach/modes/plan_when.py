"""Times in a plan's answers: the day that is meant, and how often the plan is looked at."""

import datetime
import re
from dataclasses import replace

from coach.checks.dates import weekday_name
from coach.domain.text import Lang
from coach.modes.email_days import Day, day_of
from coach.modes.email_lines import small
from coach.modes.phrasebook import cue

_MODE = "plan"
# "11 december", "11 December 2027", "2027-01-31", "31/1", whatever follows.
_DATE = re.compile(r"(?<!\w)\d[\d/.-]*(?:(?:st|nd|rd|th|:e|:a)?(?:\s+of)?\s+[^\W\d_]{3,}(?:\s+\d{4})?)?")


def said_day(text: str, lang: Lang, today: datetime.date) -> Day | None:
    """Return the day an answer to a question about time gives: "jag menade 11 december" too."""
    if day := day_of(text, lang, today, answer=True):
        return day
    lead = {"sv": "senast ", "en": "by "}[lang]
    for match in _DATE.finditer(text[:400]):
        found = day_of(lead + match[0], lang, today)
        if found and found.span[0] <= len(lead):
            end = match.start() + found.span[1] - len(lead)
            return replace(found, words=text[match.start() : end], span=(match.start(), end))
    return None


def weekday(text: str, lang: Lang) -> int | None:
    """Return the weekday a text names, Monday 0; None for none or several."""
    low, monday = small(text), datetime.date(2024, 1, 1)
    names = [weekday_name(monday + datetime.timedelta(days=n), lang).lower() for n in range(7)]
    found = [n for n, name in enumerate(names) if re.search(rf"\b{name}", low)]
    return found[0] if len(found) == 1 else None


def nth(text: str, lang: Lang) -> int:
    """Return which of a month's weekdays a text means, -1 for the last, 0 where it doesn't say."""
    low = small(text)
    return next((n for n in (1, 2, 3, -1) if cue(_MODE, lang, f"nth_{n}").search(low)), 0)


def every(text: str, lang: Lang) -> int:
    """Return how many weeks lie between two check-ins by the person's words, 0 where they don't tell."""
    low = small(text)
    return next((n for n in (8, 2, 3, 6, 13, 4, 1) if cue(_MODE, lang, f"every_{n}").search(low)), 0)
