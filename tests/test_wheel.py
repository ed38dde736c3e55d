"""The wheel carries prompts and knowledge: installed elsewhere it lists modes and documents."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.modes import MODES

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    place = folder / "site"
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", str(place), str(wheel)], check=True, capture_output=True)
    return place


def run(place, tmp_path, *words):
    """Run the installed copy from another folder; its own files come before the checkout's."""
    code = "import sys; from coach.cli import main; sys.exit(main(sys.argv[1:]))"
    env = {**os.environ, "PYTHONPATH": str(place)}
    command = [sys.executable, "-c", code, *words, "--data-dir", str(tmp_path / "data"), "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_installed_copy_lists_every_mode(installed, tmp_path):
    listed = [mode["name"] for mode in run(installed, tmp_path, "modes")["modes"]]
    assert listed == [mode.name for mode in MODES]


def test_an_installed_copy_lists_every_document(installed, tmp_path):
    shipped = {path.name.removesuffix(".md") for path in (ROOT / "knowledge").glob("*.??.md")}
    listed = {document["id"] for document in run(installed, tmp_path, "shelf")["documents"]}
    assert listed == shipped
    assert len(shipped) >= 16


def test_the_wheel_has_the_data_inside_the_package(installed):
    assert (installed / "coach" / "_data" / "prompts" / "goal" / "mode.toml").is_file()
    assert not list((installed / "coach" / "_data").rglob("*.py"))
