"""Train ``coach/shelf/concepts.npz``: ``python -m evals.concepts``.

The guides' twins are aligned paragraph by paragraph: each pair is one text in two languages. The same guides
give the same features; the last bits of the numbers follow the linear algebra library.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.text import LANGS, Lang
from coach.resources import shipped
from coach.shelf.concepts import features
from coach.shelf.read import parse
from coach.shelf.terms import content

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MADE = Path(__file__).parents[1] / "coach" / "shelf" / "concepts.npz"
DIMENSIONS = 64
Bag = dict[str, float]


def bags() -> Iterator[tuple[Bag, Bag]]:
    """Return the weighted features of each training text, Swedish and English."""
    for topic in topics():
        pairs = list(zip(*(_paragraphs(topic, lang) for lang in LANGS), strict=True))
        yield from ((_bag(swedish, "sv"), _bag(english, "en")) for swedish, english in pairs)


def topics() -> list[str]:
    """Return the names of the guides that exist in both languages."""
    names = {file.name for file in shipped("knowledge").iterdir()}
    found = {name.removesuffix(".sv.md") for name in names if name.endswith(".sv.md")}
    return sorted(topic for topic in found if f"{topic}.en.md" in names)


def _paragraphs(topic: str, lang: Lang) -> Iterator[str]:
    name = f"{topic}.{lang}.md"
    source = parse(shipped("knowledge").joinpath(name).read_text(encoding="utf-8"), Path(name))
    heading = ""
    for block in re.split(r"\n\s*\n", source.text):
        if block.strip().startswith("#"):
            heading = block.strip("# \n")
        elif block.strip():
            yield f"{source.title}. {heading}. {block.strip()}"


def _bag(text: str, lang: Lang) -> Bag:
    found: Bag = {}
    for feature, weight in features(content(text, lang), lang):
        found[feature] = found.get(feature, 0.0) + weight
    return found


def train() -> "tuple[list[str], NDArray[np.float32]]":
    """Return the features and their vectors, shape (features, ``DIMENSIONS``)."""
    import numpy as np

    texts = list(bags())
    held: Counter[str] = Counter()
    for pair in texts:
        held.update(pair[0].keys() | pair[1].keys())
    names = sorted(held)
    place = {name: at for at, name in enumerate(names)}
    rarity = np.log((len(texts) + 1) / (np.array([held[name] for name in names]) + 0.5))
    rows = np.zeros((len(texts), len(names)))
    for row, pair in zip(rows, texts, strict=True):
        for bag in pair:
            one = np.zeros(len(names))
            for name, weight in bag.items():
                one[place[name]] = np.log1p(weight) * rarity[place[name]]
            row += one / (np.linalg.norm(one) or 1)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    _, _, axes = np.linalg.svd(rows, full_matrices=False)
    axes = axes[:DIMENSIONS]
    # The sign of an axis is arbitrary; a fixed one keeps the file from changing without a reason.
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]
    return names, (axes.T * rarity[:, None]).astype(np.float32)


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
