"""Feedback: which components a text has, which problems, and what to write instead."""

from collections.abc import Iterable

from coach.checks.feedback_advice import advise
from coach.checks.feedback_learned import blended
from coach.checks.feedback_rules import COMPONENTS, LABELS, PROBLEMS, Found, found
from coach.checks.feedback_text import Sentence, read
from coach.checks.feedback_unsure import unsure
from coach.domain.text import Lang, Normal, Span
from coach.domain.verdict import Verdict

__all__ = ["COMPONENTS", "LABELS", "PROBLEMS", "check_feedback"]


def check_feedback(text: str, lang: Lang, *, by_rules: bool = False) -> Verdict:
    """Label one piece of feedback as section 2 of the annotation guide says.

    ``by_rules`` leaves the learned score out, so that its share can be measured.
    """
    normal, sentences = read(text)
    ruled = found(sentences, lang)
    told, doubtful = (ruled, frozenset[str]()) if by_rules else blended(sentences, ruled, lang)
    spans = {label: own for label in LABELS if (own := _original(normal, sentences, told[label]))}
    labels = {label: label in spans for label in LABELS}
    return Verdict(
        lang=lang,
        labels=labels,
        spans=spans,
        advice=advise(labels, lang),
        unsure=unsure(sentences, labels, doubtful, lang),
    )


def _original(normal: Normal, sentences: tuple[Sentence, ...], told: Found) -> tuple[Span, ...]:
    spans = (sentences[n].span(*span) for n, each in sorted(told.items()) for span in each)
    return tuple(normal.original(*span) for span in _merged(spans))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
