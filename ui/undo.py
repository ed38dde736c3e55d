"""Undo of an erase: the bytes on disk are gone at once, and for a short while only memory has the words."""

import threading
from dataclasses import dataclass, field

from coach.domain.session import Session, Turn

SECONDS = 20.0
"""How long an erase can be undone; after it, or when another takes its place, nothing has the words."""


@dataclass(frozen=True, slots=True)
class Held:
    """An erased conversation."""

    session: Session
    turns: tuple[Turn, ...] = field(repr=False)


class Undo:
    """Holds the last erased conversation of a page, in memory only.

    Args:
        seconds: How long.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held: Held | None = None
        self._timer: threading.Timer | None = None

    def hold(self, session: Session, turns: tuple[Turn, ...]) -> None:
        """Hold a conversation that is about to be erased; the one held before is let go."""
        with self._lock:
            self._drop()
            self._held = Held(session, turns)
            self._timer = threading.Timer(self._seconds, self.let_go, (session.id,))
            self._timer.daemon = True
            self._timer.start()

    def take(self, id: str) -> Held | None:
        """Return the conversation of that id and hold it no longer; None when it is too late."""
        with self._lock:
            held = self._held if self._held and self._held.session.id == id else None
            if held:
                self._drop()
            return held

    def let_go(self, id: str = "") -> None:
        """Forget what is held; with an id, only if it is that one."""
        with self._lock:
            if self._held and id in {"", self._held.session.id}:
                self._drop()

    def _drop(self) -> None:
        self._held = None
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
