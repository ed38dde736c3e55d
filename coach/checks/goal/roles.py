"""Give every clause of a goal its role."""

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.measure import numbers
from coach.checks.goal.phrases import phrases

_KIND, _ROLE = "goal_kind", "goal_role"


def roles(read: Text) -> tuple[Role, ...]:
    """Return the role of each clause, in order."""
    head = find_head(read)
    out: list[Role] = []
    for index, clause in enumerate(read.clauses):
        if index < head:
            out.append(_before(read, clause))
        elif index == head:
            out.append(Role.HEAD)
        else:
            out.append(_after(read, clause, out[-1]))
    return tuple(out)


def find_head(read: Text) -> int:
    """Return the index of the clause that says the goal: the first that wants something or names an action."""
    for index, clause in enumerate(read.clauses):
        if clause.why and not _wants(read, clause):
            continue
        if is_intro(read, clause) and not _wants(read, clause):
            continue
        if _wants(read, clause) or not is_statement(read, clause):
            if _is_setting(read, clause) and index + 1 < len(read.clauses):
                continue
            return index
    return 0


def is_intro(read: Text, clause: Clause) -> bool:
    """Whether the clause only leads up to the goal."""
    stop = phrases(_KIND, "intro", read.lang).at(read.tokens, clause.start, clause.end)
    return bool(stop) and (stop >= clause.end - 1 or clause.end - clause.start <= 9)


def is_statement(read: Text, clause: Clause) -> bool:
    """Whether the clause has a subject and a verb in the present or past: it states how things are."""
    toks = read.tokens
    for at in range(clause.start + 1, min(clause.end, clause.start + 9)):
        token = toks[at]
        if phrases(_KIND, "finite", read.lang).at(toks, at, clause.end):
            return True
        if read.lang == "sv" and _is_present(token.lower, token.lemma):
            return True
    first = toks[clause.start].lower
    if read.lang == "en":
        return first in _SUBJECTS or "'" in first[1:]
    return False


def _is_present(low: str, lemma: str) -> bool:
    return low.endswith(("ar", "er", "år")) and lemma.endswith(("a", "å")) and low != lemma and len(low) > 3


_SUBJECTS = frozenset("i we they he she it you people nobody everyone everybody someone somebody that this there".split())


def _wants(read: Text, clause: Clause) -> bool:
    return read.has(_KIND, "intent", clause)


def _is_setting(read: Text, clause: Clause) -> bool:
    """A fronted time such as "By June" or "Till sommaren" that only sets the scene."""
    return clause.end - clause.start <= 5 and read.opens("goal_end", "end", clause)


def _before(read: Text, clause: Clause) -> Role:
    if is_intro(read, clause):
        return Role.INTRO
    if clause.why:
        return Role.WHY
    if is_statement(read, clause) and clause.end - clause.start > 3:
        return Role.WHY if read.has(_ROLE, "problem", clause) else Role.INTRO
    return Role.GOAL


def _after(read: Text, clause: Clause, previous: Role) -> Role:
    states = is_statement(read, clause)
    if clause.why or (read.has(_ROLE, "worth", clause) and not numbers(read, clause)):
        return Role.WHY
    if read.lang == "sv" and read.tokens[clause.start].lower == "då" and states:
        return Role.WHY
    if numbers(read, clause) and _sets_level(read, clause, states):
        return Role.MEASURE
    if _wants(read, clause) and not read.has(_ROLE, "problem", clause):
        return Role.GOAL
    if read.has(_ROLE, "help", clause):
        return Role.MEANS
    if not states and not (clause.strong and clause.end - clause.start > 3):
        return previous if previous is not Role.INTRO else Role.GOAL
    if read.opens(_ROLE, "doing", clause) and not read.has(_ROLE, "problem", clause):
        return Role.MEANS
    if not clause.strong and previous in (Role.WHY, Role.MEANS):
        return previous
    return Role.WHY


def _sets_level(read: Text, clause: Clause, states: bool) -> bool:
    if not states:
        return True
    return read.has("goal_measure", "level", clause) and not read.has(_ROLE, "problem", clause)
