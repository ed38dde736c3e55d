"""What the person does in one turn of a rehearsal: asks, reflects, defends, blames, proposes."""

from coach.checks.turn_acts import ACTS, acts
from coach.checks.turn_advice import advise
from coach.checks.turn_learned import blended
from coach.checks.turn_text import read
from coach.domain.text import Lang, Normal, Span
from coach.domain.verdict import Verdict


def check_turn(text: str, lang: Lang, *, by_rules: bool = False) -> Verdict:
    """Label the acts of one utterance, with their evidence, as section 3 of the annotation guide says.

    ``by_rules`` leaves the learned score out, so that its share can be measured.
    """
    utterance = read(text, lang)
    ruled, guessed = acts(utterance)
    found, near = (ruled, frozenset[str]()) if by_rules else blended(utterance, ruled)
    spans = {act: _joined(found[act], utterance.normal) for act in ACTS if found.get(act)}
    labels = {act: act in spans for act in ACTS}
    unsure = tuple(act for act in ACTS if act in near or (act in guessed and act in spans))
    return Verdict(lang, labels, spans, advise(labels, lang), unsure=unsure)


def _joined(spans: list[Span], normal: Normal) -> tuple[Span, ...]:
    """Join spans that touch or overlap, and turn them into characters of the input."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(normal.original(start, end) for start, end in joined)
