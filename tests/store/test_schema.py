"""A file of any release opens in this one, and a migration that is killed loses nothing."""

import datetime
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from coach.domain.errors import SetupError
from coach.store import Backups, Sessions
from coach.store.database import OLDEST_SQLITE, connect
from coach.store.schema import MIGRATIONS, VERSION, migrate, version

FIRST = Path(__file__).with_name("v1.sql")
POINTS = 20


@pytest.fixture
def first(tmp_path):
    """A file of the first layout with 303 conversations, not yet opened by this version."""
    path = tmp_path / "coach.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(FIRST.read_text("utf-8"))
        for n in range(300):
            db.execute("INSERT INTO sessions VALUES (?, 'goal', 'sv', 'mål', '2026-11-25')", (f"s{n:03}",))
            db.execute("INSERT INTO turns VALUES (?, 1, 'person', ?, '', '', '')", (f"s{n:03}", "ord " * 100))
        db.commit()
    return path


def content(path):
    """Return everything said, whatever the version."""
    with closing(sqlite3.connect(path)) as db:
        sessions = db.execute("SELECT id, mode, lang, title, created FROM sessions ORDER BY rowid").fetchall()
        turns = db.execute(
            "SELECT session, n, role, text, writer, prompt, payload FROM turns ORDER BY session, n"
        ).fetchall()
        return sessions, turns


def layout(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_a_file_of_the_first_layout_opens_with_all_that_was_said(first):
    before = content(first)
    sessions = Sessions(first)
    assert sessions.get("0a1b2c3d4e5f").used == "2026-11-25T09:00:00+01:00"
    assert [turn.n for turn in sessions.turns("0a1b2c3d4e5f")] == [1, 2, 3]
    sessions.close()
    assert content(first) == before


def test_a_new_file_and_a_migrated_one_have_the_same_layout_version(first, tmp_path):
    for path in (first, tmp_path / "new.db"):
        Sessions(path).close()
        with closing(sqlite3.connect(path)) as db:
            assert version(db) == VERSION == len(MIGRATIONS)
            columns = [row[1] for row in db.execute("PRAGMA table_info(sessions)")]
            assert columns == ["id", "mode", "lang", "title", "created", "used", "origin"]


def test_there_is_a_copy_of_the_old_layout_before_it_is_changed(first):
    before = content(first)
    backups = Backups(first.parent)
    backups.before_migration(datetime.date(2026, 11, 28), VERSION)
    [made] = backups.all()
    with closing(sqlite3.connect(made / "coach.db")) as db:
        assert version(db) == 1
    assert content(made / "coach.db") == before
    Sessions(first).close()
    backups.before_migration(datetime.date(2026, 11, 28), VERSION)
    assert backups.all() == (made,)


# One process reads the modules, and each victim is a fork of it.
NURSERY = """
import os, signal, sys
from pathlib import Path
from coach.store.database import connect
from coach.store.schema import migrate

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    path, kind, at = line.split("\\t")
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        print(status, flush=True)
        continue
    left = int(at)
    db = connect(Path(path))
    def step():
        global left
        left -= 1
        if left == 0:
            die()
        return 0
    def traced(statement):
        if statement == "COMMIT":
            die()
    if kind == "step":
        db.set_progress_handler(step, 1)
    else:
        db.set_trace_callback(traced)
    migrate(db)
    die()
"""


def steps(path):
    """Return how many steps of SQLite's machine the migration takes."""
    count = 0

    def step():
        nonlocal count
        count += 1
        return 0

    with closing(connect(path)) as db:
        db.set_progress_handler(step, 1)
        migrate(db)
    return count


def test_a_migration_killed_at_twenty_points_leaves_the_old_or_the_new_layout_and_loses_nothing(
    first, tmp_path
):
    """F23: 18 points spread over its steps, one at the commit, one right after it."""
    before, old = content(first), layout(first)
    counted = tmp_path / "counted.db"
    shutil.copy(first, counted)
    total = steps(counted)
    new = layout(counted)
    points = [("step", 1 + total * n // 18) for n in range(18)] + [("commit", 0), ("step", total * 10)]
    assert len(points) == POINTS
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    seen = []
    with nursery:
        for at, (kind, point) in enumerate(points):
            path = tmp_path / f"{at}.db"
            shutil.copy(first, path)
            nursery.stdin.write(f"{path}\t{kind}\t{point}\n")
            nursery.stdin.flush()
            assert os.WTERMSIG(int(nursery.stdout.readline())) == signal.SIGKILL
            assert layout(path) in (old, new)
            seen.append(layout(path) == new)
            assert content(path) == before
            Sessions(path).close()
            assert content(path) == before
            assert layout(path) == new
    assert seen == [False] * 19 + [True]


def test_a_step_that_fails_leaves_the_file_as_it_was(first):
    before, old = content(first), layout(first)
    broken = (*MIGRATIONS[:1], ("ALTER TABLE sessions ADD COLUMN x TEXT", "SELECT nonsense"))
    with closing(connect(first)) as db:
        with pytest.raises(sqlite3.OperationalError):
            migrate(db, broken)
        assert not db.in_transaction
    assert content(first) == before
    assert layout(first) == old


def test_a_file_of_a_newer_version_is_told_in_both_languages_and_left_alone(tmp_path):
    path = tmp_path / "coach.db"
    Sessions(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(SetupError) as refused:
        Sessions(path)
    assert "nyare version" in refused.value.text("sv")
    assert "newer version" in refused.value.text("en")
    assert path.read_bytes() == before


def test_a_sqlite_that_is_too_old_is_told_before_a_file_is_touched(tmp_path):
    with pytest.raises(SetupError) as refused:
        connect(tmp_path / "coach.db", library=(3, 34, 1))
    assert "3.34.1" in refused.value.text("sv")
    assert "3.35.0" in refused.value.text("en")
    assert not (tmp_path / "coach.db").exists()
    assert sqlite3.sqlite_version_info >= OLDEST_SQLITE


def test_a_file_is_written_durably_and_never_mapped(tmp_path):
    """The known fault of SQLite's log takes two connections at once or a mapped file: here are neither."""
    with closing(connect(tmp_path / "coach.db")) as db:
        values = {
            name: db.execute(f"PRAGMA {name}").fetchone()
            for name in ("journal_mode", "synchronous", "secure_delete", "mmap_size", "temp_store")
        }
    assert values["mmap_size"] in ((0,), None)
    del values["mmap_size"]
    assert values == {
        "journal_mode": ("wal",),
        "synchronous": (2,),
        "secure_delete": (1,),
        "temp_store": (2,),
    }


def test_an_erasure_killed_before_the_file_is_rewritten_is_finished_at_the_next_start(tmp_path):
    path = tmp_path / "coach.db"
    sessions = Sessions(path)
    kept = sessions.begin("goal", "sv", "kvar", "2026-11-25")
    sessions.note("scrub", "1")
    sessions.close()
    free = "PRAGMA freelist_count"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE big AS SELECT zeroblob(40000) b")
        db.execute("DROP TABLE big")
        assert db.execute(free).fetchone()[0] > 5
    again = Sessions(path)
    assert again.get(kept.id) == kept
    assert again.note("scrub") == ""
    again.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(free).fetchone()[0] == 0
