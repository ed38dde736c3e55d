"""Several changes of an SQLite file as one: all of them or none."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.shelf.trouble import explain


@contextmanager
def one_step(db: sqlite3.Connection, path: Path | None) -> Iterator[None]:
    """Keep what is changed inside when it is left, or nothing of it where something fails.

    Args:
        db: The open file.
        path: Where it lies, for messages.

    Raises:
        StorageFull: The disk took no more.
        SetupError: The file can't be written.
    """
    try:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("COMMIT")
    except sqlite3.Error as error:
        raise explain(error, path) from error
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
