"""Tell a goal from a question, a report of the past, a complaint, small talk or somebody else's words."""

from collections.abc import Sequence

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.measure import numbers
from coach.checks.goal.phrases import phrases
from coach.checks.goal.states import is_statement, wants
from coach.checks.goal.task import Named, Task, begins_task, is_comparative

_KIND = "goal_kind"
_PRONOUNS = {
    "sv": frozenset("jag vi det den de han hon man".split()),
    "en": frozenset("i we it he she they this that".split()),
}


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
        _sets(read, clause, role, task)
        for clause, role, task in zip(read.clauses, roles, named, strict=True)
        if role in (Role.HEAD, Role.GOAL, Role.MEASURE) and not _is_question(read, clause)
    )


def _is_reported(read: Text, whole: Clause) -> bool:
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


def _sets(read: Text, clause: Clause, role: Role, named: Named) -> bool:
    if read.has(_KIND, "complain", clause) or read.opens(_KIND, "chat", clause):
        return False
    if wants(read, clause) or (role is Role.HEAD and begins_task(read, clause)):
        return True
    if role is not Role.HEAD or is_past(read, clause):
        return False
    first = read.tokens[clause.start].lower
    if is_statement(read, clause, weak=False) and named.task in (Task.METRIC, Task.UNKNOWN, Task.NONE):
        return first in ("alla", "varje", "every", "all", "noll", "inga", "zero") and bool(numbers(read, clause))
    return named.task is not Task.NONE


def is_past(read: Text, clause: Clause) -> bool:
    """Whether the clause reports what was done."""
    toks = read.tokens
    if is_comparative(read, clause.start, clause.end) or toks[clause.start].lower[0].isdigit():
        return False
    if phrases(_KIND, "past", read.lang).first(toks, clause.start, clause.end):
        return True
    endings = ("ade", "dde", "kte", "ste", "pte", "nte", "lte", "rte", "ades") if read.lang == "sv" else ("ed",)
    seen = False
    for at in range(clause.start, min(clause.end, clause.start + 8)):
        low, lemma = toks[at].lower, toks[at].lemma
        if low.endswith(endings) and lemma != low and (at == clause.start or seen or _next_is_subject(read, at, clause)):
            return not phrases(_KIND, "not_past", read.lang).at(toks, at, clause.end)
        seen = seen or low in _PRONOUNS[read.lang]
    return False


def _next_is_subject(read: Text, at: int, clause: Clause) -> bool:
    return at + 1 < clause.end and read.tokens[at + 1].lower in _PRONOUNS[read.lang]
