"""Train ``coach/shelf/concepts.npz``: ``python -m evals.concepts``.

The guides' twins are aligned section by section; each pair, with what people say who need that section
(``sets/sayings.jsonl``), is one text in two languages. The same texts give the same features; the last bits
of the numbers follow the linear algebra library.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.text import LANGS, Lang
from coach.resources import shipped
from coach.shelf.concepts import features
from coach.shelf.read import parse
from coach.shelf.terms import content
from evals.cases import SETS, lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MADE = Path(__file__).parents[1] / "coach" / "shelf" / "concepts.npz"
DIMENSIONS = 64
_SAID = 1.0
"""What everything said about a section weighs against one of its two texts, were it a single sentence."""
_LEAST = 0.05
Bag = dict[str, float]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a guide in both languages, and what people say who need it."""

    texts: tuple[Bag, ...]
    said: tuple[Bag, ...]


def sections() -> Iterator[Section]:
    """Return every section of every guide that exists in both languages."""
    said: defaultdict[tuple[str, int], list[Bag]] = defaultdict(list)
    for row in lines(SETS / "sayings.jsonl"):
        said[row["topic"], row["section"]] += [_bag(row[lang], lang) for lang in LANGS]
    for topic in topics():
        pairs = zip(*(_sections(topic, lang) for lang in LANGS), strict=True)
        for number, pair in enumerate(pairs, 1):
            texts = tuple(_bag(text, lang) for text, lang in zip(pair, LANGS, strict=True))
            yield Section(texts, tuple(said[topic, number]))


def topics() -> list[str]:
    """Return the names of the guides that exist in both languages."""
    names = {file.name for file in shipped("knowledge").iterdir()}
    found = {name.removesuffix(".sv.md") for name in names if name.endswith(".sv.md")}
    return sorted(topic for topic in found if f"{topic}.en.md" in names)


def _sections(topic: str, lang: Lang) -> list[str]:
    name = f"{topic}.{lang}.md"
    source = parse(shipped("knowledge").joinpath(name).read_text(encoding="utf-8"), Path(name))
    return [f"{source.title}. {part}" for part in re.split(r"(?m)^## +", source.text)[1:]]


def _bag(text: str, lang: Lang) -> Bag:
    found: Bag = {}
    for feature, weight in features(content(text, lang), lang):
        found[feature] = found.get(feature, 0.0) + weight
    return found


def train() -> "tuple[list[str], NDArray[np.float32]]":
    """Return the features and their vectors, shape (features, ``DIMENSIONS``)."""
    import numpy as np

    texts = list(sections())
    held = Counter(name for one in texts for name in set().union(*one.texts, *one.said))
    names = sorted(held)
    place = {name: at for at, name in enumerate(names)}
    rarity = np.log((len(texts) + 1) / (np.array([held[name] for name in names]) + 0.5)).clip(_LEAST)

    def total(bags: Iterable[Bag]) -> "NDArray[np.float64]":
        out = np.zeros(len(names))
        for bag in bags:
            one = np.zeros(len(names))
            for name, weight in bag.items():
                one[place[name]] = np.log1p(weight) * rarity[place[name]]
            out += one / (np.linalg.norm(one) or 1)
        return out

    columns = np.empty((len(names), len(texts)))
    for at, one in enumerate(texts):
        # The more is said, the less each saying counts.
        column = total(one.texts) + _SAID * total(one.said) / (len(one.said) / 2 or 1) ** 0.5
        columns[:, at] = column / np.linalg.norm(column)
    axes, strength, _ = np.linalg.svd(columns, full_matrices=False)
    axes = axes[:, :DIMENSIONS]
    # The sign of an axis is arbitrary; a fixed one keeps the file from changing without a reason.
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(DIMENSIONS)])
    return names, (axes * strength[:DIMENSIONS] * rarity[:, None]).astype(np.float32)


def main() -> int:
    """Train, write the file and say how large it is; return 0."""
    import numpy as np

    names, matrix = train()
    scale = np.abs(matrix).max(axis=1) / 127
    small = np.round(matrix / np.where(scale, scale, 1)[:, None]).astype(np.int8)
    text = np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(MADE, features=text, matrix=small, scale=scale.astype(np.float16))
    print(f"{MADE.name}: {len(names)} features, {DIMENSIONS} dimensions, {MADE.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
