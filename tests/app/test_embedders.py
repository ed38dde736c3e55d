"""An embedding model is chosen like any other; one that fails leaves the built-in search and a line."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from coach.app import Coach
from coach.app.embedders import POINTER, choose_embedder, embedder_path, equip
from coach.app.servers import chosen_file
from coach.cli import main
from coach.settings import Settings
from coach.shelf import Shelf

pytestmark = pytest.mark.llama


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    place = Path(__file__).parents[1] / "llm" / "embedding_gguf.py"
    spec = importlib.util.spec_from_file_location("embedding_gguf", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.tiny_embedder(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A data folder with the guides on its shelf, to copy: putting them there takes seconds."""
    folder = tmp_path_factory.mktemp("opened") / "data"
    Coach.open(Settings(data_dir=folder)).close()
    return folder


@pytest.fixture
def data(opened, tmp_path):
    return shutil.copytree(opened, tmp_path / "data")


def test_models_use_takes_an_embedding_file_for_the_search_and_leaves_the_writer(tmp_path, file, capsys):
    settings = Settings(data_dir=tmp_path / "data")
    assert main(["models", "use", str(file), "--data-dir", str(tmp_path / "data")]) == 0
    assert embedder_path(settings) == file
    assert chosen_file(settings) is None
    assert main(["models", "use", "built-in", "--data-dir", str(tmp_path / "data")]) == 0
    assert embedder_path(settings) is None


def test_the_chosen_model_reads_the_shelf_and_is_asked(tmp_path, file):
    (tmp_path / "none").mkdir()
    (tmp_path / "note.md").write_text("# Lön\n\nLönen sätts i mars.\n", encoding="utf-8")
    with Shelf(tmp_path / "data", source=tmp_path / "none") as shelf:
        assert equip(shelf, Settings(data_dir=tmp_path / "data", embedder=file)) is None
        shelf.ingest([tmp_path / "note.md"])
        shelf.senses.make()
        assert shelf.senses.notice("sv") == ""
        assert shelf.search("När sätts lönen?", "sv")
        child = shelf.senses._embedder._child
        assert child.alive()
        assert shelf._now().senses.matrix.shape[1] == 64
    assert not child.alive()


@pytest.mark.parametrize("content", [None, b"GGUF and then nothing"])
def test_a_file_that_is_no_model_is_told_in_both_languages(tmp_path, data, content):
    path = tmp_path / "gone.gguf"
    if content:
        path.write_bytes(content)
    with Coach.open(Settings(data_dir=data, writer="guided", embedder=path)) as coach:
        assert coach.shelf.search("Hur ger jag beröm?", "sv")
        assert "inbyggda sökningen" in coach.search_note["sv"]
        assert "built-in search" in coach.search_note["en"]
        assert coach.search_note in coach.keep.notes


def test_the_pointer_is_the_persons_alone(tmp_path, file):
    choose_embedder(tmp_path, file)
    assert (tmp_path / POINTER).stat().st_mode & 0o077 == 0
