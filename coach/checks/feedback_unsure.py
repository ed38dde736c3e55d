"""Labels that the words of a text leave open: the coach asks instead of claiming."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from coach.checks.feedback_text import Sentence, find
from coach.domain.text import Lang

_WORDINGS = ("person_judgement", "absolute", "mind_reading", "situation")
# What hints at a label that the rules then did not find: colleagues, a livelihood.
_HINTS = {"comparison": "peer", "threat": "stake"}


def unsure(
    sentences: tuple[Sentence, ...], labels: Mapping[str, bool], near: AbstractSet[str], lang: Lang
) -> tuple[str, ...]:
    """Return the labels, in their order, that are doubtful.

    A known weak spot of the rules makes them so, or rules and learned score that decide ``near`` the line.
    """
    doubtful = set(near) | {name for name in _WORDINGS if _anywhere(sentences, f"unsure_{name}", lang)}
    doubtful |= {
        name for name, hint in _HINTS.items() if not labels[name] and _anywhere(sentences, hint, lang)
    }
    if labels["strength"] and _anywhere(sentences, "mock", lang):
        doubtful.add("strength")
    if {name for name, true in labels.items() if true} in ({"behaviour"}, {"situation", "behaviour"}):
        # A bare act: whether it is meant as praise, or led to something, may stand in plain words.
        doubtful |= {"strength", "impact"} if len(sentences) > 1 else set()
    return tuple(name for name in labels if name in doubtful)


def _anywhere(sentences: tuple[Sentence, ...], name: str, lang: Lang) -> bool:
    return any(find(sentence, name, lang) for sentence in sentences)
