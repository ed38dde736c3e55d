"""Is anything lost when the model dies in mid-answer? ``make kill-model CYCLES=100``.

Half the time the model's own process is killed while it loads, reads or writes, half the time the whole
program is. A kill counts only where it cut an answer short. After each, everything that was ever said is held
against the file, and the answer has to come from the guided writer, or the conversation has to go on.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.app import Coach
from coach.domain.errors import ModelFailed
from coach.domain.events import Drafted, Noticed, Saved
from coach.domain.mode import Order
from coach.llm import Limits, LocalChat, open_model
from coach.settings import Settings
from coach.shelf import Shelf
from coach.store import Sessions
from coach.writer.model import ModelWriter
from evals.kill_model_victim import QUESTIONS, Given, ended
from evals.kill_victim import digest

_SIGNALS = (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV)


@dataclass(slots=True)
class Result:
    """What all kills together showed."""

    model: int = 0
    """Kills of the model's process in mid-answer."""
    program: int = 0
    """Kills of the whole program in mid-answer."""
    writing: int = 0
    """How many of both came after the first word of the answer; the others while the prompt was read."""
    early: int = 0
    """Kills that came before or after an answer; they are done over."""
    lost: list[str] = field(default_factory=list)
    """Turns that were told as saved and are not there as they were."""
    unanswered: list[str] = field(default_factory=list)
    """Messages that got no answer although only the model died, or none that was kept."""
    left: list[str] = field(default_factory=list)
    """Model processes that outlived the program."""
    turns: int = 0
    waits: list[float] = field(default_factory=list)
    """Seconds from the model's death to the guided answer."""

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.unanswered or self.left)

    def markdown(self) -> str:
        """Return it as a table."""
        rows = {
            "kills in mid-answer": f"{self.model + self.program}: {self.model} of the model's process, "
            f"{self.program} of the program ({self.early} more came between answers)",
            "after the answer's first word": self.writing,
            "turns told as saved": self.turns,
            "lost": len(self.lost),
            "without an answer": len(self.unanswered),
            "model processes left behind": len(self.left),
            "from the model's death to the guided answer": f"at most {max(self.waits, default=0):.2f} s",
        }
        lines = [f"| {name} | {value} |" for name, value in rows.items()]
        wrong = [*self.lost, *self.unanswered, *self.left][:20]
        return "\n".join(["| measure | figure |", "| --- | --- |", *lines, *(f"- {one}" for one in wrong)])


class Doomed(ModelWriter):
    """Words drafts with a model whose process dies some time into each."""

    def __init__(self, chat: LocalChat, chance: random.Random) -> None:
        # Free text: with random weights a bound reply is always cut by its limit, which is another failure.
        super().__init__(chat, chat.model_id, structured=False)
        self._local, self._chance = chat, chance
        self.span = 0.0
        """Within how many seconds of its beginning an answer is cut; 0 cuts none."""
        self.died: float | None = None
        """When the last answer was cut, if it was."""
        self.pieces = 0
        """Of the last answer."""
        self.took = 0.0
        """Seconds of the last answer that was not cut."""

    def write(self, order: Order, refused: Sequence[str] = ()) -> Iterator[str]:
        """Yield the draft until the model dies; see ``Writer.write``."""
        self.died, self.pieces, dead = None, 0, threading.Event()
        killer = threading.Timer(self._chance.uniform(0, self.span), self._kill, (dead,))
        if self.span:
            killer.start()
        begun = time.monotonic()
        try:
            for piece in super().write(order, refused):
                self.pieces += 1
                yield piece
        except ModelFailed as error:
            # Random words may be no usable answer either: that is no death.
            if dead.is_set() and "process ended" in str(error):
                self.died = time.monotonic()
            raise
        finally:
            killer.cancel()
            if not dead.is_set():
                self.took = time.monotonic() - begun

    def _kill(self, dead: threading.Event) -> None:
        if process := self._local.worker.pid:
            dead.set()
            with suppress(ProcessLookupError):
                os.kill(process, self._chance.choice(_SIGNALS))


