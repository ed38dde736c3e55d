"""Nothing that was shown as saved is lost by a kill, and the harness would notice if it were."""

import shutil
from importlib import import_module

import pytest

from coach.app import Coach
from coach.settings import Settings
from evals.kill import Result, Told, _check, kill, older
from evals.kill_victim import STEPS, digest


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def told(coach, text):
    events = [*coach.say(text, mode="goal")]
    session = events[-1].session
    rows = [
        {"op": "said", "session": session, "n": turn.n, "text": digest(turn.text), "word": "qword"}
        for turn in coach.turns(session)
    ]
    return session, rows


def test_a_few_kills_lose_nothing_and_leave_nothing_erased(tmp_path):
    result = kill(4, tmp_path, seed=7)
    assert result.good, result.markdown()
    assert result.cycles == 4
    assert result.counts["said"] > 4
    assert result.steps.total() == 2
    assert max(result.starts) < 5


def test_the_harness_notices_a_lost_message_an_erased_word_and_a_half_export(data):
    with Coach.open(Settings(data_dir=data, writer="guided")) as coach:
        session, rows = told(coach, "Jag vill hålla tre möten om qword")
        other, more = told(coach, "Jag vill hålla fyra möten")
    everything = Told()
    for row in (*rows, *more):
        everything.take(row)
    sound = Result()
    _check(data, everything, sound)
    assert sound.good
    everything.take({**rows[0], "n": 9})
    everything.take({"op": "ingested", "source": "paper.md", "word": "qpaper", "status": "added"})
    everything.take({"op": "erased", "session": session})
    harmed = Result()
    (data.parent / "outside").mkdir()
    (data.parent / "outside" / ".out.part").mkdir()
    everything.take({**more[0], "text": "other"})
    _check(data, everything, harmed)
    assert f"{other} 1" in harmed.lost
    assert "paper.md" in harmed.lost
    assert any(one.startswith("qword in ") for one in harmed.back)
    assert session in harmed.back
    assert harmed.half
    assert not harmed.good


def test_what_was_being_erased_may_be_gone_but_not_half(data):
    with Coach.open(Settings(data_dir=data, writer="guided")) as coach:
        session, rows = told(coach, "Jag vill hålla tre möten")
        coach.erase(session)
    everything = Told()
    for row in rows:
        everything.take(row)
    everything.take({"op": "erasing", "session": session})
    result = Result()
    _check(data, everything, result)
    assert result.good


def test_every_named_step_is_a_place_in_the_program():
    for place, name, _ in STEPS.values():
        module, owner = place.split(":")
        home = import_module(module)
        assert callable(getattr(getattr(home, owner) if owner else home, name))


def test_the_harness_makes_an_older_file_that_opens_again(data):
    with Coach.open(Settings(data_dir=data, writer="guided")) as coach:
        session, _ = told(coach, "Jag vill hålla tre möten")
    before = shutil.copy(data / "coach.db", data.parent / "before.db")
    older(data / "coach.db")
    assert (data / "coach.db").read_bytes() != (data.parent / before.name).read_bytes()
    with Coach.open(Settings(data_dir=data, writer="guided")) as coach:
        assert len(coach.turns(session)) == 2
