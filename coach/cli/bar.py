"""How far a long piece of work is: one line on a terminal that is written over, nothing elsewhere."""

import shutil
import sys
import time
from types import TracebackType
from typing import Self

from coach.domain.text import Both, Lang

_AFTER = 1.0
"""Seconds of work before a line is shown: what is done sooner needs none."""
_LINE: Both = {
    "sv": "{done} av {total}, {spent} s, omkring {left} s kvar  {name}",
    "en": "{done} of {total}, {spent} s, about {left} s left  {name}",
}


class Bar:
    """Counts pieces of work and says how long the rest will take.

    Args:
        lang: The language of the line.
    """

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._shown = sys.stderr.isatty()
        self._wide = 0
        self.begin(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def begin(self, total: int) -> None:
        """Start anew, with so many pieces ahead."""
        self._done, self._total, self._begun = 0, total, time.monotonic()
        self._first = -1

    def step(self, name: str = "") -> None:
        """One more piece is done; ``name`` says which."""
        self._done += 1
        self._show(name)

    def at(self, done: int, total: int) -> None:
        """So many pieces of so many are done; what was done at the first call took no time."""
        self._first = done if self._first < 0 else self._first
        self._done, self._total = done, total
        self._show("")

    def clear(self) -> None:
        """Take the line away, for another to be written there."""
        if self._wide:
            sys.stderr.write("\r" + " " * self._wide + "\r")
            sys.stderr.flush()
            self._wide = 0

    def line(self, seconds: float, name: str = "") -> str:
        """Return what is said after so many seconds."""
        worked = self._done - max(0, self._first)
        left = seconds / worked * (self._total - self._done) if worked else 0
        return _LINE[self._lang].format(
            done=self._done, total=self._total, spent=round(seconds), left=round(left), name=name
        )

    def _show(self, name: str) -> None:
        seconds = time.monotonic() - self._begun
        if self._shown and seconds > _AFTER and self._done < self._total:
            text = self.line(seconds, name)[: shutil.get_terminal_size().columns - 1]
            self.clear()
            sys.stderr.write(text)
            sys.stderr.flush()
            self._wide = len(text)
