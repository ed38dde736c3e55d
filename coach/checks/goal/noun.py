"""Tell what a clause without a known verb names: a metric, a product, an unknown action."""

from coach.checks.goal.clauses import Clause, Text
from coach.checks.goal.kinds import Named, Task, is_comparative, is_degree, is_lasting, is_quality
from coach.checks.goal.measure import numbers
from coach.checks.goal.phrases import phrases, word_set
from coach.checks.goal.states import is_statement

_LEXICON = "goal_task"
_VERB_ENDINGS = ("ate", "ise", "ize", "ify")


def noun_phrase(read: Text, clause: Clause, start: int, *, fronted: bool) -> Named:
    """Return the task of a clause with no known verb: a metric, a product, an unknown verb, or none."""
    end = clause.end
    if _is_vague(read, start, end):
        return Named(Task.VAGUE, start, end)
    if _is_counted(read, clause, start, fronted=fronted):
        return Named(Task.METRIC, start, end)
    verbal = _looks_verbal(read, start, clause, fronted=fronted)
    object_next = start + 1 < end and read.tokens[start + 1].lower in word_set("determiner", read.lang)
    if verbal and object_next:
        return _unknown(read, clause, start)
    if numbers(read, clause):
        return Named(Task.METRIC, start, end)
    if phrases(_LEXICON, "token", read.lang).first(read.tokens, start, min(end, start + 2)):
        return Named(Task.DEPENDS, start, end)
    if read.tokens[start].lower in word_set("new", read.lang) and end - start > 1 and not fronted:
        return Named(Task.OWN, start, end)
    if phrases(_LEXICON, "product", read.lang).first(read.tokens, start, min(end, start + 6)):
        return Named(Task.OWN, start, end)
    return _unknown(read, clause, start) if verbal else Named(Task.NONE, start, end)


def _is_vague(read: Text, start: int, end: int) -> bool:
    if not any(is_comparative(read, at, end) for at in range(start, min(end, start + 3))):
        return False
    return not numbers(read, Clause(start, min(end, start + 2), 0, strong=True))


def _is_counted(read: Text, clause: Clause, start: int, *, fronted: bool) -> bool:
    first = read.tokens[start].lower
    long = clause.end - start > 2
    if long and first in word_set("nothing", read.lang) and not fronted and not is_statement(read, clause):
        return True
    counts = numbers(read, clause)
    if counts and (counts[0][0] == start or read.has("goal_measure", "goes_to", clause)):
        return True
    return long and first in word_set("all_of", read.lang)


def _unknown(read: Text, clause: Clause, start: int) -> Named:
    if is_degree(read, start, clause.end) or is_quality(read, start + 1, clause.end):
        return Named(Task.VAGUE, start, start + 1)
    return Named(Task.ONGOING if is_lasting(read, clause) else Task.UNKNOWN, start, start + 1)


def _looks_verbal(read: Text, start: int, clause: Clause, *, fronted: bool) -> bool:
    """Whether an unknown word has the form and the place of a verb with an object."""
    first = read.tokens[start]
    if clause.end - start > 1 and _is_perfect(read, start):
        return True
    if clause.end - start < 2 or not first.is_word or first.lower in word_set("fronted", read.lang):
        return False
    if read.lang == "sv":
        return first.lower.endswith(("a", "å")) and first.lower == first.lemma and len(first.lower) > 2
    if first.lower.endswith("ing") and first.lemma != first.lower:
        return True
    object_next = read.tokens[start + 1].lower in word_set("determiner", read.lang)
    return first.lower == first.lemma and (fronted or object_next or first.lower.endswith(_VERB_ENDINGS))


def _is_perfect(read: Text, start: int) -> bool:
    """Whether a thing is to have been done: "ha stämt", "have tuned"."""
    first, second = read.tokens[start], read.tokens[start + 1]
    if first.lower not in ("ha", "have") or second.lemma == second.lower:
        return False
    if second.lower in word_set("participle", read.lang):
        return True
    return second.lower.endswith("t" if read.lang == "sv" else "ed")
