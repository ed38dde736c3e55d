"""Conversations in SQLite: what was said, in order; committed before anything is shown as saved."""

import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

from coach.domain.errors import UsageError
from coach.domain.session import Session, Turn
from coach.domain.text import Lang
from coach.store.database import connect, explain, newer
from coach.store.schema import VERSION, migrate, version

_TURN = "n, role, text, writer, prompt, payload, day"
_SESSION = "id, mode, lang, title, created, used, origin"
_SCRUB = "scrub"


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
            self._db = connect(path)
            try:
                if version(self._db) > VERSION:
                    raise newer(path)
                migrate(self._db)
                if self.note(_SCRUB):
                    self._scrub()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Close the file; nothing can be asked afterwards."""
        with self._lock:
            self._db.close()

    def begin(self, mode: str, lang: Lang, title: str, created: str, origin: str = "") -> Session:
        """Make and return a new conversation.

        Args:
            mode: Its mode.
            lang: Its language.
            title: What it is called.
            created: The time, ISO 8601.
            origin: The conversation it carries on from; "" for none.

        Raises:
            StorageFull: The disk took no more.
        """
        session = Session(new_id(), mode, lang, title, created, created, origin)
        with self._told():
            self._insert(session)
        return session

    def add(self, session: str, turn: Turn, at: str = "") -> int:
        """Keep a turn as the next of its conversation and return its number; on disk when this returns.

        Args:
            session: The conversation's id.
            turn: Its own number is not looked at.
            at: When it was said, ISO 8601; "" leaves open when the conversation was last used.

        Raises:
            UsageError: No such conversation.
            StorageFull: The disk took no more.
        """
        with self._told():
            try:
                with self._whole():
                    row = self._db.execute(
                        f"INSERT INTO turns (session, {_TURN})"
                        " SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ?, ?, ?, ? FROM turns"
                        " WHERE session = ? RETURNING n",
                        (session, *_after_n(turn), session),
                    ).fetchall()
                    if at:
                        self._db.execute("UPDATE sessions SET used = ? WHERE id = ?", (at, session))
            except sqlite3.IntegrityError as error:
                raise _unknown(session) from error
            return int(row[0][0])

    def all(self) -> tuple[Session, ...]:
        """Return every conversation, newest first."""
        with self._told():
            rows = self._db.execute(f"SELECT {_SESSION} FROM sessions ORDER BY rowid DESC")
            return tuple(Session(*row) for row in rows)

    def get(self, id: str) -> Session:
        """Return one conversation.

        Raises:
            UsageError: There is none of that id.
        """
        with self._told():
            row = self._db.execute(f"SELECT {_SESSION} FROM sessions WHERE id = ?", (id,)).fetchone()
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

    def take(self, items: Iterable[tuple[Session, Sequence[Turn]]]) -> None:
        """Keep whole conversations as they are, in this order, all of them or none.

        Raises:
            UsageError: There already is one of an id.
            StorageFull: The disk took no more; none is kept.
        """
        with self._told(), self._whole():
            for session, turns in items:
                try:
                    self._insert(session)
                except sqlite3.IntegrityError as error:
                    raise UsageError(
                        {
                            "sv": f"Det finns redan ett samtal {session.id!r}.",
                            "en": f"There already is a conversation {session.id!r}.",
                        }
                    ) from error
                self._db.executemany(
                    f"INSERT INTO turns (session, {_TURN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [(session.id, turn.n, *_after_n(turn)) for turn in turns],
                )

    def erase(self, *ids: str) -> int:
        """Erase conversations and their bytes, and return how many there were.

        A process killed midway has erased all or none; what is left of their bytes goes at the next start.

        Raises:
            StorageFull: No room to rewrite the file: they are out of reach, their bytes go at the next start.
        """
        with self._told():
            with self._whole():
                gone = sum(
                    self._db.execute("DELETE FROM sessions WHERE id = ?", (id,)).rowcount for id in ids
                )
                if gone:
                    self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, '1')", (_SCRUB,))
            if gone:
                self._scrub()
            return gone

    def note(self, key: str, value: str | None = None) -> str:
        """Return what is noted under a key, "" for nothing; note another value first where one is given."""
        with self._told():
            if value == "":
                self._db.execute("DELETE FROM notes WHERE key = ?", (key,))
            elif value is not None:
                self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, value))
            row = self._db.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
            return str(row[0]) if row else ""

    def copy_to(self, db: sqlite3.Connection) -> None:
        """Copy the whole file, as it stands at this moment, into another open one.

        Raises:
            StorageFull: The disk took no more.
        """
        with self._told():
            self._db.backup(db)

    def _insert(self, session: Session) -> None:
        self._db.execute(
            f"INSERT INTO sessions ({_SESSION}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            astuple(session),
        )

    def _scrub(self) -> None:
        """Rewrite the file: an erased word may stand where SQLite moved a page."""
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.execute("DELETE FROM notes WHERE key = ?", (_SCRUB,))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Make what is done inside one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Hold the lock, and turn what SQLite raises into one line for the person."""
        with self._lock:
            try:
                yield
            except sqlite3.IntegrityError:
                raise
            except (sqlite3.Error, OSError) as error:
                raise explain(error, self._path) from error


def new_id() -> str:
    """Return an id that no conversation has."""
    return uuid.uuid4().hex[:12]


def _after_n(turn: Turn) -> tuple[str, ...]:
    return turn.role, turn.text, turn.writer, turn.prompt, turn.payload, turn.day


def _unknown(session: str) -> UsageError:
    return UsageError(
        {"sv": f"Det finns inget samtal {session!r}.", "en": f"There is no conversation {session!r}."}
    )
