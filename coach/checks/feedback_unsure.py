"""Labels that the words of a text leave open: the coach asks instead of claiming."""

from collections.abc import Mapping

from coach.checks.feedback_text import Sentence, find
from coach.domain.text import Lang


def unsure(sentences: tuple[Sentence, ...], labels: Mapping[str, bool], lang: Lang) -> tuple[str, ...]:
    """Return the labels, in their order, that a known weak spot of the rules makes doubtful."""
    doubtful = {
        name
        for name in labels
        for sentence in sentences
        if f"unsure_{name}" in _KEYS and find(sentence, f"unsure_{name}", lang)
    }
    if labels["strength"] and any(find(sentence, "mock", lang) for sentence in sentences):
        doubtful.add("strength")
    return tuple(name for name in labels if name in doubtful)


_KEYS = frozenset({"unsure_person_judgement", "unsure_absolute", "unsure_mind_reading", "unsure_situation"})
