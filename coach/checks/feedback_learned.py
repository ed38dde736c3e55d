"""The rules' answers weighed against what was learned from labelled texts."""

from collections.abc import Mapping

from coach.checks.feedback_features import features
from coach.checks.feedback_rules import Found
from coach.checks.feedback_text import Sentence, find
from coach.checks.trained import trained
from coach.domain.text import Lang

# Phrases that speak against a label the rules did not find: denied or passed on, mocked, a rule or custom.
_AGAINST = {
    "strength": ("mock", "mock_after"),
    "person_judgement": ("reported",),
    "absolute": ("absolute_not", "absolute_rule"),
}
# One piece of feedback has fewer sentences; past this the rules decide alone.
_READ = 60


def blended(
    sentences: tuple[Sentence, ...], ruled: Mapping[str, Found], lang: Lang
) -> tuple[dict[str, Found], frozenset[str]]:
    """Return the labels with their spans after the weighing, and those that were a near thing.

    A label the rules have no words for gets the sentence that speaks for it most.
    """
    if not sentences:
        return dict(ruled), frozenset()
    model, opening = trained("feedback"), sentences[:_READ]
    whole = model.scores(features(opening, lang))
    alone = [model.scores(features((one,), lang)) for one in opening] if len(opening) > 1 else [whole]
    # One sentence can make a label true in a text that is otherwise nothing like it.
    scores = {label: max(score, *(one[label] for one in alone)) for label, score in whole.items()}
    told: dict[str, Found] = {}
    barred = spoken_against(sentences, lang)
    for label, spans in ruled.items():
        rule = any(spans.values())
        if not model.blends[label].says(scores[label], rule=rule) or (label in barred and not rule):
            told[label] = {}
            continue
        if not rule:
            best = max(range(len(opening)), key=lambda at: alone[at][label])
            spans = {best: [(0, len(sentences[best].text))]}
        told[label] = spans
    near = (
        label
        for label, spans in ruled.items()
        if model.blends[label].doubts(scores[label], rule=any(spans.values()))
    )
    return told, frozenset(near)


def spoken_against(sentences: tuple[Sentence, ...], lang: Lang) -> frozenset[str]:
    """Return the labels that words of the text speak against, whatever else it resembles."""
    return frozenset(
        label
        for label, names in _AGAINST.items()
        if any(find(sentence, name, lang) for sentence in sentences for name in names)
    )
