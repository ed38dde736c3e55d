"""Find the end of a goal: a date, a bounded period, a single coming event."""

from collections.abc import Sequence

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.phrases import phrases, word_set

_LEXICON = "goal_end"


def ends(read: Text, roles: Sequence[Role]) -> tuple[tuple[int, int], ...]:
    """Return the expressions that bound the goal in time, as token ranges."""
    found: list[tuple[int, int]] = []
    for clause, role in zip(read.clauses, roles, strict=True):
        if role is not Role.WHY:
            found += _in(read, clause)
    return tuple(found)


def _in(read: Text, clause: Clause) -> list[tuple[int, int]]:
    toks, lang = read.tokens, read.lang
    end, none = phrases(_LEXICON, "end", lang), phrases(_LEXICON, "not_end", lang)
    kept: list[tuple[int, int]] = []
    at = clause.start
    while at < clause.end:
        stop = 0 if none.at(toks, at, clause.end) else end.at(toks, at, clause.end)
        answers = stop and _is_service(read, clause, at, stop)
        if stop and not _is_past(read, clause, at) and not answers:
            kept.append((at, stop))
            at = stop
        else:
            at = max(at + 1, none.at(toks, at, clause.end))
    return kept


def _is_past(read: Text, clause: Clause, start: int) -> bool:
    if start == clause.start:
        return False
    return bool(phrases(_LEXICON, "not_before", read.lang).at(read.tokens, start - 1, start))


def _is_service(read: Text, clause: Clause, at: int, stop: int) -> bool:
    """Whether so many days or weeks are the time within which each case is answered."""
    verbs = [t for t in read.tokens[clause.start : at] if t.lemma in word_set("answer", read.lang)]
    unit = read.tokens[stop - 1].lower
    if unit in word_set("week", read.lang):
        return any(token.lower != token.lemma for token in verbs)
    return bool(verbs) and unit in word_set("day", read.lang)
