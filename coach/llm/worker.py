"""llama.cpp in a process of its own: what it breaks, hangs or is asked to stop stays in there."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from coach.domain.errors import ModelFailed
from coach.llm.protocol import (
    Counted,
    Done,
    Event,
    Failed,
    Job,
    Load,
    Reading,
    Ready,
    Said,
    Turn,
    read_event,
    write_request,
)

CHILD: tuple[str, ...] = (sys.executable, "-P", "-m", "coach.llm.child")
"""The model's process. Never the current folder's modules: it may hold a person's documents."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to lose patience, in seconds and times."""

    load: float = 180
    silence: float = 60
    """Without a token, or without progress in reading the prompt."""
    cancel: float = 1
    """A process that goes on for longer after a cancellation is killed."""
    beat: float = 0.2
    """How often a stream comes up for air while it waits, so that closing it takes effect."""
    backoff: float = 0.5
    """The wait before the second start after a crash; it doubles with each."""
    crashes: int = 3
    window: float = 300
    """After ``crashes`` in this time the worker refuses until the oldest is past."""


class _Child:
    """One running process and the events it sent that nobody has taken yet."""

    def __init__(self, command: Sequence[str]) -> None:
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        root = str(Path(__file__).parents[2])
        path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._events: queue.SimpleQueue[tuple[int, Event] | None] = queue.SimpleQueue()
        threading.Thread(target=_pump, args=(self._process.stdout, self._events), daemon=True).start()
        self._finish = weakref.finalize(self, _end, self._process, self._stderr)

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, line: bytes) -> None:
        """Hand a request over; a process that is gone shows when its events are read."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def next(self, number: int, timeout: float) -> Event | None:
        """Return the next event of request ``number``, or None when none came in time.

        Raises:
            EOFError: The process is gone.
        """
        end = time.monotonic() + timeout
        while True:
            try:
                found = self._events.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                return None
            if found is None:
                raise EOFError
            if found[0] == number:
                return found[1]

    def kill(self) -> None:
        self._finish()

    def epitaph(self) -> str:
        """Say how a process that is gone ended."""
        code = self._process.wait()
        name = signal.Signals(-code).name if code < 0 else f"code {code}"
        if code in {-signal.SIGKILL, -signal.SIGTERM}:
            return name  # from outside: the process itself had nothing to say
        self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, self._stderr.tell() - 400))
        last = self._stderr.read().decode("utf-8", "replace").strip().splitlines()[-1:]
        return ": ".join([name, *last])


def _pump(source: IO[bytes], events: "queue.SimpleQueue[tuple[int, Event] | None]") -> None:
    with contextlib.suppress(ValueError, OSError):  # closed, or a half line of a process that died
        for line in source:
            events.put(read_event(line))
    events.put(None)


def _end(process: subprocess.Popen[bytes], stderr: IO[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, stderr):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()


class Worker:
    """Starts the model's process when it is first needed, and again when it died.

    One reply is written at a time: whoever comes second waits.

    Args:
        load: What the process loads.
        limits: When to lose patience.
        command: The process, for tests.
    """

    def __init__(self, load: Load, *, limits: Limits | None = None, command: Sequence[str] = CHILD) -> None:
        self._load = load
        self._limits = limits or Limits()
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._number = 0
        self._cancelled: tuple[int, float] | None = None
        self._crashes: deque[float] = deque(maxlen=max(1, self._limits.crashes))
        self.ready: Ready | None = None
        """What the loaded model is; None before the first start."""

    @property
    def pid(self) -> int | None:
        """The process's id while it lives."""
        return self._child.pid if self._child is not None and self._child.alive() else None

    def start(self) -> Ready:
        """Load the model now, unless it is loaded.

        Raises:
            ModelFailed: The process or the model does not start, or it crashed too often.
        """
        with self._lock:
            self._running()
            assert self.ready is not None
            return self.ready

    def say(self, job: Job) -> Generator[Said | Reading | Done, None, None]:
        """Write a reply; the last item is ``Done``. Closing the generator cancels within a second.

        While the model works without a word an empty ``Said`` comes up every fifth of a second.

        Raises:
            ModelFailed: The process died, hung or refused; pieces given before are good.
        """
        with self._lock:
            child = self._running()
            number = self._request(child, "say", job)
            settled = False
            try:
                for event in self._events(child, number):
                    if isinstance(event, Failed):
                        settled = True
                        raise ModelFailed(event.problem)
                    if isinstance(event, Said | Reading | Done):
                        settled = isinstance(event, Done)
                        yield event
            finally:
                if not settled and child is self._child:
                    self._settle(child, number)

    def count(self, turns: Sequence[Turn]) -> int:
        """Return the tokens of a conversation with its template, counted by the model's own tokeniser.

        Raises:
            ModelFailed: The process died or hung, or the template rejects the conversation.
        """
        with self._lock:
            child = self._running()
            for event in self._events(child, self._request(child, "count", tuple(turns))):
                if isinstance(event, Failed):
                    raise ModelFailed(event.problem)
                if isinstance(event, Counted):
                    return event.tokens
        raise ModelFailed("the model process did not count")

    def cancel(self) -> None:
        """Stop the reply being written, from any thread; its stream ends with what it has."""
        child, number = self._child, self._number
        if child is not None:
            self._cancelled = (number, time.monotonic())
            child.send(write_request(number, "cancel"))

    def close(self) -> None:
        """End the process. A later request starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _request(self, child: _Child, op: str, body: Load | Job | Sequence[Turn]) -> int:
        self._number += 1
        child.send(write_request(self._number, op, body))
        return self._number

    def _running(self) -> _Child:
        if self._child is not None and self._child.alive():
            return self._child
        if self._child is not None:
            self._child.kill()
        self._wait_after_crashes()
        self._child = child = _Child(self._command)
        number = self._request(child, "load", self._load)
        try:
            event = child.next(number, self._limits.load)
        except EOFError:
            raise self._crash(child, f"the model process did not start: {child.epitaph()}") from None
        if isinstance(event, Ready):
            self.ready = event
            return child
        problem = event.problem if isinstance(event, Failed) else f"no answer for {self._limits.load:g} s"
        raise self._crash(child, f"the model did not load: {problem}")

    def _wait_after_crashes(self) -> None:
        now = time.monotonic()
        recent = [at for at in self._crashes if now - at < self._limits.window]
        if len(recent) >= self._limits.crashes:
            raise ModelFailed(
                f"the model process failed {len(recent)} times in {self._limits.window / 60:g} minutes;"
                " going on without the model for now"
            )
        if recent:
            pause = self._limits.backoff * 2 ** (len(recent) - 1)
            time.sleep(max(0, recent[-1] + pause - now))

    def _events(self, child: _Child, number: int) -> Generator[Event, None, None]:
        heard = time.monotonic()
        while True:
            try:
                event = child.next(number, self._limits.beat)
            except EOFError:
                if child is not self._child:  # closed by us
                    raise ModelFailed("the model was closed") from None
                raise self._crash(child, f"the model process ended: {child.epitaph()}") from None
            if event is None:
                if self._overdue(number):
                    self._drop(child)
                    yield Done("cancelled", 0, 0, 0, 0)
                    return
                if time.monotonic() - heard > self._limits.silence:
                    raise self._crash(child, f"the model was silent for {self._limits.silence:g} s")
                yield Said("")
                continue
            heard = time.monotonic()
            yield event
            if isinstance(event, Done | Failed | Counted):
                return

    def _overdue(self, number: int) -> bool:
        if self._cancelled is None or self._cancelled[0] != number:
            return False
        return time.monotonic() - self._cancelled[1] > self._limits.cancel

    def _settle(self, child: _Child, number: int) -> None:
        """Make the process stop this request; kill it if it does not within the limit."""
        child.send(write_request(number, "cancel"))
        end = time.monotonic() + self._limits.cancel
        with contextlib.suppress(EOFError):
            while (left := end - time.monotonic()) > 0:
                if isinstance(child.next(number, left), Done | Failed):
                    return
        self._drop(child)

    def _drop(self, child: _Child) -> None:
        self._child = None
        child.kill()

    def _crash(self, child: _Child, problem: str) -> ModelFailed:
        self._crashes.append(time.monotonic())
        self._drop(child)
        return ModelFailed(problem)
