"""A program that talks with a model until it is killed: what ``evals.kill_model`` starts and watches."""

import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from coach.app import Coach
from coach.app.writers import Writers
from coach.domain.events import Saved
from coach.domain.mode import Order, Writer
from coach.llm import open_model
from coach.settings import Settings
from coach.shelf import Shelf
from coach.store import Sessions
from coach.writer.model import ModelWriter
from evals.kill_victim import digest, tell

QUESTIONS = (
    "Vad är ett SMART mål?",
    "Hur ger jag återkoppling som går att ta emot?",
    "Hur förbereder jag ett lönesamtal?",
    "What makes a goal measurable?",
    "How do I listen better?",
)
"""What is asked in turn."""
_GONE = 5.0
"""Seconds the model's process may outlive the program."""


class Given(Writers):
    """Always the same writer."""

    def __init__(self, settings: Settings, writer: Writer) -> None:
        super().__init__(settings)
        self._writer = writer

    def get(self) -> Writer:
        """Return it."""
        return self._writer


class Telling(ModelWriter):
    """Words drafts and tells when one is asked for and begins, so that its end can come in the middle."""

    took = 0.0

    def write(self, order: Order, refused: Sequence[str] = ()) -> Iterator[str]:
        """Yield the draft; see ``Writer.write``."""
        tell("asked", of=self.took)
        begun = time.monotonic()
        try:
            for n, piece in enumerate(super().write(order, refused)):
                if not n:
                    tell("writing")
                yield piece
        finally:
            self.took = time.monotonic() - begun


def ended(process: int) -> bool:
    """Return whether a process is gone, or goes within the time it has."""
    end = time.monotonic() + _GONE
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def victims(file: Path, model: Path) -> None:
    """Make a fork that talks for each line of standard input, and say when it is dead."""
    shelf = Shelf(None)
    settings = Settings(data_dir=file.parent, writer="model")
    Coach(settings, shelf=shelf).warm()
    for line in sys.stdin:
        sys.stdout.flush()
        if child := os.fork():
            os.waitpid(child, 0)
            tell("dead")
            continue
        tell("pid", pid=os.getpid())
        _talk(settings, shelf, file, model, random.Random(int(line)))
        os._exit(0)


def _talk(settings: Settings, shelf: Shelf, file: Path, model: Path, chance: random.Random) -> None:
    """Ask and tell what is saved, until killed."""
    chat = open_model(model, threads=1)
    writers = Given(settings, Telling(chat, chat.model_id, structured=False))
    coach = Coach(settings, shelf=shelf, sessions=Sessions(file), writers=writers)
    last = None
    for n in range(1000):
        for event in coach.say(f"{chance.choice(QUESTIONS)} ({n})", mode="ask", session=last):
            if isinstance(event, Saved):
                last = event.session
                turn = coach.turns(last)[event.turn - 1]
                about = {"role": turn.role, "model": chat.worker.pid}
                tell("said", session=last, n=turn.n, text=digest(turn.text), **about)


if __name__ == "__main__":
    victims(Path(sys.argv[1]), Path(sys.argv[2]))
