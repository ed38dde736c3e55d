"""From the patterns to the dates a text sets."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coach.checks.dates.clause import is_service_level, keeps_rhythm, looks_back
from coach.checks.dates.context import Context, comes_again, is_amount, is_person, read_context, stands_bare
from coach.checks.dates.days import DAYS, group, weekday_number, written_year
from coach.checks.dates.grammar import Grammar
from coach.checks.dates.period import Period, first_after
from coach.checks.dates.spans import SPANS
from coach.checks.words import sentences
from coach.domain.text import Span

_RULES = {**DAYS, **SPANS}
# These could be names, amounts or numbers; they need a preposition or another sign that a time is meant.
_UNSURE = frozenset(
    {
        "compact-date",
        "numeric-day-month",
        "day-of-month",
        "holiday",
        "weekday",
        "month",
        "quarter",
        "half-year",
        "half-year-turn",
        "year",
        "season",
        "weekend",
    }
)
_FOR_DAYS = frozenset({"compact-date", "numeric-day-month", "day-of-month", "holiday", "weekday", "weekend"})
_BARE = frozenset({"weekday", "day-of-month", "month", "quarter", "half-year", "season"})
# "The first, the second" count things more often than days.
_COUNTING = frozenset("12345")
_AHEAD = ("nästa", "kommande", "nästkommande", "next", "coming")
_JOIN = re.compile(
    r"[\s,]{0,3}(?:[-–—]|to|until|till|through|and|och|t\.o\.m\.|fram till)\s{0,3}(?:the |den )?",
    re.IGNORECASE,
)
_FROM = frozenset({"from", "from", "från", "från och med", "ända från", "mellan", "between"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One time expression of the comparable text, resolved."""

    rule: str
    span: Span
    context: Context
    sentence: Span
    period: Period
    end: date
    start: date | None
    written: bool
    """Whether the year stands in the text."""
    weekday: int | None
    """The weekday the text names beside a date, 0 is Monday."""


@dataclass(frozen=True, slots=True)
class _Found:
    rule: str
    match: re.Match[str]
    context: Context
    opener: "_Found | None" = None
    """The expression that begins the range which this one ends."""


def find_hits(text: str, words: Grammar, today: date) -> Iterator[Hit]:
    """Yield the dates that a comparable text sets, in order."""
    spans = sentences(text)
    starts = [start for start, _ in spans]
    floor, floor_at = today, -1
    for found in _joined(text, list(_claims(text, words))):
        index = max(0, bisect_right(starts, found.match.start()) - 1)
        sentence = spans[index] if spans else (0, len(text))
        hit = _resolve(text, sentence, found, words, floor if floor_at == index else today, today)
        if hit is None:
            continue
        if hit.rule == "year" and hit.period.start > today:
            # "During 2027 … by 30 June": the year holds for what follows in the sentence.
            floor, floor_at = hit.period.start, index
        yield hit


def _claims(text: str, words: Grammar) -> Iterator[_Found]:
    """Yield the matches that no earlier and longer one covers; look-alikes cover theirs in silence."""
    names = ("decoys", *_RULES)
    every = [
        (match.start(), -match.end(), order, name, match)
        for order, name in enumerate(names)
        for pattern in words.rule(name)
        for match in pattern.finditer(text)
    ]
    every.sort(key=lambda item: item[:3])
    free = 0
    for start, end, _, name, match in every:
        if start < free or start == -end:
            continue
        if name != "decoys":
            yield _Found(name, match, read_context(text, start, -end, words))
        free = -end


def _joined(text: str, every: list[_Found]) -> Iterator[_Found]:
    """Yield the expressions, the two ends of a range as one."""
    waiting: _Found | None = None
    for found in every:
        if waiting is not None:
            gap = text[waiting.match.end() : found.match.start()]
            joiner = _JOIN.fullmatch(gap)
            opened = bool(_FROM & set(waiting.context.words))
            if joiner and (opened or "-" in gap or "–" in gap or "—" in gap):
                found = _Found(found.rule, found.match, found.context, waiting)
            else:
                yield waiting
        waiting = found
    if waiting is not None:
        yield waiting


