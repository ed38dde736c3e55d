"""One request to a model server, read in a thread of its own so that whoever waits can leave at once."""

import contextlib
import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from coach.domain.address import Address, loopback

_LINE = 1 << 20
"""Bytes of the longest line taken; a piece of a reply is some hundred."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to lose patience with a server, in seconds, bytes and times."""

    connect: float = 5
    silence: float = 120
    """Without a line of the answer; a server may read a long prompt before the first."""
    beat: float = 0.2
    """How often a stream comes up for air while it waits, so that closing it takes effect."""
    bytes: int = 4 << 20
    """The longest answer taken."""
    retries: int = 2
    """How often a busy or failing server is asked again for the same reply."""
    backoff: float = 0.5
    """The wait before the first of those; it doubles."""
    patience: float = 20
    """The longest wait a busy server may ask for."""
    crashes: int = 3
    window: float = 300
    """After ``crashes`` failures in this time the server is left alone until the oldest is past."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an answer."""

    status: int
    kind: str
    """The content type, without its parameters."""
    wait: str
    """What ``Retry-After`` says."""
    elsewhere: str
    """Where a redirection points."""


class TooLong(Exception):
    """The answer is longer than any reply."""


class NotHere(OSError):
    """What answered for a name of this machine is another one."""


class Exchange:
    """Sends a request as soon as it is made; redirections are reported and never followed.

    Args:
        address: The service.
        path: What is asked for there.
        body: What is posted; None asks with GET.
        headers: The key among them, which therefore never goes anywhere else.
        limits: When to lose patience.
    """

    def __init__(
        self, address: Address, path: str, body: bytes | None, headers: Mapping[str, str], limits: Limits
    ) -> None:
        self._address = address
        self._limits = limits
        self._items: queue.SimpleQueue[Head | bytes | Exception | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._connection = _connection(address, limits.connect)
        self._socket: socket.socket | None = None
        arguments = ("GET" if body is None else "POST", address.path + path, body, dict(headers))
        threading.Thread(target=self._run, args=arguments, name="coach-server", daemon=True).start()

    def next(self, timeout: float) -> Head | bytes | None:
        """Return the head, then line after line; None when nothing came in time.

        Raises:
            EOFError: The answer has ended.
            OSError: The server can't be reached, or the connection broke.
            http.client.HTTPException: What answers does not speak HTTP.
            TooLong: The answer is longer than any reply.
        """
        try:
            found = self._items.get(timeout=timeout)
        except queue.Empty:
            return None
        if isinstance(found, Exception):
            raise found
        if found is None:
            raise EOFError
        return found

    def rest(self, seconds: float) -> bytes:
        """Return what is left of a short answer, or what came of it in ``seconds``."""
        end, lines = time.monotonic() + seconds, bytearray()
        with contextlib.suppress(EOFError, OSError, http.client.HTTPException, TooLong):
            while (line := self.next(max(0, end - time.monotonic()))) is not None:
                lines += line if isinstance(line, bytes) else b""
        return bytes(lines)

    @property
    def closed(self) -> bool:
        """Whether this side has left."""
        return self._closed.is_set()

    def close(self) -> None:
        """Leave: the connection is cut, so that the server stops working on the reply."""
        self._closed.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _run(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> None:
        try:
            with contextlib.closing(self._connection) as connection:
                connection.connect()
                # The client lets go of it with the head of the answer; whoever leaves has to reach it still.
                self._socket = held = connection.sock
                self._check_peer(held)
                # Whoever waits gives up first and says for how long there was silence.
                held.settimeout(2 * self._limits.silence)
                if not self._closed.is_set():
                    connection.request(method, path, body, headers)
                    self._read(connection.getresponse())
        except (OSError, http.client.HTTPException, TooLong) as error:
            self._items.put(error)
        except ValueError as error:
            # A status or length that is no number, or a header the client refuses to send.
            self._items.put(http.client.HTTPException(str(error)))

    def _check_peer(self, held: socket.socket) -> None:
        # A name such as localhost is whatever the system's table says.
        if self._address.local and not loopback(str(held.getpeername()[0])):
            raise NotHere(self._address.host)

    def _read(self, answer: http.client.HTTPResponse) -> None:
        with answer:
            get = answer.headers.get
            kind = (get("Content-Type") or "").partition(";")[0].strip().lower()
            self._items.put(Head(answer.status, kind, get("Retry-After") or "", get("Location") or ""))
            left = self._limits.bytes
            while not self._closed.is_set() and (line := answer.readline(_LINE + 1)):
                left -= len(line)
                if left < 0 or len(line) > _LINE:
                    raise TooLong
                self._items.put(line)
        self._items.put(None)


def _connection(address: Address, timeout: float) -> http.client.HTTPConnection:
    # The standard library's client: it reads no proxy, no .netrc and no cookie from the machine.
    if address.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(address.host, address.port, timeout=timeout, context=context)
    return http.client.HTTPConnection(address.host, address.port, timeout=timeout)
