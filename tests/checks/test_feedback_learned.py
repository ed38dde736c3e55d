"""What the learned half of the feedback check promises."""

import json
import math
import subprocess
import sys
from importlib.resources import files

import pytest

from coach.checks.feedback import LABELS, check_feedback
from coach.checks.trained import Blend, Trained, trained
from evals.train import arrays, blend, held_out_scores, ship
from evals.train_rows import Row


def test_a_score_is_the_bias_and_the_weights_of_known_features():
    """Each family counts as much as its weight says; unknown features count for nothing."""
    model = Trained(
        labels=("x",),
        families={"a": 2.0, "w": 1.0},
        steps=(0.5,),
        bias=(1.0,),
        weights={"a1": (3, 10), "a2": (4, 0), "wz": (100, -2)},
        blends={},
    )
    assert model.scores(["a1", "a2", "wz", "unseen"])["x"] == pytest.approx(1 + 2 * 0.6 * 5 - 1)
    assert model.scores([]) == {"x": 1.0}


def test_hidden_units_count_only_above_nought_and_weigh_for_every_label():
    """Two units from one feature each, one of them below nought; two labels weigh them each its own way."""
    model = Trained(
        labels=("x", "y"),
        families={"w": 1.0},
        steps=(1.0, 1.0),
        bias=(0.5, 0.25),
        weights={"wup": (1, 2, -3)},
        blends={},
        layer={"x": (0.1, 2.0, 9.0), "y": (-1.0, -1.0, 1.0)},
    )
    assert model.scores(["wup"]) == {"x": pytest.approx(0.1 + 2 * 2.5), "y": pytest.approx(-1 - 2.5)}
    assert model.scores([])["y"] == pytest.approx(-1 - 0.5 + 0.25)


def test_rules_and_score_outvote_each_other_by_their_weights():
    """A strong score overrules a silent rule unless the rules decide alone; near the line is doubtful."""
    both = Blend(bias=0.0, score=1.0, rule=1.0, threshold=0.0, band=0.5, ruled=False)
    assert both.says(2.0, rule=False)
    assert not both.says(-2.0, rule=True)
    assert both.doubts(1.2, rule=False)
    assert not both.doubts(3.0, rule=True)
    alone = Blend(bias=0.0, score=1.0, rule=1.0, threshold=0.0, band=0.5, ruled=True)
    assert not alone.says(9.0, rule=False)
    assert alone.doubts(9.0, rule=False)


def test_the_shipped_weights_are_small_and_speak_of_every_label():
    """Under nine megabytes for all checks together, finite, and in the order of the guide."""
    folder = files("coach.checks.lexicon")
    shipped = [file for file in folder.iterdir() if file.name.startswith("trained_")]
    assert sum(len(file.read_bytes()) for file in shipped) < 9_000_000
    model = trained("feedback")
    assert model.labels == tuple(model.blends) == LABELS
    assert all(math.isfinite(number) for number in (*model.steps, *model.bias))
    assert {len(row) for row in model.weights.values()} == {len(LABELS) + 1}


def test_a_denied_label_stays_denied_however_much_it_resembles_one():
    """Words that speak against a label are not outvoted."""
    for text, lang in (("I'm not saying you are careless.", "en"), ("Jag säger inte att du är lat.", "sv")):
        assert not check_feedback(text, lang).labels["person_judgement"]


def test_judging_a_text_needs_no_numerical_library():
    """The check runs on the standard library: numpy is for training only."""
    code = (
        "import sys; from coach.checks.feedback import check_feedback; check_feedback('You left.', 'en');"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _rows():
    for number in range(60):
        gold = number % 3 == 0
        names = {f"w{number % 7}", f"w{number % 5}", "wyes" if gold else "wno"}
        yield Row(
            gold={"x": gold},
            ruled={"x": number % 4 == 0},
            barred=frozenset(),
            silent=frozenset(),
            features=frozenset(names),
            pieces=(),
            unfitted=number % 2 == 0,
            aside=number % 10 == 0,
            fold=number % 5,
        )


def test_training_twice_writes_the_same_weights_and_finds_what_is_to_be_found(tmp_path):
    """The command is deterministic, and a feature that decides a label is learned."""
    for name in ("one.json", "two.json"):
        texts = arrays(list(_rows()))
        decision, _ = blend(texts, held_out_scores(texts), 0)
        ship(texts, {"x": decision}, tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    weights = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))["weights"]
    assert weights["wyes"][1] > 50 > -50 > weights["wno"][1]
    assert not decision.ruled
