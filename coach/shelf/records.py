"""What the shelf's file keeps of a passage, and all vectors of one moment."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Row:
    """A passage ready to be kept: its text, what the word index holds of it, and its vector."""

    heading: str
    text: str
    features: "Features"
    vector: bytes
    pairs: bytes
    """The vectors of each two neighbouring sentences, packed."""


@dataclass(frozen=True, slots=True)
class Features:
    """What a passage is found by: words joined by spaces."""

    title: str
    """The lemmas of its document's title."""
    head: str
    """The lemmas of its headings."""
    body: str
    """The lemmas of its text, a line for each sentence."""
    ideas: str
    """The ideas that title and headings name on the first line, then those of each sentence."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """All vectors at one moment, in the order of ``numbers``."""

    numbers: tuple[int, ...]
    """The passages' row numbers."""
    matrix: "NDArray[np.float32]"
    """Shape ``(len(numbers), SIZE)``."""
    shipped: "NDArray[np.bool_]"

    def packed(self) -> bytes:
        """Return them as bytes, for another process."""
        import numpy as np

        out = io.BytesIO()
        np.savez(out, numbers=np.array(self.numbers, np.int64), matrix=self.matrix, shipped=self.shipped)
        return out.getvalue()

    @classmethod
    def unpacked(cls, raw: bytes) -> Self:
        """Return what ``packed`` took."""
        import numpy as np

        with np.load(io.BytesIO(raw)) as parts:
            return cls(tuple(parts["numbers"].tolist()), parts["matrix"], parts["shipped"])
