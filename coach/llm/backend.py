"""Which library runs models in the child process: compiled llama-cpp-python, else prebuilt xllamacpp."""

from collections.abc import Callable, Sequence
from typing import Protocol

from coach.llm.machine import Library, library
from coach.llm.protocol import Done, Event, Job, Load, Ready, Turn


class Backend(Protocol):
    """One loaded model."""

    ready: Ready

    def count(self, turns: Sequence[Turn]) -> int:
        """Return the tokens a conversation takes, with its template."""

    def say(self, job: Job, emit: Callable[[Event], None], stopped: Callable[[], bool]) -> Done:
        """Write one reply, in pieces to ``emit``, until it ends or ``stopped`` says so."""

    def settle(self) -> None:
        """Do what can wait until the reply is told."""

    def forget(self, owner: str) -> None:
        """Drop everything of a conversation."""


def open_backend(load: Load, wanted: Library | None = None) -> Backend:
    """Load a model with the best library there is, or the one that is wanted.

    Raises:
        ImportError: There is none.
        OSError: The file can't be read.
        ValueError: llama.cpp can't load the file, or it has no chat template.
    """
    if (wanted or library()) == "xllamacpp":
        from coach.llm.prebuilt import Prebuilt

        return Prebuilt(load)
    from coach.llm.engine import Engine

    return Engine(load)
