"""Fetch one pinned file: resumed where it was cut, checked to the last byte, whole or not there at all."""

import errno
import hashlib
import http.client
import os
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from coach.domain.errors import SetupError, StorageFull
from coach.llm.trouble import trouble

_PIECE = 1 << 18
_SPARE = 64 << 20
"""Bytes of the disk that stay free."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is, in bytes; ``done`` starts at what an earlier run left."""

    done: int
    total: int


class _Cut(Exception):
    """The connection broke or the server is busy; what came stays."""


def download(
    url: str,
    target: Path,
    *,
    size: int,
    sha256: str,
    progress: Callable[[Progress], None] | None = None,
    timeout: float = 30,
    attempts: int = 5,
    pause: float = 1,
) -> Path:
    """Fetch ``url`` to ``target`` and return it; nothing is asked and nothing else is requested.

    The bytes go to ``target`` + ``.part`` and get their name once size and hash are right. Whoever stops
    the program loses nothing. ``attempts`` counts connections in a row that brought nothing further.

    Raises:
        SetupError: No connection, or the server has another file than the pinned one.
        StorageFull: The disk has no room for it.
    """
    _refuse_plain(url)
    if target.exists():
        verify(target, size=size, sha256=sha256)
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = _Part(target, size)
    part.check_room()
    idle, most = 0, part.have
    while part.have < size:
        try:
            _fetch(url, part, timeout, progress or _silent)
        except _Cut as error:
            # Held against the most there ever was: a server may send the same few bytes for ever.
            idle, most = (0, part.have) if part.have > most else (idle + 1, most)
            if idle >= attempts:
                host = urllib.parse.urlsplit(url).hostname
                raise trouble(SetupError, "cut", file=target.name, host=host, why=error) from None
            time.sleep(pause * idle)
    try:
        verify(part.path, size=size, sha256=sha256)
    except SetupError:
        part.drop()
        raise
    part.finish(target)
    return target


def verify(path: Path, *, size: int, sha256: str) -> None:
    """Read the whole file and hold it against its pin.

    Raises:
        SetupError: It has another size or hash, or can't be read.
    """
    names = {"file": path.name, "path": str(path)}
    try:
        found = path.stat().st_size
        if found != size:
            raise trouble(SetupError, "size", **names, found=found, size=size)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise trouble(SetupError, "not_read", **names, why=error) from error
    if digest != sha256:
        raise trouble(SetupError, "hash", **names, digest=digest[:8])


class _Part:
    """The bytes that came so far, and the server's tag for the file they are of."""

    def __init__(self, target: Path, size: int) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._tag = target.with_name(f"{target.name}.part.tag")
        self.size = size
        self.have = self.path.stat().st_size if self.path.exists() else 0
        if self.have > size:
            self.drop()

    @property
    def tag(self) -> str:
        return self._tag.read_text(encoding="utf-8") if self._tag.exists() else ""

    def begin(self, tag: str) -> None:
        """Start over with a file of this tag ("" when the server gives none)."""
        self.drop()
        self._tag.write_text(tag, encoding="utf-8")

    def check_room(self) -> None:
        free = shutil.disk_usage(self.path.parent).free
        needed = self.size - self.have
        if needed + _SPARE > free:
            gigabytes = {"needed": needed / 2**30, "free": free / 2**30}
            raise trouble(StorageFull, "room", file=self.path.stem, **gigabytes)

    def write(self, file: IO[bytes], piece: bytes) -> None:
        try:
            file.write(piece)
            file.flush()
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            self.drop()
            raise trouble(StorageFull, "full", file=self.path.name) from error
        self.have += len(piece)

    def drop(self) -> None:
        for path in (self.path, self._tag):
            path.unlink(missing_ok=True)
        self.have = 0

    def finish(self, target: Path) -> None:
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        self._tag.unlink(missing_ok=True)


class _Guarded(urllib.request.HTTPRedirectHandler):
    """Follows redirections, but never to an unprotected connection."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _refuse_plain(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse_plain(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise trouble(SetupError, "plain", url=url)


def _fetch(url: str, part: _Part, timeout: float, progress: Callable[[Progress], None]) -> None:
    headers = {"User-Agent": "coach", "Accept-Encoding": "identity"}
    if part.have:
        headers["Range"] = f"bytes={part.have}-"
        if part.tag:
            headers["If-Range"] = part.tag
    opener = urllib.request.build_opener(_Guarded)
    try:
        with opener.open(urllib.request.Request(url, headers=headers), timeout=timeout) as answer:
            _begin(answer, part)
            _receive(answer, part, progress)
    except urllib.error.HTTPError as error:
        with error:
            _refused(error, part)
    except (http.client.HTTPException, urllib.error.URLError, TimeoutError, ConnectionError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise _Cut(str(reason) or type(error).__name__) from error
    except ValueError as error:  # a redirection may point to what is no address at all
        raise _Cut(str(error)) from error


def _refused(error: urllib.error.HTTPError, part: _Part) -> None:
    if error.code == 416 and part.have:
        part.drop()
        raise _Cut("the server does not have that much of the file")
    if error.code in {408, 429} or error.code >= 500:
        raise _Cut(f"the server answered {error.code}")
    # Of a redirection that goes in circles the library tells on several lines.
    why = " ".join(str(error.reason).split())
    raise trouble(SetupError, "refused", code=error.code, why=why, file=part.path.stem)


def _begin(answer: http.client.HTTPResponse, part: _Part) -> None:
    """Hold the answer's size against the pin, and start over when it is not the rest of what is there."""
    tag = answer.headers.get("ETag", "")
    tag = "" if tag.startswith("W/") else tag
    if answer.status == 206:
        span, _, total = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        if span.partition("-")[0] != str(part.have):
            part.drop()
            raise _Cut("the server sent another part than the one asked for")
    else:
        part.begin(tag)
        total = answer.headers.get("Content-Length", "")
    if total.isascii() and total.isdecimal() and int(total) != part.size:
        part.drop()
        raise trouble(SetupError, "other_size", file=part.path.stem, total=total, size=part.size)


def _receive(answer: http.client.HTTPResponse, part: _Part, progress: Callable[[Progress], None]) -> None:
    with part.path.open("ab") as file:
        while part.have < part.size:
            piece = answer.read1(min(_PIECE, part.size - part.have))
            if not piece:
                raise _Cut(f"the connection was cut at {part.have} of {part.size} bytes")
            part.write(file, piece)
            progress(Progress(part.have, part.size))
        with suppress(OSError):
            os.fsync(file.fileno())


def _silent(_: Progress) -> None:
    return
