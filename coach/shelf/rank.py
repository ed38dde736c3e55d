"""Score passages by how well they carry each thing that a question asks about, in whichever language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.domain.text import Lang
from coach.shelf.terms import common_words, idea_token, ideas_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coach.shelf.postings import Postings

Rarity = Callable[[str], float]
"""How much an index word tells, from 0 (in every passage) to 1 (in none)."""

COMMON = 0.4
"""What an everyday word weighs against a word that names a subject."""
SAME_IDEA = 0.95
"""What another word for the same idea counts against the word itself."""
PART = 0.5
"""What a word inside a longer one, or a word of the same family, counts."""
RESPELLED = 0.85
"""What a word counts that is one slip of the fingers away from what was typed."""
_SATURATION = 0.9
_LENGTH_SHARE, _USUAL_LENGTH = 0.4, 150


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a question asks about: the index words that answer it, each with what it is worth, 0 to 1."""

    values: Mapping[str, float]
    weight: float


def wishes(
    lemmas: Sequence[str],
    parts: Mapping[str, Sequence[str]],
    kin: Mapping[str, Mapping[str, float]],
    lang: Lang,
    rarity: Rarity,
) -> tuple[Wish, ...]:
    """Return what a question asks about; an idea that only a phrase names is a wish of its own.

    Args:
        lemmas: The question's content words.
        parts: The words that a compound among them is made of: together they weigh as much as one word.
        kin: For each of them other words of the index that may stand for it, with their share of its worth.
        lang: The question's language.
        rarity: How much each index word tells.
    """
    common = common_words(lang)
    found: list[Wish] = []
    seen: set[int] = set()
    for lemma in dict.fromkeys(lemmas):
        seen.update(ideas_of((lemma,), lang))
        found.append(_wish(lemma, kin.get(lemma, {}), lang, COMMON if lemma in common else 1.0, rarity))
        for part in parts.get(lemma, ()):
            found.append(_wish(part, kin.get(part, {}), lang, 1.0 / len(parts[lemma]), rarity))
    for idea in ideas_of(tuple(lemmas), lang):
        if idea not in seen:
            token = idea_token(idea)
            found.append(Wish({token: SAME_IDEA * rarity(token)}, 1.0))
    return tuple(found)


def _wish(lemma: str, kin: Mapping[str, float], lang: Lang, weight: float, rarity: Rarity) -> Wish:
    tokens = [idea_token(idea) for idea in ideas_of((lemma,), lang)]
    values = {token: SAME_IDEA * rarity(token) for token in tokens}
    shared = max((rarity(token) for token in tokens), default=1.0)
    for word, share in kin.items():
        values[word] = share * rarity(word)
    # A word is rarer than its idea only because the other language has another word for it.
    values[lemma] = (rarity(lemma) + shared) / 2
    return Wish(values, weight)


def scores(wanted: Sequence[Wish], postings: "Postings") -> "NDArray[np.float64]":
    """Return how well each passage carries the wishes, in the order of the postings; higher is better."""
    import numpy as np

    total = np.zeros(len(postings.numbers))
    norm = 1 - _LENGTH_SHARE + _LENGTH_SHARE * postings.sizes / _USUAL_LENGTH
    for wish in wanted:
        best = np.zeros(len(total))
        for token, value in wish.values.items():
            places, counts = postings.of(token)
            if len(places):
                held = counts * (1 + _SATURATION) / (counts + _SATURATION * norm[places])
                best[places] = np.maximum(best[places], value * held)
        total += wish.weight * best
    return total


class Glass:
    """Looks at sentences for what is wished for.

    Args:
        wanted: What is asked about.
    """

    def __init__(self, wanted: Sequence[Wish]) -> None:
        self._size = len(wanted)
        self._index: dict[str, list[tuple[int, float]]] = {}
        for at, wish in enumerate(wanted):
            for token, value in wish.values.items():
                self._index.setdefault(token, []).append((at, value * wish.weight))
        self._tokens = frozenset(self._index)

    def closest(self, lines: Sequence[Sequence[str]]) -> float:
        """Return how well the best two neighbouring sentences carry the wishes.

        Args:
            lines: The index words of each sentence.
        """
        best = 0.0
        before: list[float] = [0.0] * self._size
        for words in lines:
            found = self._tokens.intersection(words)
            held = [0.0] * self._size
            for word in found:
                for at, value in self._index[word]:
                    held[at] = max(held[at], value)
            if found or any(before):
                best = max(best, sum(map(max, before, held)))
            before = held
        return best
