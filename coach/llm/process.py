"""One running model process, seen from the program: its pipes, its events and its end."""

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
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from coach.llm.protocol import Event, read_event

CHILD: tuple[str, ...] = (sys.executable, "-P", "-m", "coach.llm.child")
"""The model's process. Never the current folder's modules: it may hold a person's documents."""


_THREADS = {"GOMP_SPINCOUNT": "1000"}
"""How long a thread of llama.cpp waits busily for the others, in rounds. The usual is long enough to take a
core from whatever else runs: with two cores and a busy browser a reply then takes eight times as long."""


class Process:
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
            env={**_THREADS, **os.environ, "PYTHONPATH": path},
        )
        self._events: queue.SimpleQueue[tuple[int, Event] | None] = queue.SimpleQueue()
        threading.Thread(target=_pump, args=(self._process.stdout, self._events), daemon=True).start()
        self._finish = weakref.finalize(self, _end, self._process, self._stderr)

    @property
    def pid(self) -> int:
        """The system's number for it."""
        return self._process.pid

    def alive(self) -> bool:
        """Return whether it runs."""
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
        """End it and take back what it held; may be called twice."""
        self._finish()

    def epitaph(self) -> str:
        """Say how a process that is gone ended."""
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "it spoke no sense"
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
