"""Find the means of a goal: a step, support or a resource in the text."""

from collections.abc import Sequence

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.company import company
from coach.checks.goal.kinds import Named, Task
from coach.checks.goal.phrases import phrases
from coach.checks.goal.states import inside_at

_LEXICON = "goal_role"


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
    return company(read, clause)
