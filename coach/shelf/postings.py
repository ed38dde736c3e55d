"""Where each index word stands, as numbers: what a whole shelf is scored by, read in one go."""

import hashlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.shelf.records import Features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from coach.shelf.table import Table

_WEIGHTS = (0.4, 1.2, 1.0, 1.0)
"""What a word counts in the title, the headings, the body and as an idea."""
_COLUMNS = 4
_ENTRY = (("word", "<u8"), ("count", "u1"))
_MOST = 255


def pack(features: Features) -> bytes:
    """Return how often each word of a passage stands in which column, nine bytes an entry.

    A word is a hash of 62 bits and its column the two below: no list of words has to be kept beside it, and
    what a removed passage said goes with it.
    """
    import numpy as np

    columns = (features.title, features.head, features.body, features.ideas)
    counts = Counter(
        (_number(word) << 2 | at) for at, column in enumerate(columns) for word in column.split()
    )
    rows = [(entry, min(count, _MOST)) for entry, count in sorted(counts.items())]
    return np.array(rows, dtype=list(_ENTRY)).tobytes()


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little") >> 2


class Postings:
    """The passages of one moment in the order of their row numbers, and the places of the words in them.

    About 8 MB for 10,000 passages.
    """

    def __init__(self, table: "Table") -> None:
        import numpy as np

        rows = table.sizes()
        self.numbers = np.array([number for number, _, _, _ in rows], dtype=np.int64)
        self.sizes = np.array([size for _, size, _, _ in rows], dtype=np.float64)
        self.swedish = np.array([swedish for _, _, swedish, _ in rows], dtype=np.bool_)
        self._sort([bag for _, _, _, bag in rows])

    def _sort(self, bags: "Sequence[bytes]") -> None:
        """Turn the passages' bags into one list by word; within a word the passages keep their order."""
        import numpy as np

        entries = np.frombuffer(b"".join(bags), dtype=list(_ENTRY))
        size = entries.dtype.itemsize
        places = np.repeat(np.arange(len(bags), dtype=np.int32), [len(bag) // size for bag in bags])
        words = entries["word"] >> np.uint64(2)
        order = np.argsort(words, kind="stable")
        ordered = words[order]
        starts = _firsts(ordered)
        self._words = ordered[starts]
        self._ends = np.append(starts, len(order)).astype(np.int64)
        self._places = places[order]
        self._columns = (entries["word"][order] % np.uint64(_COLUMNS)).astype(np.uint8)
        self._counts = entries["count"][order]

    def places(self, numbers: "Iterable[int]") -> "NDArray[np.int64]":
        """Return where passages stand in ``numbers``; all of them have to be there."""
        import numpy as np

        return np.searchsorted(self.numbers, np.fromiter(numbers, dtype=np.int64))

    def of(self, word: str) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """Return the places of the passages that hold a word, ascending, and its weighted count in each."""
        import numpy as np

        wanted = np.uint64(_number(word))
        at = int(np.searchsorted(self._words, wanted))
        if at == len(self._words) or self._words[at] != wanted:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        part = slice(int(self._ends[at]), int(self._ends[at + 1]))
        places = self._places[part]
        counts = np.array(_WEIGHTS)[self._columns[part]] * self._counts[part]
        # A passage has one entry for each column that holds the word.
        first = _firsts(places)
        return places[first].astype(np.int64), np.add.reduceat(counts, first)


def _firsts(ordered: "NDArray[np.generic]") -> "NDArray[np.int64]":
    """Return where each run of equal values begins."""
    import numpy as np

    return np.flatnonzero(np.concatenate([np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1]]))
