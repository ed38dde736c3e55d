"""Nothing is read twice: over turns, over ten conversations, over a restart; and nothing is kept too long."""

import stat
import threading

import pytest

from coach.domain.errors import ModelFailed
from coach.llm import Limits, Worker
from coach.llm.protocol import Done, Job, Load, Said, Turn
from coach.llm.states import FIXED, State, States, forget_states, keep_states

pytestmark = pytest.mark.llama

SYSTEM = Turn("system", "Du är en coach som hjälper någon att formulera sig. " * 6)
ARCHITECTURES = ("llama", "mamba", "lfm2")
"""Attention, recurrent, and both."""


@pytest.fixture
def start(build_gguf, tmp_path):
    """Start a model's process over a folder of states; the same one for every process of a test."""
    started = []

    def make(architecture="llama", forget=5.0, **options):
        path = build_gguf(ends=False, architecture=architecture)
        load = Load(str(path), 4096, 1, states=str(tmp_path / "states"), **options)
        started.append(Worker(load, limits=Limits(backoff=0, crashes=100, forget=forget)))
        return started[-1]

    yield make
    for worker in started:
        worker.close()


class Talk:
    """A conversation with one worker after another; each reply is part of it."""

    def __init__(self, name, first="Hej! Jag vill bli bättre på att lyssna."):
        self.name = name
        self.turns = [SYSTEM, Turn("user", f"{first} ({name})")]
        self.evaluated = self.tokens = 0

    def go_on(self, worker, *, say="", length=20):
        if say:
            self.turns.append(Turn("user", say))
        events = list(worker.say(Job(tuple(self.turns), length, temperature=0, conversation=self.name)))
        done = events[-1]
        assert isinstance(done, Done)
        self.turns.append(Turn("assistant", "".join(e.text for e in events if isinstance(e, Said))))
        # The last token of a reply is drawn, and read with what follows.
        self.evaluated += done.evaluated + done.generated - 1
        self.tokens = done.prompt + done.generated - 1
        return done


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_conversation_goes_on_after_a_restart_without_reading_it_again(start, architecture):
    talk, worker = Talk("a"), start(architecture)
    talk.go_on(worker)
    talk.go_on(worker, say="Och sedan?")
    worker.close()
    worker = start(architecture)
    done = talk.go_on(worker, say="Vad menar du?")
    assert done.fetched > 300
    assert talk.evaluated == talk.tokens


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_ten_conversations_taken_in_turn_are_each_read_once(start, architecture):
    talks, worker = [Talk(f"t{n}") for n in range(10)], start(architecture)
    for talk in talks:
        talk.go_on(worker, length=5)
    for n in range(2):
        for talk in talks:
            talk.go_on(worker, say=f"Och sedan {n}?", length=5)
    fixed = talks[0].tokens - talks[1].evaluated
    assert fixed > 250, "what all begin with is read by the first only"
    assert [talk.evaluated for talk in talks] == [talks[0].tokens, *(t.tokens - fixed for t in talks[1:])]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_what_was_fetched_is_what_was_read(start, architecture):
    whole, parted, worker = Talk("whole"), Talk("whole"), start(architecture)
    parted.name = "parted"
    for n in range(3):
        whole.go_on(worker, say=f"Fråga {n}" if n else "", length=30)
    for n in range(3):
        worker.close()
        worker = start(architecture)
        parted.go_on(worker, say=f"Fråga {n}" if n else "", length=30)
    assert parted.turns == whole.turns


def test_a_new_process_reads_what_every_conversation_begins_with_no_more(start):
    worker = start()
    first = Talk("a").go_on(worker)
    worker.close()
    second = Talk("b").go_on(start())
    assert first.evaluated > 300
    assert second.evaluated < 100
    assert second.fetched > 250


def test_a_reply_that_was_cancelled_is_kept_too(start):
    worker, talk = start(), Talk("a")
    events = worker.say(Job(tuple(talk.turns), 3000, temperature=0, conversation="a"))
    said = [event.text for _, event in zip(range(60), events, strict=False) if isinstance(event, Said)]
    events.close()
    for other in ("b", "c"):
        Talk(other).go_on(worker)
    again = list(worker.say(Job(tuple(talk.turns), 5, conversation="a")))[-1]
    assert "".join(said)
    assert again.evaluated < 100, "only the person's turn is read again"


