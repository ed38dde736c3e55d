"""The rules' answers weighed against what was learned from labelled texts."""

from collections.abc import Mapping

from coach.checks.feedback_features import features
from coach.checks.feedback_rules import Found
from coach.checks.feedback_text import Sentence, find, words_of
from coach.checks.trained import trained
from coach.domain.text import Lang

# Phrases that speak against a label the rules did not find: denied or passed on, mocked, a rule or custom,
# said by one who takes feedback in.
_AGAINST = {
    "strength": ("mock", "mock_after"),
    "person_judgement": ("reported",),
    "absolute": ("absolute_not", "absolute_rule"),
    "threat": ("taken_in",),
}
# What is said about a person: not in a text that speaks of nobody but the writer.
_OF_PERSON = frozenset(("person_judgement", "absolute", "mind_reading", "comparison", "threat"))
# What is done to somebody by holding a colleague or a consequence against them: not in a plan of one's own.
_PRESSING = frozenset(("comparison", "threat"))
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
    opening, barred = sentences[:_READ], spoken_against(sentences, lang)
    alone = [features((one,), lang) for one in opening] if len(opening) > 1 else []
    rules = {label: any(spans.values()) for label, spans in ruled.items()}
    decided = trained("feedback").decide(features(opening, lang), alone, rules, barred)
    told: dict[str, Found] = {}
    for label, spans in ruled.items():
        best = decided[label].piece
        instead: Found = spans if rules[label] else {best: [(0, len(sentences[best].text))]}
        told[label] = instead if decided[label].true else {}
    return told, frozenset(label for label, one in decided.items() if one.near)


def spoken_against(sentences: tuple[Sentence, ...], lang: Lang) -> frozenset[str]:
    """Return the labels that words of the text speak against, whatever else it resembles."""
    spoken = frozenset(
        label
        for label, names in _AGAINST.items()
        if any(find(sentence, name, lang) for sentence in sentences for name in names)
    )
    if not any(_of_somebody(sentence, lang) for sentence in sentences):
        return spoken | _OF_PERSON
    return spoken | _PRESSING if _is_plan(sentences, lang) else spoken


def _is_plan(sentences: tuple[Sentence, ...], lang: Lang) -> bool:
    """Whether the text speaks to nobody and says what its writer undertakes."""
    addressed = words_of(lang, "you", "your")
    spoken_to = any(
        word.text in addressed or word.text.startswith(("you'", "u'"))
        for sentence in sentences
        for word in sentence.words
    )
    return not spoken_to and any(find(sentence, "own_aim", lang) for sentence in sentences)


def _of_somebody(sentence: Sentence, lang: Lang) -> bool:
    """Whether the sentence speaks to or of a person: a pronoun, a name."""
    persons = words_of(lang, "you", "your", "third_person", "name")
    return any(
        word.text in persons or (at > 0 and sentence.typed[word.start].isupper())
        for at, word in enumerate(sentence.words)
    )
