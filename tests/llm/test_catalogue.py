import re
from importlib.resources import files

import pytest

from coach.domain.errors import UsageError
from coach.domain.text import LANGS
from coach.llm import model, models_list
from coach.llm.catalogue import catalogue

GB = 1 << 30


def test_every_model_is_pinned_licensed_and_explained_in_both_languages():
    for entry in catalogue():
        assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256), entry.id
        assert re.fullmatch(r"[0-9a-f]{40}", entry.revision), entry.id
        assert entry.bytes > 100 << 20
        assert entry.licence in {"Apache-2.0", "MIT"}
        assert entry.file.endswith(".gguf")
        assert set(entry.note) == set(LANGS)
    ids = [entry.id for entry in catalogue()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("memory", "recommended"),
    [
        (2 * GB, None),
        (4 * GB, "qwen3.5-2b"),
        (8 * GB, "qwen3.5-2b"),
        (16 * GB, "gemma-4-e4b"),
        (64 * GB, "gemma-4-e4b"),
    ],
)
def test_one_model_is_recommended_for_the_memory_there_is(memory, recommended):
    assert [m.model.id for m in models_list(memory) if m.recommended] == (
        [recommended] if recommended else []
    )


def test_what_does_not_fit_is_marked():
    fits = {m.model.id: m.fits for m in models_list(8 * GB)}
    assert fits["qwen3.5-2b"]
    assert fits["gemma-4-e2b"]
    assert not fits["gemma-4-e4b"]
    assert not fits["gemma-4-26b-a4b"]


def test_an_unknown_model_is_told_with_the_known_ones():
    with pytest.raises(UsageError, match="there are: qwen"):
        model("gpt-5")


def test_an_address_names_the_revision():
    entry = model("qwen3.5-2b")
    assert entry.address("https://hub.example/") == (
        f"https://hub.example/{entry.repo}/resolve/{entry.revision}/{entry.file}"
    )


def test_the_catalogue_names_no_server():
    assert "://" not in files("coach.llm").joinpath("models.toml").read_text(encoding="utf-8")
