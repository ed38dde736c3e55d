"""The shipped guides come onto the shelf, and own documents are indexed anew where the way has changed."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.resources.abc import Traversable
from pathlib import Path

from coach.domain.knowledge import Document
from coach.shelf import embed as embedder
from coach.shelf.read import parse
from coach.shelf.rows import row, rows
from coach.shelf.split import Piece
from coach.shelf.table import LAYOUT, Table
from coach.shelf.terms import fingerprint

_BATCH = 20


def load(table: Table, folder: Traversable) -> None:
    """Put the guides of a folder onto the shelf in place of those there, unless they are the same.

    Raises:
        StorageFull: The disk took no more; what was there before still is.
    """
    raw = {f.name: f.read_bytes() for f in _guides(folder)}
    total = hashlib.sha256(way().encode())
    for name in sorted(raw):
        total.update(name.encode() + hashlib.sha256(raw[name]).digest())
    if table.meta("shipped") == total.hexdigest():
        return
    items = []
    for name in sorted(raw):
        source = parse(raw[name].decode(), Path(name))
        digest = hashlib.sha256(raw[name]).hexdigest()
        document = Document(name.removesuffix(".md"), source.title, source.lang, source.source, shipped=True)
        items.append((document, digest, rows(source)))
    kept = {document.id for document, _, _ in items}
    gone = [d.id for d in table.documents() if d.shipped and d.id not in kept]
    table.replace(items, gone)
    table.note("shipped", total.hexdigest())


def renew(table: Table, lock: AbstractContextManager[object]) -> bool:
    """Index own documents anew where they were indexed in another way; return whether they were.

    A few passages at a time; a kill in between costs doing it again.

    Args:
        table: The shelf's file.
        lock: Guards it; let go between the steps, so that searches get through.

    Raises:
        StorageFull: The disk took no more.
    """
    with lock:
        if table.meta("made") == way():
            return False
        passages = list(table.own().items())
    for at in range(0, len(passages), _BATCH):
        made = {
            n: (one.title, row(Piece(one.heading, one.text), one.title, one.lang))
            for n, one in passages[at : at + _BATCH]
        }
        with lock:
            table.renew(made)
    with lock:
        table.note("made", way())
    return True


def way() -> str:
    """Return what changes whenever passages would be indexed in another way."""
    return f"{LAYOUT} {embedder.VERSION} {fingerprint()}"


def _guides(folder: Traversable) -> Iterator[Traversable]:
    return (f for f in folder.iterdir() if f.name.endswith((".sv.md", ".en.md")))
