"""llama.cpp in a process of its own: what it breaks, hangs or is asked to stop stays in there."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from coach.domain.errors import ModelFailed
from coach.llm.process import CHILD, Process
from coach.llm.protocol import (
    Counted,
    Done,
    Event,
    Failed,
    Forgotten,
    Job,
    Load,
    Reading,
    Ready,
    Said,
    Turn,
    write_request,
)
from coach.llm.trouble import failure

_SLACK = 16
"""Pieces beyond the token limit: what was held back comes out at the end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to lose patience, in seconds and times."""

    load: float = 180
    silence: float = 60
    """Without a token, or without progress in reading the prompt."""
    cancel: float = 1
    """A process that goes on for longer after a cancellation is killed."""
    forget: float = 5
    """A process that has not dropped an erased conversation after that is killed."""
    beat: float = 0.2
    """How often a stream comes up for air while it waits, so that closing it takes effect."""
    backoff: float = 0.5
    """The wait before the second start after a crash; it doubles with each."""
    crashes: int = 3
    window: float = 300
    """After ``crashes`` in this time the worker refuses until the oldest is past."""


class Worker:
    """Starts the model's process when it is first needed, and again when it died.

    One reply is written at a time: whoever comes second waits.

    Args:
        load: What the process loads.
        limits: When to lose patience.
        command: The process, for tests.
    """

    def __init__(self, load: Load, *, limits: Limits | None = None, command: Sequence[str] = CHILD) -> None:
        self.load = load
        """What the process loads, as it turned out to be possible on this machine."""
        self._limits = limits or Limits()
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._number = 0
        self._loading: tuple[int, float] | None = None
        self._cancelled: tuple[int, float] | None = None
        self._crashes: deque[float] = deque(maxlen=max(1, self._limits.crashes))
        self.ready: Ready | None = None
        """What the loaded model is; None before the first start."""

    @property
    def pid(self) -> int | None:
        """The process's id while it lives."""
        return self._process.pid if self._process is not None and self._process.alive() else None

    def start(self) -> Ready:
        """Load the model now, unless it is loaded.

        Raises:
            ModelFailed: The process or the model does not start, or it crashed too often.
        """
        with self._lock:
            _last(self._running())
            assert self.ready is not None
            return self.ready

    def say(self, job: Job) -> Generator[Said | Reading | Done, None, None]:
        """Write a reply; the last item is ``Done``. Closing the generator cancels within a second.

        While the model loads or works without a word an empty ``Said`` comes up every fifth of a second.

        Raises:
            ModelFailed: The process died, hung or refused; pieces given before are good.
        """
        with self._lock:
            process = yield from self._running()
            number = self._request(process, "say", job)
            settled = False
            try:
                for event in self._events(process, number, job.max_tokens):
                    settled = isinstance(event, Done | Failed)
                    if isinstance(event, Failed):
                        raise failure(f"model_{event.kind}", why=event.problem)
                    if isinstance(event, Said | Reading | Done):
                        yield event
            finally:
                if not settled and process is self._process:
                    self._settle(process, number)

    def count(self, turns: Sequence[Turn]) -> int:
        """Return the tokens of a conversation with its template, counted by the model's own tokeniser.

        Raises:
            ModelFailed: The process died or hung, or the template rejects the conversation.
        """
        with self._lock:
            process = _last(self._running())
            for event in self._events(process, self._request(process, "count", tuple(turns)), 0):
                if isinstance(event, Failed):
                    raise failure(f"model_{event.kind}", why=event.problem)
                if isinstance(event, Counted):
                    return event.tokens
        raise failure("model_mute")

    def forget(self, conversation: str) -> None:
        """Make a living process drop what it holds of a conversation.

        A process that is busy for long, or does not answer, is ended: then it holds nothing.
        """
        end = time.monotonic() + self._limits.forget
        if not self._lock.acquire(timeout=self._limits.forget):
            self.close()
            return
        try:
            process = self._process
            if process is None or not process.alive() or self._loading is not None:
                return
            number = self._request(process, "forget", conversation)
            with contextlib.suppress(EOFError):
                while (left := end - time.monotonic()) > 0:
                    if isinstance(process.next(number, left), Forgotten | Failed):
                        return
            self._drop(process)
        finally:
            self._lock.release()

    def cancel(self) -> None:
        """Stop the reply being written, from any thread; its stream ends with what it has."""
        process, number = self._process, self._number
        if process is not None:
            self._cancelled = (number, time.monotonic())
            process.send(write_request(number, "cancel"))

    def close(self) -> None:
        """End the process. A later request starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()

    def _request(self, process: Process, op: str, body: Load | Job | Sequence[Turn] | str) -> int:
        self._number += 1
        process.send(write_request(self._number, op, body))
        return self._number

    def _running(self) -> Generator[Said, None, Process]:
        if self._process is not None and not self._process.alive():
            self._crash(self._process, "model_mute")
        if self._process is None:
            self._wait_after_crashes()
            self._begin()
        assert self._process is not None
        if self._loading is not None:
            # Whoever closes a stream while the model loads leaves it loading for the next.
            yield from self._loaded(self._process, *self._loading)
            self._loading = None
        assert self._process is not None
        return self._process

    def _begin(self) -> tuple[Process, int]:
        self._process = process = Process(self._command)
        number = self._request(process, "load", self.load)
        self._loading = (number, time.monotonic())
        return process, number

    def _loaded(self, process: Process, number: int, begun: float) -> Generator[Said, None, None]:
        while True:
            try:
                event = process.next(number, self._limits.beat)
            except EOFError:
                how = process.epitaph()
                if "SIGILL" not in how or self.load.plain:
                    raise self._crash(process, "model_ended_loading", how=how) from None
                # The processor promises instructions that the system does not allow: do without them.
                self._drop(process)
                self.load = replace(self.load, plain=True)
                process, number = self._begin()
                continue
            if isinstance(event, Ready):
                self.ready = event
                return
            if isinstance(event, Failed):
                raise self._crash(process, "model_load", why=event.problem)
            if time.monotonic() - begun > self._limits.load:
                raise self._crash(process, "model_slow_loading", seconds=f"{self._limits.load:g}")
            yield Said("")

    def _wait_after_crashes(self) -> None:
        now = time.monotonic()
        recent = [at for at in self._crashes if now - at < self._limits.window]
        if len(recent) >= self._limits.crashes:
            minutes = f"{self._limits.window / 60:g}"
            raise failure("model_often", times=len(recent), minutes=minutes)
        if recent:
            pause = self._limits.backoff * 2 ** (len(recent) - 1)
            time.sleep(max(0, recent[-1] + pause - now))

    def _events(self, process: Process, number: int, most: int) -> Generator[Event, None, None]:
        heard, pieces = time.monotonic(), 0
        while True:
            event = self._next(process, number)
            if event is not None:
                heard = time.monotonic()
                pieces += isinstance(event, Said)
            elif time.monotonic() - heard > self._limits.silence:
                raise self._crash(process, "model_silent", seconds=f"{self._limits.silence:g}")
            # The process keeps the limit itself; one that does not is broken.
            if pieces > most + _SLACK:
                raise self._crash(process, "model_babbles", most=most)
            yield event or Said("")
            if isinstance(event, Done | Failed | Counted):
                return

    def _next(self, process: Process, number: int) -> Event | None:
        try:
            event = process.next(number, self._limits.beat)
        except EOFError:
            if process is not self._process:
                raise failure("model_closed") from None
            raise self._crash(process, "model_ended", how=process.epitaph()) from None
        if not isinstance(event, Done | Failed) and self._overdue(number):
            self._drop(process)
            return Done("cancelled", 0, 0, 0, 0)
        return event

    def _overdue(self, number: int) -> bool:
        if self._cancelled is None or self._cancelled[0] != number:
            return False
        return time.monotonic() - self._cancelled[1] > self._limits.cancel

    def _settle(self, process: Process, number: int) -> None:
        """Make the process stop this request; kill it if it does not within the limit."""
        process.send(write_request(number, "cancel"))
        end = time.monotonic() + self._limits.cancel
        with contextlib.suppress(EOFError):
            while (left := end - time.monotonic()) > 0:
                if isinstance(process.next(number, left), Done | Failed):
                    return
        self._drop(process)

    def _drop(self, process: Process) -> None:
        self._process = None
        process.kill()

    def _crash(self, process: Process, name: str, **values: object) -> ModelFailed:
        self._crashes.append(time.monotonic())
        self._drop(process)
        return failure(name, **values)


def _last(running: Generator[Said, None, Process]) -> Process:
    while True:
        try:
            next(running)
        except StopIteration as end:
            process: Process = end.value
            return process
