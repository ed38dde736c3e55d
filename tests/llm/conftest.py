import importlib.util
import sys
from pathlib import Path

import pytest

from coach.llm import Limits, LocalChat, open_model


def pytest_collection_modifyitems(items):
    if importlib.util.find_spec("llama_cpp") is None:
        for item in items:
            if item.get_closest_marker("llama"):
                item.add_marker(pytest.mark.skip(reason="llama-cpp-python is not installed"))


def _builder():
    spec = importlib.util.spec_from_file_location("gguf_builder", Path(__file__).parent / "gguf_builder.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def build_gguf(tmp_path_factory):
    """Build a small model with these options, once a session: ``build_gguf(layers=2, ends=False, …)``."""
    folder = tmp_path_factory.mktemp("gguf")
    built = {}

    def build(**options):
        key = tuple(sorted(options.items()))
        if key not in built:
            built[key] = _builder().tiny_gguf(folder / f"tiny{len(built)}.gguf", **options)
        return built[key]

    return build


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
