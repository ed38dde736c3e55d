"""Days in words that are handed on: named once, and the same day whenever they are read."""

import datetime
import re

from coach.checks.dates import find_dates, show_date, show_short
from coach.domain.text import Both, Lang
from coach.modes.email_days import day_of
from coach.modes.plan_read import tidy

_ON: Both = {"sv": "den ", "en": "on "}
_NAMED = frozenset(("day-month", "numeric-day-month", "numeric-date", "day-of-month"))
_AWAY = frozenset(("from-now", "relative-day"))


def undated(words: str, lang: Lang, day: datetime.date | None) -> str:
    """Return a phrase without the words that name its day, where that day is handed on beside it."""
    found = day_of(words, lang, day) if day else None
    if not found or not (found.exact or found.day == day):
        # "The checklist for month-end" is no day of its own.
        return tidy(words)
    return tidy(f"{words[: found.span[0]]} {words[found.span[1] :]}") or tidy(words)


def fixed(words: str, lang: Lang, said: datetime.date) -> str:
    """Return a text whose days have their year: "på fredag" is another Friday a week later.

    Args:
        words: The person's own.
        lang: Their language.
        said: The day they were said on.
    """
    for mention in reversed(find_dates(words, lang, said)):
        start, end = mention.span
        if re.search(r"\d{4}", words[start:end]):
            continue
        if mention.rule == "weekday":
            shown = show_date(mention.end, lang)
        elif mention.rule in _NAMED | _AWAY:
            lead = _ON[lang] if mention.rule in _AWAY else ""
            shown = lead + show_short(mention.end, lang)
        else:
            continue
        words = words[:start] + shown + words[end:]
    return words
