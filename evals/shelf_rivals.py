"""Other searches over the passages the shelf holds, to be timed beside it; each is an optional install.

They are given passages that are cut already, and those that search by vector the shelf's own vectors.
"""

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.text import Lang
from coach.shelf.collection import build, open_collection, query
from coach.shelf.embed import embed
from coach.shelf.records import Vectors
from coach.shelf.terms import content

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

K = 5
Ask = Callable[[str, Lang], object]


@dataclass(frozen=True, slots=True)
class Passages:
    """What a rival indexes."""

    texts: Sequence[str]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Rival:
    """One search: what it is called, what it needs installed, how it is built."""

    name: str
    needs: tuple[str, ...]
    """Modules; a rival that lacks one is named in the report as missing."""
    make: Callable[[Passages, Path], Ask]
    """Indexes the passages, files in the folder, and returns what answers a question."""

    def missing(self) -> tuple[str, ...]:
        """Return the modules that are not installed."""
        return tuple(name for name in self.needs if importlib.util.find_spec(name) is None)


def _bm25s(passages: Passages, folder: Path) -> Ask:
    bm25s = importlib.import_module("bm25s")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(passages.texts), stopwords=None, show_progress=False), show_progress=False
    )
    index.save(str(folder))

    def ask(question: str, lang: Lang) -> object:
        words = bm25s.tokenize(question, stopwords=None, show_progress=False)
        return index.retrieve(words, k=K, show_progress=False)

    return ask


def _chroma(passages: Passages, folder: Path) -> Ask:
    build(folder, passages.vectors)
    _, collection = open_collection(folder)
    return lambda question, lang: query(collection, [float(x) for x in _vector(question, lang)], K, None)


def _ensemble(passages: Passages, folder: Path) -> Ask:
    from langchain_core.embeddings import Embeddings

    class Known(Embeddings):
        """Gives the shelf's vectors, in the order of the passages, and embeds questions as the shelf does."""

        def __init__(self) -> None:
            self.given = 0
            self.lang: Lang = "sv"

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            part = slice(self.given, self.given + len(texts))
            self.given = part.stop
            rows: list[list[float]] = passages.vectors.matrix[part].tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in _vector(text, self.lang)]

    retrievers = importlib.import_module("langchain_classic.retrievers")
    words = importlib.import_module("langchain_community.retrievers").BM25Retriever
    vectors = importlib.import_module("langchain_chroma").Chroma
    known = Known()
    store = vectors(embedding_function=known, persist_directory=str(folder))
    for at in range(0, len(passages.texts), 1000):
        store.add_texts(list(passages.texts[at : at + 1000]))
    both = [words.from_texts(list(passages.texts), k=K), store.as_retriever(search_kwargs={"k": K})]
    ensemble = retrievers.EnsembleRetriever(retrievers=both, weights=[0.5, 0.5])

    def ask(question: str, lang: Lang) -> object:
        known.lang = lang
        return ensemble.invoke(question)

    return ask


def _vector(question: str, lang: Lang) -> "NDArray[np.float32]":
    return embed(content(question, lang), lang)


RIVALS = (
    Rival("bm25s", ("bm25s",), _bm25s),
    Rival("Chroma alone", ("chromadb",), _chroma),
    Rival(
        "LangChain's ensemble (BM25Retriever, Chroma)",
        ("langchain_classic", "langchain_community", "langchain_chroma", "rank_bm25"),
        _ensemble,
    ),
)
