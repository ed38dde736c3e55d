"""The shelf: shipped guidance and the person's own documents, kept, searched and removed."""

import hashlib
import math
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from coach.domain.errors import BadText, UsageError
from coach.domain.knowledge import Document, Hit, Passage
from coach.domain.text import Lang
from coach.resources import shipped
from coach.shelf import embed as embedder
from coach.shelf.index import Chroma, exact
from coach.shelf.own import Own, own
from coach.shelf.query import query
from coach.shelf.read import Ingested, files, identity, load, parse, read
from coach.shelf.reasons import why
from coach.shelf.records import Vectors
from coach.shelf.retrieve import State, keywords, read_state, retrieve
from coach.shelf.rows import row, rows
from coach.shelf.split import Piece
from coach.shelf.support import trust, weigh
from coach.shelf.table import LAYOUT, Table
from coach.shelf.terms import fingerprint

Only = Literal["all", "shipped", "own"]
_ONLY: dict[Only, bool | None] = {"all": None, "shipped": True, "own": False}


class Shelf:
    """Documents that can be searched; safe to use from several threads.

    Args:
        folder: Where ``shelf.db`` lies; None keeps the shipped documents in memory and takes no others.
        vectors: What answers by vector: ``exact`` reads them from SQLite; ``chroma`` builds and checks a
            Chroma collection beside it in the background, and is exact until then and whenever it fails.
        source: The folder of shipped documents, the program's own by default.

    Raises:
        SetupError: The file is damaged or can't be opened.
        StorageFull: The disk took no more.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        vectors: Literal["exact", "chroma"] = "exact",
        source: Traversable | None = None,
    ) -> None:
        self._folder = folder
        self.also_forget: Callable[[str], object] | None = None
        """Is told the id of a document before it goes: whoever holds copies takes it out of them."""
        self._lock = threading.RLock()
        self._table = Table(folder / "shelf.db" if folder else None)
        self._state: State | None = None
        self._load_shipped(source or shipped("knowledge"))
        self._chroma = Chroma(folder / "chroma") if folder and vectors == "chroma" else None
        self._refresh()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and the vector index; the shelf can't be used afterwards."""
        if self._chroma:
            self._chroma.close()
        with self._lock:
            self._table.close()

    def search(self, question: str, lang: Lang, *, k: int = 5, only: Only = "all") -> tuple[Hit, ...]:
        """Return up to ``k`` passages, best first; the question's own language is preferred.

        Args:
            question: In either language; one without a single content word finds nothing.
            lang: The question's language.
            k: How many at most.
            only: Shipped documents, the person's own, or all.
        """
        with self._lock:
            state = self._now()
            wanted = query(question, lang, state.vocabulary, self.rarity)
            if not wanted.lemmas:
                return ()
            return retrieve(wanted, state, self._nearest, k, _ONLY[only])

    def trust(self, question: str, lang: Lang, hits: Sequence[Hit]) -> float:
        """Return how sure it is that hits of a search answer its question, 0 to 1; see ``support``."""
        with self._lock:
            state = self._now()
            wanted = query(question, lang, state.vocabulary, self.rarity)
            evidence = weigh(wanted, hits, state, self.rarity)
        return trust(evidence) if evidence else 0.0

    def keywords(self, question: str, lang: Lang, *, k: int = 5) -> tuple[Hit, ...]:
        """Return what BM25 alone finds: the baseline for evaluations."""
        with self._lock:
            return keywords(query(question, lang, self._now().vocabulary, self.rarity), self._table, k)

    def rarity(self, word: str) -> float:
        """Return how much a lemma tells here, 0 (in every passage) to 1 (in none): an inverse frequency."""
        with self._lock:
            state = self._now()
            count = state.vocabulary.counts.get(word, 0)
            total = len(state.vectors.numbers) + 1
        return math.log(total / (count + 1) + 1) / math.log(total + 1)

    def documents(self) -> tuple[Document, ...]:
        """Return every document, shipped ones first."""
        with self._lock:
            return self._table.documents()

    def vectors(self) -> Vectors:
        """Return the vectors of all passages, for whoever measures or indexes them elsewhere."""
        with self._lock:
            return self._now().vectors

    def passage(self, id: str) -> Passage | None:
        """Return one passage, or None where there is none of that id."""
        with self._lock:
            return self._table.passage(id)

    def ingest(
        self, paths: Sequence[Path], progress: Callable[[Ingested], None] | None = None, *, lang: Lang = "sv"
    ) -> tuple[Ingested, ...]:
        """Add files, or the files of folders; one result a file, refused ones with the reason.

        Args:
            paths: Files and folders.
            progress: Is told each result as it comes.
            lang: The language reasons are given in.

        Raises:
            UsageError: This shelf has no folder to keep documents in.
            StorageFull: The disk took no more; files before it are kept.
        """
        if self._folder is None:
            raise UsageError("this shelf is only in memory and takes no documents")
        results: list[Ingested] = []
        for path in files(paths):
            results.append(self._ingest(path, lang))
            if progress:
                progress(results[-1])
        if any(result.status in ("added", "updated") for result in results):
            self._refresh()
        if any(result.status == "updated" for result in results):
            with self._lock:
                self._table.scrub()
        return tuple(results)

    def remove(self, id: str) -> bool:
        """Take one of the person's own documents away for good; False where there is none of that id.

        Raises:
            StorageFull: No room to rewrite the file; the document is out of reach, its bytes not yet gone.
        """
        with self._lock:
            if not any(document.id == id and not document.shipped for document in self._table.documents()):
                return False
            if self.also_forget:
                self.also_forget(id)
            self._table.replace([], gone=[id])
            if self._folder and not self._chroma:
                # Its vectors lie there too, and nobody follows them now.
                shutil.rmtree(self._folder / "chroma", ignore_errors=True)
            self._refresh()
            self._table.scrub()
        return True

    def own(self) -> tuple[Own, ...]:
        """Return the person's own documents with all that is kept of them."""
        with self._lock:
            return own(self._table)

    def put(self, documents: Sequence[Own]) -> None:
        """Keep documents that ``own`` once returned, in place of those with the same id, all or none.

        Raises:
            StorageFull: The disk took no more; what was there before still is.
        """
        items = []
        for one in documents:
            lang = one.document.lang
            made = [row(Piece(p.heading, p.text), one.document.title, lang) for p in one.passages]
            items.append((one.document, one.digest, made))
        with self._lock:
            self._table.replace(items)
            self._refresh()

    def copy_to(self, db: sqlite3.Connection) -> None:
        """Copy the whole file, as it stands at this moment, into another open one.

        Raises:
            StorageFull: The disk took no more.
        """
        with self._lock:
            self._table.copy_to(db)

    def quicken(self) -> None:
        """Let a Chroma collection answer by vector from when it is ready; called once the start is over."""
        with self._lock:
            if self._folder and not self._chroma:
                self._chroma = Chroma(self._folder / "chroma")
                self._refresh()

    def settle(self, timeout: float = 60.0) -> bool:
        """Wait until the Chroma collection answers; False when it does not, or is not wanted."""
        return self._chroma is not None and self._chroma.settle(timeout)

    def _ingest(self, path: Path, lang: Lang) -> Ingested:
        try:
            raw, digest = load(path, lang)
            name = identity(path)
            with self._lock:
                before = self._table.digest(name)
                if before == digest:
                    return Ingested(path, "unchanged", "", self._table.count(name))
            source = read(path, raw, lang)
        except BadText as error:
            return Ingested(path, "refused", str(error), 0)
        document = Document(name, source.title, source.lang, source.source, shipped=False)
        made = rows(source)
        if not made:
            return Ingested(path, "refused", why("empty", lang), 0)
        with self._lock:
            self._table.replace([(document, digest, made)])
        return Ingested(path, "updated" if before else "added", "", len(made))

    def _load_shipped(self, folder: Traversable) -> None:
        raw = {f.name: f.read_bytes() for f in _guides(folder)}
        made = f"{LAYOUT} {embedder.VERSION} {fingerprint()}"
        total = hashlib.sha256(made.encode())
        for name in sorted(raw):
            total.update(name.encode() + hashlib.sha256(raw[name]).digest())
        with self._lock:
            if self._table.meta("shipped") == total.hexdigest():
                return
            self._renew(made)
            items = []
            for name in sorted(raw):
                source = parse(raw[name].decode(), Path(name))
                digest = hashlib.sha256(raw[name]).hexdigest()
                document = Document(
                    name.removesuffix(".md"), source.title, source.lang, source.source, shipped=True
                )
                items.append((document, digest, rows(source)))
            kept = {document.id for document, _, _ in items}
            gone = [d.id for d in self._table.documents() if d.shipped and d.id not in kept]
            self._table.replace(items, gone)
            self._table.note("shipped", total.hexdigest())
            self._table.note("made", made)

    def _renew(self, made: str) -> None:
        """Make vectors and indexes of own documents anew when they were made in another way."""
        if self._table.meta("made") != made:
            for n, passage in self._table.own().items():
                piece = Piece(passage.heading, passage.text)
                self._table.renew(n, passage.title, row(piece, passage.title, passage.lang))

    def _refresh(self) -> None:
        with self._lock:
            self._state = None
            if self._chroma:
                self._chroma.rebuild(self._table.vectors())

    def _now(self) -> State:
        """Return what searches need, read once after each change; the caller holds the lock."""
        if self._state is None:
            self._state = read_state(self._table)
        return self._state

    def _nearest(self, vector: Sequence[float], n: int, shipped: bool | None) -> list[tuple[int, float]]:
        found = self._chroma.nearest(vector, n, shipped) if self._chroma else None
        return exact(self._now().vectors, vector, n, shipped) if found is None else found


def _guides(folder: Traversable) -> Iterator[Traversable]:
    return (f for f in folder.iterdir() if f.name.endswith((".sv.md", ".en.md")))
