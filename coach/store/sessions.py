"""Conversations in SQLite: what was said, in order; committed before anything is shown as saved."""

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.domain.errors import SetupError, StorageFull, UsageError
from coach.domain.session import Session, Turn
from coach.domain.text import Lang

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE sessions (
    id TEXT PRIMARY KEY, mode TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL);
CREATE TABLE turns (
    session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, n INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('person', 'coach')), text TEXT NOT NULL, writer TEXT NOT NULL,
    prompt TEXT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (session, n)) WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_TURN = "n, role, text, writer, prompt, payload"


class Sessions:
    """The file ``coach.db`` of a data folder; safe to use from several threads.

    Args:
        path: The file; made with mode 0600 where it is missing.

    Raises:
        SetupError: The file is damaged, from a newer version, or can't be opened.
        StorageFull: The disk took no more.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        with self._told():
            path.touch(mode=0o600)
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            if self._db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("quick_check failed")
            self._migrate()

    def _migrate(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise SetupError(
                {
                    "sv": f"{str(self._path)!r} är sparad av en nyare version av Coach.",
                    "en": f"{str(self._path)!r} was saved by a newer version of Coach.",
                },
                fix={"sv": "Uppdatera Coach.", "en": "Update Coach."},
            )
        if version == 0:
            self._db.executescript(f"BEGIN; {_SCHEMA} COMMIT;")

    def close(self) -> None:
        """Close the file; nothing can be asked afterwards."""
        with self._lock:
            self._db.close()

    def begin(self, mode: str, lang: Lang, title: str, created: str) -> Session:
        """Make and return a new conversation.

        Raises:
            StorageFull: The disk took no more.
        """
        session = Session(uuid.uuid4().hex[:12], mode, lang, title, created)
        with self._told():
            self._db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (session.id, session.mode, session.lang, session.title, session.created),
            )
        return session

    def add(self, session: str, turn: Turn) -> int:
        """Keep a turn as the next of its conversation and return its number; on disk when this returns.

        Raises:
            UsageError: No such conversation.
            StorageFull: The disk took no more.
        """
        with self._told():
            try:
                row = self._db.execute(
                    "INSERT INTO turns SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ?, ?, ? FROM turns"
                    " WHERE session = ? RETURNING n",
                    (session, turn.role, turn.text, turn.writer, turn.prompt, turn.payload, session),
                ).fetchall()
            except sqlite3.IntegrityError as error:
                raise _unknown(session) from error
            return int(row[0][0])

    def all(self) -> tuple[Session, ...]:
        """Return every conversation, newest first."""
        with self._told():
            rows = self._db.execute("SELECT id, mode, lang, title, created FROM sessions ORDER BY rowid DESC")
            return tuple(Session(*row) for row in rows)

    def get(self, id: str) -> Session:
        """Return one conversation.

        Raises:
            UsageError: There is none of that id.
        """
        with self._told():
            row = self._db.execute(
                "SELECT id, mode, lang, title, created FROM sessions WHERE id = ?", (id,)
            ).fetchone()
        if not row:
            raise _unknown(id)
        return Session(*row)

    def turns(self, session: str) -> tuple[Turn, ...]:
        """Return what was said, in order; nothing for an unknown conversation."""
        with self._told():
            rows = self._db.execute(f"SELECT {_TURN} FROM turns WHERE session = ? ORDER BY n", (session,))
            return tuple(Turn(*row) for row in rows)

    def rename(self, id: str, title: str) -> None:
        """Give a conversation another title; an unknown one is left unknown."""
        with self._told():
            self._db.execute("UPDATE sessions SET title = ? WHERE id = ?", (title, id))

    def erase(self, id: str) -> bool:
        """Erase a conversation and its bytes; False where there is none of that id."""
        with self._told():
            gone = self._db.execute("DELETE FROM sessions WHERE id = ?", (id,)).rowcount > 0
            if gone:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return gone

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Hold the lock, and turn what SQLite raises into one line for the person."""
        with self._lock:
            try:
                yield
            except sqlite3.IntegrityError:
                raise
            except (sqlite3.Error, OSError) as error:
                raise _explain(error, self._path) from error


def _unknown(session: str) -> UsageError:
    return UsageError(
        {"sv": f"Det finns inget samtal {session!r}.", "en": f"There is no conversation {session!r}."}
    )


def _explain(error: Exception, path: Path) -> SetupError:
    said = str(error)
    if "full" in said or "No space" in said or "disk I/O" in said:
        return StorageFull(
            {
                "sv": f"Disken tog inte emot mer; inget nytt sparades i {str(path)!r}.",
                "en": f"The disk took no more; nothing new was saved in {str(path)!r}.",
            },
            fix={
                "sv": "Frigör utrymme och skicka igen.",
                "en": "Free some space and send it again.",
            },
        )
    return SetupError(
        {
            "sv": f"{str(path)!r} går inte att läsa: {said}.",
            "en": f"{str(path)!r} can't be read: {said}.",
        },
        fix={
            "sv": "Flytta filen åt sidan (radera den inte) och starta igen.",
            "en": "Move the file aside (don't delete it) and start again.",
        },
    )
