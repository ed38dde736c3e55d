"""From the patterns to the dates a text sets."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from coach.checks.dates.clause import looks_back
from coach.checks.dates.context import Context, read_context
from coach.checks.dates.days import group, weekday_number, written_year
from coach.checks.dates.grammar import Grammar
from coach.checks.dates.meant import Found, is_meant
from coach.checks.dates.period import first_after
from coach.checks.dates.scan import RULES, scan
from coach.checks.words import sentences
from coach.domain.text import Span

_AHEAD = ("nästa", "kommande", "nästkommande", "next", "coming")
_JOIN = re.compile(
    r"[\s,]{0,3}(?:[-–—]|to|until|till|through|and|och|t\.o\.m\.|fram till)\s{0,3}(?:the |den )?",
    re.IGNORECASE,
)
_FROM = frozenset({"from", "från", "från och med", "ända från", "mellan", "between"})
# A sentence with more dates than this is a table.
_TABLE = 30
_NAMES_WEEKDAY = frozenset({"weekday", "weekday-of-week", "nth-weekday"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One time expression of the comparable text, resolved."""

    rule: str
    span: Span
    context: Context
    end: date
    start: date | None
    weekday: int | None
    """The weekday the text names beside a date, 0 is Monday."""


def find_hits(text: str, words: Grammar, today: date) -> Iterator[Hit]:
    """Yield the dates that a comparable text sets, in order."""
    floor, within = today, (0, 0)
    for found in _joined(text, _found(text, words)):
        hit = _resolve(text, found, words, floor if within == found.sentence else today, today)
        if hit is None:
            continue
        if hit.rule == "year" and found.opener is None and int(found.match["y"]) > today.year:
            # "During 2027 … by 30 June": the year holds for what follows in the sentence.
            floor, within = date(int(found.match["y"]), 1, 1), found.sentence
        yield hit


def _found(text: str, words: Grammar) -> list[Found]:
    spans = sentences(text) or ((0, len(text)),)
    starts = [start for start, _ in spans]
    found = []
    for rule, match in scan(text, words):
        sentence = spans[max(0, bisect_right(starts, match.start()) - 1)]
        found.append(Found(rule, match, read_context(text, *match.span(), words), sentence))
    counts = Counter(one.sentence for one in found)
    return [replace(one, crowded=True) if counts[one.sentence] > _TABLE else one for one in found]


def _joined(text: str, every: list[Found]) -> Iterator[Found]:
    """Yield the expressions, the two ends of a range as one."""
    waiting: Found | None = None
    for found in every:
        if waiting is not None and _is_range(text, waiting, found):
            waiting = replace(found, opener=waiting)
            continue
        if waiting is not None:
            yield waiting
        waiting = found
    if waiting is not None:
        yield waiting


def _is_range(text: str, first: Found, second: Found) -> bool:
    gap = text[first.match.end() : second.match.start()]
    if len(gap) > 20 or not _JOIN.fullmatch(gap):
        return False
    return bool(_FROM.intersection(first.context.words)) or any(dash in gap for dash in "-–—")


def _resolve(text: str, found: Found, words: Grammar, floor: date, today: date) -> Hit | None:
    match, context = found.match, found.context
    if not is_meant(text, found, words):
        return None
    cue = "limit" if context.cue == "to" else context.cue
    try:
        chosen = first_after(RULES[found.rule](match, words, today), floor, cue, context.part)
    except (ValueError, OverflowError):
        return None
    if chosen is None or _is_past(text, found, chosen[1], words, today):
        return None
    period, end = chosen
    start = _opening(found, words, today, end)
    if start is None and period.length > 1 and not context.strong and not context.part:
        start = period.start
    named = "" if found.rule in _NAMES_WEEKDAY else group(match, "wd", "wd2")
    weekday = weekday_number(named, words) if named else None
    return Hit(found.rule, match.span(), context, end, start, weekday)


def _is_past(text: str, found: Found, end: date, words: Grammar, today: date) -> bool:
    """Return whether the sentence tells of it as over; a written day in the past still counts as a limit."""
    written = found.rule == "year" or written_year(found.match, today) is not None
    if end < today and not (written and found.context.strong):
        return True
    ahead = (found.rule == "relative-day" and end > today) or found.match[0].lower().startswith(_AHEAD)
    if found.crowded or ahead or (written and end > today):
        return False
    return looks_back(text, found.sentence, found.rule, found.context, words)


def _opening(found: Found, words: Grammar, today: date, end: date) -> date | None:
    if found.opener is None:
        return None
    try:
        options = list(RULES[found.opener.rule](found.opener.match, words, today))
    except (ValueError, OverflowError):
        return None
    return max((option.start for option in options if option.start <= end), default=None)
