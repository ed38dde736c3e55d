"""Conversations stay as they were said, in order, until they are erased to the byte."""

import resource
import signal
import sqlite3
import subprocess
import sys

import pytest

from coach.domain.errors import SetupError, StorageFull, UsageError
from coach.domain.session import Turn
from coach.store import Sessions

SWEDISH = "Jag vill våga säga ifrån på mötet – ”åäö ÅÄÖ” 👩🏽‍🏫"


@pytest.fixture
def sessions(tmp_path):
    kept = Sessions(tmp_path / "coach.db")
    yield kept
    kept.close()


def begin(sessions, title="mål"):
    return sessions.begin("goal", "sv", title, "2026-11-25T09:00:00+01:00")


def test_what_was_said_comes_back_in_order_after_a_restart(tmp_path):
    first = Sessions(tmp_path / "coach.db")
    session = begin(first)
    numbers = [first.add(session.id, Turn(0, "person", text)) for text in (SWEDISH, "två", "tre")]
    first.close()
    again = Sessions(tmp_path / "coach.db")
    assert numbers == [1, 2, 3]
    assert [turn.text for turn in again.turns(session.id)] == [SWEDISH, "två", "tre"]
    assert again.get(session.id) == session
    again.close()


def test_the_newest_conversation_comes_first(sessions):
    old, new = begin(sessions, "old"), begin(sessions, "new")
    assert [s.id for s in sessions.all()] == [new.id, old.id]


def test_a_turn_of_an_unknown_conversation_is_refused(sessions):
    with pytest.raises(UsageError):
        sessions.add("nowhere", Turn(0, "person", "hej"))
    with pytest.raises(UsageError):
        sessions.get("nowhere")


def test_an_erased_conversation_leaves_no_byte(tmp_path, sessions):
    session = begin(sessions, "CANARY-TITLE")
    sessions.add(session.id, Turn(0, "person", "CANARY-TEXT"))
    assert sessions.erase(session.id)
    assert not sessions.erase(session.id)
    assert sessions.turns(session.id) == ()
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"CANARY" not in left


def test_renaming_keeps_the_turns(sessions):
    session = begin(sessions)
    sessions.add(session.id, Turn(0, "person", "hej"))
    sessions.rename(session.id, "nytt")
    assert sessions.get(session.id).title == "nytt"
    assert len(sessions.turns(session.id)) == 1


def test_a_damaged_file_is_named_and_left_alone(tmp_path):
    path = tmp_path / "coach.db"
    path.write_bytes(b"this is no database, " * 500)
    before = path.read_bytes()
    with pytest.raises(SetupError) as refused:
        Sessions(path)
    assert "coach.db" in refused.value.text("sv")
    assert path.read_bytes() == before


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "coach.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(SetupError) as refused:
        Sessions(path)
    assert "nyare" in refused.value.text("sv")


def test_a_full_disk_says_so_and_what_was_saved_stays(tmp_path):
    """RLIMIT_FSIZE with SIGXFSZ ignored makes SQLite fail as a full disk does."""
    sessions = Sessions(tmp_path / "coach.db")
    session = begin(sessions)
    sessions.add(session.id, Turn(0, "person", "sparat"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
        with pytest.raises(StorageFull) as refused:
            sessions.add(session.id, Turn(0, "person", "x" * 500_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "Frigör" in refused.value.fix_text("sv")
    assert [turn.text for turn in sessions.turns(session.id)] == ["sparat"]
    sessions.add(session.id, Turn(0, "person", "igen"))
    sessions.close()


KILLED = """
import sys
from pathlib import Path
from coach.domain.session import Turn
from coach.store import Sessions
sessions = Sessions(Path(sys.argv[1]))
session = sessions.begin("goal", "sv", "t", "2026-11-25")
print(session.id, flush=True)
n = 0
while True:
    n = sessions.add(session.id, Turn(0, "person", "ord " * 50))
    print(n, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    for cycle in range(3):
        path = tmp_path / f"{cycle}.db"
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
        session = child.stdout.readline().strip()
        for _ in range(20 + 17 * cycle):
            acknowledged = int(child.stdout.readline())
        child.kill()
        child.communicate()
        again = Sessions(path)
        assert len(again.turns(session)) >= acknowledged
        again.close()
