"""A GGUF embedding model in its own process: unit vectors, the right pooling, an end that harms nobody."""

import importlib.util
import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from coach.domain.errors import ModelFailed, ModelMissing
from coach.llm import LocalEmbedder, check_gguf, embeds
from coach.llm.embedding import recipe

pytestmark = pytest.mark.llama


def _built(path: Path, **options):
    place = Path(__file__).with_name("embedding_gguf.py")
    spec = importlib.util.spec_from_file_location("embedding_gguf", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.tiny_embedder(path, **options)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return _built(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture
def embedder(file):
    model = LocalEmbedder(file)
    yield model
    model.close()


def test_texts_become_unit_vectors_and_the_same_text_the_same_one(embedder):
    texts = ["Hej på dig", "Något helt annat", "x" * 5000, "", "<s> [SEP] 😀 \ud800"]
    vectors = embedder.documents(texts)
    assert vectors.shape == (5, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(embedder.question("Hej på dig"), vectors[0], atol=1e-5)
    assert not np.allclose(vectors[0], vectors[1], atol=0.1)


def test_a_process_that_dies_fails_one_request_and_starts_anew(embedder):
    first = embedder.question("Hej")
    os.kill(embedder._child._process.pid, signal.SIGKILL)
    embedder._child._process.wait()
    assert np.allclose(embedder.question("Hej"), first, atol=1e-5)


def test_the_parent_never_loads_the_library(file):
    code = (
        "import sys; from pathlib import Path; from coach.llm import LocalEmbedder\n"
        f"model = LocalEmbedder(Path({str(file)!r})); model.question('Hej'); model.close()\n"
        "sys.exit('llama_cpp' in sys.modules)"
    )
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0


@pytest.mark.parametrize(
    ("child", "said"),
    [
        ("import sys; sys.exit(3)", "its process ended"),
        ("import time; time.sleep(60)", "no answer"),
        ("print('nonsense', flush=True); import time; time.sleep(60)", "no sense"),
        ("print('{}', flush=True); print('{}', flush=True); import time; time.sleep(60)", "no vectors"),
    ],
)
def test_a_broken_process_is_a_failure_in_time(file, child, said, monkeypatch):
    monkeypatch.setattr("coach.llm.embedding._LOADING", 0.5)
    model = LocalEmbedder(file, command=[sys.executable, "-c", child], patience=0.5)
    with pytest.raises(ModelFailed, match=said):
        model.question("Hej")
    model.close()


def test_a_file_that_llama_cpp_refuses_is_a_failure(tmp_path, file):
    raw = bytearray(file.read_bytes())
    at = raw.index(b"bert.attention.head_count")
    raw[at : at + 4] = b"bort"
    (tmp_path / "bent.gguf").write_bytes(raw)
    with pytest.raises((ModelFailed, ModelMissing)):
        LocalEmbedder(tmp_path / "bent.gguf").question("Hej")


def test_known_families_are_asked_their_way_and_others_as_the_file_says(tmp_path):
    for name, pooling, wanted in (
        ("BGE-M3", 1, ("cls", "", "")),
        ("multilingual-e5-base", 2, ("mean", "query: ", "passage: ")),
        ("tiny", 2, ("cls", "", "")),
        ("tiny", 1, ("mean", "", "")),
    ):
        info = check_gguf(_built(tmp_path / "some.gguf", name=name, pooling=pooling))
        found = recipe(info)
        assert (found.pooling, found.question, found.document) == wanted


def test_a_file_says_whether_it_is_for_vectors(file, build_gguf):
    assert embeds(check_gguf(file))
    assert not embeds(check_gguf(build_gguf()))


def test_the_id_changes_with_weights_and_dimension(tmp_path, file):
    ids = {LocalEmbedder(file).id}
    for options in ({"seed": 1}, {"width": 32}):
        ids.add(LocalEmbedder(_built(tmp_path / "tiny.gguf", **options)).id)
    assert len(ids) == 3
