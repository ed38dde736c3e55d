"""Read a file into plain text with a title and a language, or refuse it with a reason."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coach.checks.normal import normalise
from coach.domain.errors import BadText
from coach.domain.text import LANGS, Lang
from coach.shelf.terms import language

LARGEST = 20 * 1024 * 1024
"""Bytes of a file; a book's plain text is about one million."""
MOST_TEXT = 5_000_000
"""Characters of text taken from one file."""
PLAIN = (".md", ".markdown", ".txt", ".html", ".htm")
OFFICE = (".pdf", ".docx")
_WHY: dict[str, dict[Lang, str]] = {
    "missing": {"sv": "filen finns inte", "en": "there is no such file"},
    "kind": {
        "sv": "filtypen {0!r} går inte att läsa; jag läser .md, .txt, .html, .pdf och .docx",
        "en": "can't read files of type {0!r}; .md, .txt, .html, .pdf and .docx work",
    },
    "large": {"sv": "filen är för stor: {0} MB, högst {1} MB", "en": "too large: {0} MB, {1} MB at most"},
    "empty": {"sv": "filen innehåller ingen text", "en": "there is no text in it"},
    "binary": {"sv": "filen är inte text", "en": "not a text file"},
    "denied": {"sv": "filen går inte att öppna: {0}", "en": "can't open it: {0}"},
    "scanned": {
        "sv": "ingen text hittades; är sidorna inskannade eller låsta?",
        "en": "found no text; are the pages scanned or locked?",
    },
    "broken": {
        "sv": "filen är skadad eller för tung att läsa",
        "en": "damaged, or too heavy to read",
    },
    "library": {
        "sv": "det som läser {0} är inte installerat; spara filen som .txt så kan jag läsa den",
        "en": "what reads {0} is not installed; save the file as .txt instead",
    },
}


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file."""

    path: Path
    status: Literal["added", "unchanged", "updated", "refused"]
    reason: str
    """Why it was refused, in the person's language; empty otherwise."""
    passages: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, ready to be split."""

    title: str
    lang: Lang
    source: str
    text: str
    digest: str
    """Of the bytes that were read."""


def why(reason: str, lang: Lang, *values: object) -> str:
    """Return a reason for refusing in the person's language."""
    return _WHY[reason][lang].format(*values)


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Return the files to read: those named, and in folders those of known types, sorted, none hidden."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in (*PLAIN, *OFFICE))
            yield from (p for p in inside if p.is_file() and not _hidden(p.relative_to(path)))
        else:
            yield path


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def identity(path: Path) -> str:
    """Return an own document's id: a slug of the file's name and a hash of where it lies."""
    slug = re.sub(r"[^a-z0-9åäö]+", "-", normalise(path.stem).text.lower()).strip("-")[:40] or "text"
    return f"{slug}-{hashlib.sha256(str(path.resolve()).encode(errors='replace')).hexdigest()[:8]}"


def read(path: Path, lang: Lang) -> Source:
    """Return a file's text.

    Args:
        path: The file.
        lang: The language to give reasons in.

    Raises:
        BadText: It can't be read; the message is the reason.
    """
    raw = _bytes(path, lang)
    suffix = path.suffix.lower()
    if suffix in OFFICE:
        from coach.shelf.office import extract

        source = parse(_checked(extract(path, lang), lang), path)
    elif suffix in (".html", ".htm"):
        from coach.shelf.html import strip

        title, text = strip(_decode(raw, lang))
        source = parse(_checked(text, lang), path, title)
    else:
        source = parse(_checked(_decode(raw, lang), lang), path)
    return Source(source.title, source.lang, source.source, source.text, hashlib.sha256(raw).hexdigest())


def _bytes(path: Path, lang: Lang) -> bytes:
    if not path.is_file():
        raise BadText(why("missing", lang))
    if path.suffix.lower() not in (*PLAIN, *OFFICE):
        raise BadText(why("kind", lang, path.suffix or path.name))
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadText(why("large", lang, math_up(size), LARGEST >> 20))
        return path.read_bytes()
    except OSError as error:
        raise BadText(why("denied", lang, error.strerror)) from error


def math_up(size: int) -> int:
    """Return whole megabytes, rounded up."""
    return -(-size >> 20)


def _decode(raw: bytes, lang: Lang) -> str:
    """Return the text of bytes in UTF-8, UTF-16 with its mark, or cp1252."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw:
        raise BadText(why("binary", lang))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if sum((char < " " and char not in "\t\n\r\f") or char == "\ufffd" for char in text) > len(text) // 50:
        raise BadText(why("binary", lang))
    return text


def _checked(text: str, lang: Lang) -> str:
    if not any(char.isalpha() for char in text):
        raise BadText(why("empty", lang))
    if len(text) > MOST_TEXT:
        raise BadText(why("large", lang, math_up(len(text)), math_up(MOST_TEXT)))
    return text


def parse(text: str, path: Path, title: str = "") -> Source:
    """Return a text with what its front matter, its first heading or its file name say about it."""
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    front, body = _front(normalise(text.replace("\r\n", "\n")).text)
    heading = re.search(r"^#\s+(.+?)\s*#*$", body, re.MULTILINE)
    name = front.get("title") or title or (heading[1] if heading else "") or normalise(path.stem).text
    said = front.get("lang", "")
    lang = next((known for known in LANGS if known == said), None) or language(body)
    return Source(name, lang, front.get("source") or path.name, body, digest)


def _front(text: str) -> tuple[dict[str, str], str]:
    match = re.match(r"---\n((?:[\w-]+:.*\n)+)---\n", text)
    if not match:
        return {}, text
    pairs = (line.split(":", 1) for line in match[1].splitlines())
    return {key: value.strip() for key, value in pairs}, text[match.end() :]
