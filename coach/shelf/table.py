"""The shelf's only truth: one SQLite file with documents, passages, vectors and two word indexes."""

import sqlite3
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from coach.domain.knowledge import Document, Passage
from coach.shelf.postings import pack
from coach.shelf.records import Features, Row, Vectors
from coach.shelf.sense_table import SCHEMA as _SENSES
from coach.shelf.sense_table import SenseTable
from coach.shelf.step import one_step
from coach.shelf.trouble import explain

LAYOUT = "3"
"""Changes whenever the indexes below change; they are then made anew from the passages."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, lang TEXT NOT NULL, source TEXT NOT NULL,
    shipped INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES documents(id), heading TEXT NOT NULL,
    text TEXT NOT NULL, vector BLOB NOT NULL, pairs BLOB NOT NULL DEFAULT x'');
CREATE INDEX IF NOT EXISTS passages_document ON passages(document);
"""
_INDEXES = """
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5(title, head, body, ideas, tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE IF NOT EXISTS letters USING fts5(text, tokenize="trigram");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(words, row);
CREATE TABLE IF NOT EXISTS bags (n INTEGER PRIMARY KEY, bag BLOB NOT NULL);
"""
_BY_PASSAGE = ("words", "letters", "bags")
"""What holds an entry for each passage, by its row number."""
_WORD_LENGTH = 6.0
"""Characters of a word and the space after it, in either language."""
_OF_KIND = "SELECT n FROM passages p JOIN documents d ON d.id = p.document WHERE d.shipped = {}"
_PASSAGE = "p.id, p.document, d.title, p.heading, d.lang, p.text, d.shipped"


