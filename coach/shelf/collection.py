"""One Chroma collection in one folder: made, opened, asked, and the record of its files."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from coach.shelf.records import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_NAME = "passages"
_BATCH = 1000
READY = "ready.json"
"""The record of a folder's files when it was closed; without it the folder counts as damaged."""


def open_collection(folder: Path) -> "tuple[Client, Collection]":
    """Return the client and the collection of a folder, made where there is none.

    Raises:
        ChromaError: The folder is damaged; a garbled file may also end the process.
    """
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    # Chroma's own embedding function would fetch a model.
    made = client.get_or_create_collection(
        _NAME, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    return cast("Client", client), made


def build(folder: Path, vectors: Vectors) -> None:
    """Put these vectors into a new collection, in place of what lies in the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    client, collection = open_collection(folder)
    for at in range(0, len(vectors.numbers), _BATCH):
        part = slice(at, at + _BATCH)
        collection.add(
            ids=[str(n) for n in vectors.numbers[part]],
            embeddings=vectors.matrix[part],
            metadatas=[{"shipped": bool(s)} for s in vectors.shipped[part]],
        )
    client.close()
    record(folder)


def record(folder: Path) -> None:
    """Note the files of a closed collection: from now on it counts as ready."""
    (folder / READY).write_text(json.dumps(manifest(folder)), encoding="utf-8")
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def manifest(folder: Path) -> dict[str, str]:
    """Return the hash of each index file, by its path; the record of ``ready.json`` itself is left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != READY
    }


def query(
    collection: "Collection", vector: Sequence[float], n: int, shipped: bool | None
) -> list[tuple[int, float]]:
    """Return as ``exact`` does; approximate where the collection is large.

    Raises:
        ChromaError: The index is damaged.
    """
    import numpy as np

    found = collection.query(
        query_embeddings=np.asarray([vector], dtype=np.float32),
        n_results=n,
        include=["distances"],
        where=None if shipped is None else {"shipped": shipped},
    )
    distances = (found["distances"] or [[]])[0]
    pairs = [(int(id), 1.0 - float(d)) for id, d in zip(found["ids"][0], distances, strict=True)]
    return sorted(pairs, key=lambda pair: (-round(pair[1], 5), pair[0]))
