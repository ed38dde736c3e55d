"""How fast the shelf is and how large, beside other searches over the same passages in the same run."""

import gc
import os
import random
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.domain.text import Lang
from coach.resources import shipped
from coach.shelf import Shelf
from evals.ask import cases
from evals.shelf_rivals import RIVALS, Ask, K, Passages, Rival

_SENTENCES, _SECTIONS = 12, 20
_WARM = 20
_RUNS = 3
_HEAD = """# Shelf: speed

Passages are sentences of the guides drawn by chance; the questions are those of `ask.jsonl`, {asked} of them,
asked after {warm} others. Milliseconds of wall time, of {runs} runs the quickest of each question; the shelf
is opened anew for each run, so it has seen none of them. The shelf's own rate is from files on disk to
passages that survive a power cut: reading, splitting, word forms, vectors; the others are given passages and
vectors. "Again" is what the same folder takes when nothing changed, "start" the seconds from opening to the
first answer. {cores} cores, load {load}.

| passages | what | p50 | p95 | start | added a second | again | MB |
|---:|---|---:|---:|---:|---:|---:|---:|
"""
_ADD = "\nNot installed: {missing}. `make bench` installs them beside the tests' tools and measures again.\n"


def bench(sizes: Sequence[int]) -> str:
    """Return a Markdown table: search times for questions not asked before, ingest rate, size on disk."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    asked = len(cases()) - _WARM
    text = _HEAD.format(asked=asked, warm=_WARM, runs=_RUNS, cores=os.cpu_count(), load=load)
    rivals = [rival for rival in RIVALS if not rival.missing()]
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            text += "".join(f"{line}\n" for line in _measure(Path(scratch), size, rivals))
    missing = [name for rival in RIVALS for name in rival.missing()]
    return text + (_ADD.format(missing=", ".join(missing)) if missing else "")


def _measure(folder: Path, size: int, rivals: Sequence[Rival]) -> list[str]:
    none, data = folder / "none", folder / "data"
    none.mkdir()
    papers = _papers(folder / "papers", size)
    with Shelf(data, source=none) as shelf:
        first = _timed(lambda: shelf.ingest([papers]))
        again = _timed(lambda: shelf.ingest([papers]))
        texts = [passage.text for one in shelf.own() for passage in one.passages]
        passages = Passages(texts, shelf.vectors())
    count = len(texts)
    lines = []
    for name, chroma in (("shelf", False), ("shelf with Chroma", True)):
        starts, times = _shelf(data, none, chroma=chroma)
        rate = " | " if chroma else f"{count / first:.0f} | {again / first:.2%}"
        lines.append(f"| {count} | {name} | {_spread(times)} | {starts:.2f} | {rate} | {_size(data)} |")
    for rival in rivals:
        made, times = _rival(rival, passages, folder / rival.needs[0])
        size_on_disk = _size(folder / rival.needs[0])
        lines.append(
            f"| {count} | {rival.name} | {_spread(times)} | | {count / made:.0f} | | {size_on_disk} |"
        )
    return lines


def _shelf(data: Path, none: Path, *, chroma: bool) -> tuple[float, list[float]]:
    """Return the seconds of the quickest start and of each question."""
    starts: list[float] = []
    runs: list[list[float]] = []
    for _ in range(_RUNS):
        begun = time.perf_counter()
        with Shelf(data, source=none, vectors="chroma" if chroma else "exact") as shelf:
            shelf.search("Vad är en bra rapport om arbetet?", "sv", k=K)
            starts.append(time.perf_counter() - begun)
            if chroma and not shelf.settle(3600):
                raise RuntimeError("the Chroma collection does not answer")
            runs.append(_asked(lambda question, lang: shelf.search(question, lang, k=K)))
    return min(starts), [min(times) for times in zip(*runs, strict=True)]


def _rival(rival: Rival, passages: Passages, folder: Path) -> tuple[float, list[float]]:
    """Return the seconds that indexing took and those of each question."""
    folder.mkdir()
    with warnings.catch_warnings():
        # They announce their own retirement.
        warnings.simplefilter("ignore")
        begun = time.perf_counter()
        ask = rival.make(passages, folder)
        made = time.perf_counter() - begun
        runs = [_asked(ask) for _ in range(_RUNS)]
    return made, [min(times) for times in zip(*runs, strict=True)]


def _asked(ask: Ask) -> list[float]:
    asked: list[tuple[str, Lang]] = [(case.question, case.lang) for case in cases()]
    gc.collect()
    return [_timed(lambda one=one: ask(*one)) for one in asked][_WARM:]  # type: ignore[misc]


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
