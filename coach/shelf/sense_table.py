"""The vectors of an embedding model in the shelf's file, one for each passage it has read."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from coach.shelf.records import Vectors
from coach.shelf.step import one_step

SCHEMA = "CREATE TABLE IF NOT EXISTS senses (n INTEGER PRIMARY KEY, vector BLOB NOT NULL);"
_MISSING = "NOT EXISTS (SELECT 1 FROM senses s WHERE s.n = p.n)"


class SenseTable:
    """These vectors; the caller holds the lock.

    Args:
        db: The open file.
        path: Where it lies, for messages.
    """

    def __init__(self, db: sqlite3.Connection, path: Path | None) -> None:
        self._db = db
        self._path = path

    def of(self, embedder: str) -> None:
        """From now on hold this model's vectors: another one's are dropped."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'embedder'").fetchone()
        if row is None or row[0] != embedder:
            with one_step(self._db, self._path):
                self._db.execute("DELETE FROM senses")
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('embedder', ?)", (embedder,))

    def missing(self, most: int) -> list[tuple[int, str]]:
        """Return passages without a vector: row number and text with its title and heading."""
        return self._db.execute(
            "SELECT p.n, d.title || char(10) || p.heading || char(10) || p.text "
            f"FROM documents d JOIN passages p ON p.document = d.id WHERE {_MISSING} ORDER BY p.n LIMIT ?",
            (most,),
        ).fetchall()

    def count(self) -> tuple[int, int]:
        """Return how many passages have their vector, and how many there are."""
        total: int = self._db.execute("SELECT count(*) FROM passages").fetchone()[0]
        missing: int = self._db.execute(f"SELECT count(*) FROM passages p WHERE {_MISSING}").fetchone()[0]
        return total - missing, total

    def keep(self, numbers: Sequence[int], vectors: Sequence[bytes]) -> None:
        """Keep vectors of passages; one that went meanwhile is left out.

        Raises:
            StorageFull: The disk took no more.
            SetupError: The file can't be written.
        """
        kept = "INSERT OR REPLACE INTO senses SELECT n, ? FROM passages WHERE n = ?"
        with one_step(self._db, self._path):
            self._db.executemany(kept, zip(vectors, numbers, strict=True))

    def vectors(self, others: Vectors) -> Vectors | None:
        """Return the vectors of the same passages as others in the same order; None while one is missing."""
        import numpy as np

        rows = self._db.execute("SELECT n, vector FROM senses ORDER BY n").fetchall()
        held = dict(rows)
        if not others.numbers or any(number not in held for number in others.numbers):
            return None
        raw = np.frombuffer(b"".join(held[number] for number in others.numbers), dtype=np.float32)
        return Vectors(others.numbers, raw.reshape(len(others.numbers), -1), others.shipped)
