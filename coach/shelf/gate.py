"""A lock whose first holder does what was put off until then."""

import threading
from collections.abc import Callable
from types import TracebackType

from coach.domain.errors import SetupError


class Gate:
    """Lets one thread in at a time, the first of them after some work; who is in may enter again."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._work: Callable[[], None] | None = None
        self._trouble: SetupError | None = None

    def before(self, work: Callable[[], None]) -> None:
        """Do some work when somebody next enters; a ``SetupError`` of it is raised to all from then on."""
        with self._lock:
            self._work = work

    def __enter__(self) -> None:
        self._lock.acquire()
        try:
            work, self._work = self._work, None
            if work:
                work()
            if self._trouble:
                raise self._trouble
        except SetupError as error:
            self._trouble = error
            self._lock.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()
