"""Where each index word stands, held in memory as it is asked for: what a whole shelf is scored by."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from coach.shelf.table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEIGHTS = {"title": 0.4, "head": 1.2, "body": 1.0, "ideas": 1.0}
_MOST = 20_000
"""Words whose places are kept; hardly a shelf is asked for more."""


class Postings:
    """The passages of one moment in the order of their row numbers, and the places of the words in them."""

    def __init__(self, table: Table) -> None:
        import numpy as np

        self._table = table
        self._kept: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        rows = table.sizes()
        self.numbers = np.array([number for number, _, _ in rows], dtype=np.int64)
        self.sizes = np.array([size for _, size, _ in rows], dtype=np.float64)
        self.swedish = np.array([swedish for _, _, swedish in rows], dtype=np.bool_)

    def places(self, numbers: Iterable[int]) -> "NDArray[np.int64]":
        """Return where passages stand in ``numbers``; all of them have to be there."""
        import numpy as np

        return np.searchsorted(self.numbers, np.fromiter(numbers, dtype=np.int64))

    def of(self, word: str) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return the places of the passages that hold a word, ascending, and its weighted count in each."""
        if word not in self._kept:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[word] = self._read(word)
        return self._kept[word]

    def _read(self, word: str) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        import numpy as np

        rows = self._table.instances(word)
        docs = np.array([doc for doc, _ in rows], dtype=np.int64)
        weights = np.array([_WEIGHTS[column] for _, column in rows], dtype=np.float64)
        unique, inverse = np.unique(docs, return_inverse=True)
        places = np.searchsorted(self.numbers, unique).astype(np.int64)
        return places, np.bincount(inverse, weights, len(unique)).astype(np.float64)
