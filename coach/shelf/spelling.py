"""Words that may stand for another: one it is a part of, one of its family, one the fingers slipped on."""

import re
from collections.abc import Collection
from functools import lru_cache

from coach.domain.text import Lang
from coach.shelf.terms import common_words, function_words, ideas

_SHORTEST = 5
"""Letters below which a word is too short to be looked for inside others or spelled anew."""
_FAMILY = 0.65
"""The share of the longer word from its start that two words of one family have in common."""
_MOST = 12


class Vocabulary:
    """The words of a shelf's index and how many passages each stands in."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self._joined = f" {' '.join(counts)} "
        self._by_start: dict[str, list[str]] = {}
        for word in counts:
            self._by_start.setdefault(word[:2], []).append(word)
        self._seen: dict[str, tuple[str, ...]] = {}

    def family(self, word: str) -> tuple[str, ...]:
        """Return other words of the index that hold it or begin as it does for most of their length."""
        if len(word) < _SHORTEST or word.isdigit():
            return ()
        if word not in self._seen:
            found = dict.fromkeys(self._holding(word))
            for other in self._by_start.get(word[:2], ()):
                if _akin(word, other):
                    found[other] = None
            found.pop(word, None)
            self._seen[word] = tuple(found)[:_MOST]
        return self._seen[word]

    def _holding(self, word: str) -> list[str]:
        return re.findall(rf" (\S*{re.escape(word)}\S*)(?= )", self._joined)[: _MOST + 1]

    def respelled(self, word: str, lang: Lang) -> str:
        """Return the known word that is one slip of the fingers away, or the word itself.

        A slip is a letter too many, too few, wrong, or two that changed places; two slips in a long word.
        """
        if len(word) < _SHORTEST - 1 or not word.isalpha() or word in self.counts or word in _known(lang):
            return word
        near = [*self._by_start.get(word[:2], ()), *_by_start(lang).get(word[:2], ())]
        near += _by_start(lang).get(word[0] + word[2], ()) if len(word) > 2 else []
        most = 1 if len(word) < 8 else 2
        best = min(
            ((distance, other) for other in set(near) if (distance := slips(word, other, most)) <= most),
            default=(0, word),
        )
        return best[1]


def _akin(one: str, two: str) -> bool:
    size = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        size += 1
    return size >= max(_SHORTEST, _FAMILY * max(len(one), len(two)))


def slips(one: str, two: str, most: int) -> int:
    """Return how many letters differ, two that changed places counted once; ``most + 1`` when it is more."""
    # A slip changes at most two of the letters that are used: most pairs are told apart without the table.
    if abs(len(one) - len(two)) > most or len(set(one) ^ set(two)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


@lru_cache(maxsize=2)
def _known(lang: Lang) -> Collection[str]:
    named = (word for phrase in ideas(lang).named for word in phrase.split())
    return frozenset(named) | function_words(lang) | common_words(lang)


@lru_cache(maxsize=2)
def _by_start(lang: Lang) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in _known(lang):
        found.setdefault(word[:2], []).append(word)
    return found
