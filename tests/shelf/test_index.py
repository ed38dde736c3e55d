"""Chroma is a cache: whatever happens to its folder, answers stay right and it comes back by itself."""

import shutil
import subprocess
import sys
import time

import pytest

from coach.shelf import Shelf
from coach.shelf.index import exact, healthy


def _words(shelf, papers, count=30):
    for at in range(count):
        text = f"Samtal nummer {at} handlar om ämne{at} och mål{at * 7} i vecka {at % 52}."
        (papers / f"note{at}.txt").write_text(text, encoding="utf-8")
    shelf.ingest([papers])


def _index_files(tmp_path):
    [state] = (tmp_path / "data" / "chroma").iterdir()
    return state, sorted(p for p in state.rglob("*") if p.is_file())


def _delete(state, files):
    shutil.rmtree(state)


def _cut_record(state, files):
    (state / "ready.json").write_text("{", encoding="utf-8")


def _no_record(state, files):
    (state / "ready.json").unlink()


def _garble(name):
    def damage(state, files):
        path = next(p for p in files if p.name == name)
        path.write_bytes(bytes(255 - byte for byte in path.read_bytes()) or b"x")

    return damage


def _cut(name):
    def damage(state, files):
        path = next(p for p in files if p.name == name)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return damage


def _drop(name):
    def damage(state, files):
        next(p for p in files if p.name == name).unlink()

    return damage


def _empty(state, files):
    for path in files:
        if path.name != "ready.json":
            path.write_bytes(b"")


DAMAGE = {
    "folder deleted": _delete,
    "record cut": _cut_record,
    "record lost": _no_record,
    "database garbled": _garble("chroma.sqlite3"),
    "database cut": _cut("chroma.sqlite3"),
    "database lost": _drop("chroma.sqlite3"),
    "vectors garbled": _garble("data_level0.bin"),
    "vectors cut": _cut("data_level0.bin"),
    "vectors lost": _drop("data_level0.bin"),
    "header garbled": _garble("header.bin"),
    "lengths lost": _drop("length.bin"),
    "every file empty": _empty,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A data folder with a healthy collection, made once and copied for each damage."""
    root = tmp_path_factory.mktemp("built")
    (root / "papers").mkdir()
    (root / "none").mkdir()
    with Shelf(root / "data", source=root / "none", vectors="chroma") as shelf:
        _words(shelf, root / "papers", 130)
        assert shelf.settle()
        shelf.search("ämne3", "sv")
    return root


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_before_the_index_is_used(built, tmp_path, damage):
    shutil.copytree(built / "data", tmp_path / "data")
    state, files = _index_files(tmp_path)
    names = {p.name for p in files}
    assert {"chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "ready.json"} <= names
    DAMAGE[damage](state, files)
    assert not healthy(state, 130)


def test_a_damaged_index_is_rebuilt_while_search_answers(built, tmp_path):
    shutil.copytree(built / "data", tmp_path / "data")
    state, files = _index_files(tmp_path)
    DAMAGE["vectors garbled"](state, files)
    with Shelf(tmp_path / "data", source=built / "none", vectors="chroma") as shelf:
        at_once = shelf.search("ämne3", "sv")
        assert at_once[0].passage.text.startswith("Samtal nummer 3 ")
        assert shelf.settle()
        assert shelf.search("ämne3", "sv") == at_once
    assert healthy(_index_files(tmp_path)[0], 130)


def test_a_sound_index_is_kept_and_agrees_with_the_exact_search(built, tmp_path):
    shutil.copytree(built / "data", tmp_path / "data")
    inside = {p.name for p in _index_files(tmp_path)[0].iterdir()}
    with Shelf(tmp_path / "data", source=built / "none", vectors="chroma") as shelf:
        assert shelf.settle()
        vectors = shelf._table.vectors()
        for row in vectors.matrix[::13]:
            asked = [float(x) for x in row]
            wanted = exact(vectors, asked, 5, None)
            found = shelf._chroma.nearest(asked, 5, None)
            assert found[0][0] == wanted[0][0]
            assert [round(score, 3) for _, score in found] == [round(score, 3) for _, score in wanted]
            assert shelf._chroma.nearest(asked, 5, True) == []
    assert {p.name for p in _index_files(tmp_path)[0].iterdir()} == inside


def test_an_index_whose_building_is_killed_harms_nothing_and_is_built_the_next_time(built, tmp_path):
    shutil.copytree(built / "data", tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "chroma")
    with Shelf(tmp_path / "data", source=built / "none") as shelf:
        exactly = shelf.search("ämne3", "sv")
        shelf.quicken()
        end = time.monotonic() + 30
        while shelf._chroma._builder is None and time.monotonic() < end:
            time.sleep(0.005)
        shelf._chroma._builder.kill()
        assert not shelf.settle()
        assert shelf.search("ämne3", "sv") == exactly
        shelf._refresh()
        assert shelf.settle()
        assert shelf.search("ämne3", "sv") == exactly
    [state] = (tmp_path / "data" / "chroma").iterdir()
    assert healthy(state, 130)


def test_naming_the_shelf_loads_no_heavy_library():
    code = (
        "import sys, coach.shelf; from coach.shelf import Shelf; "
        "heavy = {'chromadb', 'langchain_core', 'pypdf', 'docx', 'numpy', 'simplemma'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
