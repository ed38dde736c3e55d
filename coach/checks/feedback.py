"""Feedback: which components a text has, which problems, and what to write instead."""

from collections.abc import Iterable, Mapping

from coach.checks.feedback_advice import advise
from coach.checks.feedback_compare import comparison
from coach.checks.feedback_components import behaviour, impact, request, situation
from coach.checks.feedback_labels import person_judgement
from coach.checks.feedback_praise import strength
from coach.checks.feedback_problems import absolute, mind_reading, threat
from coach.checks.feedback_text import Sentence, read
from coach.checks.feedback_unsure import unsure
from coach.domain.text import Lang, Normal, Span
from coach.domain.verdict import Verdict

COMPONENTS = ("situation", "behaviour", "impact", "request", "strength")
PROBLEMS = ("person_judgement", "absolute", "mind_reading", "comparison", "threat")
LABELS = (*COMPONENTS, *PROBLEMS)

_Found = dict[int, list[Span]]


def check_feedback(text: str, lang: Lang) -> Verdict:
    """Label one piece of feedback as section 2 of the annotation guide says."""
    normal, sentences = read(text)
    found = _all(sentences, lang)
    spans = {label: own for label in LABELS if (own := _original(normal, sentences, found[label]))}
    labels = {label: label in spans for label in LABELS}
    return Verdict(
        lang=lang,
        labels=labels,
        spans=spans,
        advice=advise(labels, lang),
        unsure=unsure(sentences, labels, lang),
    )


def _all(sentences: tuple[Sentence, ...], lang: Lang) -> Mapping[str, _Found]:
    threats = {n: threat(one, lang) for n, one in enumerate(sentences)}
    asked = {n: request(one, lang) for n, one in enumerate(sentences)}
    done = {n: spans for n, one in enumerate(sentences) if (spans := behaviour(one, lang))}
    pressed = {n: spans for n, spans in threats.items() if spans}
    measured = comparison(sentences, lang)
    return {
        "situation": {n: situation(one, lang) for n, one in enumerate(sentences)},
        "behaviour": done,
        "impact": _apart(impact(sentences, lang, done, measured, asked), pressed),
        "request": _apart(asked, pressed),
        "strength": strength(sentences, lang, done),
        "person_judgement": {n: person_judgement(one, lang) for n, one in enumerate(sentences)},
        "absolute": {n: absolute(one, lang) for n, one in enumerate(sentences)},
        "mind_reading": {n: mind_reading(one, lang) for n, one in enumerate(sentences)},
        "comparison": measured,
        "threat": threats,
    }


def _apart(found: _Found, pressed: _Found) -> _Found:
    """Take away what a threat covers: a consequence held over somebody is no result and no request."""
    return {
        n: [span for span in spans if not any(a < span[1] and span[0] < b for a, b in pressed.get(n, []))]
        for n, spans in found.items()
    }


def _original(normal: Normal, sentences: tuple[Sentence, ...], found: _Found) -> tuple[Span, ...]:
    spans = (sentences[n].span(*span) for n, each in sorted(found.items()) for span in each)
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
