"""Tell whether a clause wants something, states how things are, or only leads up to the goal."""

from functools import lru_cache

from coach.checks.goal.clauses import Clause, Text
from coach.checks.goal.phrases import phrases, word_set

_KIND = "goal_kind"


def inside_at(read: Text, clause: Clause) -> int:
    """Return where a subordinate clause begins inside the clause; its end when there is none."""
    hit = phrases(_KIND, "inside", read.lang).first(read.tokens, clause.start + 1, clause.end)
    return clause.end if hit is None else hit[0]


def described_at(read: Text, clause: Clause) -> int:
    """Return where a subordinate or relative clause begins inside the clause; its end when there is none."""
    hit = phrases(_KIND, "relative", read.lang).first(read.tokens, clause.start + 1, clause.end)
    return min(inside_at(read, clause), clause.end if hit is None else hit[0])


@lru_cache(maxsize=64)
def intents(read: Text, clause: Clause) -> tuple[tuple[int, int], ...]:
    """Return the words of wanting in the clause itself, as token ranges."""
    limit = inside_at(read, clause)
    found = phrases(_KIND, "intent", read.lang).find(read.tokens, clause.start, clause.end)
    stop = phrases(_KIND, "intent_open", read.lang).at(read.tokens, clause.start, clause.end)
    bare = ((clause.start, stop),) if stop else ()
    return bare or tuple(hit for hit in found if hit[0] < limit)


def wants(read: Text, clause: Clause) -> bool:
    """Whether the writer wants, will or has set out to do something in the clause."""
    return bool(intents(read, clause))


def is_intro(read: Text, clause: Clause) -> bool:
    """Whether the clause only leads up to the goal."""
    stop = phrases(_KIND, "intro", read.lang).at(read.tokens, clause.start, clause.end)
    phrase = stop > clause.start + 1
    return bool(stop) and (stop >= clause.end - 1 or (phrase and clause.end - clause.start <= 9))


def is_statement(read: Text, clause: Clause, *, weak: bool = True) -> bool:
    """Whether the clause has a subject and a verb in the present or past: it states how things are.

    ``weak`` counts verbs that are also nouns or infinitives.
    """
    toks, lang = read.tokens, read.lang
    first = toks[clause.start].lower
    if lang == "en" and (first in word_set("subject", lang) or "'" in first[1:]):
        return True
    if first in ("att", "that"):
        return False
    finite = phrases(_KIND, "finite", lang)
    count = phrases("goal_measure", "count", lang)
    loose = phrases(_KIND, "finite_weak", lang)
    for at in range(clause.start + 1, min(described_at(read, clause), clause.start + 9)):
        if finite.at(toks, at, clause.end) or (weak and loose.at(toks, at, clause.end)):
            return True
        low, lemma = toks[at].lower, toks[at].lemma
        if lang == "sv" and (
            _is_present(low, lemma) or (weak and _is_preterite(low, lemma) and not count.at(toks, at - 1, at))
        ):
            return True
    return False


def _is_present(low: str, lemma: str) -> bool:
    if low == lemma or len(low) < 3:
        return False
    return (low.endswith(("ar", "er", "år")) and lemma.endswith(("a", "å"))) or (
        low == lemma + "r" and not lemma.endswith("e")
    )


def _is_preterite(low: str, lemma: str) -> bool:
    if low == lemma or not lemma.endswith("a"):
        return False
    return low.endswith(("de", "te")) and not low.endswith(("nde", "ste"))


def is_past(read: Text, clause: Clause) -> bool:
    """Whether the clause reports what was done."""
    toks = read.tokens
    limit = described_at(read, clause)
    if any(
        phrases("goal_measure", key, read.lang).at(toks, clause.start, limit) for key in ("count", "quantity")
    ):
        return False
    if phrases(_KIND, "past", read.lang).first(toks, clause.start, limit):
        return True
    endings = tuple(word_set("past_ending", read.lang))
    seen = False
    for at in range(clause.start, min(limit, clause.start + 8)):
        low, lemma = toks[at].lower, toks[at].lemma
        if (
            (low.endswith(endings) or (read.lang == "sv" and _is_preterite(low, lemma)))
            and lemma != low
            and (at == clause.start or seen or _next_is_subject(read, at, clause))
        ):
            return not phrases(_KIND, "not_past", read.lang).at(toks, at, clause.end)
        seen = seen or low in word_set("pronoun", read.lang)
    return False


def _next_is_subject(read: Text, at: int, clause: Clause) -> bool:
    return at + 1 < clause.end and read.tokens[at + 1].lower in word_set("pronoun", read.lang)
