"""Judge a goal by five criteria: specific, measurable, achievable, relevant, time-bound."""

import datetime

from coach.checks.dates import find_dates
from coach.checks.goal.clauses import read
from coach.checks.goal.criteria import CRITERIA, judge
from coach.checks.goal.learned import blended
from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.domain.text import Lang
from coach.domain.verdict import Advice, Verdict

__all__ = ["CRITERIA", "check_goal", "missing"]

# Longer texts are judged by their beginning: a goal is a few sentences.
_LIMIT = 8_000


def check_goal(text: str, lang: Lang, today: datetime.date, *, by_rules: bool = False) -> Verdict:
    """Judge one goal text; evidence spans are ``[start, end)`` in ``text`` as given.

    Args:
        text: The goal.
        lang: Its language; advice is in it.
        today: The day dates are read on.
        by_rules: Leave the learned score out, which has no words of its own to point at: for whoever
            takes the text apart by its spans.
    """
    normal = normalise(text)
    clauses = read(normal.text[:_LIMIT], lang)
    judged = judge(clauses)
    judged = judged if by_rules else blended(clauses, judged)
    evidence = judged.evidence if judged.is_goal else {}
    unsure = judged.unsure if judged.is_goal else ()
    labels = {"is_goal": judged.is_goal} | {name: name in evidence for name in CRITERIA}
    spans = {
        name: tuple(normal.original(start, end) for start, end in found) for name, found in evidence.items()
    }
    verdict = Verdict(lang, labels, spans, dates=find_dates(text, lang, today), unsure=unsure)
    wanted = missing(verdict) if judged.is_goal else ("is_goal",)
    advice = lexicon("goal_advice", lang)
    return Verdict(
        lang,
        labels,
        spans,
        tuple(Advice(label, advice[label][0]) for label in wanted),
        verdict.dates,
        unsure,
    )


def missing(verdict: Verdict) -> tuple[str, ...]:
    """Return the criteria the goal lacks, in the order S, M, A, R, T."""
    return tuple(name for name in CRITERIA if not verdict.labels[name])
