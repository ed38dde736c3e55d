"""How fast the shelf is and how large, beside Chroma alone on the same vectors; bm25s is not in the lock."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.domain.text import Lang
from coach.resources import shipped
from coach.shelf import Shelf
from coach.shelf.index import build, open_collection
from coach.shelf.index import query as ask_chroma
from evals.ask import cases

_SENTENCES, _SECTIONS = 12, 20
_WARM = 20


def bench(sizes: Sequence[int]) -> str:
    """Return a Markdown table: search times for questions not asked before, ingest rate, size on disk."""
    lines = [
        "# Shelf: speed\n",
        "Passages are sentences of the guides drawn by chance; the questions are those of `ask.jsonl`, each "
        f"asked once after {_WARM} others. Milliseconds of wall time.\n",
        "| passages | what | p50 | p95 | added a second | again | MB |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            lines += _measure(Path(scratch), size)
    return "\n".join(lines) + "\n"


def _measure(folder: Path, size: int) -> list[str]:
    (folder / "none").mkdir()
    papers = _papers(folder / "papers", size)
    with Shelf(folder / "data", source=folder / "none") as shelf:
        first = _timed(lambda: shelf.ingest([papers]))
        again = _timed(lambda: shelf.ingest([papers]))
        asked: list[tuple[str, Lang]] = [(case.question, case.lang) for case in cases()]
        times = [_timed(lambda one=one: shelf.search(*one)) for one in asked][_WARM:]  # type: ignore[misc]
        vectors = shelf.vectors()
    count = len(vectors.numbers)
    ratio = f"{count / first:.0f} | {again / first:.2%}"
    mine = f"| {count} | shelf | {_spread(times)} | {ratio} | {_size(folder / 'data')} |"
    made = _timed(lambda: build(folder / "chroma", vectors))
    client, collection = open_collection(folder / "chroma")
    rows = [[float(x) for x in row] for row in vectors.matrix[:: max(1, count // 100)][:100]]
    times = [_timed(lambda row=row: ask_chroma(collection, row, 5, None)) for row in rows]  # type: ignore[misc]
    client.close()
    ratio = f"{count / made:.0f} | "
    return [mine, f"| {count} | Chroma alone | {_spread(times)} | {ratio} | {_size(folder / 'chroma')} |"]


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _spread(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    return f"{statistics.median(ordered) * 1000:.1f} | {ordered[int(len(ordered) * 0.95)] * 1000:.1f}"


def _size(folder: Path) -> str:
    return f"{sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:.0f}"


def _papers(folder: Path, size: int) -> Path:
    """Write documents that make about ``size`` passages, the same each time."""
    folder.mkdir()
    chance = random.Random(6)
    guides = [guide for guide in shipped("knowledge").iterdir() if guide.name.endswith(".sv.md")]
    texts = (guide.read_text(encoding="utf-8").split("---")[-1] for guide in guides)
    pieces = (piece.strip() for text in texts for piece in text.split("."))
    known = sorted(f"{piece}." for piece in pieces if 30 < len(piece) < 200 and "#" not in piece)
    for at in range(max(1, size // _SECTIONS)):
        sections = (
            f"## Del {part}\n\n{' '.join(chance.choices(known, k=_SENTENCES))} Nr {chance.randrange(size)}."
            for part in range(_SECTIONS)
        )
        (folder / f"{at}.md").write_text(f"# Bok {at}\n\n" + "\n\n".join(sections), encoding="utf-8")
    return folder
