"""Read a file into text with a title and a language, or refuse it with a reason."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coach.checks.normal import normalise
from coach.domain.errors import BadText
from coach.domain.text import LANGS, Lang
from coach.shelf.plain import structure
from coach.shelf.reasons import Refusal, why
from coach.shelf.terms import language

LARGEST = 20 * 1024 * 1024
"""Bytes of a file; a book's plain text is about one million."""
MOST_TEXT = 5_000_000
"""Characters of text taken from one file."""
MARKDOWN = (".md", ".markdown")
PLAIN = (*MARKDOWN, ".txt")
BOXED = (".html", ".htm", ".pdf", ".docx")
# Unicode's tags spell text that only a model reads, overrides show a text in another order than it has.
_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


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


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Return the files to read: those named, and in folders those of known types, sorted, none hidden."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in (*PLAIN, *BOXED))
            yield from (p for p in inside if p.is_file() and not _hidden(p.relative_to(path)))
        else:
            yield path


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def identity(path: Path) -> str:
    """Return an own document's id: a slug of the file's name and a hash of where it lies."""
    slug = re.sub(r"[^a-z0-9åäö]+", "-", normalise(path.stem).text.lower()).strip("-")[:40] or "text"
    return f"{slug}-{hashlib.sha256(str(path.resolve()).encode(errors='replace')).hexdigest()[:8]}"


def load(path: Path, lang: Lang) -> tuple[bytes, str]:
    """Return a file's bytes and their hash.

    Args:
        path: The file.
        lang: The language to give reasons in.

    Raises:
        BadText: It can't be read; the message is the reason.
    """
    try:
        if not path.is_file():
            raise BadText(why("missing", lang))
        if path.suffix.lower() not in (*PLAIN, *BOXED):
            raise BadText(why("kind", lang, path.suffix or path.name))
        size = path.stat().st_size
        if size > LARGEST:
            raise BadText(why("large", lang, -(-size >> 20), LARGEST >> 20))
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadText(why("denied", lang, getattr(error, "strerror", None) or error)) from error
    if not raw.strip():
        raise BadText(why("empty", lang))
    return raw, hashlib.sha256(raw).hexdigest()


def read(path: Path, raw: bytes, lang: Lang) -> Source:
    """Return a file's text.

    Args:
        path: The file.
        raw: Its bytes.
        lang: The language to give reasons in.

    Raises:
        BadText: It can't be read; the message is the reason.
    """
    from coach.shelf.sandbox import extract

    suffix = path.suffix.lower()
    title = ""
    try:
        text = extract(path) if suffix in BOXED else decode(raw)
    except Refusal as error:
        raise BadText(why(error.reason, lang)) from error
    if text.startswith("\x00"):
        _, title, text = text.split("\x00", 2)
    if not any(char.isalpha() for char in text):
        raise BadText(why("empty", lang))
    if len(text) > MOST_TEXT:
        raise BadText(why("long", lang, len(text) // 1000, MOST_TEXT // 1000))
    return parse(text, path, title, plain=suffix in (".txt", ".pdf"))


def decode(raw: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16 with its mark, or cp1252.

    Raises:
        Refusal: It is none of them.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw:
        raise Refusal("binary")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if len(_ODD.findall(text)) > len(text) // 50:
        raise Refusal("binary")
    return text


def parse(text: str, path: Path, title: str = "", *, plain: bool = False) -> Source:
    """Return a text with what its front matter, its first heading or its file name say about it.

    Args:
        text: Markdown, or plain text.
        path: Where it came from.
        title: What the file itself gives as its title, if anything.
        plain: Whether headings and paragraphs have to be found first.
    """
    front, body = _front(tidy(text))
    if plain:
        body = structure(body)
    heading = re.search(r"^#{1,2}\s+(.+?)\s*#*$", body[:2000], re.MULTILINE)
    name = front.get("title") or (heading[1] if heading else "") or title or tidy(path.stem)
    said = front.get("lang", "")
    lang = next((known for known in LANGS if known == said), None) or language(body)
    return Source(name, lang, front.get("source") or tidy(path.name), body)


def tidy(text: str) -> str:
    """Return composed characters and plain line ends; quotes and dashes stay as the writer set them."""
    plain = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\u00a0", " ")
    return _CONTROL.sub("", unicodedata.normalize("NFC", lines))


def _front(text: str) -> tuple[dict[str, str], str]:
    match = re.match(r"---\n((?:[\w-]+:.*\n)+)---\n", text)
    if not match:
        return {}, text
    pairs = (line.split(":", 1) for line in match[1].splitlines())
    return {key: value.strip() for key, value in pairs}, text[match.end() :]