class Table:
    """The SQLite file, or one in memory when ``path`` is None. The caller holds the lock.

    Raises:
        SetupError: The file is damaged or can't be opened.
        StorageFull: The disk took no more.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                path.touch(mode=0o600)
            self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
            self._prepare()
            self.senses = SenseTable(self._db, path)
        except (sqlite3.Error, OSError) as error:
            raise explain(error, self._path) from error

    def _prepare(self) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        if self._db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check failed")
        self._db.executescript(_SCHEMA + _SENSES)
        self._widen()
        if self.meta("layout") != LAYOUT:
            for index in ("vocabulary", "instances", *_BY_PASSAGE):
                self._db.execute(f"DROP TABLE IF EXISTS {index}")
        self._db.executescript(_INDEXES)
        self._count_words()
        self.note("layout", LAYOUT)
        if self.meta("scrub"):
            self.scrub()
        if self._path:
            _close_to_others(self._path)

    def _widen(self) -> None:
        """Give a file from before sentences had vectors their column."""
        known = {row[1] for row in self._db.execute("PRAGMA table_info(passages)")}
        if "pairs" not in known:
            self._db.execute("ALTER TABLE passages ADD COLUMN pairs BLOB NOT NULL DEFAULT x''")

    def _count_words(self) -> None:
        """Give passages from before words were counted their bags."""
        rows = self._db.execute(
            "SELECT rowid, title, head, body, ideas FROM words WHERE rowid NOT IN (SELECT n FROM bags)"
        ).fetchall()
        bags = [(number, pack(Features(*columns))) for number, *columns in rows]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO bags VALUES (?, ?)", bags)
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file; nothing can be asked afterwards."""
        self._db.close()

    def meta(self, key: str) -> str:
        """Return what is noted under ``key``, or an empty string."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def note(self, key: str, value: str) -> None:
        """Keep a value under ``key``."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def documents(self) -> tuple[Document, ...]:
        """Return every document, shipped ones first, then by id."""
        rows = self._db.execute(
            "SELECT id, title, lang, source, shipped FROM documents ORDER BY shipped DESC, id"
        )
        return tuple(Document(i, title, lang, source, bool(own)) for i, title, lang, source, own in rows)

    def digest(self, document: str) -> str:
        """Return the hash of the content a document was made from, or an empty string."""
        row = self._db.execute("SELECT digest FROM documents WHERE id = ?", (document,)).fetchone()
        return row[0] if row else ""

    def count(self, document: str) -> int:
        """Return how many passages a document has."""
        found: int = self._db.execute(
            "SELECT count(*) FROM passages WHERE document = ?", (document,)
        ).fetchone()[0]
        return found

    def passage(self, passage: str) -> Passage | None:
        """Return one passage by its id."""
        found = self._select("p.id = ?", (passage,))
        return next(iter(found.values()), None)

    def numbers(self, ids: Sequence[str]) -> list[int]:
        """Return the row numbers of passages, in the order of their ids."""
        rows = self._db.execute(f"SELECT id, n FROM passages WHERE id IN ({','.join('?' * len(ids))})", ids)
        found = dict(rows.fetchall())
        return [found[id] for id in ids]

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return passages by row number; at most a few hundred at a time."""
        return self._select(f"p.n IN ({','.join('?' * len(numbers))})", numbers)

    def _select(self, where: str, values: Sequence[int | str]) -> dict[int, Passage]:
        rows = self._db.execute(
            f"SELECT p.n, {_PASSAGE} FROM passages p JOIN documents d ON d.id = p.document WHERE {where}",
            values,
        )
        return {
            n: Passage(id, document, title, heading, lang, text, bool(shipped))
            for n, id, document, title, heading, lang, text, shipped in rows
        }

    def match(self, index: str, query: str, limit: int, shipped: bool | None) -> list[tuple[int, float]]:
        """Return row number and score (higher is better) of what an FTS5 query finds, best first.

        Args:
            index: ``words`` or ``letters``.
            query: An FTS5 expression.
            limit: How many at most.
            shipped: Only shipped documents, only own ones, or all when None.
        """
        rank = "bm25(0.5, 1.5, 1.0, 1.0)" if index == "words" else "bm25()"
        only = "" if shipped is None else f"AND rowid IN ({_OF_KIND.format(int(shipped))})"
        rows = self._db.execute(
            f"SELECT rowid, -rank FROM {index} WHERE {index} MATCH ? AND rank MATCH ? {only} "
            "ORDER BY rank LIMIT ?",
            (query, rank, limit),
        )
        return sorted(rows, key=lambda row: (-row[1], row[0]))

    def sentences(self, numbers: Sequence[int]) -> dict[int, tuple[str, str, bytes]]:
        """Return body and ideas as the index holds them, and the pairs' vectors; some hundred at a time."""
        rows = self._db.execute(
            "SELECT w.rowid, w.body, w.ideas, p.pairs FROM words w JOIN passages p ON p.n = w.rowid "
            f"WHERE w.rowid IN ({','.join('?' * len(numbers))})",
            numbers,
        )
        return {n: (body, ideas, pairs) for n, body, ideas, pairs in rows}

    def vocabulary(self) -> dict[str, int]:
        """Return every word of the lemma index with the number of passages it stands in."""
        return dict(self._db.execute("SELECT term, doc FROM vocabulary"))

    def sizes(self) -> list[tuple[int, float, bool, bytes]]:
        """Return each passage's row number, ascending, its words about, if it is Swedish, and its bag."""
        return self._db.execute(
            f"SELECT p.n, length(p.text) / {_WORD_LENGTH}, d.lang = 'sv', b.bag "
            "FROM passages p JOIN documents d ON d.id = p.document JOIN bags b ON b.n = p.n ORDER BY p.n"
        ).fetchall()

    def vectors(self) -> Vectors:
        """Return all vectors, by row number."""
        import numpy as np

        rows = self._db.execute(
            "SELECT p.n, p.vector, d.shipped FROM passages p JOIN documents d ON d.id = p.document "
            "ORDER BY p.n"
        ).fetchall()
        raw = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float32)
        matrix = raw.reshape(len(rows), -1) if rows else np.zeros((0, 1), np.float32)
        return Vectors(
            tuple(row[0] for row in rows), matrix, np.array([bool(row[2]) for row in rows], dtype=bool)
        )

    def replace(self, items: Iterable[tuple[Document, str, Sequence[Row]]], gone: Iterable[str] = ()) -> None:
        """Put documents with their digest and passages, in place of those with the same id, all or none.

        Args:
            items: What to keep.
            gone: Documents to take away in the same step.

        Raises:
            StorageFull: The disk took no more; what was there before still is.
        """
        with one_step(self._db, self._path):
            for id in gone:
                self._drop(id)
            for document, digest, rows in items:
                self._drop(document.id)
                self._put(document, digest, rows)

    def _put(self, document: Document, digest: str, rows: Sequence[Row]) -> None:
        kept = (document.id, document.title, document.lang, document.source, document.shipped, digest)
        self._db.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", kept)
        for at, row in enumerate(rows, 1):
            number = self._db.execute(
                "INSERT INTO passages (id, document, heading, text, vector, pairs) VALUES (?, ?, ?, ?, ?, ?)",
                (f"{document.id}#{at}", document.id, row.heading, row.text, row.vector, row.pairs),
            ).lastrowid
            self._index(number or 0, document.title, row)

    def _index(self, number: int, title: str, row: Row) -> None:
        kept = row.features
        self._db.execute(
            "INSERT INTO words (rowid, title, head, body, ideas) VALUES (?, ?, ?, ?, ?)",
            (number, kept.title, kept.head, kept.body, kept.ideas),
        )
        text = f"{title}\n{row.heading}\n{row.text}".lower()
        self._db.execute("INSERT INTO letters (rowid, text) VALUES (?, ?)", (number, text))
        self._db.execute("INSERT INTO bags VALUES (?, ?)", (number, pack(kept)))

    def _drop(self, document: str) -> None:
        # Whoever is stopped before the file is rewritten does it at the next start.
        self._db.execute(
            "INSERT OR REPLACE INTO meta SELECT 'scrub', '1' FROM documents WHERE id = ? AND shipped = 0",
            (document,),
        )
        of = "SELECT n FROM passages WHERE document = ?"
        for index in (*_BY_PASSAGE, "senses"):
            self._db.execute(f"DELETE FROM {index} WHERE rowid IN ({of})", (document,))
        self._db.execute("DELETE FROM passages WHERE document = ?", (document,))
        self._db.execute("DELETE FROM documents WHERE id = ?", (document,))

    def scrub(self) -> None:
        """Rewrite indexes and file so that no removed word is left in its bytes.

        Raises:
            StorageFull: No room for the rewritten file; the words are out of reach, not yet gone.
        """
        try:
            for index in ("words", "letters"):
                self._db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("DELETE FROM meta WHERE key = 'scrub'")
        except sqlite3.Error as error:
            raise explain(error, self._path) from error

    def copy_to(self, db: sqlite3.Connection) -> None:
        """Copy the file into another open one; see ``Shelf.copy_to``."""
        self._db.backup(db)

    def own(self) -> dict[int, Passage]:
        """Return every passage of the person's own documents by row number."""
        return self._select("d.shipped = 0", ())

    def renew(self, made: Mapping[int, tuple[str, Row]]) -> None:
        """Put other vectors and index entries to passages, by row number with title; what went stays gone.

        Raises:
            StorageFull: The disk took no more; none of them is changed.
        """
        with one_step(self._db, self._path):
            for number in self.passages(list(made)):
                title, row = made[number]
                for index in _BY_PASSAGE:
                    self._db.execute(f"DELETE FROM {index} WHERE rowid = ?", (number,))
                kept = (row.vector, row.pairs, number)
                self._db.execute("UPDATE passages SET vector = ?, pairs = ? WHERE n = ?", kept)
                self._index(number, title, row)


def _close_to_others(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        file = path.with_name(path.name + suffix)
        if file.exists() and stat.S_IMODE(file.stat().st_mode) != 0o600:
            file.chmod(0o600)
