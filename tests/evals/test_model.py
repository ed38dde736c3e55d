"""The benchmark of the local model, on the small shape: its figures are counted, not assumed."""

import json

import pytest

from coach.llm.protocol import Load
from evals.model import run
from evals.model_bench import Firsts, Measured, Rates, Read, Wait
from evals.model_layouts import REPLY, Ours, Usual, orders
from evals.model_talk import talk

pytestmark = [pytest.mark.llama, pytest.mark.slow]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    from evals.model_gguf import SHAPES, build

    return build(tmp_path_factory.mktemp("model") / "tiny.gguf", SHAPES["tiny"])


def test_the_benchmark_reads_nothing_twice_and_says_so_as_json(capsys):
    run(["--bench", "--shape", "tiny", "--turns", "3", "--conversations", "2", "--written", "4", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["model"]["vocabulary"] == 20_000
    assert set(found["reads"]) == {"ten turns", "switch", "restart"}
    for row in found["reads"].values():
        assert 0.98 <= row["ours"]["share"] <= 1.02
        assert row["ours"]["new"] > 200
    assert found["holds"]["tokens"]
    assert found["reads"]["restart"]["stock"]["share"] > 1.5, "the stock loop reads it all again"


def test_the_counts_are_of_what_was_really_asked(built, tmp_path):
    load, ask = Load(str(built), 4096, 1, states=str(tmp_path)), orders()
    ours, usual = Ours(load), Usual(load)
    try:
        for layout in (ours, usual):
            costs = [layout.say(0, ask(0, turn)) for turn in range(2)]
            assert costs[0].evaluated == costs[0].total - 1
            assert all(len(cost.text.split()) > REPLY / 4 for cost in costs)
            assert costs[1].total > costs[0].evaluated
        # The second turn's instructions hold another passage, so what follows them is read again.
        assert costs[1].evaluated > costs[1].total - costs[0].total
    finally:
        ours.close()
        usual.close()


def test_a_broken_promise_is_told():
    reads = {"ten turns": {"ours": Read(110, 100), "usual": Read(200, 100)}}
    made = Measured(
        reads, Rates(9.0, 8.0, 10.0), Firsts(Wait(1.0, 0.1), Wait(1.0, 3.0), Wait(1.0, 20.0)), 1.0, 0.5
    )
    assert made.data()["holds"] == {"tokens": False, "streamed": False, "structured": True, "first": True}


def test_ten_turns_with_a_model_that_babbles_end_in_lines_that_pass_the_checks(built):
    turns = talk(built, "sv")
    assert len(turns) == 10
    assert [turn.reasons for turn in turns] == [()] * 10
    assert all(turn.shown.startswith("Robin:") for turn in turns)
    assert sum(len(turn.refused) for turn in turns) >= 10
