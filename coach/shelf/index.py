"""The vector half of the search: exact over SQLite's vectors, and Chroma as a cache that may be lost."""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.shelf.collection import READY, open_collection, query, record
from coach.shelf.records import Vectors

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

_SAME = 1e-5
"""Cosines no farther apart than this count as equal."""
_ROWS = 128
_PATIENCE = 120
"""Seconds a check may take before the collection counts as damaged."""
_LONGEST = 3600
"""Seconds building may take; 100,000 passages take some minutes."""


def exact(vectors: Vectors, vector: Sequence[float], n: int, shipped: bool | None) -> list[tuple[int, float]]:
    """Return the ``n`` nearest row numbers with their cosine, best first, equal ones by row number."""
    import numpy as np

    if not vectors.numbers:
        return []
    scores = _cosines(vectors.matrix, np.asarray(vector, dtype=np.float32))
    if shipped is not None:
        scores = np.where(vectors.shipped == shipped, scores, -2.0)
    near = np.arange(len(scores))
    if n < len(scores):
        # What is rounded to the same as the last one wanted may come before it.
        near = np.flatnonzero(scores >= np.partition(scores, -n)[-n] - _SAME)
    order = near[np.lexsort((near, -np.round(scores[near], 5)))][:n]
    return [(vectors.numbers[at], float(scores[at])) for at in order if scores[at] > -2]


def _cosines(matrix: "NDArray[np.float32]", vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Return the matrix times the vector, a few rows at a time.

    Above some size the linear algebra library starts threads; on a busy machine these wait longer than work.
    """
    import numpy as np

    out = np.empty(len(matrix), dtype=np.float32)
    for at in range(0, len(matrix), _ROWS):
        np.dot(matrix[at : at + _ROWS], vector, out=out[at : at + _ROWS])
    return out


class Chroma:
    """A Chroma collection that follows the vectors in SQLite, or answers None.

    Each state of the vectors has a folder of its own, named by their hash: what a removed document left is
    deleted with the old folder. Chroma writes even while it is only asked, so a folder in use has no record
    of its files; closing writes it, and a folder without it, cut by a crash or a kill, is built anew.

    Args:
        folder: Where the states lie.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._lock = threading.Lock()
        self._folder = folder
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._worker: threading.Thread | None = None
        self._wanted = ""
        self._next: Vectors | None = None
        self._builder: subprocess.Popen[bytes] | None = None

    def rebuild(self, vectors: Vectors) -> None:
        """Follow these vectors, in the background; until then ``nearest`` answers None."""
        with self._lock:
            self._wanted = digest(vectors)
            self._next = vectors
            self._drop()
            if self._worker and self._worker.is_alive():
                return
            self._worker = threading.Thread(target=self._follow, name="coach-chroma", daemon=True)
            self._worker.start()

    def settle(self, timeout: float) -> bool:
        """Wait for the background work; return whether the collection answers."""
        if worker := self._worker:
            worker.join(timeout)
        return self._collection is not None

    def nearest(
        self, vector: Sequence[float], n: int, shipped: bool | None
    ) -> list[tuple[int, float]] | None:
        """Return as ``exact`` does, or None when the collection is not ready or failed."""
        with self._lock:
            if self._collection is None:
                return None
            try:
                return query(self._collection, vector, n, shipped)
            except _trouble():
                self._drop()
                return None

    def close(self) -> None:
        """Stop the background work and let the collection go."""
        with self._lock:
            self._wanted = ""
            if self._builder:
                self._builder.kill()
        if worker := self._worker:
            worker.join()
        with self._lock:
            self._drop()

    def _follow(self) -> None:
        """Follow the newest vectors until there are none newer; those in between are left out."""
        while True:
            with self._lock:
                vectors, state, self._next = self._next, self._wanted, None
                if vectors is None or not state:
                    self._worker = None
                    return
            self._prepare(vectors, state)

    def _prepare(self, vectors: Vectors, state: str) -> None:
        folder = self._root / state
        try:
            _clear(self._root, keep=state)
            if not vectors.numbers:
                return
            if not healthy(folder, len(vectors.numbers)) and not self._built(folder, vectors):
                return
            client, collection = open_collection(folder)
            (folder / READY).unlink()
        except _trouble():
            return
        with self._lock:
            self._folder, self._client, self._collection = folder, client, collection
            if state != self._wanted:
                self._drop()

    def _built(self, folder: Path, vectors: Vectors) -> bool:
        """Build the collection in a child process; return whether it is there.

        Adding in bulk holds the interpreter's lock for a second at a time: here, nobody else would answer.
        It grows in a folder of its own, so that one whose program was killed can't write into this one.
        """
        new = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(folder, ignore_errors=True)
        with self._lock:
            if not self._wanted:
                return False
            self._builder = subprocess.Popen(
                [sys.executable, "-P", "-m", "coach.shelf.probe", "build", str(new)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        try:
            self._builder.communicate(vectors.packed(), _LONGEST)
            if self._builder.returncode == 0:
                new.rename(folder)
                return True
        except subprocess.TimeoutExpired:
            self._builder.kill()
            self._builder.wait()
        shutil.rmtree(new, ignore_errors=True)
        return False

    def _drop(self) -> None:
        client, self._client, self._collection = self._client, None, None
        if client:
            client.close()
            with suppress(OSError):
                record(self._folder)


def digest(vectors: Vectors) -> str:
    """Return the name of this state of the vectors."""
    from coach.shelf.embed import VERSION

    total = hashlib.sha256(f"{VERSION} {vectors.numbers} {vectors.shipped.tolist()}".encode())
    total.update(vectors.matrix.tobytes())
    return total.hexdigest()[:16]


def _clear(root: Path, keep: str) -> None:
    """Delete every other state."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in root.iterdir():
        if old.name != keep:
            shutil.rmtree(old, ignore_errors=True)


def _trouble() -> tuple[type[Exception], ...]:
    """Return what Chroma is known to raise for a damaged, missing or unwritable folder."""
    from chromadb.errors import ChromaError

    return (ChromaError, OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError)


def healthy(folder: Path, count: int) -> bool:
    """Return whether a child process can open the collection, count it and find its own vectors.

    Damage can end the process that touches it, so it is another one's.

    Args:
        folder: The collection's.
        count: How many vectors it should hold.
    """
    if not (folder / READY).is_file():
        return False
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "coach.shelf.probe", "check", str(folder), str(count)],
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return child.returncode == 0
