"""What would a text do where it is shown? Remote loads and scripts in pages, Markdown and Word files."""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt

_LOADS = ("src", "srcset", "data", "poster", "background", "action", "formaction", "href", "xlink:href")
_RUNS = ("script", "iframe", "object", "embed", "form", "meta", "base", "link", "style", "image", "use")
_OWN = re.compile(r"(?:#|/keep/|data:image/png;base64,)")
_REMOTE = re.compile(r"url\s*\(|expression\s*\(|@import", re.IGNORECASE)
PIECE = 8
"""Words of the prompt in a row that count as its text: independent of what the checks use."""


class _Reader(HTMLParser):
    def __init__(self, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._links = links
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RUNS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            said = value or ""
            loads = name in _LOADS and (self._links or tag != "a")
            if (
                (loads and not _OWN.match(said))
                or name.startswith("on")
                or (name == "style" and _REMOTE.search(said))
            ):
                self.found.append(f"{tag} {name}={said[:60]}")


def of_page(html: str) -> list[str]:
    """Return everything in a page of ours that loads, runs or leads elsewhere; there must be nothing."""
    reader = _Reader(links=True)
    reader.feed(html)
    reader.close()
    return reader.found


def of_markdown(text: str) -> list[str]:
    """Return what a reader of Markdown that allows everything would load or run; links load nothing."""
    reader = _Reader(links=False)
    reader.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    reader.close()
    return reader.found


def of_word(raw: bytes) -> list[str]:
    """Return the outside targets of a Word file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".rels")]
    return [target for part in parts for target in re.findall(r'[^<]*TargetMode="External"', part)]


def pieces(text: str, prompt: str) -> list[str]:
    """Return the runs of so many words that a text shares with a prompt."""
    words, told = (re.findall(r"\w+", one.lower()) for one in (text, prompt))
    runs = {" ".join(told[at : at + PIECE]) for at in range(len(told) - PIECE + 1)}
    return [run for at in range(len(words) - PIECE + 1) if (run := " ".join(words[at : at + PIECE])) in runs]


class Acts:
    """Notes what this process does to the world outside a folder: connections, commands, files written.

    Python keeps an audit hook for as long as the process lives, so there is one, and it can be switched.
    """

    _current: "Acts | None" = None
    _hooked = False

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve())
        self.found: list[str] = []

    @contextmanager
    def noting(self) -> Iterator["Acts"]:
        """Note everything until the end of the block."""
        if not Acts._hooked:
            sys.addaudithook(_hear)
            Acts._hooked = True
        Acts._current = self
        try:
            yield self
        finally:
            Acts._current = None

    def hear(self, event: str, args: tuple[object, ...]) -> None:
        """Note one audit event where it concerns the outside."""
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "os.system", "os.exec"):
            self.found.append(f"{event} {args[1:]!r:.80}")
        elif event == "subprocess.Popen" and "coach.shelf.formats" not in str(args[1]):
            self.found.append(f"{event} {args[1]!r:.80}")
        elif event == "open" and _writes(args) and not str(args[0]).startswith((self._folder, "/dev/null")):
            self.found.append(f"open {args[0]!r:.80}")
        elif event in ("os.remove", "os.rename", "os.rmdir") and not str(args[0]).startswith(self._folder):
            self.found.append(f"{event} {args[0]!r:.80}")


def _hear(event: str, args: tuple[object, ...]) -> None:
    if Acts._current is not None:
        Acts._current.hear(event, args)


def _writes(args: tuple[object, ...]) -> bool:
    mode = str(args[1] or "")
    return isinstance(args[0], str | bytes) and any(char in mode for char in "wax+")
