"""The kinds of task, and the words that tell how concrete one is."""

from dataclasses import dataclass
from enum import Enum

from coach.checks.goal.clauses import Clause, Text
from coach.checks.goal.phrases import phrases, word_set

_LEXICON = "goal_task"


class Task(Enum):
    """The kinds of task, by how far a stranger could tell whether it was done."""

    OWN = "own"
    DEPENDS = "depends"
    CHANGE = "change"
    ONGOING = "ongoing"
    VAGUE = "vague"
    METRIC = "metric"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Named:
    """The task a clause names and the tokens that name it."""

    task: Task
    start: int
    end: int


def is_comparative(read: Text, at: int, end: int) -> bool:
    """Whether the word compares: "better", "tydligare", "more"."""
    token = read.tokens[at]
    if at + 1 < end and read.tokens[at + 1].lower in ("än", "than"):
        return False
    if phrases(_LEXICON, "degree", read.lang).at(read.tokens, at, end):
        return True
    if token.lower in word_set("no_degree", read.lang):
        return False
    if at > 0 and phrases("goal_measure", "count", read.lang).at(read.tokens, at - 1, end):
        return False
    if at > 0 and read.tokens[at - 1].lower == "one":
        return False
    ending = "are" if read.lang == "sv" else "er"
    return (
        token.lower.endswith(ending)
        and token.lemma != token.lower
        and not token.lemma.endswith(("are", "er"))
        and len(token.lower) > len(ending) + 2
    )


def is_degree(read: Text, start: int, end: int) -> bool:
    """Whether a comparative without a named product stands close after the verb."""
    near = range(start + 1, min(end, start + 5))
    if not any(is_comparative(read, at, end) for at in near):
        return False
    last = max(at for at in near if is_comparative(read, at, end))
    return phrases(_LEXICON, "product", read.lang).first(read.tokens, last + 1, end) is None


def is_quality(read: Text, start: int, end: int) -> bool:
    """Whether a quality ("trivsel", "service") is named first, and no metric of it."""
    near = min(end, start + 3)
    if start >= near or phrases("goal_measure", "metric", read.lang).first(read.tokens, start, near):
        return False
    return phrases(_LEXICON, "quality", read.lang).first(read.tokens, start, near) is not None


def is_lasting(read: Text, clause: Clause) -> bool:
    """Whether what is done goes on until something: "wind the clock till Ted is back"."""
    hits = phrases("goal_end", "end", read.lang).find(read.tokens, clause.start, clause.end)
    words = read.tokens
    state = word_set("until_state", read.lang)
    return any(
        words[start].lower in word_set("lasting", read.lang)
        and any(token.lower in state or token.lower.endswith("'s") for token in words[stop : clause.end])
        for start, stop in hits
    )
