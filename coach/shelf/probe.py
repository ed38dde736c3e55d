"""Run in a child process: build a Chroma folder, or open one and see if it holds and finds what it should.

``check FOLDER COUNT`` ends with 0 where it does; ``build FOLDER`` reads the vectors from standard input.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from coach.shelf.collection import READY, build, manifest, open_collection, query, record
from coach.shelf.records import Vectors

_ASKED = 20
_FOUND = 0.9
"""The vector search is approximate: a healthy index misses about one of twenty."""


def probe(folder: Path, expected: int) -> bool:
    """Return whether no file changed, the count is right and vectors find themselves.

    Raises:
        ValueError: The record of what was built is cut.
        ChromaError: The folder is damaged.
    """
    if manifest(folder) != json.loads((folder / READY).read_text(encoding="utf-8")):
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


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code."""
    folder = Path(argv[1])
    if argv[0] == "check":
        return 0 if probe(folder, int(argv[2])) else 1
    if hasattr(os, "nice"):
        os.nice(10)
    build(folder, Vectors.unpacked(sys.stdin.buffer.read()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
