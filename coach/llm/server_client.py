"""A reply from a model server: asked for with patience, read with care, given up with a clear line."""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from coach.domain.address import Address
from coach.domain.errors import ModelFailed
from coach.llm.protocol import Finish, Said
from coach.llm.server_answer import NoSense, Piece, Thoughts, names, piece, reason
from coach.llm.server_ask import DIALECTS, Ask, asked_wait
from coach.llm.server_exchange import Exchange, Head, Limits, NotHere, TooLong
from coach.llm.trouble import failure

_EVENTS, _WHOLE = "text/event-stream", "application/json"
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be another a moment later."""
_CHOOSY = frozenset({400, 415, 422, 500, 501})
"""Answers that may mean: not with these wishes."""
_SLACK = 64
"""Events beyond the token limit: roles, counts and thoughts that are closed."""
_FAULTS = (EOFError, OSError, http.client.HTTPException, TooLong)


@dataclass(frozen=True, slots=True)
class Ended:
    """The reply is complete, cut by its token limit or cancelled."""

    finish: Finish
    bound: bool
    """Whether the server was asked for JSON and did not refuse to give it."""
    prompt: int
    """Tokens of the prompt; 0 where the server does not say, like the next two."""
    cached: int
    """Those of them the server had read before."""
    generated: int


class _Cancelled(Exception):
    """Another thread cut the reply."""


class Server:
    """A service with OpenAI's chat interface: llama-server, vLLM, Ollama and their like.

    Args:
        address: Where it is.
        key: What it wants to see of us; "" for none.
        variable: The environment variable the key is from, to be named when it is refused.
        limits: When to lose patience.
    """

    def __init__(
        self,
        address: Address,
        key: str = "",
        *,
        variable: str = "COACH_API_KEY",
        limits: Limits | None = None,
    ) -> None:
        self.address = address
        self._key = key
        self._variable = variable
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._open: set[Exchange] = set()
        self._cancelled = 0.0
        self._dialect = 0
        self._failed: deque[float] = deque(maxlen=max(1, self._limits.crashes))

    def models(self, seconds: float = 10) -> tuple[str, ...]:
        """Return the names of what it offers.

        Raises:
            ModelFailed: It can't be reached, refuses, or answers something else.
        """
        with self._exchange("/models", None) as exchange:
            head = _last(self._head(exchange, seconds))
            raw = exchange.rest(seconds)
            if head.status != 200:
                raise self._refusal(head, raw)
            try:
                return names(raw)
            except NoSense as error:
                raise self._fail("server_garbage", why=error) from None

    def say(self, ask: Ask, model: str) -> Generator[Said | Ended, None, None]:
        """Write a reply; the last item is ``Ended``. Closing the generator cuts the connection.

        While nothing is said an empty ``Said`` comes up every fifth of a second.

        Raises:
            ModelFailed: The server refused, broke off or answered something else; pieces given before
                are good.
        """
        self._refuse_after_failures()
        begun, tries = time.monotonic(), 0
        try:
            while True:
                body = ask.body(model, DIALECTS[self._dialect])
                with self._exchange("/chat/completions", body) as exchange:
                    head = yield from self._head(exchange, self._limits.silence)
                    if head.status == 200:
                        yield from self._reply(exchange, head.kind, ask)
                        return
                    raw = exchange.rest(2)
                if head.status in _CHOOSY and self._dialect + 1 < len(DIALECTS) and not tries:
                    self._dialect += 1
                    continue
                yield from self._wait(self._pause(head, raw, tries), begun)
                tries += 1
        except _Cancelled:
            yield Ended("cancelled", False, 0, 0, 0)

    def cancel(self) -> None:
        """Cut every reply being written, from any thread; its stream ends with what it has."""
        with self._lock:
            self._cancelled = time.monotonic()
            held = tuple(self._open)
        for exchange in held:
            exchange.close()

    @contextlib.contextmanager
    def _exchange(self, path: str, body: bytes | None) -> Iterator[Exchange]:
        headers = {"Accept": f"{_EVENTS}, {_WHOLE}", "User-Agent": "coach"}
        if body is not None:
            headers["Content-Type"] = _WHOLE
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        exchange = Exchange(self.address, path, body, headers, self._limits)
        with self._lock:
            self._open.add(exchange)
        try:
            yield exchange
        finally:
            exchange.close()
            with self._lock:
                self._open.discard(exchange)

    def _head(self, exchange: Exchange, seconds: float) -> Generator[Said, None, Head]:
        end = time.monotonic() + seconds
        try:
            while (found := exchange.next(self._limits.beat)) is None:
                if time.monotonic() > end:
                    raise self._fail("server_silent", seconds=f"{seconds:g}")
                yield Said("")
        except _FAULTS as error:
            raise self._broken(exchange, error, begun=False) from error
        if not isinstance(found, Head):
            raise self._broken(exchange, EOFError(), begun=False)
        return found

    def _reply(self, exchange: Exchange, kind: str, ask: Ask) -> Generator[Said | Ended, None, None]:
        if kind not in {_EVENTS, _WHOLE}:
            raise self._fail("server_type", kind=kind[:40] or "?")
        thoughts, last, finish = Thoughts(), Piece(), None
        try:
            for found in self._pieces(exchange, kind, ask.max_tokens):
                finish = found.finish or finish
                last = found if found.prompt else last
                yield Said(thoughts.feed(found.text))
        except _FAULTS as error:
            raise self._broken(exchange, error, begun=True) from error
        except NoSense as error:
            raise self._fail("server_garbage", why=error) from None
        if finish is None:
            raise self._broken(exchange, EOFError(), begun=True)
        yield Said(thoughts.end())
        bound = ask.schema is not None and bool(DIALECTS[self._dialect])
        yield Ended(finish, bound, last.prompt, last.cached, last.generated)

    def _pieces(self, exchange: Exchange, kind: str, most: int) -> Generator[Piece, None, None]:
        """Yield what each event adds; an empty piece while nothing comes."""
        count = 0
        for raw in self._events(exchange, kind):
            if raw == b"[DONE]":
                return
            found = piece(raw) if raw else Piece()
            count += bool(raw)
            if found.problem:
                raise self._fail("server_problem", why=found.problem)
            if count > most + _SLACK:
                raise TooLong
            yield found

    def _events(self, exchange: Exchange, kind: str) -> Generator[bytes, None, None]:
        """Yield the body of each event, or of the answer that came whole; ``b""`` while nothing comes."""
        heard, whole = time.monotonic(), bytearray()
        with contextlib.suppress(EOFError):
            while True:
                line = exchange.next(self._limits.beat)
                if kind == _WHOLE and isinstance(line, bytes):
                    whole += line
                elif isinstance(line, bytes) and line.startswith(b"data:"):
                    heard = time.monotonic()
                    yield line[5:].strip()
                else:
                    yield b""
                # A server may send signs of life for ever without a word.
                self._check_silence(heard)
        if whole:
            yield bytes(whole)

    def _check_silence(self, heard: float) -> None:
        if time.monotonic() - heard > self._limits.silence:
            raise self._fail("server_silent", seconds=f"{self._limits.silence:g}")

    def _pause(self, head: Head, raw: bytes, tries: int) -> float:
        """Return how long to wait before the server is asked again."""
        asked = asked_wait(head.wait)
        wait = self._limits.backoff * 2**tries if asked is None else asked
        if head.status not in _BUSY or tries >= self._limits.retries or wait > self._limits.patience:
            raise self._refusal(head, raw)
        return wait

    def _wait(self, seconds: float, begun: float) -> Generator[Said, None, None]:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._cancelled > begun:
                raise _Cancelled
            time.sleep(min(left, self._limits.beat))
            yield Said("")

    def _refuse_after_failures(self) -> None:
        since = time.monotonic() - self._limits.window
        recent = sum(at > since for at in self._failed)
        if recent >= self._limits.crashes:
            minutes = f"{self._limits.window / 60:g}"
            raise failure("server_often", place=self.address.place, times=recent, minutes=minutes)

    def _refusal(self, head: Head, raw: bytes) -> ModelFailed:
        place, code = self.address.place, head.status
        if 300 <= code < 400:
            return failure("server_redirect", place=place, code=code)
        if code in {401, 403}:
            return failure("server_key", place=place, code=code, variable=self._variable)
        if code in _BUSY:
            return self._fail("server_busy", code=code)
        return failure("server_refused", place=place, code=code, why=reason(raw) or "–")

    def _broken(self, exchange: Exchange, error: Exception, *, begun: bool) -> Exception:
        """Return what a connection that failed is told as; ``begun`` when the answer had begun."""
        if exchange.closed:
            return _Cancelled()
        match error:
            case NotHere():
                name = "server_not_here"
            case ssl.SSLError():
                name = "server_tls"
            case socket.gaierror():
                name = "server_name"
            case TooLong():
                name = "server_long"
            case TimeoutError() | ConnectionRefusedError() if not begun:
                name = "server_down"
            case OSError() | EOFError() | http.client.IncompleteRead():
                name = (
                    "server_cut" if begun or isinstance(error, ConnectionError | EOFError) else "server_down"
                )
            case _:
                return self._fail("server_garbage", why=type(error).__name__)
        return self._fail(name)

    def _fail(self, name: str, **values: object) -> ModelFailed:
        self._failed.append(time.monotonic())
        return failure(name, place=self.address.place, **values)


def _last(running: Generator[Said, None, Head]) -> Head:
    while True:
        try:
            next(running)
        except StopIteration as end:
            head: Head = end.value
            return head
