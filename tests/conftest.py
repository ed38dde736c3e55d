"""Fixtures for every room: a fixed day, golden files, a tiny real model, a coach on its own folder."""

import datetime
import importlib.util
import sys
from pathlib import Path

import pytest

TODAY = datetime.date(2026, 11, 25)
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write what is there now as golden, then read the diff"
    )


def pytest_collection_modifyitems(items):
    if importlib.util.find_spec("llama_cpp") is None:
        for item in items:
            if item.get_closest_marker("llama"):
                item.add_marker(pytest.mark.skip(reason="llama-cpp-python is not installed"))


@pytest.fixture
def today():
    """A Wednesday."""
    return TODAY


@pytest.fixture
def golden(request):
    """Compare a text with ``tests/golden/<name>``; ``--update-golden`` writes it instead."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare


def _builder():
    spec = importlib.util.spec_from_file_location(
        "gguf_builder", Path(__file__).parent / "llm" / "gguf_builder.py"
    )
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


@pytest.fixture
def open_coach(tmp_path):
    """Open a coach on a folder of its own; closed when the test ends."""
    from coach.app import Coach
    from coach.settings import load

    opened = []

    def make(**options):
        settings = load(
            {"data_dir": tmp_path / "data", "writer": "guided", "today": TODAY, **options}, environ={}
        )
        opened.append(Coach.open(settings))
        return opened[-1]

    yield make
    for coach in opened:
        coach.close()
