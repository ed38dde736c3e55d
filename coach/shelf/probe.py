"""Run in a child process: open a Chroma folder and end with 0 if it holds and finds what it should."""

import json
import sys
from pathlib import Path

from coach.shelf.index import manifest, open_collection, query, record

_ASKED = 20
_FOUND = 0.9
"""The vector search is approximate: a healthy index misses about one of twenty."""


def probe(folder: Path, expected: int) -> bool:
    """Return whether no file changed, the count is right and vectors find themselves.

    Raises:
        ValueError: The record of what was built is cut.
        ChromaError: The folder is damaged.
    """
    if manifest(folder) != json.loads((folder / "ready.json").read_text(encoding="utf-8")):
        return False
    client, collection = open_collection(folder)
    if collection.count() != expected:
        return False
    asked = [
        collection.get(limit=1, offset=at, include=["embeddings"])
        for at in range(0, expected, max(1, expected // _ASKED))
    ]
    found = 0
    for row in asked:
        vectors = row["embeddings"]
        nearest = query(collection, [float(x) for x in vectors[0]], 5, None) if vectors is not None else []
        found += any(str(n) == row["ids"][0] or score > 0.9999 for n, score in nearest)
    client.close()
    # Asking has changed the files.
    record(folder)
    return found >= _FOUND * len(asked)


if __name__ == "__main__":
    sys.exit(0 if probe(Path(sys.argv[1]), int(sys.argv[2])) else 1)
