"""The rules of the feedback check: where each label stands in a text."""

from collections.abc import Mapping

from coach.checks.feedback_compare import comparison
from coach.checks.feedback_components import behaviour, impact, request, situation
from coach.checks.feedback_labels import person_judgement
from coach.checks.feedback_praise import strength
from coach.checks.feedback_problems import absolute, mind_reading, threat
from coach.checks.feedback_text import Sentence, covered, find
from coach.domain.text import Lang, Span

COMPONENTS = ("situation", "behaviour", "impact", "request", "strength")
PROBLEMS = ("person_judgement", "absolute", "mind_reading", "comparison", "threat")
LABELS = (*COMPONENTS, *PROBLEMS)

Found = dict[int, list[Span]]
"""The number of a sentence to spans in it."""


def found(sentences: tuple[Sentence, ...], lang: Lang) -> Mapping[str, Found]:
    """Return every label with what the rules found for it, a list of spans a sentence."""
    threats = {n: threat(one, lang) for n, one in enumerate(sentences)}
    asked = {n: request(one, lang) for n, one in enumerate(sentences)}
    done = {n: spans for n, one in enumerate(sentences) if (spans := behaviour(one, lang))}
    pressed = {n: spans for n, spans in threats.items() if spans}
    measured = comparison(sentences, lang)
    told: Mapping[str, Found] = {
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
    return {
        label: _own(spans, sentences, lang) if label in PROBLEMS else spans for label, spans in told.items()
    }


def _own(told: Found, sentences: tuple[Sentence, ...], lang: Lang) -> Found:
    """Take away what only gives the other side's words back: "when you say “you are lazy”, what …"."""
    quoted = {n: find(one, "quoted_you", lang) for n, one in enumerate(sentences)}
    return {n: [span for span in spans if not covered(*span, quoted[n])] for n, spans in told.items()}


def _apart(told: Found, pressed: Found) -> Found:
    """Take away what a threat covers: a consequence held over somebody is no result and no request."""
    return {
        n: [span for span in spans if not any(a < span[1] and span[0] < b for a, b in pressed.get(n, []))]
        for n, spans in told.items()
    }
