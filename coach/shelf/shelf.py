"""The shelf: shipped guidance and the person's own documents, kept, searched and removed."""

import math
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from coach.domain.errors import UsageError
from coach.domain.knowledge import Document, Hit, Passage
from coach.domain.text import Lang
from coach.resources import shipped
from coach.shelf import guides
from coach.shelf.gate import Gate
from coach.shelf.index import Chroma, exact
from coach.shelf.own import Own, own
from coach.shelf.query import query
from coach.shelf.read import Ingested, files
from coach.shelf.records import Vectors
from coach.shelf.retrieve import Meaning, State, keywords, meaning, read_state, retrieve
from coach.shelf.senses import Embedder, Senses
from coach.shelf.support import Evidence, trust, weigh
from coach.shelf.table import Table
from coach.shelf.take import take

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Only = Literal["all", "shipped", "own"]
_ONLY: dict[Only, bool | None] = {"all": None, "shipped": True, "own": False}


class Shelf:
    """Documents that can be searched; safe to use from several threads.

    Args:
        folder: Where ``shelf.db`` lies; None keeps the shipped documents in memory and takes no others.
        vectors: What answers by vector: ``exact`` reads them from SQLite; ``chroma`` builds and checks a
            Chroma collection beside it in the background, and is exact until then and whenever it fails.
        source: The folder of shipped documents, the program's own by default.
        later: Whether the guides are put there when they are first needed, or by ``quicken``; it takes
            seconds the first time, and what goes wrong is raised then.

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
        later: bool = False,
    ) -> None:
        self._folder = folder
        self.also_forget: Callable[[str], object] | None = None
        """Is told the id of a document before it goes: whoever holds copies takes it out of them."""
        self._lock = Gate()
        self._table = Table(folder / "shelf.db" if folder else None)
        self._state: State | None = None
        self.senses: Senses | None = None
        """The embedding model's vectors, where one is used."""
        self._quick = vectors == "chroma"
        self._chroma = Chroma(folder / "chroma") if folder and self._quick else None
        self._lock.before(partial(self._fill, source or shipped("knowledge")))
        if not later:
            self._renew()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and the vector index; the shelf can't be used afterwards."""
        if self.senses:
            self.senses.close()
        if self._chroma:
            self._chroma.close()
        self._table.close()

    def search(self, question: str, lang: Lang, *, k: int = 5, only: Only = "all") -> tuple[Hit, ...]:
        """Return up to ``k`` passages, best first; the question's own language is preferred.

        Args:
            question: In either language; one without a single content word finds nothing.
            lang: The question's language.
            k: How many at most.
            only: Shipped documents, the person's own, or all.
        """
        sensed = self._sensed(question)
        with self._lock:
            state = self._now()
            wanted = query(question, lang, state.vocabulary, self.rarity)
            if not wanted.lemmas:
                return ()
            meant = meaning(wanted, state, sensed)
            return retrieve(wanted, meant, state, self._nearest, k, _ONLY[only])

    def trust(self, question: str, lang: Lang, hits: Sequence[Hit]) -> float:
        """Return how sure it is that hits of a search answer its question, 0 to 1; see ``support``."""
        evidence = self.evidence(question, lang, hits)
        return trust(evidence) if evidence else 0.0

    def evidence(self, question: str, lang: Lang, hits: Sequence[Hit]) -> Evidence | None:
        """Return what that is judged by; None where there is nothing to judge."""
        with self._lock:
            state = self._now()
            wanted = query(question, lang, state.vocabulary, self.rarity)
            return weigh(wanted, hits, state, self.rarity)

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

    def has_own(self) -> bool:
        """Return whether there is a document of the person's own; nobody waits for the guides here."""
        return any(not document.shipped for document in self._table.documents())

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
            results.append(take(path, self._table, self._lock, lang))
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
        items = [(one.document, one.digest, one.rows()) for one in documents]
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

    def use(self, embedder: Embedder) -> Senses:
        """Search by an embedding model's vectors once it has read every passage; before the first search.

        They are made by ``Senses.make``, or in the background from ``quicken`` on.
        """
        self.senses = Senses(embedder, self._table, self._lock, self._refresh)
        return self.senses

    def quicken(self) -> None:
        """Let background work begin, called once the start is over.

        A Chroma collection answers by vector from when it is ready, and an embedding model from when it has
        read every passage.
        """
        self._renew()
        with self._lock:
            self._quick = True
            if self._folder and not self._chroma:
                self._chroma = Chroma(self._folder / "chroma")
            self._refresh()

    def settle(self, timeout: float = 60.0) -> bool:
        """Wait until the Chroma collection answers; False when it does not, or is not wanted."""
        return self._chroma is not None and self._chroma.settle(timeout)

    def _fill(self, source: Traversable) -> None:
        with self._lock:
            guides.load(self._table, source)
            self._refresh()

    def _renew(self) -> None:
        if guides.renew(self._table, self._lock):
            self._refresh()

    def _refresh(self) -> None:
        with self._lock:
            self._state = None
            if self._chroma:
                state = self._now()
                self._chroma.rebuild(state.senses or state.vectors)
            if self.senses and self._quick:
                self.senses.follow()

    def _now(self) -> State:
        """Return what searches need, read once after each change; the caller holds the lock."""
        if self._state is None:
            self._state = read_state(self._table)
            if self.senses:
                self._state.senses = self.senses.vectors(self._state.vectors)
        return self._state

    def _sensed(self, question: str) -> "NDArray[np.float32] | None":
        """Return what the embedding model makes of a question, or None where the built-in vectors answer."""
        with self._lock:
            asked = self.senses if self._now().senses else None
        vector = asked.question(question) if asked else None
        if asked and vector is None:
            self._refresh()
        return vector

    def _nearest(self, meant: Meaning, n: int, shipped: bool | None) -> list[tuple[int, float]]:
        vector = [float(x) for x in meant.vector]
        state = self._now()
        followed = meant.vectors is (state.senses or state.vectors)
        found = self._chroma.nearest(vector, n, shipped) if self._chroma and followed else None
        return exact(meant.vectors, vector, n, shipped) if found is None else found
