"""Find the means of a goal: a step, support or a resource in the text."""

from collections.abc import Sequence

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.phrases import phrases

_LEXICON = "goal_role"
_WITH = {"sv": "med", "en": "with"}


def means(read: Text, roles: Sequence[Role]) -> list[tuple[int, int]]:
    """Return the words that say how the goal will be reached, as token ranges."""
    found: list[tuple[int, int]] = []
    for clause, role in zip(read.clauses, roles, strict=True):
        if role is Role.MEANS:
            found.append((clause.start, clause.end))
        elif role is not Role.INTRO:
            hits = phrases(_LEXICON, "means", read.lang).find(read.tokens, clause.start, clause.end)
            found += [(start, clause.end) for start, _ in hits[:1] if role is not Role.WHY]
            found += _company(read, clause) if role is not Role.WHY and not hits else []
    return found


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
