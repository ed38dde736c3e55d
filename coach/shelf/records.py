"""What the shelf's file keeps of a passage, and all vectors of one moment."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
