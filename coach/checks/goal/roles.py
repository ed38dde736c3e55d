"""Give every clause of a goal its role."""

from functools import lru_cache

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.company import company
from coach.checks.goal.kinds import Task
from coach.checks.goal.measure import numbers
from coach.checks.goal.phrases import phrases, word_set
from coach.checks.goal.states import is_intro, is_past, is_statement, wants
from coach.checks.goal.task import begins_task, name_task

_KIND, _ROLE = "goal_kind", "goal_role"


@lru_cache(maxsize=4)
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
    """Return the index of the clause that says the goal: the first that wants or does something."""
    for index, clause in enumerate(read.clauses):
        wanted = wants(read, clause)
        if not wanted and (clause.why or is_intro(read, clause)):
            continue
        if _is_setting(read, clause) and index + 1 < len(read.clauses) and not wanted:
            continue
        if wanted or begins_task(read, clause) or not is_statement(read, clause, weak=False):
            return index
        if takes_on(read, clause):
            return index
    return 0


def _serves_writer(read: Text, clause: Clause) -> bool:
    """Whether somebody does something to or with the writer: "Mags stands behind me"."""
    if read.tokens[clause.start].lower in word_set("pronoun", read.lang) | word_set("this", read.lang):
        return False
    return any(
        read.tokens[at].lower in word_set("to_me", read.lang)
        and read.tokens[at - 1].lower not in word_set("not_to_me", read.lang)
        for at in range(clause.start + 2, clause.end)
    )


def _practises(read: Text, clause: Clause) -> bool:
    """Whether the clause goes on with what is done: "working through the practice set"."""
    first = read.tokens[clause.start]
    trouble = read.has(_ROLE, "problem", clause)
    if trouble or first.lemma == first.lower or first.lemma == "vara":
        return False
    return first.lower.endswith("ing" if read.lang == "en" else ("ar", "er", "år"))


def takes_on(read: Text, clause: Clause) -> bool:
    """Whether the writer says in the present what they take on: "jag sköter …", "I'm responsible for …"."""
    near = read.tokens[clause.start : min(clause.end, clause.start + 6)]
    if not any(token.lower in word_set("self", read.lang) for token in near) or is_past(read, clause):
        return False
    if read.has(_ROLE, "problem", clause):
        return False
    return name_task(read, clause).task in (Task.OWN, Task.ONGOING, Task.DEPENDS)


def _is_setting(read: Text, clause: Clause) -> bool:
    """A fronted time such as "By June", or a heading such as "Mål 2027", that only sets the scene."""
    if clause.end - clause.start <= 5 and read.opens(_KIND, "label", clause) and not wants(read, clause):
        return True
    stop = phrases("goal_end", "end", read.lang).at(read.tokens, clause.start, clause.end)
    return (
        bool(stop)
        and stop >= clause.end - 2
        and not begins_task(read, Clause(stop - 1, clause.end, 0, False))
    )


def _before(read: Text, clause: Clause) -> Role:
    if read.opens(_KIND, "intro", clause):
        return Role.INTRO
    if clause.why:
        return Role.WHY
    if _is_setting(read, clause):
        return Role.SETTING
    if is_statement(read, clause) and clause.end - clause.start > 3:
        own = read.opens(_ROLE, "doing", clause)
        return Role.WHY if read.has(_ROLE, "problem", clause) and not own else Role.INTRO
    return Role.GOAL


def _after(read: Text, clause: Clause, previous: Role) -> Role:
    known = _marked(read, clause)
    if known is not None:
        return known
    states = is_statement(read, clause)
    if not states and not (clause.strong and clause.end - clause.start > 2):
        return Role.GOAL if previous in (Role.INTRO, Role.SETTING) else previous
    if clause.end - clause.start < 3 and not (clause.strong or read.lang == "sv"):
        return previous
    if read.opens(_ROLE, "doing", clause) and not read.has(_ROLE, "problem", clause):
        return Role.MEANS
    trouble = read.has(_ROLE, "problem", clause)
    return previous if previous is Role.MEANS and not clause.strong and not trouble else Role.WHY


def _marked(read: Text, clause: Clause) -> Role | None:
    """Return the role that words of the clause show; None when only its shape can tell."""
    states = is_statement(read, clause)
    counted = bool(numbers(read, clause))
    trouble = read.has(_ROLE, "problem", clause)
    if clause.why or (read.has(_ROLE, "worth", clause) and not counted):
        return Role.WHY
    if read.opens(_KIND, "state", clause) and states:
        return Role.WHY
    level = read.has("goal_measure", "level", clause)
    lent = _practises(read, clause) and not level
    if counted and not lent and (not states or (level and not trouble)):
        return Role.MEASURE
    wanted = wants(read, clause)
    if read.has(_KIND, "adopt", clause):
        return Role.GOAL
    to_me = _serves_writer(read, clause)
    helped = read.has(_ROLE, "help", clause) or read.has(_ROLE, "means", clause) or (to_me and not trouble)
    helped = helped or bool(company(read, clause)) or _practises(read, clause)
    if helped and not (wanted and read.opens(_ROLE, "doing", clause)):
        return Role.MEANS
    if wanted and not trouble:
        return Role.GOAL
    return None
