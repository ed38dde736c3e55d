"""Turn texts into vectors without a model: what they are about, and the words and letters in them."""

import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.domain.text import Lang
from coach.shelf.concepts import project
from coach.shelf.terms import common_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = "4"
"""Changes whenever the same text would get another vector; kept vectors are then made anew."""
HASHED = 192
_LEMMA, _LETTERS, _COMMON = 1.0, 0.5, 0.3
_ABOUT = 0.75
"""The share of the similarity that what two texts are about decides; their very words decide the rest."""


def embed(lemmas: tuple[str, ...], lang: Lang) -> "NDArray[np.float32]":
    """Return the unit vector of a text's content words in order; of none it is zeros.

    The same words give the same vector on every machine and in every process.
    """
    import numpy as np

    about = project(lemmas, lang)
    words = _hashed(lemmas, lang)
    share = _ABOUT if about.any() else 0.0
    return np.concatenate([share**0.5 * about, (1 - share) ** 0.5 * words]).astype(np.float32)


def _hashed(lemmas: tuple[str, ...], lang: Lang) -> "NDArray[np.float32]":
    import numpy as np

    slots: list[int] = []
    weights: list[float] = []
    for feature, weight in _features(lemmas, common_words(lang)):
        for slot in _slots(feature):
            slots.append(abs(slot) - 1)
            weights.append(weight if slot > 0 else -weight)
    out = np.bincount(np.array(slots, dtype=np.int64), weights, HASHED).astype(np.float32)
    length = float(np.linalg.norm(out))
    return out / length if length else out


def _features(lemmas: tuple[str, ...], common: frozenset[str]) -> Iterator[tuple[str, float]]:
    for word, count in Counter(lemmas).items():
        weight = (1 + 0.5 * (count - 1) ** 0.5) * (_COMMON if word in common else 1.0)
        yield f"={word}", _LEMMA * weight
        letters = _letters(word)
        for run in letters:
            yield run, _LETTERS * weight / len(letters) ** 0.5


@lru_cache(maxsize=100_000)
def _slots(feature: str) -> tuple[int, int]:
    """Return two signed places, counted from 1: two, so that one collision can't hide a word."""
    raw = feature.encode()
    first, second = zlib.crc32(raw), zlib.crc32(b"2" + raw)
    return tuple((h % HASHED + 1) * (1 if h >> 16 & 1 else -1) for h in (first, second))  # type: ignore[return-value]


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[str, ...]:
    """Return the runs of four letters of a word with its edges marked."""
    marked = f"^{word}$"
    return tuple(marked[at : at + 4] for at in range(max(1, len(marked) - 3)))
