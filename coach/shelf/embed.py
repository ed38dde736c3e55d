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
_PLACES = 2
"""Of each feature in the vector."""
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

    common = common_words(lang)
    counted = Counter(lemmas).items()
    if not counted:
        return np.zeros(HASHED, dtype=np.float32)
    marks = [_marks(word) for word, _ in counted]
    each: list[float] = []
    for (word, count), (slots, _) in zip(counted, marks, strict=True):
        weight = (1 + 0.5 * (count - 1) ** 0.5) * (_COMMON if word in common else 1.0)
        each += (_LEMMA * weight, _LETTERS * weight / (len(slots) // _PLACES - 1) ** 0.5)
    repeats = [times for slots, _ in marks for times in (_PLACES, len(slots) - _PLACES)]
    weights = np.repeat(each, repeats) * np.concatenate([signs for _, signs in marks])
    out = np.bincount(np.concatenate([slots for slots, _ in marks]), weights, HASHED).astype(np.float32)
    length = float(np.linalg.norm(out))
    return out / length if length else out


@lru_cache(maxsize=50_000)
def _marks(word: str) -> "tuple[NDArray[np.int16], NDArray[np.int8]]":
    """Return the places of a word and of its letters in the vector, two for each, and their signs."""
    import numpy as np

    found = [place for feature in (f"={word}", *_letters(word)) for place in _signed(feature)]
    return np.array([at for at, _ in found], dtype=np.int16), np.array([s for _, s in found], dtype=np.int8)


def _signed(feature: str) -> Iterator[tuple[int, int]]:
    """Return two places with their signs: two, so that one collision can't hide a word."""
    raw = feature.encode()
    for salted in (raw, b"2" + raw):
        number = zlib.crc32(salted)
        yield number % HASHED, 1 if number >> 16 & 1 else -1


def _letters(word: str) -> tuple[str, ...]:
    """Return the runs of four letters of a word with its edges marked."""
    marked = f"^{word}$"
    return tuple(marked[at : at + 4] for at in range(max(1, len(marked) - 3)))
