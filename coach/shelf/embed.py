"""Turn texts into vectors without a model: lemmas, their letter runs and the ideas both languages share."""

import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.domain.text import Lang
from coach.shelf.terms import common_words, content, ideas_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = "2"
"""Changes whenever the same text would get another vector; kept vectors are then made anew."""
SIZE = 512
_LEMMA, _LETTERS, _IDEA, _COMMON = 1.0, 0.25, 1.5, 0.3


def embed(texts: Sequence[str], lang: Lang) -> "NDArray[np.float32]":
    """Return one unit vector a text, shape ``(len(texts), SIZE)``; a text without content words is zeros.

    The same text gives the same vector on every machine and in every process.
    """
    import numpy as np

    common = common_words(lang)
    out = np.zeros((len(texts), SIZE), dtype=np.float32)
    for row, text in zip(out, texts, strict=True):
        lemmas = content(text, lang)
        for word, count in Counter(lemmas).items():
            damp = 1 + 0.5 * (count - 1) ** 0.5 if count > 1 else 1.0
            damp *= _COMMON if word in common else 1.0
            _add(row, _slots(f"={word}"), _LEMMA * damp)
            letters = _letters(word)
            for run in letters:
                _add(row, _slots(run), _LETTERS * damp / len(letters) ** 0.5)
        telling = tuple(word for word in lemmas if word not in common)
        for idea in ideas_of(lemmas, lang):
            _add(row, _slots(f"#{idea}"), _IDEA * _COMMON)
        for idea in ideas_of(telling, lang):
            _add(row, _slots(f"#{idea}"), _IDEA * (1 - _COMMON))
    lengths = np.linalg.norm(out, axis=1, keepdims=True)
    np.divide(out, lengths, out=out, where=lengths > 0)
    return out


def _add(row: "NDArray[np.float32]", slots: tuple[int, int], weight: float) -> None:
    for slot in slots:
        row[abs(slot) - 1] += weight if slot > 0 else -weight


@lru_cache(maxsize=100_000)
def _slots(feature: str) -> tuple[int, int]:
    """Return two signed places, counted from 1: two, so that one collision can't hide a word."""
    raw = feature.encode()
    first, second = zlib.crc32(raw), zlib.crc32(b"2" + raw)
    return tuple((h % SIZE + 1) * (1 if h >> 16 & 1 else -1) for h in (first, second))  # type: ignore[return-value]


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[str, ...]:
    """Return the runs of four letters of a word with its edges marked."""
    marked = f"^{word}$"
    return tuple(marked[at : at + 4] for at in range(max(1, len(marked) - 3)))
