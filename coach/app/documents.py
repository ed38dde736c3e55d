"""The person's own documents as they come from the page: bytes with a name, not files in a place."""

import unicodedata
from pathlib import Path

from coach.domain.text import Lang
from coach.shelf import Ingested, Shelf
from coach.shelf.read import LARGEST

__all__ = ["FOLDER", "LARGEST", "add"]
FOLDER = "added"
"""In the data folder; what a process that was killed left there goes at the next start."""
_LONGEST = 120


def add(shelf: Shelf, data_dir: Path, name: str, raw: bytes, lang: Lang) -> Ingested:
    """Read one document into the shelf; the file itself is not kept.

    The same name is the same document: a later one with it takes its place.

    Args:
        shelf: Where it goes.
        data_dir: The person's folder; the bytes lie in it while they are read.
        name: What the file is called where it comes from; a path is cut to its last part.
        raw: Its bytes.
        lang: The language a refusal is given in.

    Raises:
        StorageFull: The disk took no more.
    """
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / _safe(name)
    try:
        path.touch(mode=0o600)
        path.write_bytes(raw)
        return shelf.ingest([path], lang=lang)[0]
    finally:
        path.unlink(missing_ok=True)


def _safe(name: str) -> str:
    """Return a file name that stays in its folder and is not hidden; its ending is kept."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = "".join(char for char in last if char.isprintable() and char not in ':*?"<>|').strip(" .")
    stem, dot, ending = plain.rpartition(".")
    whole = f"{stem[:_LONGEST]}.{ending[:10]}" if dot and stem else plain[:_LONGEST]
    return whole or "document"
