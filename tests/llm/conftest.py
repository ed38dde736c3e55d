import pytest

from coach.llm import Limits, LocalChat, open_model


@pytest.fixture(scope="session")
def tiny(build_gguf):
    """A model that never ends a reply by itself, with Qwen3's chat frame."""
    return build_gguf(ends=False)


@pytest.fixture
def patient():
    """Limits that start again at once, however often a process dies."""
    return Limits(backoff=0, crashes=1000)


@pytest.fixture
def chat(tiny, patient):
    model: LocalChat = open_model(tiny, threads=1, limits=patient)
    yield model
    model.close()
