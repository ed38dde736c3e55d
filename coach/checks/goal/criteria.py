"""Decide the five criteria of a goal with the words that show each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.end import ends
from coach.checks.goal.kind import is_goal
from coach.checks.goal.kinds import Named, Task
from coach.checks.goal.means import means
from coach.checks.goal.measure import every, numbers
from coach.checks.goal.phrases import phrases
from coach.checks.goal.roles import roles
from coach.checks.goal.states import intents
from coach.checks.goal.task import has_article, name_tasks
from coach.domain.text import Span

CRITERIA = ("specific", "measurable", "achievable", "relevant", "time_bound")
_AIMS = (Role.HEAD, Role.GOAL)
_NOT_SPECIFIC = (Task.VAGUE, Task.NONE)
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided about one text, spans in characters of the normalised text."""

    is_goal: bool
    evidence: Mapping[str, tuple[Span, ...]]
    """What speaks for each criterion, also in a text that is no goal."""
    unsure: tuple[str, ...] = ()


def judge(read: Text) -> Judged:
    """Decide by rules whether the text is a goal, and what in it speaks for each criterion."""
    if not read.clauses:
        return Judged(False, {})
    given = roles(read)
    named = name_tasks(read)
    aims = [(c, n) for c, r, n in zip(read.clauses, given, named, strict=True) if r in _AIMS]
    found: dict[str, Sequence[Range]] = {
        "specific": _specific(read, aims),
        "measurable": _measurable(read, aims, given),
        "achievable": means(read, given, named) or _own_action(read, aims, given),
        "relevant": _reasons(read, given),
        "time_bound": ends(read, given),
    }
    evidence = {name: tuple(_span(read, hit) for hit in hits) for name, hits in found.items() if hits}
    return Judged(is_goal(read, given, named), evidence, _unsure(aims, evidence))


def _main(aims: Sequence[tuple[Clause, Named]]) -> tuple[Clause, Named] | None:
    """Return the clause that names the task: the first that names one at all."""
    return next(((c, n) for c, n in aims if n.task is not Task.NONE), aims[0] if aims else None)


def _specific(read: Text, aims: Sequence[tuple[Clause, Named]]) -> list[Range]:
    main = _main(aims)
    if main is None:
        return []
    clause, named = main
    if named.task in _NOT_SPECIFIC:
        later = (Task.OWN, Task.ONGOING)
        return [(n.start, c.end) for c, n in aims if n.task in later and c is not clause][:1]
    return [(named.start, clause.end)]


def _reasons(read: Text, given: Sequence[Role]) -> list[Range]:
    found: list[Range] = []
    for clause, role in zip(read.clauses, given, strict=True):
        if role is Role.WHY:
            found.append((clause.start, clause.end))
        elif role is Role.HEAD and clause.why:
            # The reason stands first in the goal's own clause: "För att avlasta Eva ska jag …".
            wanted = intents(read, clause)
            found += [(clause.start, wanted[0][0])] if wanted and wanted[0][0] > clause.start + 2 else []
    return found


def _measurable(read: Text, aims: Sequence[tuple[Clause, Named]], given: Sequence[Role]) -> list[Range]:
    found: list[Range] = []
    for clause, role in zip(read.clauses, given, strict=True):
        if role in (Role.HEAD, Role.GOAL, Role.MEASURE):
            found += numbers(read, clause)
    main = _main(aims)
    if found or main is None or not _is_done_or_not(read, *main):
        return found
    clause, named = main
    return [(named.start, clause.end)]


def _is_done_or_not(read: Text, clause: Clause, named: Named) -> bool:
    """Whether the task is finished or not without a number."""
    if named.task in (Task.OWN, Task.UNKNOWN, Task.METRIC):
        return True
    whole = every(read, named.start, clause)
    if named.task is Task.ONGOING:
        return whole and read.has("goal_measure", "recurs", clause)
    if named.task is not Task.DEPENDS:
        return False
    binary = phrases("goal_task", "binary", read.lang).at(read.tokens, named.start, clause.end)
    token = phrases("goal_task", "token", read.lang).first(read.tokens, named.start, clause.end)
    return whole or bool(binary) or token is not None or has_article(read, named, clause)


def _own_action(read: Text, aims: Sequence[tuple[Clause, Named]], given: Sequence[Role]) -> list[Range]:
    main = _main(aims)
    if main is None:
        return []
    clause, named = main
    if named.task not in (Task.OWN, Task.UNKNOWN) or _is_endless(read, given):
        return []
    return [(named.start, clause.end)]


def _is_endless(read: Text, given: Sequence[Role]) -> bool:
    """Whether the action only recurs: a rhythm, with nothing counted in all."""
    stated = [c for c, r in zip(read.clauses, given, strict=True) if r in (*_AIMS, Role.MEASURE)]
    rhythm = any(read.has("goal_measure", "recurs", clause) for clause in stated)
    return rhythm and not any(numbers(read, clause) for clause in stated)


def _unsure(
    aims: Sequence[tuple[Clause, Named]], evidence: Mapping[str, tuple[Span, ...]]
) -> tuple[str, ...]:
    if all(named.task in (Task.UNKNOWN, Task.NONE) for _, named in aims):
        return tuple(name for name in ("specific", "measurable", "achievable") if name not in evidence)
    return ()


def _span(read: Text, hit: Range) -> Span:
    return read.tokens[hit[0]].start, read.tokens[hit[1] - 1].end
