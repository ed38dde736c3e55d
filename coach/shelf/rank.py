"""Score passages by how well they carry each thing that a question asks about, in whichever language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coach.domain.text import Lang
from coach.shelf.table import Features
from coach.shelf.terms import common_words, idea_token, ideas_of

Rarity = Callable[[str], float]
"""How much an index word tells, from 0 (in every passage) to 1 (in none)."""

COMMON = 0.4
"""What an everyday word weighs against a word that names a subject."""
SAME_IDEA = 0.95
"""What another word for the same idea counts against the word itself."""
PART = 0.5
"""What a word inside a longer one counts."""
_TITLE, _HEAD = 0.4, 1.2
_SATURATION = 0.9
_LENGTH_SHARE, _USUAL_LENGTH = 0.4, 60


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a question asks about: a lemma, and the index words for the ideas it names."""

    lemma: str
    ideas: tuple[str, ...]
    weight: float


def wishes(lemmas: Sequence[str], parts: Mapping[str, Sequence[str]], lang: Lang) -> tuple[Wish, ...]:
    """Return what a question asks about; an idea that only a phrase names is a wish of its own.

    Args:
        lemmas: The question's content words.
        parts: The words that a compound among them is made of: together they weigh as much as one word.
        lang: The question's language.
    """
    common = common_words(lang)
    found: list[Wish] = []
    seen: set[int] = set()
    for lemma in dict.fromkeys(lemmas):
        named = ideas_of((lemma,), lang)
        seen.update(named)
        tokens = tuple(idea_token(idea) for idea in named)
        found.append(Wish(lemma, tokens, COMMON if lemma in common else 1.0))
        for part in parts.get(lemma, ()):
            tokens = tuple(idea_token(idea) for idea in ideas_of((part,), lang))
            found.append(Wish(part, tokens, 1.0 / len(parts[lemma])))
    for idea in ideas_of(tuple(lemmas), lang):
        if idea not in seen:
            found.append(Wish("", (idea_token(idea),), 1.0))
    return tuple(found)


def score(wanted: Sequence[Wish], passage: Features, rarity: Rarity) -> float:
    """Return how well a passage carries the wishes; higher is better."""
    counts = _counts(passage)
    size = len(passage.body.split())
    norm = 1 - _LENGTH_SHARE + _LENGTH_SHARE * size / _USUAL_LENGTH
    total = 0.0
    for wish in wanted:
        best = max((value for value in _values(wish, counts, norm, rarity)), default=0.0)
        total += wish.weight * best
    return total


def _values(wish: Wish, counts: Mapping[str, float], norm: float, rarity: Rarity) -> list[float]:
    values = []
    shared = max((rarity(idea) for idea in wish.ideas), default=1.0)
    if wish.lemma and (count := counts.get(wish.lemma, 0.0)):
        # A word is rarer than its idea only because the other language has another word for it.
        values.append((rarity(wish.lemma) + shared) / 2 * _saturated(count, norm))
    elif len(wish.lemma) > 4 and any(wish.lemma in word for word in counts):
        values.append(PART * rarity(wish.lemma) * _saturated(1.0, norm))
    for idea in wish.ideas:
        if count := counts.get(idea, 0.0):
            values.append(SAME_IDEA * rarity(idea) * _saturated(count, norm))
    return values


def _saturated(count: float, norm: float) -> float:
    return count * (1 + _SATURATION) / (count + _SATURATION * norm)


def _counts(passage: Features) -> dict[str, float]:
    counts: dict[str, float] = {}
    for words, weight in (
        (passage.title, _TITLE),
        (passage.head, _HEAD),
        (passage.body, 1.0),
        (passage.ideas, 1.0),
    ):
        for word in words.split():
            counts[word] = counts.get(word, 0.0) + weight
    return counts
