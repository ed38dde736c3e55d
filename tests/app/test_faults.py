"""Each fault is told in one line on what and one on what to do, in both languages, and costs nothing saved.

The rows F1 to F24 of SECURITY.md name the test of each; those here are what no room can show alone.
"""

import datetime
import os
import resource
import shutil
import signal
import sqlite3
import tempfile
import threading
import warnings
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from coach.app import Coach
from coach.domain.errors import CoachError, FolderInUse, ModelMissing, SetupError, StorageFull
from coach.domain.events import Saved
from coach.domain.text import LANGS
from coach.llm import check_gguf, open_model
from coach.llm.trouble import troubles
from coach.settings import load
from coach.shelf import Shelf
from coach.store import Backups, Folder, Sessions
from coach.store.database import connect


def one_line_each(error):
    """What is wrong and what to do: a line in each language, of its own words."""
    for told in (error.text, error.fix_text):
        lines = [told(lang) for lang in LANGS]
        assert all(line and "\n" not in line for line in lines), lines
        assert lines[0] != lines[1]


@contextmanager
def full_disk(left):
    """Let no file grow past so many bytes: writing fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def garbage(path):
    path.write_bytes(b"nonsense " * 2000)
    return path


def newer(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    return path


def held(path):
    folder = Folder(path)
    try:
        Folder(path)
    finally:
        folder.close()


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


FAULTS = {
    "F4 folder in use": (FolderInUse, held),
    "F6 conversations damaged": (SetupError, lambda folder: Sessions(garbage(folder / "coach.db"))),
    "F6 shelf damaged": (SetupError, lambda folder: Shelf(garbage(folder / "shelf.db").parent)),
    "F7 model missing": (ModelMissing, lambda folder: check_gguf(folder / "none.gguf")),
    "F8 model is another file": (ModelMissing, lambda folder: check_gguf(garbage(folder / "m.gguf"))),
    "F16 folder is a file": (SetupError, lambda folder: Folder(garbage(folder / "x") / "data")),
    "F23 newer version": (SetupError, lambda folder: Sessions(newer(folder / "coach.db"))),
    "SQLite too old": (SetupError, lambda folder: connect(folder / "x.db", library=(3, 8, 0))),
    "settings damaged": (
        SetupError,
        lambda folder: load({"data_dir": written(folder / "coach.toml", "= =").parent}, environ={}),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line_and_one_way_out_in_both_languages(tmp_path, fault):
    kind, cause = FAULTS[fault]
    with pytest.raises(kind) as raised:
        cause(tmp_path)
    one_line_each(raised.value)


def test_every_line_about_models_exists_in_both_languages():
    """F7, F8, F9, F15: missing, damaged, too large, cut in mid-download.

    What happens in a reply has no way out of its own: the guided writer goes on.
    """
    for name, said in troubles().items():
        in_a_reply = name.startswith(("server_", "model_", "reply_"))
        assert "fix" in said or in_a_reply, name
        for part in said:
            assert set(said[part]) == set(LANGS), name
            assert said[part]["sv"] != said[part]["en"], name


@pytest.fixture(scope="module")
def guides(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guides")
    Shelf(folder).close()
    return folder / "shelf.db"


@pytest.fixture
def coach(tmp_path, guides):
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(guides, data / "shelf.db")
    with Coach.open(load({"data_dir": data, "writer": "guided"}, environ={})) as opened:
        yield opened


def tell(coach, text, session=None):
    return [e for e in coach.say(text, mode="goal", session=session) if isinstance(e, Saved)][-1].session


@pytest.mark.parametrize("what", ["export", "backup", "ingest"])
def test_a_full_disk_leaves_nothing_half_written(coach, tmp_path, what):
    """F5: export, backup and index; the message itself is held in tests/store/test_sessions.py."""
    session = tell(coach, "Jag vill hålla tre möten om " + "mål och återkoppling " * 3000)
    paper = written(tmp_path / "p.md", "# Lön\n\n" + "Här står om lönen och målen. \n\n" * 3000)
    before = [path.name for path in Backups(tmp_path / "data").all()]
    act = {
        "export": lambda: coach.keep.export(tmp_path / "out", "2026-11-28"),
        "backup": lambda: coach.keep.backup(datetime.date(2026, 11, 28)),
        "ingest": lambda: coach.shelf.ingest([paper]),
    }[what]
    with full_disk(40_000), pytest.raises(StorageFull) as raised:
        act()
    one_line_each(raised.value)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.rglob("*.part"))
    assert [path.name for path in Backups(tmp_path / "data").all()] == before
    assert coach.shelf.own() == ()
    assert len(coach.turns(session)) == 2
    act()


def test_without_room_to_rewrite_the_file_an_erased_conversation_is_out_of_reach_and_gone_at_the_next_start(
    tmp_path,
):
    sessions = Sessions(tmp_path / "coach.db")
    kept = sessions.begin("goal", "sv", "kvar", "2026-11-25")
    gone = sessions.begin("goal", "sv", "Zyxqvarn", "2026-11-25")
    for session in (kept, gone):
        for _ in range(40):
            sessions.add(session.id, _turn("Zyxqvarn " * 100 if session is gone else "kvar " * 400))
    with full_disk(60_000), pytest.raises(StorageFull) as raised:
        sessions.erase(gone.id)
    one_line_each(raised.value)
    sessions.close()
    again = Sessions(tmp_path / "coach.db")
    assert len(again.turns(kept.id)) == 40
    left = again.turns(gone.id)
    if not left:
        assert not any(b"Zyxqvarn" in path.read_bytes() for path in tmp_path.iterdir())
    else:
        assert len(left) == 40
    again.close()


def _turn(text):
    from coach.domain.session import Turn

    return Turn(0, "person", text)


def as_nobody(act):
    """Run in a fork without the rights of root; return what it wrote about its error."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # A fork beside threads is warned of from Python 3.12 on; this one only opens a folder.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            try:
                act()
            except CoachError as error:
                lines = [told(lang) for told in (error.text, error.fix_text) for lang in LANGS]
                os.write(writing, "\n".join(lines).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said.splitlines()


@pytest.mark.parametrize("rights", [0o500, 0o000])
def test_a_folder_without_the_right_to_write_is_told_and_left_as_it_is(rights):
    """F16"""
    with tempfile.TemporaryDirectory() as root:
        Path(root).chmod(0o755)
        folder = Path(root) / "data"
        folder.mkdir()
        Sessions(folder / "coach.db").close()
        before = sorted((path.name, path.read_bytes()) for path in folder.iterdir())
        folder.chmod(rights)
        lines = as_nobody(lambda: Folder(folder))
        folder.chmod(0o700)
        assert len(lines) == 4
        assert "skrivrätt" in lines[2]
        assert "right to write" in lines[3]
        assert sorted((path.name, path.read_bytes()) for path in folder.iterdir()) == before


def test_twenty_tabs_that_send_at_once_lose_and_double_nothing(coach):
    """F13: in one conversation and in their own; every message once, in each tab's order."""
    shared = coach._sessions.begin("goal", "sv", "delad", "2026-11-25").id
    alone = {tab: coach._sessions.begin("goal", "sv", "egen", "2026-11-25").id for tab in range(20)}

    def tab(number):
        for n in range(25):
            for session in (shared, alone[number]):
                coach._sessions.add(session, _turn(f"{number} {n}"))

    threads = [threading.Thread(target=tab, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = coach.turns(shared)
    assert [turn.n for turn in kept] == list(range(1, 501))
    for number in range(20):
        mine = [turn.text for turn in kept if turn.text.split()[0] == str(number)]
        assert mine == [f"{number} {n}" for n in range(25)] == [t.text for t in coach.turns(alone[number])]


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Pacific/Kiritimati", "Nowhere/None", ""])
def test_order_is_by_sequence_whatever_the_clock_and_its_zone_say(coach, monkeypatch, zone):
    """F14: an hour back, ten years ahead, no zone: what was said last stands last."""
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    for created in ("2026-10-25T02:30:00+02:00", "2026-10-25T02:10:00+01:00", "2036-01-01", "not a time"):
        coach._sessions.begin("ask", "sv", created, created)
    monkeypatch.undo()
    time.tzset()
    assert [one.title for one in coach.sessions()] == [
        "not a time",
        "2036-01-01",
        "2026-10-25T02:10:00+01:00",
        "2026-10-25T02:30:00+02:00",
    ]
    future = datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC)
    assert len(coach.keep.past_keeping(future).sessions) == 2


@pytest.mark.llama
def test_a_model_larger_than_the_memory_is_refused_with_both_numbers(build_gguf, monkeypatch):
    """F9"""
    monkeypatch.setattr("coach.llm.chat.memory", lambda: 1 << 20)
    with pytest.raises(ModelMissing) as raised:
        open_model(build_gguf())
    one_line_each(raised.value)
    assert "av 0.0" in raised.value.text("sv")
    assert "of 0.0" in raised.value.text("en")
