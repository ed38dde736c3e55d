"""What a text is about in numbers that mean the same in both languages, learnt from the guides' twins.

Every guide exists in Swedish and in English, paragraph by paragraph. A singular value decomposition of the
words of both (latent semantic indexing across languages) puts words that stand in the same paragraphs close
together, whichever language they are. ``python -m evals.concepts`` trains it anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from coach.domain.text import Lang
from coach.shelf.terms import common_words, idea_name, ideas_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COMMON, _IDEA, _START = 0.4, 0.7, 0.5
_LETTERS = 5
_STEPS = 127


@dataclass(frozen=True, slots=True)
class Concepts:
    """The trained projection."""

    places: dict[str, int]
    """Features to rows of the matrix."""
    matrix: "NDArray[np.float32]"
    """Shape (features, dimensions); what a feature weighs is in it."""


def features(lemmas: Iterable[str], lang: Lang) -> Iterator[tuple[str, float]]:
    """Return what the projection knows a text by, with weights; a word said twice counts twice."""
    common = common_words(lang)
    for word in lemmas:
        weight = _COMMON if word in common else 1.0
        yield f"{lang}:{word}", weight
        if len(word) > _LETTERS:
            yield f"{lang}^{word[:_LETTERS]}", _START * weight
        for idea in ideas_of((word,), lang):
            yield f"#{idea_name(idea)}", _IDEA * weight


def project(lemmas: Sequence[str], lang: Lang) -> "NDArray[np.float32]":
    """Return the unit vector of a text's content words; zeros where the projection knows none of them."""
    import numpy as np

    total = np.zeros(concepts().matrix.shape[1], dtype=np.float32)
    for word in lemmas:
        total += _word(word, lang)
    length = float(np.linalg.norm(total))
    unit: NDArray[np.float32] = total / length if length else total
    return unit


def project_lines(lines: Sequence[Sequence[str]], lang: Lang) -> "NDArray[np.float32]":
    """Return the unit vectors of each two neighbouring lines, shape (lines - 1 or 1, dimensions)."""
    import numpy as np

    sums = np.zeros((len(lines), concepts().matrix.shape[1]), dtype=np.float32)
    filled = [at for at, line in enumerate(lines) if line]
    if filled:
        words = np.array([_word(word, lang) for line in lines for word in line])
        starts = np.cumsum([0, *(len(lines[at]) for at in filled[:-1])])
        sums[filled] = np.add.reduceat(words, starts, axis=0)
    pairs = sums[:-1] + sums[1:] if len(sums) > 1 else sums
    lengths = np.linalg.norm(pairs, axis=1, keepdims=True)
    units: NDArray[np.float32] = np.divide(pairs, lengths, out=np.zeros_like(pairs), where=lengths > 0)
    return units


def packed(vectors: "NDArray[np.float32]") -> bytes:
    """Return unit vectors as bytes, one for each number."""
    import numpy as np

    return np.round(vectors * _STEPS).astype(np.int8).tobytes()


def unpacked(raw: bytes) -> "NDArray[np.float32]":
    """Return what ``packed`` took, to a hundredth, shape (vectors, dimensions)."""
    import numpy as np

    whole = np.frombuffer(raw, dtype=np.int8).reshape(-1, concepts().matrix.shape[1])
    return whole.astype(np.float32) / np.float32(_STEPS)


_KEPT: dict[tuple[str, Lang], "NDArray[np.float32]"] = {}
_MOST = 100_000


def _word(word: str, lang: Lang) -> "NDArray[np.float32]":
    """Return the sum of one word's features: looked up once, as most words come again."""
    import numpy as np

    found = _KEPT.get((word, lang))
    if found is None:
        trained = concepts()
        found = np.zeros(trained.matrix.shape[1], dtype=np.float32)
        for feature, weight in features((word,), lang):
            place = trained.places.get(feature)
            if place is not None:
                found += weight * trained.matrix[place]
        if len(_KEPT) >= _MOST:
            _KEPT.clear()
        _KEPT[word, lang] = found
    return found


@cache
def concepts() -> Concepts:
    """Return the projection that is shipped."""
    import numpy as np

    with files("coach.shelf").joinpath("concepts.npz").open("rb") as raw, np.load(raw) as parts:
        matrix = parts["matrix"].astype(np.float32) * parts["scale"][:, None].astype(np.float32)
        names = parts["features"].tobytes().decode("utf-8").split("\n")
    return Concepts({name: at for at, name in enumerate(names)}, matrix)
