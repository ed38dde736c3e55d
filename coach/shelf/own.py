"""The person's own documents as a whole: to carry away, to bring back, to forget in a copy."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from coach.domain.knowledge import Document, Passage
from coach.shelf.records import Row
from coach.shelf.rows import row
from coach.shelf.split import Piece
from coach.shelf.table import Table


@dataclass(frozen=True, slots=True)
class Own:
    """One of the person's own documents with all that is kept of it."""

    document: Document
    digest: str
    """The hash of the file it was made from."""
    passages: tuple[Passage, ...]
    """In their order."""

    def text(self) -> str:
        """Return its title and its passages with their headings, as one text."""
        parts = (f"{p.heading}\n{p.text}" if p.heading else p.text for p in self.passages)
        return "\n\n".join((self.document.title, *parts))

    def rows(self) -> list[Row]:
        """Return its passages as the indexes hold them."""
        title, lang = self.document.title, self.document.lang
        return [row(Piece(passage.heading, passage.text), title, lang) for passage in self.passages]


def own(table: Table) -> tuple[Own, ...]:
    """Return every own document, by id."""
    passages: dict[str, list[Passage]] = {}
    for _, passage in sorted(table.own().items()):
        passages.setdefault(passage.document, []).append(passage)
    return tuple(
        Own(document, table.digest(document.id), tuple(passages.get(document.id, ())))
        for document in table.documents()
        if not document.shipped
    )


def forget(path: Path, ids: Collection[str], also: Callable[[Own], bool]) -> None:
    """Take documents out of a copy of the file for good.

    Args:
        path: The copy.
        ids: Which documents.
        also: Says whether another one shall go too.

    Raises:
        SetupError: The copy can't be read or rewritten.
    """
    table = Table(path)
    try:
        gone = [one.document.id for one in own(table) if one.document.id in ids or also(one)]
        if gone:
            table.replace([], gone)
            table.scrub()
    finally:
        table.close()
