"""Find who takes part in reaching a goal: "with Ewa", "med chefen"."""

from coach.checks.goal.clauses import Clause, Text
from coach.checks.goal.phrases import phrases

_LEXICON = "goal_role"
_WITH = {"sv": "med", "en": "with"}


def company(read: Text, clause: Clause) -> list[tuple[int, int]]:
    """Return "with Ewa" and the like: a person who takes part, not one it is done to."""
    toks = read.tokens
    for at in range(clause.start, clause.end - 1):
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
