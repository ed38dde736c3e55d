"""The model's process: ``python -m coach.llm.child`` reads requests and writes events, a line each.

It ends when its standard input does, so it never outlives the program, and nothing but events reaches its
standard output, whatever native code prints.
"""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable

from coach.llm.backend import Backend, open_backend
from coach.llm.machine import Library
from coach.llm.protocol import (
    Counted,
    Event,
    Failed,
    Forgotten,
    Job,
    Load,
    Turn,
    read_request,
    write_event,
)
from coach.llm.refusals import ContextFull, GrammarRefused, TemplateRefused

Request = tuple[int, str, Load | Job | tuple[Turn, ...] | str | None]


class _Requests:
    """Reads requests in a thread of its own, so that a cancellation is seen while the model works."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self) -> Request:
        """Return the next request, waiting for it."""
        return self._waiting.get()

    def cancelled(self, number: int) -> bool:
        """Return whether request ``number`` was cancelled."""
        return number in self._cancelled

    def _read(self) -> None:
        try:
            self._read_lines()
        finally:
            # The program is gone. Native code may be in the middle of anything: no orderly end is possible.
            os._exit(0)

    def _read_lines(self) -> None:
        held = b""
        # Not a buffered reader: it would hold a lock that the interpreter needs to end.
        while chunk := os.read(0, 1 << 16):
            *lines, held = (held + chunk).split(b"\n")
            for line in lines:
                number, op, body = read_request(line)
                if op == "cancel":
                    self._cancelled.add(number)
                else:
                    self._waiting.put((number, op, body))


def main(wanted: Library | None = None) -> int:
    """Serve until standard input ends; return the exit code when the model can't be loaded.

    ``wanted`` is the library to run it with; None takes the best there is.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to handle
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    requests = _Requests()

    def emit(number: int, event: Event) -> None:
        out.write(write_event(number, event))

    number, _, load = requests.next()
    try:
        engine = open_backend(load, wanted) if isinstance(load, Load) else None
    except (ImportError, OSError, ValueError, RuntimeError, MemoryError) as error:
        emit(number, Failed("load", f"{type(error).__name__}: {error}"))
        return 1
    if engine is None:
        emit(number, Failed("request", "the first request is not a load"))
        return 1
    emit(number, engine.ready)
    while True:
        request = requests.next()
        emit(request[0], _answer(engine, requests, request, emit))
        engine.settle()


def _answer(
    engine: Backend, requests: _Requests, request: Request, emit: Callable[[int, Event], None]
) -> Event:
    number, op, body = request
    try:
        if op == "count" and isinstance(body, tuple):
            return Counted(engine.count(body))
        if op == "forget" and isinstance(body, str):
            engine.forget(body)
            return Forgotten()
        if op == "say" and isinstance(body, Job):
            return engine.say(body, lambda event: emit(number, event), lambda: requests.cancelled(number))
    except TemplateRefused as error:
        return Failed("template", str(error))
    except ContextFull as error:
        return Failed("context", str(error))
    except GrammarRefused as error:
        return Failed("grammar", str(error))
    except RuntimeError as error:
        return Failed("decode", str(error))
    return Failed("request", f"no request {op!r}")


if __name__ == "__main__":
    sys.exit(main("xllamacpp" if "xllamacpp" in sys.argv[1:] else None))
