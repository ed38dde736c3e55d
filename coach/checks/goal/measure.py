"""Find the quantities that let a stranger check success."""

import re
from functools import lru_cache

from coach.checks.goal.clauses import Clause, Text
from coach.checks.goal.phrases import phrases, word_set
from coach.checks.goal.states import is_statement

_LEXICON = "goal_measure"
_PLAIN = re.compile(r"\d+(?:[.,]\d+)*")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|24")
_YEAR = re.compile(r"(?:19|20)\d\d")


@lru_cache(maxsize=64)
def numbers(read: Text, clause: Clause) -> tuple[tuple[int, int], ...]:
    """Return the quantities of a clause as token ranges, without names, dates, clock times and periods."""
    limit = _means_at(read, clause)
    found = list(phrases(_LEXICON, "quantity", read.lang).find(read.tokens, clause.start, limit))
    if (
        limit > clause.start + 1
        and read.tokens[clause.start].lower in word_set("nothing", read.lang)
        and not is_statement(read, clause)
    ):
        found.append((clause.start, clause.start + 1))
    count = phrases(_LEXICON, "count", read.lang)
    found += [
        (at, at + 1)
        for at in range(clause.start, limit)
        if count.at(read.tokens, at, limit) and _counts(read, clause, at)
    ]
    return tuple(sorted(found))


def _means_at(read: Text, clause: Clause) -> int:
    """Return where the means begins: what it counts is no measure of the goal."""
    before = word_set("before", read.lang)
    later = (at for at in range(clause.start + 1, clause.end - 1) if read.tokens[at].lower in before)
    limit = next((at for at in later if read.tokens[at + 1].is_word), clause.end)
    hit = phrases("goal_role", "means", read.lang).first(read.tokens, clause.start, clause.end)
    if hit is None:
        return limit
    return min(limit, hit[0])


def _counts(read: Text, clause: Clause, at: int) -> bool:
    toks, lang = read.tokens, read.lang
    token = toks[at]
    before = toks[at - 1] if at > clause.start else None
    after = toks[at + 1] if at + 1 < clause.end else None
    if token.text[0].isdigit() and not _PLAIN.fullmatch(token.text) and not _CLOCK.fullmatch(token.text):
        return False
    digit = token.text[0].isdigit()
    if before is not None and digit and (_names(read, clause, at) or before.text == "/"):
        return False
    if after is not None and (
        after.text == "/" or phrases(_LEXICON, "unit_name", lang).at(toks, at + 1, clause.end)
    ):
        return False
    if before is not None and phrases("goal_end", "month", lang).at(toks, at - 1, clause.end):
        return False
    if _YEAR.fullmatch(token.text) and (after is None or not after.is_word or before is not None):
        return False
    return not _is_period(read, clause, at) and not _is_clock(read, clause, at)


def _names(read: Text, clause: Clause, at: int) -> bool:
    """Whether the number is part of a name: "Ward 12", "ISO 9001", "Java 21", "plan 3"."""
    before = read.tokens[at - 1]
    if phrases(_LEXICON, "label", read.lang).at(read.tokens, at - 1, at) or _is_code(read, clause, at):
        return True
    if not read.tokens[at].text[0].isdigit() or not before.is_word:
        return False
    return (
        before.text[0].isupper()
        and at - 1 > clause.start
        and before.lower not in word_set("score", read.lang)
    )


def _is_code(read: Text, clause: Clause, at: int) -> bool:
    """Whether a long bare number right after a noun only identifies it: "cost centre 4100"."""
    before, number = read.tokens[at - 1], read.tokens[at].text
    after = read.tokens[at + 1] if at + 1 < clause.end else None
    plain = before.is_word and before.lower not in word_set("as_written", read.lang)
    level = phrases(_LEXICON, "level", read.lang).at(read.tokens, at - 1, at)
    return (
        plain and not level and number.isdigit() and len(number) > 3 and (after is None or not after.is_word)
    )


def _is_period(read: Text, clause: Clause, at: int) -> bool:
    toks = read.tokens
    if at + 1 >= clause.end or not phrases(_LEXICON, "span", read.lang).at(toks, at + 1, clause.end):
        return False
    back = range(max(clause.start, at - 2), at)
    return any(phrases(_LEXICON, "period", read.lang).at(toks, b, at) for b in back)


def _is_clock(read: Text, clause: Clause, at: int) -> bool:
    before = read.tokens[at - 1].lower if at > clause.start else ""
    after = read.tokens[at + 1] if at + 1 < clause.end else None
    text = read.tokens[at].text
    if ":" in text or text == "24":
        return before in word_set("clock_sign", read.lang) or (after is not None and after.text == "/")
    alone = after is None or after.text in ".,;:!" or after.lower in word_set("clock_after", read.lang)
    return alone and before in word_set("clock_before", read.lang)


def every(read: Text, start: int, clause: Clause) -> bool:
    """Whether the clause takes all of a set ("alla handtag", "every door"), other than a rhythm."""
    all_of = phrases(_LEXICON, "every", read.lang)
    rhythm = phrases(_LEXICON, "rhythm", read.lang)
    return any(
        all_of.at(read.tokens, at, clause.end) and not rhythm.at(read.tokens, at + 1, clause.end)
        for at in range(start, clause.end - 1)
    )
