"""What can still be read of a damaged file of conversations."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from coach.domain.session import Session, Turn

_CREATED = 5
"""Fields up to ``created``, as the first version had them."""


def salvage(path: Path) -> tuple[tuple[Session, tuple[Turn, ...]], ...]:
    """Return the conversations of a damaged file, each up to its first turn that can't be read.

    Args:
        path: The file; of any version.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        sessions = [Session(*_whole(row)) for row in _rows(db, "SELECT * FROM sessions ORDER BY rowid", ())]
        return tuple((session, tuple(_turns(db, session.id))) for session in sessions)


def _turns(db: sqlite3.Connection, session: str) -> Iterator[Turn]:
    chosen = "SELECT * FROM turns WHERE session = ? ORDER BY n"
    for expected, row in enumerate((row[1:] for row in _rows(db, chosen, (session,))), 1):
        if row[0] != expected or not all(isinstance(value, str) for value in row[1:]):
            return
        yield Turn(*row)


def _rows(db: sqlite3.Connection, chosen: str, values: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield rows until one can't be read."""
    try:
        yield from db.execute(chosen, values)
    except (sqlite3.Error, UnicodeDecodeError):
        return


def _whole(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row of an older version with what it lacks: last used when it was made."""
    return row if len(row) > _CREATED else (*row, row[-1])
