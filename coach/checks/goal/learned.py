"""The rules' answers about a goal weighed against what was learned from labelled texts."""

from coach.checks.goal.clauses import Text
from coach.checks.goal.criteria import CRITERIA, Judged
from coach.checks.goal.features import features
from coach.checks.trained import trained


def blended(read: Text, judged: Judged) -> Judged:
    """Return what rules and learned score say together, and which answers were a near thing.

    A criterion the rules have no words for gets the clause that speaks for it most.
    """
    if not read.clauses:
        return judged
    whole, pieces = features(read)
    ruled = {"is_goal": judged.is_goal} | {name: name in judged.evidence for name in CRITERIA}
    decided = trained("goal").decide(whole, pieces, ruled)
    evidence = {}
    for name in CRITERIA:
        if decided[name].true:
            clause = read.clauses[decided[name].piece]
            best = (read.tokens[clause.start].start, read.tokens[clause.end - 1].end)
            evidence[name] = judged.evidence.get(name, (best,))
    near = tuple(name for name in CRITERIA if decided[name].near)
    doubtful = tuple(name for name in CRITERIA if name in near or name in judged.unsure)
    return Judged(decided["is_goal"].true, evidence, doubtful)
