"""The person's folder is private and has one owner."""

import os
import stat
import subprocess
import sys

import pytest

from coach.domain.errors import FolderInUse, SetupError
from coach.store import Folder

HOLD = """
import sys
from pathlib import Path
from coach.store import Folder
folder = Folder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_and_what_is_in_it_are_for_the_person_alone(tmp_path):
    with Folder(tmp_path / "a" / "b") as folder:
        assert mode(folder.path) == 0o700
        assert {mode(file) for file in folder.path.iterdir()} == {0o600}


def test_a_folder_that_others_could_read_is_closed_to_them(tmp_path):
    open_to_all = tmp_path / "open"
    open_to_all.mkdir(mode=0o755)
    open_to_all.chmod(0o755)
    with Folder(open_to_all):
        assert mode(open_to_all) == 0o700


def test_a_second_process_is_refused_in_one_line_in_both_languages_and_writes_nothing(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert child.stdout.readline() == b"held\n"
        before = (tmp_path / "lock").read_bytes()
        with pytest.raises(FolderInUse) as refused:
            Folder(tmp_path)
        assert str(child.pid) in refused.value.text("sv")
        assert "igång" in refused.value.text("sv")
        assert "already running" in refused.value.text("en")
        assert "--data-dir" in refused.value.fix_text("sv")
        assert (tmp_path / "lock").read_bytes() == before
    finally:
        child.kill()
        child.communicate()


def test_the_lock_of_a_killed_process_frees_itself(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout.readline() == b"held\n"
    child.kill()
    child.communicate()
    Folder(tmp_path).close()


def test_a_folder_that_can_not_be_made_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SetupError) as refused:
        Folder(tmp_path / "file" / "data")
    assert "--data-dir" in refused.value.fix_text("en")


def test_closing_twice_is_safe_and_lets_go(tmp_path):
    folder = Folder(tmp_path)
    folder.close()
    folder.close()
    with Folder(tmp_path) as again:
        assert os.fstat(again._lock)