def kill_model(kills: int, folder: Path, model: Path, seed: int = 1) -> Result:
    """Cut so many answers short and return what was found after each.

    Args:
        kills: How many.
        folder: An empty one.
        model: A model file; one with random weights will do.
        seed: Of chance.
    """
    chance, result = random.Random(seed), Result()
    told: dict[tuple[str, int], str] = {}
    with Shelf(None) as shelf:
        _of_the_model(kills - kills // 2, folder / "a.db", model, shelf, chance, told, result)
    _of_the_program(kills // 2, folder / "b.db", model, chance, result)
    return result


def _of_the_model(
    kills: int,
    file: Path,
    model: Path,
    shelf: Shelf,
    chance: random.Random,
    told: dict[tuple[str, int], str],
    result: Result,
) -> None:
    settings = Settings(data_dir=file.parent, writer="model")
    patient = Limits(backoff=0, crashes=1_000_000)
    with (
        closing(open_model(model, threads=1, limits=patient)) as chat,
        closing(Sessions(file)) as sessions,
    ):
        writer = Doomed(chat, chance)
        coach = Coach(settings, shelf=shelf, sessions=sessions, writers=Given(settings, writer))
        _said(coach, chance, told, result, None)
        writer.span = max(0.05, writer.took)
        session = None
        while result.model < kills:
            session = _said(coach, chance, told, result, session)
            if writer.died is None:
                result.early += 1
            else:
                result.model += 1
                result.writing += writer.pieces > 0
                result.waits.append(time.monotonic() - writer.died)
            _held(sessions, told, result)
    result.turns += len(told)
    told.clear()


def _said(
    coach: Coach,
    chance: random.Random,
    told: dict[tuple[str, int], str],
    result: Result,
    session: str | None,
) -> str:
    """Say something in a conversation, note what is told as saved, and return the conversation."""
    text = f"{chance.choice(QUESTIONS)} ({len(told)})"
    events = list(coach.say(text, mode="ask", session=session))
    saved = [event for event in events if isinstance(event, Saved)]
    answered = any(isinstance(event, Drafted) for event in events)
    if len(saved) != 2 or not (answered or any(isinstance(event, Noticed) for event in events)):
        result.unanswered.append(text)
    turns = {turn.n: turn for turn in coach.turns(saved[0].session)}
    if turns[saved[0].turn].text != text:
        result.lost.append(text)
    for event in saved:
        told[event.session, event.turn] = digest(turns[event.turn].text)
    return saved[0].session


def _held(sessions: Sessions, told: dict[tuple[str, int], str], result: Result) -> None:
    """Hold what was told as saved against what is there."""
    for session in {session for session, _ in told}:
        kept = {turn.n: digest(turn.text) for turn in sessions.turns(session)}
        wanted = {n: text for (one, n), text in told.items() if one == session}
        result.lost += [f"{session} {n}" for n, text in wanted.items() if kept.get(n) != text]


def _of_the_program(kills: int, file: Path, model: Path, chance: random.Random, result: Result) -> None:
    told: dict[tuple[str, int], str] = {}
    command = [sys.executable, "-m", "evals.kill_model_victim", str(file), str(model)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        while result.program < kills:
            result.program += _victim(nursery, chance, told, result)
            with closing(Sessions(file)) as sessions:
                _held(sessions, told, result)
    result.turns += len(told)


def _victim(
    nursery: "subprocess.Popen[str]", chance: random.Random, told: dict[tuple[str, int], str], result: Result
) -> bool:
    """Let one program talk until it is killed in mid-answer; return whether it was."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{chance.randrange(1 << 30)}\n")
    nursery.stdin.flush()
    seen = _Seen()
    for line in nursery.stdout:
        row = json.loads(line)
        if row["op"] == "dead":
            break
        seen.take(row, chance, told)
    if seen.killer is not None:
        seen.killer.join()
    if seen.model and not ended(seen.model):
        result.left.append(str(seen.model))
    result.early += not seen.waiting
    result.writing += seen.waiting and seen.writing
    return seen.waiting


@dataclass(slots=True)
class _Seen:
    """What a program told until it was killed."""

    process: int = 0
    model: int = 0
    """The number of its model's process; 0 while there is none."""
    waiting: bool = False
    """Whether a message of the person has no answer yet."""
    writing: bool = False
    """Whether the answer's first word is there."""
    killer: threading.Timer | None = None

    def take(self, row: Mapping[str, Any], chance: random.Random, told: dict[tuple[str, int], str]) -> None:
        """Note a line; the first message whose answer can be timed sets the end."""
        if row["op"] == "pid":
            self.process = row["pid"]
        elif row["op"] == "writing":
            self.writing = True
        elif row["op"] == "asked":
            if self.killer is None and row["of"] > 0:
                end = (self.process, signal.SIGKILL)
                self.killer = threading.Timer(chance.uniform(0, row["of"]), os.kill, end)
                self.killer.start()
        else:
            told[row["session"], row["n"]] = row["text"]
            self.waiting, self.writing = row["role"] == "person", False
            self.model = row["model"] or self.model


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when something was lost, went unanswered or was left behind."""
    options = argparse.ArgumentParser(prog="python -m evals.kill_model", description=__doc__)
    options.add_argument("--cycles", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--model", type=Path, help="a model file; a small one is made when left out")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="coach-kill-") as folder:
        result = kill_model(chosen.cycles, Path(folder), chosen.model or _small(Path(folder)), chosen.seed)
    print(result.markdown())
    return 0 if result.good else 1


def _small(folder: Path) -> Path:
    from evals.model_gguf import SHAPES, build

    return build(folder / "small.gguf", SHAPES["tiny"])


if __name__ == "__main__":
    sys.exit(main())
