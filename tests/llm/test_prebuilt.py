"""The worker over llama.cpp's prebuilt package: the same promises where no compiler was found."""

import importlib.util
import os
import signal
import time

import pytest

from coach.domain.errors import ModelFailed
from coach.llm import Limits, Worker
from coach.llm.grammar import json_grammar
from coach.llm.machine import library
from coach.llm.process import CHILD
from coach.llm.protocol import Done, Job, Load, Reading, Said, Turn

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason="xllamacpp is not installed"
)
TALK = (Turn("system", "Du är en coach."), Turn("user", "Hej!"))


@pytest.fixture(scope="module")
def worker(tiny):
    made = Worker(
        Load(str(tiny), n_ctx=2048, n_threads=1),
        limits=Limits(backoff=0, crashes=1000),
        command=(*CHILD, "xllamacpp"),
    )
    yield made
    made.close()


def say(worker, turns=TALK, **options):
    return list(worker.say(Job(turns, **{"max_tokens": 20, "seed": 1, **options})))


def text(events):
    return "".join(event.text for event in events if isinstance(event, Said))


def test_a_reply_streams_and_says_what_it_cost(worker):
    events = say(worker)
    assert text(events)
    done = events[-1]
    assert isinstance(done, Done)
    assert (done.finish, done.generated) == ("length", 20)
    assert done.prompt == worker.count(TALK)
    assert text(say(worker)) == text(events)


def test_what_was_read_just_before_is_not_read_again(worker):
    first = say(worker)
    more = (*TALK, Turn("assistant", text(first)), Turn("user", "Ja"))
    done = say(worker, more)[-1]
    # The template leaves the empty thought out of earlier turns, so the reply is read once more.
    assert done.evaluated < 0.6 * done.prompt


def test_reading_shows_progress(worker):
    events = say(worker, (Turn("user", "en lång berättelse " * 60),), max_tokens=1)
    assert any(isinstance(event, Reading) and event.of > 500 for event in events)


def test_a_bound_reply_is_json_within_the_schema(worker):
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 0, "maximum": 4}}}
    for seed in range(5):
        said = text(say(worker, grammar=json_grammar(schema).text, max_tokens=60, seed=seed))
        assert said.replace(" ", "").startswith('{"n":')


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"grammar": "root ::= ((("}, "form of the reply"),
        ({"turns": (Turn("user", "hej " * 900),)}, "window"),
    ],
)
def test_what_can_not_be_met_is_refused_and_the_process_lives_on(worker, options, why):
    say(worker)
    process = worker.pid
    with pytest.raises(ModelFailed, match=why):
        say(worker, **options)
    assert text(say(worker))
    assert worker.pid == process


def test_closing_while_it_writes_stops_within_a_second(worker):
    events = worker.say(Job(TALK, max_tokens=1500))
    for event in events:
        if isinstance(event, Said) and event.text:
            break
    begun = time.monotonic()
    events.close()
    assert time.monotonic() - begun < 1.2
    assert text(say(worker))


def test_a_kill_costs_one_answer(worker):
    say(worker)
    os.kill(worker.pid, signal.SIGKILL)
    time.sleep(0.1)
    assert text(say(worker))


def test_a_forgotten_conversation_leaves_no_process_that_read_it(worker):
    say(worker)
    process = worker.pid
    worker.forget("a")
    assert worker.pid != process
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert text(say(worker))


def test_a_file_that_does_not_load_is_told(tmp_path):
    (tmp_path / "m.gguf").write_bytes(b"GGUF nothing")
    broken = Worker(Load(str(tmp_path / "m.gguf"), 512, 1), command=(*CHILD, "xllamacpp"))
    with pytest.raises(ModelFailed, match="did not load"):
        broken.start()


def test_the_compiled_library_is_taken_first():
    assert library() == ("llama_cpp" if importlib.util.find_spec("llama_cpp") else "xllamacpp")
