"""Find the means of a goal: a step, support or a resource in the text."""

from collections.abc import Sequence

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.phrases import phrases
from coach.checks.goal.states import inside_at
from coach.checks.goal.task import Named, Task

_LEXICON = "goal_role"
_WITH = {"sv": "med", "en": "with"}


def means(read: Text, roles: Sequence[Role], named: Sequence[Named]) -> list[tuple[int, int]]:
    """Return the words that say how the goal will be reached, as token ranges."""
    found: list[tuple[int, int]] = []
    for clause, role, task in zip(read.clauses, roles, named, strict=True):
        if role is Role.MEANS:
            found.append((clause.start, clause.end))
        elif role in (Role.HEAD, Role.GOAL, Role.MEASURE, Role.SETTING):
            found += _in(read, clause, role, task)
    return found


def _in(read: Text, clause: Clause, role: Role, task: Named) -> list[tuple[int, int]]:
    ends = phrases("goal_end", "end", read.lang)
    for start, _ in phrases(_LEXICON, "means", read.lang).find(read.tokens, clause.start, clause.end):
        inside_verb = task.task is not Task.METRIC and task.start < start < task.end
        if not ends.at(read.tokens, start, clause.end) and not inside_verb:
            return [(start, clause.end)]
    if role in (Role.GOAL, Role.MEASURE):
        hit = phrases(_LEXICON, "help", read.lang).first(read.tokens, clause.start, clause.end)
        if (
            hit is not None
            and hit[0] < inside_at(read, clause)
            and (role is Role.MEASURE or hit[0] > task.start)
        ):
            return [(hit[0], clause.end)]
    return _company(read, clause)


def _company(read: Text, clause: Clause) -> list[tuple[int, int]]:
    """Return "with Ewa" and the like: a person who takes part, not one it is done to."""
    toks = read.tokens
    for at in range(clause.start + 1, clause.end - 1):
        if toks[at].lower != _WITH[read.lang]:
            continue
        back = max(clause.start, at - 3)
        if phrases(_LEXICON, "not_support", read.lang).first(toks, back, at):
            continue
        near = toks[at + 1]
        name = near.text[0].isupper() and not near.text.isupper() and near.is_word
        follows = at + 2 < clause.end and toks[at + 2].text[0].isdigit()
        person = phrases(_LEXICON, "person", read.lang).first(toks, at + 1, min(clause.end, at + 4))
        if (name and not follows) or person:
            return [(at, clause.end)]
    return []
