"""What the program is made of is pinned, listed, and free of known vulnerabilities within reach."""

import datetime
import importlib.util
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def supply():
    spec = importlib.util.spec_from_file_location("supply", ROOT / "requirements" / "supply.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def known():
    return tomllib.loads((ROOT / "requirements" / "waivers.toml").read_text("utf-8"))


def day(known):
    return known["waiver"][0]["since"]


def test_every_package_is_pinned_with_a_hash_and_nothing_known_is_within_reach(supply, known):
    """T-C1, T-L2: no Chroma server, no disk cache of pickles, no llama-server."""
    assert supply.audit(day(known)) == []
    assert len(supply.pins()) > 200


def test_every_waiver_says_why_and_ends_within_90_days(supply, known):
    for waiver in known["waiver"]:
        assert waiver["ids"]
        assert len(waiver["why"]) > 50
        assert waiver["unreachable"]
        assert 0 < (waiver["until"] - waiver["since"]).days <= 90
    late = max(waiver["until"] for waiver in known["waiver"]) + datetime.timedelta(days=1)
    assert len(supply.audit(late)) == len(known["waiver"])


@pytest.fixture
def changed(tmp_path, supply, known):
    """Audit a copy of the locks in which one thing is changed."""

    def change(name, before, after):
        folder = tmp_path / "requirements"
        shutil.copytree(ROOT / "requirements", folder)
        text = (folder / name).read_text("utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after), encoding="utf-8")
        return "\n".join(supply.audit(day(known), folder))

    return change


def test_an_old_version_is_noticed(changed):
    assert "gradio 6.24.9 is below 6.25" in changed("run.txt", "gradio==6.31.0", "gradio==6.24.9")


def test_an_unpinned_package_is_noticed(changed):
    assert "chromadb is not pinned" in changed("run.txt", "chromadb==1.5.9", "chromadb>=1.5.9")


def test_a_name_that_reaches_the_hole_is_noticed(changed):
    assert "names chromadb.config" in changed("waivers.toml", '"chromadb.server"', '"chromadb.config"')


def test_a_waiver_for_a_package_that_is_gone_is_noticed(changed):
    assert "no longer in a lock" in changed("waivers.toml", 'package = "diskcache"', 'package = "oldcache"')


def test_the_list_names_every_pin_and_the_vendored_llama_cpp(supply):
    listed = supply.sbom()
    names = {one["name"] for one in listed["components"]}
    assert names == {pin.name for pin in supply.pins()} | {"llama.cpp", "ggml"}
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    refs = [one["bom-ref"] for one in listed["components"]]
    assert len(refs) == len(set(refs))
    assert all(one["version"] for one in listed["components"])
    assert listed == json.loads(json.dumps(supply.sbom()))


def test_searching_with_chroma_loads_no_server(tmp_path):
    """T-C1, T-C2: what is imported when the index is really built and asked."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "import numpy as np\n"
        "from coach.shelf.collection import build, open_collection, query\n"
        "from coach.shelf.table import Vectors\n"
        "vectors = Vectors((1, 2), np.eye(2, dtype=np.float32), np.array([True, False]))\n"
        "build(Path(sys.argv[1]), vectors)\n"
        "client, collection = open_collection(Path(sys.argv[1]))\n"
        "assert query(collection, [1.0, 0.0], 1, None)[0][0] == 1\n"
        "assert collection._embedding_function is None, collection._embedding_function\n"
        "client.close()\n"
        "bad = [m for m in sys.modules if m.startswith(('chromadb.server', 'chromadb.app', 'diskcache'))]\n"
        "assert not bad, bad\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "index")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