@pytest.mark.parametrize("damage", ["cut", "turned", "empty", "foreign", "renamed"])
def test_a_damaged_or_foreign_state_is_dropped_and_read_again(start, tmp_path, damage):
    talk, worker = Talk("a"), start()
    for n in range(2):
        talk.go_on(worker, say=f"Och {n}?" if n else "")
    worker.close()
    files = sorted((tmp_path / "states").rglob("*.state"))
    assert len(files) == 3
    bytes_before = [path.read_bytes() for path in files]
    for n, path in enumerate(files):
        raw = bytearray(bytes_before[n])
        if damage == "turned":
            raw[len(raw) // 2] ^= 1
        changed = {"cut": raw[:-100], "empty": b"", "foreign": b"x" * 5000, "turned": raw}
        path.write_bytes(changed.get(damage, bytes_before[n - 1]))
    whole = Talk("a")
    whole.turns = list(talk.turns)
    worker = start()
    done = talk.go_on(worker, say="Vad menar du?")
    assert done.fetched == 0
    assert done.evaluated == done.prompt
    assert talk.turns[-1] == _without_states(worker, whole, "Vad menar du?")


def _without_states(worker, talk, say):
    talk.turns.append(Turn("user", say))
    # Without the name of the conversation nothing of it is found.
    events = list(worker.say(Job(tuple(talk.turns), 20, temperature=0)))
    return Turn("assistant", "".join(e.text for e in events if isinstance(e, Said)))


def test_states_lie_where_nobody_else_reads_them(start, tmp_path):
    Talk("a").go_on(start())
    folder = tmp_path / "states"
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_forgotten_conversation_leaves_neither_a_file_nor_a_token(start, tmp_path):
    worker, talk = start(), Talk("a")
    talk.go_on(worker)
    talk.go_on(worker, say="Mer")
    worker.forget("a")
    assert not (tmp_path / "states" / "a").exists()
    done = Talk("b").go_on(worker)
    assert done.fetched > 250, "the window still held it"
    # Whoever goes on with it all the same is answered, and nothing is kept.
    assert talk.go_on(worker, say="Och?").evaluated > 100
    assert not (tmp_path / "states" / "a").exists()


def test_a_conversation_can_be_forgotten_while_another_thread_holds_its_reply(start, tmp_path):
    worker = start(forget=0.1)
    events = worker.say(Job(tuple(Talk("a").turns), 3000, conversation="a"))
    next(event for event in events if isinstance(event, Said) and event.text)
    forgetting = threading.Thread(target=worker.forget, args=("a",))
    forgetting.start()
    with pytest.raises(ModelFailed):
        for _ in events:
            pass
    forgetting.join()
    forget_states(tmp_path / "states", ("a",))
    assert not (tmp_path / "states" / "a").exists()


def test_the_conversations_used_longest_ago_make_room(start, tmp_path):
    worker, folder = start(disk=300_000), tmp_path / "states"
    for n in range(12):
        Talk(f"t{n}").go_on(worker)
    kept = {path.name for path in folder.iterdir()} - {FIXED}
    assert "t11" in kept
    assert "t0" not in kept
    assert 3 < len(kept) < 12
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 330_000


def test_without_a_folder_or_with_one_that_can_not_be_written_the_talk_goes_on(start, tmp_path):
    (tmp_path / "states").write_text("in the way", encoding="utf-8")
    worker, talks = start(), [Talk("a"), Talk("b")]
    for n in range(2):
        for talk in talks:
            talk.go_on(worker, say="Och?" if n else "")
    assert talks[0].evaluated == talks[0].tokens, "memory holds what the folder can't"


def state(name, before="", start=0, size=100):
    return State(name * 32, before * 32, start, tuple(range(start, start + 5)), (9,), b"x" * size)


@pytest.fixture
def states(tmp_path):
    return States("0" * 64, "1.2", tmp_path, memory=1000, disk=10_000)


def test_a_chain_with_a_link_missing_is_none(states):
    states.begin("me")
    for one in (state("a"), state("b", "a", 5), state("c", "b", 10)):
        states.put("me", one)
    assert [one.name[0] for one in states.chain("me", "c" * 32)] == ["a", "b", "c"]
    states.discard("me", "b" * 32)
    assert states.chain("me", "c" * 32) == ()


def test_what_is_erased_while_it_is_written_does_not_come_back(states, tmp_path):
    states.begin("me")
    forget_states(tmp_path, ("me",))
    states.put("me", state("a"))
    assert list(tmp_path.iterdir()) == []
    assert states.get("me", "a" * 32) is None


def test_an_owner_that_is_no_name_is_kept_in_memory_only(states, tmp_path):
    for owner in ("", "../out", "a/b", "x" * 99):
        states.begin(owner)
        states.put(owner, state("a"))
        assert states.get(owner, "a" * 32) is not None
    assert list(tmp_path.rglob("*")) == []


def test_memory_is_bounded(states):
    for name in "abcdef":
        states.put("", state(name, size=300))
    assert [name for name in "abcdef" if states.has("", name * 32)] == ["d", "e", "f"]


def test_files_of_another_version_and_half_written_ones_go_at_the_start(states, tmp_path):
    states.begin("me")
    states.put("me", state("a"))
    (tmp_path / "me" / "tmpabc").write_bytes(b"half")
    States("0" * 64, "1.2", tmp_path, memory=0, disk=10_000)
    assert len(list((tmp_path / "me").iterdir())) == 1
    States("0" * 64, "1.3", tmp_path, memory=0, disk=10_000)
    assert list((tmp_path / "me").iterdir()) == []


def test_states_of_conversations_that_are_none_any_more_go(states, tmp_path):
    for owner in ("mine", "gone", FIXED):
        states.begin(owner)
        states.put(owner, state("a"))
    keep_states(tmp_path, frozenset({"mine"}))
    assert {path.name for path in tmp_path.iterdir()} == {"mine", FIXED}
    forget_states(tmp_path, None)
    assert not tmp_path.exists()
