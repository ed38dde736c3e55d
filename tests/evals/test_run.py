"""Evaluations are run by name, with their own options, and what they report is kept."""

import sys

import pytest

from coach.cli import main
from evals import __main__ as evals


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Two evaluations that note their options, and one that needs some."""
    seen: list[tuple[str, list[str]]] = []

    def made(name, code):
        def run(options):
            seen.append((name, options))
            sys.stdout.write(f"# {name}: 3 av 4, åäö\n")
            return code

        return (f"about {name}", lambda: run)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        evals, "EVALUATIONS", {"one": made("one", 0), "two": made("two", 1), "shelf": made("shelf", 0)}
    )
    return seen


@pytest.mark.parametrize(
    ("given", "runs", "code"),
    [
        (["one", "--bench", "--json"], [("one", ["--bench", "--json"])], 0),
        (["one", "--", "--out", "there"], [("one", ["--out", "there"])], 0),
        (["one", "two"], [("one", []), ("two", [])], 1),
        (["one", "--out", "two"], [("one", ["--out", "two"])], 0),
        ([], [("one", []), ("two", [])], 1),
        (["three"], [], 2),
    ],
)
def test_names_come_first_and_options_reach_each_of_them(asked, given, runs, code):
    assert main(["eval", *given]) == code
    assert asked == runs


def test_what_is_printed_is_kept(asked, capsys, tmp_path):
    assert main(["eval", "one"]) == 0
    assert capsys.readouterr().out == "# one: 3 av 4, åäö\n"
    assert (tmp_path / "report" / "one.md").read_text(encoding="utf-8") == "# one: 3 av 4, åäö\n"


def test_the_list_runs_nothing(asked, capsys):
    assert main(["eval", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "one        about one",
        "two        about two",
        "shelf      about shelf",
    ]
    assert asked == []
