"""The worker over doubles of the model's process: what it does when that process misbehaves."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from coach.domain.errors import ModelFailed
from coach.llm import Limits, Worker
from coach.llm.protocol import Done, Job, Load, Said, Turn

JOB = Job((Turn("user", "Hej"),), max_tokens=20)
DONE = 'event("Done", finish="stop", prompt=1, evaluated=1, counted=1, generated=1)'


@pytest.fixture
def worker(tmp_path):
    """Make a worker whose process answers ``say`` with the given lines of Python."""
    made = []

    def make(answer, *, begin="", on_load='event("Ready", n_ctx=100, n_vocab=10, threads=1)', **limits):
        script = tmp_path / f"double{len(made)}.py"
        script.write_text(
            textwrap.dedent("""
                import json, os, sys, time
                id = 0
                def event(name, **fields):
                    print(json.dumps({"id": id, "event": name, **fields}), flush=True)
            """)
            + begin
            + "\nfor line in sys.stdin:\n    request = json.loads(line)\n    id = request['id']\n"
            + f"    if request['op'] == 'load':\n        {on_load}\n"
            + "    if request['op'] == 'say':\n"
            + textwrap.indent(textwrap.dedent(answer), " " * 8)
            + "\n"
        )
        limits = {"beat": 0.02, "backoff": 0, "cancel": 0.3, **limits}
        made.append(Worker(Load("m.gguf", 100, 1), limits=Limits(**limits), command=(sys.executable, script)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def text(events):
    return "".join(event.text for event in events if isinstance(event, Said))


def test_a_reply_comes_in_pieces_and_ends_with_what_it_cost(worker):
    events = list(worker(f'event("Said", text="He")\nevent("Said", text="j")\n{DONE}').say(JOB))
    assert text(events) == "Hej"
    assert events[-1] == Done("stop", 1, 1, 1, 1)


def test_the_process_starts_with_the_first_request_and_stays(worker):
    one = worker(DONE)
    assert one.pid is None
    list(one.say(JOB))
    first = one.pid
    list(one.say(JOB))
    assert one.pid == first
    one.close()
    assert one.pid is None


def test_a_silent_model_is_ended_and_the_next_call_works(worker, tmp_path):
    mark = tmp_path / "second"
    one = worker(
        f"if os.path.exists({str(mark)!r}):\n    {DONE}\n"
        f"else:\n    open({str(mark)!r}, 'w').close(); time.sleep(60)",
        silence=0.2,
    )
    begun = time.monotonic()
    with pytest.raises(ModelFailed, match="silent"):
        list(one.say(JOB))
    assert time.monotonic() - begun < 2
    assert isinstance(list(one.say(JOB))[-1], Done)


def test_progress_in_reading_the_prompt_is_no_silence(worker):
    one = worker(
        f'for n in range(8):\n    event("Reading", done=n, of=8); time.sleep(.1)\n{DONE}', silence=0.5
    )
    assert isinstance(list(one.say(JOB))[-1], Done)


@pytest.mark.parametrize("how", [signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL])
def test_a_process_that_dies_leaves_what_it_said(worker, how):
    one = worker(f'event("Said", text="Så långt")\nos.kill(os.getpid(), {int(how)})')
    got = []
    with pytest.raises(ModelFailed, match=how.name):
        keep(got, one.say(JOB))
    assert text(got) == "Så långt"


def keep(got, events):
    for event in events:
        got.append(event)


def test_after_three_crashes_it_refuses_without_starting_again(worker, tmp_path):
    starts = tmp_path / "starts"
    one = worker("os._exit(3)", begin=f"open({str(starts)!r}, 'a').write('x')")
    for _ in range(3):
        with pytest.raises(ModelFailed, match="ended: code 3"):
            list(one.say(JOB))
    with pytest.raises(ModelFailed, match="3 times in 5 minutes"):
        list(one.say(JOB))
    assert starts.read_text() == "xxx"


def test_when_the_crashes_are_past_it_starts_again(worker):
    one = worker("os._exit(3)", crashes=1, window=0.3)
    for _ in range(2):
        with pytest.raises(ModelFailed, match="code 3"):
            list(one.say(JOB))
        with pytest.raises(ModelFailed, match="going on without"):
            list(one.say(JOB))
        time.sleep(0.3)


def test_the_wait_before_a_new_start_doubles(worker):
    one = worker("os._exit(3)", backoff=0.2)
    took = []
    for _ in range(3):
        begun = time.monotonic()
        with pytest.raises(ModelFailed):
            list(one.say(JOB))
        took.append(time.monotonic() - begun)
    assert took[1] >= 0.15
    assert took[2] >= 0.35


def test_a_process_that_goes_on_after_a_cancellation_is_killed(worker):
    one = worker('while True:\n    event("Said", text="a"); time.sleep(.05)')
    events = one.say(Job(JOB.turns, max_tokens=10_000))
    for event in events:
        if event.text:
            break
    process = one.pid
    begun = time.monotonic()
    events.close()
    assert time.monotonic() - begun < 1
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_another_thread_can_cancel_a_reply_that_hangs(worker):
    one = worker("time.sleep(60)")
    threading.Timer(0.3, one.cancel).start()
    begun = time.monotonic()
    assert list(one.say(JOB))[-1].finish == "cancelled"
    assert time.monotonic() - begun < 2


def test_a_process_that_babbles_past_its_limit_is_ended(worker):
    one = worker('while True:\n    event("Said", text="bla ")')
    with pytest.raises(ModelFailed, match="went on after 20 tokens"):
        list(one.say(JOB))


def test_a_process_that_speaks_no_sense_is_ended(worker):
    with pytest.raises(ModelFailed, match="no sense"):
        list(worker('print("{oops", flush=True); time.sleep(60)').say(JOB))


def test_a_load_that_fails_says_why(worker):
    with pytest.raises(ModelFailed, match="unknown architecture"):
        worker(DONE, on_load='event("Failed", kind="load", problem="unknown architecture")').start()


def test_a_load_that_hangs_is_ended(worker):
    with pytest.raises(ModelFailed, match=r"did not load in 0\.3 s"):
        worker(DONE, on_load="time.sleep(60)", load=0.3).start()


def test_a_stream_closed_while_the_model_loads_lets_it_load_on(worker):
    one = worker(DONE, on_load='time.sleep(.4); event("Ready", n_ctx=100, n_vocab=10, threads=1)')
    events = one.say(JOB)
    next(events)
    process = one.pid
    events.close()
    assert isinstance(list(one.say(JOB))[-1], Done)
    assert one.pid == process


def test_a_refused_request_leaves_the_process_running(worker):
    one = worker('event("Failed", kind="context", problem="too long")')
    for _ in range(5):
        with pytest.raises(ModelFailed, match="too long"):
            list(one.say(JOB))
    assert one.pid is not None


def test_two_threads_take_turns(worker):
    one = worker(
        f'for _ in range(5):\n    event("Said", text=request["turns"][0]["content"]); time.sleep(.01)\n{DONE}'
    )
    said = {}

    def ask(word):
        said[word] = text(one.say(Job((Turn("user", word),), max_tokens=20)))

    threads = [threading.Thread(target=ask, args=(word,)) for word in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {word: word * 5 for word in "abc"}


def test_the_process_does_not_outlive_a_program_that_is_killed():
    program = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from coach.llm.process import CHILD, Process\nimport time\n"
            "process = Process(CHILD)\nprint(process.pid, flush=True)\ntime.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    with program:
        child = int(program.stdout.readline())
        program.kill()
    end = time.monotonic() + 5
    while _alive(child):
        assert time.monotonic() < end, "the model's process is still there"
        time.sleep(0.02)


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_processor_that_promises_too_much_gets_the_weights_as_they_lie(worker):
    on_load = (
        "os.kill(os.getpid(), 4) if not request['plain'] else event('Ready', n_ctx=1, n_vocab=1, threads=1)"
    )
    one = worker(DONE, on_load=on_load, crashes=1)
    assert list(one.say(JOB))[-1].finish == "stop"
    assert one.load.plain
    first = one.pid
    list(one.say(JOB))
    assert one.pid == first


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_model_that_ends_either_way_is_told_once(worker):
    one = worker(DONE, on_load="os.kill(os.getpid(), 4)", crashes=1)
    with pytest.raises(ModelFailed, match="SIGILL"):
        list(one.say(JOB))
