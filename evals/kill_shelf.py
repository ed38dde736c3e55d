"""Is a document lost that was told as added, whenever ingest is killed? ``make kill-shelf CYCLES=100``.

Each victim ingests file after file with a Chroma collection following behind; it is killed at a random
moment. Then the shelf is opened as at any start: what was told has to be there and be found, the file whole,
and every tenth time the collection has to answer as the exact search does, without anybody's help.
"""

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from coach.shelf import Shelf

_LONGEST = 0.6
"""Seconds a victim lives at most once its shelf is open."""
_DONE = ("added", "unchanged")


@dataclass(slots=True)
class Result:
    """What all kills together showed."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    """Documents that were told as added and are gone, or are not found by their own words."""
    damaged: int = 0
    """How often SQLite's integrity check failed."""
    unsettled: int = 0
    """How often the collection did not answer, or not as the exact search does."""
    settled: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.damaged or self.unsettled)

    def line(self) -> str:
        """Return it as one line."""
        return (
            f"{self.kills} kills, {self.acknowledged} documents told as added, {len(self.lost)} lost, "
            f"{self.damaged} files damaged, collection right {self.settled} of "
            f"{self.settled + self.unsettled} times"
        )


def kill(
    cycles: int, folder: Path, *, documents: int = 3000, settle_every: int = 10, seed: int = 6
) -> Result:
    """Kill so many victims and return what was found after each.

    Args:
        cycles: How many.
        folder: An empty one.
        documents: How many files there are to ingest.
        settle_every: After how many kills the collection is waited for.
        seed: Of chance.
    """
    papers, none = folder / "papers", folder / "none"
    papers.mkdir()
    none.mkdir()
    for at in range(documents):
        (papers / f"n{at:04}.txt").write_text(_text(at), encoding="utf-8")
    chance, result, told = random.Random(seed), Result(), set[str]()
    victims = [sys.executable, "-m", "evals.kill_shelf", "--victims", str(folder)]
    with subprocess.Popen(victims, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        for _ in range(cycles):
            told |= _victim(nursery, chance.uniform(0.0, _LONGEST))
            result.kills += 1
            _check(folder, told, result, due=result.kills % settle_every == 0)
    result.acknowledged = len(told)
    return result


def _text(at: int) -> str:
    return f"Samtal {at} om lön och mål {at}."


def _victim(nursery: "subprocess.Popen[str]", seconds: float) -> set[str]:
    """Return what one victim told before it was killed."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("next\n")
    nursery.stdin.flush()
    number = int(nursery.stdout.readline())
    time.sleep(seconds)
    os.kill(number, signal.SIGKILL)
    # A line cut by the kill was never read by anyone as an acknowledgement.
    lines = iter(nursery.stdout.readline, "dead\n")
    return {line.split()[0] for line in lines if line.endswith(tuple(f"{word}\n" for word in _DONE))}


def _check(folder: Path, told: set[str], result: Result, *, due: bool) -> None:
    with Shelf(folder / "data", source=folder / "none", vectors="chroma") as shelf:
        here = {document.source for document in shelf.documents()}
        result.lost += sorted(told - here)
        newest = sorted(told & here)[-3:]
        result.lost += [name for name in newest if _found(shelf, name) != _text(int(name[1:5]))]
        by_chroma = [_found(shelf, name) for name in newest] if due and newest and shelf.settle(300) else []
    with closing(sqlite3.connect(folder / "data" / "shelf.db")) as db:
        result.damaged += db.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    if due and newest:
        with Shelf(folder / "data", source=folder / "none") as shelf:
            right = by_chroma == [_found(shelf, name) for name in newest]
        result.settled += right
        result.unsettled += not right


def _found(shelf: Shelf, name: str) -> str:
    """Return the first passage that a document's own words find."""
    hits = shelf.search(_text(int(name[1:5])), "sv")
    return hits[0].passage.text if hits else ""


def _victims(folder: Path) -> None:
    """Fork a victim for each line of standard input: the dictionaries are read once."""
    (folder / "one").mkdir()
    with Shelf(folder / "one", source=folder / "none") as shelf:
        shelf.ingest([folder / "papers" / "n0000.txt"])
        shelf.search(_text(0), "sv")
    for _ in sys.stdin:
        if child := os.fork():
            os.waitpid(child, 0)
            print("dead", flush=True)
            continue
        shelf = Shelf(folder / "data", source=folder / "none", vectors="chroma")
        print(os.getpid(), flush=True)
        for path in sorted((folder / "papers").iterdir()):
            [result] = shelf.ingest([path])
            print(path.name, result.status, flush=True)
        os._exit(0)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the line; 1 when something was lost or damaged."""
    options = argparse.ArgumentParser(prog="python -m evals.kill_shelf", description=__doc__)
    options.add_argument("--cycles", type=int, default=100)
    options.add_argument("--victims", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args(argv)
    if chosen.victims:
        _victims(chosen.victims)
        return 0
    with tempfile.TemporaryDirectory(prefix="coach-kill-") as folder:
        result = kill(chosen.cycles, Path(folder))
    print(result.line())
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
