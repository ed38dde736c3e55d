"""Whether an expression that looks like a time is the end of something in its sentence."""

import re
from dataclasses import dataclass

from coach.checks.dates.clause import is_service_level, keeps_rhythm
from coach.checks.dates.context import Context, comes_again, ends_here, is_amount, is_person, stands_bare
from coach.checks.dates.days import group
from coach.checks.dates.grammar import Grammar
from coach.domain.text import Span

# These could be names, amounts or numbers; they need a preposition or another sign that a time is meant.
_FOR_DAYS = frozenset({"compact-date", "numeric-day-month", "day-of-month", "holiday", "weekday", "weekend"})
_BARE = frozenset({"weekday", "day-of-month", "month", "quarter", "half-year", "season"})
_UNSURE = frozenset({*_FOR_DAYS, *_BARE, "half-year-turn", "year"})
# "The first, the second" count things more often than days.
_COUNTING = frozenset("12345")
# "For a year", "i fem dagar" is how long something lasts, seldom when it ends.
_LASTING = frozenset({"day", "workday", "year", "decade"})


@dataclass(frozen=True, slots=True)
class Found:
    """One expression with its surroundings, not yet resolved."""

    rule: str
    match: re.Match[str]
    context: Context
    sentence: Span
    crowded: bool = False
    """Whether its sentence is a table of dates, where no clause says anything about them."""
    opener: "Found | None" = None
    """The expression that begins the range which this one ends."""


def is_meant(text: str, found: Found, words: Grammar) -> bool:
    """Return whether this is the end of something: no beginning, name, amount, rhythm or service level."""
    match, context, rule = found.match, found.context, found.rule
    if context.cue == "start" and found.opener is None and not group(match, "d1", "w1"):
        return False
    if comes_again(text, context, words) or (
        not found.crowded and keeps_rhythm(text, found.sentence, rule, context, words)
    ):
        return False
    if unit := group(match, "unit"):
        return _length_is_meant(text, found, words.value("units", unit), words)
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


def _length_is_meant(text: str, found: Found, unit: str, words: Grammar) -> bool:
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
    return found.crowded or not is_service_level(text, found.sentence, found.match.span(), unit, words)


def _placed(text: str, found: Found, words: Grammar) -> bool:
    """Return whether a preposition, a part or the expression itself says that a time is meant."""
    match, context, rule = found.match, found.context, found.rule
    loose = bool(group(match, "loose", "school"))
    if not loose and rule not in _UNSURE:
        return True
    if context.nearest == "the" and rule in _BARE and not group(match, "qo", "ho", "name", "d"):
        # "In the Q2 report", "at the Friday meeting".
        return ends_here(text, match.end(), words)
    if context.part or context.cue in {"limit", "before", "in", "aim"}:
        return True
    if context.cue in {"for", "to"}:
        return not loose and rule in _FOR_DAYS
    return not loose and (_is_firm(found) or _is_bare_time(text, found, words))


def _is_firm(found: Found) -> bool:
    """Return whether the expression can hardly be anything but a time ("this spring", "24/12")."""
    match, rule = found.match, found.rule
    if rule == "numeric-day-month":
        return int(match["d"]) > 12
    if rule == "weekend":
        return match["rel"].lower() != "helgen"
    return rule == "half-year-turn" or bool(group(match, "firm"))


def _is_bare_time(text: str, found: Found, words: Grammar) -> bool:
    match, rule = found.match, found.rule
    if rule not in _BARE or group(match, "of"):
        return False
    dated = rule in {"weekday", "day-of-month"} or bool(group(match, "y", "next"))
    return dated and stands_bare(text, found.context, match.end(), words)
