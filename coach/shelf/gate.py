"""A lock that is held while the shelf is being filled, so that whoever comes early waits."""

import threading
from collections.abc import Callable
from types import TracebackType

from coach.domain.errors import SetupError


class Gate:
    """Lets one thread in at a time, after the work it was closed for; that work's failure is everyone's.

    Entering again from within is allowed.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._trouble: SetupError | None = None

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._trouble:
            self._lock.release()
            raise self._trouble

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def closed_for(self, work: Callable[[], None], then: Callable[[], None]) -> threading.Thread:
        """Do some work in a thread that holds the lock from now on, then more that takes it by itself.

        Args:
            work: Everyone waits for it; a ``SetupError`` it raises is raised to all who come.
            then: Nobody waits for it.
        """
        taken = threading.Event()

        def run() -> None:
            with self._lock:
                taken.set()
                try:
                    work()
                except SetupError as error:
                    self._trouble = error
                    return
            then()

        thread = threading.Thread(target=run, name="coach-shelf", daemon=True)
        thread.start()
        taken.wait()
        return thread