def _resolve(
    text: str, sentence: Span, found: _Found, words: Grammar, floor: date, today: date
) -> Hit | None:
    match, context = found.match, found.context
    if not _meant(text, sentence, found, words):
        return None
    cue = "limit" if context.cue == "to" else context.cue
    try:
        chosen = first_after(_RULES[found.rule](match, words, today), floor, cue, context.part)
    except (ValueError, OverflowError):
        return None
    if chosen is None:
        return None
    period, end = chosen
    written = written_year(match, today) is not None or found.rule in {"year", "iso"}
    if end < today and (
        not written or not context.strong or looks_back(text, sentence, found.rule, context, words)
    ):
        return None
    if not _sure_to_come(found, written and end > today) and looks_back(
        text, sentence, found.rule, context, words
    ):
        return None
    begin = _opening(found, words, today, end)
    if begin is None and period.length > 1 and not context.strong and not context.part:
        begin = period.start
    named = (
        group(match, "wd", "wd2") if found.rule not in {"weekday", "weekday-of-week", "nth-weekday"} else ""
    )
    weekday = weekday_number(named, words) if named else None
    return Hit(found.rule, match.span(), context, sentence, period, end, begin, written, weekday)


def _opening(found: _Found, words: Grammar, today: date, end: date) -> date | None:
    if found.opener is None:
        return None
    try:
        options = list(_RULES[found.opener.rule](found.opener.match, words, today))
    except (ValueError, OverflowError):
        return None
    return max((option.start for option in options if option.start <= end), default=None)


def _sure_to_come(found: _Found, later_year: bool) -> bool:
    low = found.match[0].lower()
    return later_year or low.startswith(_AHEAD) or found.rule == "relative-day"


def _meant(text: str, sentence: Span, found: _Found, words: Grammar) -> bool:
    """Return whether this is the end of something: no beginning, name, amount, rhythm or service level."""
    match, context, rule = found.match, found.context, found.rule
    if context.cue == "start" and found.opener is None:
        return False
    if comes_again(text, context, words) or keeps_rhythm(text, sentence, rule, context, words):
        return False
    if unit := group(match, "unit"):
        return _length_is_meant(text, sentence, found, words.value("units", unit), words)
    if (
        rule == "day-of-month"
        and words.value("ordinals", match["d"]) in _COUNTING
        and not group(match, "rel")
    ):
        return False
    if rule == "month" and found.opener is None and is_person(text, match, context, words):
        return False
    if rule == "year" and (is_amount(text, match.end(), words) or _is_id(text, match)):
        return False
    return found.opener is not None or _placed(text, found, words)


def _is_id(text: str, match: re.Match[str]) -> bool:
    return (
        text[match.start() - 1 : match.start()] in {"-", "–"}
        and text[match.start() - 2 : match.start() - 1].isalpha()
    )


def _length_is_meant(text: str, sentence: Span, found: _Found, unit: str, words: Grammar) -> bool:
    if unit == "hour" and found.rule != "within":
        return False
    if (
        "for" in found.match.groupdict()
        and found.match["for"] is not None
        and unit in {"day", "workday", "year", "decade"}
    ):
        return False
    if group(found.match, "today"):
        return True
    return not is_service_level(text, sentence, found.match.span(), unit, words)


def _placed(text: str, found: _Found, words: Grammar) -> bool:
    """Return whether a preposition, a part or the expression itself says that a time is meant."""
    match, context, rule = found.match, found.context, found.rule
    loose = bool(group(match, "loose", "school"))
    if not loose and rule not in _UNSURE:
        return True
    if context.part or context.cue in {"limit", "before", "in", "aim"}:
        return True
    if loose:
        return False
    if context.cue in {"for", "to"}:
        return rule in _FOR_DAYS
    if (
        group(match, "firm")
        or rule == "half-year-turn"
        or (rule == "weekend" and match["rel"].lower() != "helgen")
    ):
        return True
    if rule == "numeric-day-month" and int(match["d"]) > 12:
        return True
    if rule == "holiday" or rule not in _BARE:
        return False
    dated = rule in {"weekday", "day-of-month"} or bool(group(match, "y", "next"))
    return dated and not group(match, "of") and stands_bare(text, context, match.end(), words)
