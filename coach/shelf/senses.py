"""Vectors by an embedding model beside the built-in ones: made in the background, used once all are there.

What is made is kept as it comes, with the model's id, so that a kill costs one batch and another model
begins anew. Until the last is there, and whenever the model fails, the built-in vectors answer.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from coach.domain.errors import ModelFailed, SetupError
from coach.domain.text import Both, Lang
from coach.shelf.records import Vectors
from coach.shelf.table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 8
Progress = Callable[[int, int], None]
"""Is told how many passages have their vector, and how many there are."""
_FAILED: Both = {
    "sv": "Sökmodellen gick inte att använda ({why}); den inbyggda sökningen svarar i stället.",
    "en": "The search model could not be used ({why}); the built-in search answers instead.",
}
_UNDER_WAY: Both = {
    "sv": "Sökmodellen har läst {done} av {total} stycken; den inbyggda sökningen svarar så länge.",
    "en": "The search model has read {done} of {total} passages; the built-in search answers meanwhile.",
}


class Embedder(Protocol):
    """What turns texts into unit vectors, such as ``coach.llm.LocalEmbedder``."""

    @property
    def id(self) -> str:
        """Whose vectors they are; changes whenever the same text would get another one."""
        ...

    def documents(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of passages, shape (texts, dimension).

        Raises:
            ModelFailed: There are none to be had.
        """
        ...

    def question(self, text: str) -> "NDArray[np.float32]":
        """Return the vector of what is asked, shape (dimension,).

        Raises:
            ModelFailed: There is none to be had.
        """
        ...

    def close(self) -> None:
        """Let go of what it holds; a call under way fails."""
        ...


class Senses:
    """The vectors of one embedding model over one shelf.

    Args:
        embedder: The model.
        table: The shelf's file.
        lock: Guards the file; never held while the model works.
        complete: Is called, with the lock held, when the last vector came.
    """

    def __init__(
        self,
        embedder: Embedder,
        table: Table,
        lock: AbstractContextManager[object],
        complete: Callable[[], None],
    ) -> None:
        self._embedder = embedder
        self._table = table
        self._lock = lock
        self._complete = complete
        self._making = threading.Lock()
        self._closing = False
        self._worker: threading.Thread | None = None
        self._why: str | Both = ""

    @property
    def failed(self) -> bool:
        """Whether the model gave up; it is not asked again in this process."""
        return bool(self._why)

    def vectors(self, others: Vectors) -> Vectors | None:
        """Return the vectors of all passages, or None while one is missing; the caller holds the lock.

        Args:
            others: The built-in ones: the same passages in the same order.
        """
        self._table.senses.of(self._embedder.id)
        return None if self.failed else self._table.senses.vectors(others)

    def question(self, text: str) -> "NDArray[np.float32] | None":
        """Return the vector of what is asked, or None where the model fails."""
        try:
            return self._embedder.question(text)
        except ModelFailed as error:
            self._fail(error)
            return None

    def follow(self) -> None:
        """Make what is missing in the background."""
        with self._lock:
            if self._closing or self.failed or (self._worker and self._worker.is_alive()):
                return
            self._worker = threading.Thread(target=self.make, name="coach-senses", daemon=True)
            self._worker.start()

    def settle(self, timeout: float) -> bool:
        """Wait for the background work; return whether every passage has its vector."""
        if worker := self._worker:
            worker.join(timeout)
        with self._lock:
            done, total = self._table.senses.count()
        return done == total and not self.failed

    def make(self, progress: Progress | None = None) -> None:
        """Make what is missing now; a failure is told by ``notice``."""
        with self._making:
            try:
                while not (self._closing or self.failed) and self._batch(progress):
                    pass
            except (ModelFailed, SetupError) as error:
                self._fail(error)

    def notice(self, lang: Lang) -> str:
        """Return one line where the built-in search answers in the model's place, or an empty one."""
        if self._why:
            why = self._why if isinstance(self._why, str) else self._why[lang]
            return _FAILED[lang].format(why=why)
        with self._lock:
            self._table.senses.of(self._embedder.id)
            done, total = self._table.senses.count()
        return "" if done == total else _UNDER_WAY[lang].format(done=done, total=total)

    def close(self) -> None:
        """Stop the background work and end the model."""
        self._closing = True
        self._embedder.close()
        if worker := self._worker:
            worker.join()

    def _batch(self, progress: Progress | None) -> bool:
        """Make a few; return whether there may be more."""
        with self._lock:
            self._table.senses.of(self._embedder.id)
            missing = self._table.senses.missing(_BATCH)
        if missing:
            made = self._embedder.documents([text for _, text in missing])
        with self._lock:
            if missing:
                numbers = [number for number, _ in missing]
                self._table.senses.keep(numbers, [row.astype("float32").tobytes() for row in made])
            done, total = self._table.senses.count()
            if done == total:
                self._complete()
        if progress:
            progress(done, total)
        return done < total

    def _fail(self, error: ModelFailed | SetupError) -> None:
        if not self._closing:
            self._why = error.problem
