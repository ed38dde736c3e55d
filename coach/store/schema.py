"""The layout of ``coach.db``: one step for each version, each all or nothing."""

import sqlite3
from collections.abc import Sequence

Step = tuple[str, ...]
"""The statements that lead from one version to the next."""

MIGRATIONS: tuple[Step, ...] = (
    (
        "CREATE TABLE sessions (id TEXT PRIMARY KEY, mode TEXT NOT NULL, lang TEXT NOT NULL,"
        " title TEXT NOT NULL, created TEXT NOT NULL)",
        "CREATE TABLE turns (session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,"
        " n INTEGER NOT NULL, role TEXT NOT NULL CHECK (role IN ('person', 'coach')), text TEXT NOT NULL,"
        " writer TEXT NOT NULL, prompt TEXT NOT NULL, payload TEXT NOT NULL,"
        " PRIMARY KEY (session, n)) WITHOUT ROWID",
    ),
    (
        # When a conversation was last used: its age is counted from there.
        "ALTER TABLE sessions ADD COLUMN used TEXT NOT NULL DEFAULT ''",
        "UPDATE sessions SET used = created",
        "CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
    (
        # What is said keeps its day, so that "by Friday" is the same Friday when it is read again.
        "ALTER TABLE turns ADD COLUMN day TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    ),
)
"""Step ``n`` (from 0) makes version ``n + 1``; a step that was ever released is never changed."""
VERSION = len(MIGRATIONS)


def version(db: sqlite3.Connection) -> int:
    """Return the version a file has; 0 for an empty one."""
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


def migrate(db: sqlite3.Connection, steps: Sequence[Step] = MIGRATIONS) -> None:
    """Bring a file to the newest version, one transaction a version.

    A process killed anywhere leaves the version before or after, never one between.

    Args:
        db: In autocommit mode.
        steps: Every step there is; those the file has already are left out.

    Raises:
        sqlite3.Error: A step failed; the file is as it was before that step.
    """
    for made in range(version(db), len(steps)):
        db.execute("BEGIN IMMEDIATE")
        try:
            for statement in steps[made]:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {made + 1}")
            db.execute("COMMIT")
        except sqlite3.Error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
