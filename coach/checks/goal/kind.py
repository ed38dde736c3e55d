"""Tell a goal from a question, a report of the past, a complaint, small talk or somebody else's words."""

from collections.abc import Sequence

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.kinds import Named, Task
from coach.checks.goal.measure import numbers
from coach.checks.goal.phrases import phrases, word_set
from coach.checks.goal.states import intents, is_past, is_statement, wants
from coach.checks.goal.task import begins_task

_KIND = "goal_kind"


def is_goal(read: Text, roles: Sequence[Role], named: Sequence[Named]) -> bool:
    """Whether the writer sets a goal of their own in the text."""
    if not read.clauses or not any(token.is_word and len(token.text) > 1 for token in read.tokens):
        return False
    whole = Clause(0, len(read.tokens), 0, True)
    if _is_reported(read, whole):
        return read.has(_KIND, "adopt", whole) and not read.has(_KIND, "reject", whole)
    if read.opens(_KIND, "chat", read.clauses[0]) and not any(wants(read, clause) for clause in read.clauses):
        return False
    return any(
        _sets(read, clause, role, task, scored=len(set(roles)) > 1)
        for clause, role, task in zip(read.clauses, roles, named, strict=True)
        if role in (Role.HEAD, Role.GOAL, Role.MEASURE) and not _is_question(read, clause)
    )


def _is_reported(read: Text, whole: Clause) -> bool:
    if read.has(_KIND, "demanded", whole):
        return True
    if not read.has(_KIND, "reported", whole):
        return False
    return '"' in read.text or (read.has(_KIND, "reject", whole))


def _is_question(read: Text, clause: Clause) -> bool:
    after = read.tokens[clause.end].text if clause.end < len(read.tokens) else ""
    same = [c for c in read.clauses if c.sentence == clause.sentence]
    last = same[-1].end
    if after == "?" or (last < len(read.tokens) and read.tokens[last].text == "?"):
        return True
    return read.opens(_KIND, "ask", same[0]) and not _wants_self(read, clause)


def _wants_self(read: Text, clause: Clause) -> bool:
    first = read.tokens[clause.start].lower
    return first in ("när", "when", "what", "vad", "var") and wants(read, clause)


def _sets(read: Text, clause: Clause, role: Role, named: Named, *, scored: bool) -> bool:
    wanted = intents(read, clause)
    if role is Role.HEAD and begins_task(read, clause):
        return True
    sigh = phrases(_KIND, "complain", read.lang).first(read.tokens, clause.start, clause.end)
    counted = named.task is Task.METRIC and not is_statement(read, clause, weak=False)
    if sigh is not None and not counted and (not wanted or sigh[0] < wanted[0][0]):
        return False
    if wanted:
        return True
    if role is not Role.HEAD or is_past(read, clause) or read.opens(_KIND, "chat", clause):
        return False
    if named.task is Task.METRIC:
        return _is_target(read, clause)
    if is_statement(read, clause, weak=False):
        own = any(t.lower in word_set("self", read.lang) for t in read.tokens[clause.start : clause.end])
        return own and named.task in (Task.OWN, Task.ONGOING, Task.DEPENDS)
    return named.task is not Task.NONE or scored


def _is_target(read: Text, clause: Clause) -> bool:
    """Whether a counted noun phrase names a result to come, not how things are."""
    first = read.tokens[clause.start].lower
    found = numbers(read, clause)
    if found and found[0][0] <= clause.start + 1 and first not in word_set("this", read.lang):
        return True
    if first in word_set("all_of", read.lang):
        return True
    if is_statement(read, clause, weak=False):
        return False
    shown = (("goal_measure", "level"), ("goal_measure", "goes_to"), ("goal_end", "end"))
    return first not in word_set("this", read.lang) or any(read.has(*key, clause) for key in shown)
