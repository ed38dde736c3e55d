"""Is anything lost that was shown as saved, whenever the process is killed? ``make kill CYCLES=200``.

Half the victims are killed at a random moment, half at a named step; after each the folder is opened again
and held against everything that was ever told as done.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from coach.app import Coach
from coach.settings import Settings
from evals.kill_victim import STEPS, Task, digest, line

_LONGEST = 1.5
"""Seconds a victim of a random moment lives at most."""
_PATIENCE = 30.0
"""Seconds until one that does not get to its step is killed all the same."""
_SEARCHED = 30
"""Of the words erased, how many of the newest are searched in every byte after each kill."""


@dataclass(slots=True)
class Told:
    """Everything that was told as done and not erased since."""

    said: dict[str, dict[int, str]] = field(default_factory=dict)
    """By conversation and number the hash of what was said."""
    words: dict[str, str] = field(default_factory=dict)
    """The word that only this conversation or document holds, by its id or file name."""
    documents: set[str] = field(default_factory=set)
    exports: list[str] = field(default_factory=list)
    erasing: set[str] = field(default_factory=set)
    """What was being erased when the process died: it may be there whole or not at all."""
    erased: list[str] = field(default_factory=list)
    """Words that must be nowhere."""
    gone: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, row: Mapping[str, object]) -> None:
        """Note one thing told."""
        op = str(row["op"])
        self.counts[op] += 1
        name = str(row.get("session") or row.get("source") or "")
        if "word" in row:
            self.words[name] = str(row["word"])
        if op == "said":
            self.said.setdefault(name, {})[int(str(row["n"]))] = str(row["text"])
        elif op == "ingested" and row["status"] in ("added", "updated", "unchanged"):
            self.documents.add(name)
        elif op == "exported":
            self.exports.append(str(row["folder"]))
        elif op == "erasing":
            self.erasing.add(name)
        elif op == "erased":
            self.forget(name)

    def forget(self, name: str) -> None:
        """Note that a conversation or document is gone."""
        self.erasing.discard(name)
        self.said.pop(name, None)
        self.documents.discard(name)
        self.gone.add(name)
        if name in self.words:
            self.erased.append(self.words[name])


@dataclass(slots=True)
class Result:
    """What all cycles together showed."""

    cycles: int = 0
    lost: list[str] = field(default_factory=list)
    """What was told as saved and is not there, or is not as it was told."""
    back: list[str] = field(default_factory=list)
    """What was told as erased and can be found, if only in the bytes."""
    half: list[str] = field(default_factory=list)
    """Exports or copies that are there but not whole."""
    damaged: list[str] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    """Seconds each opening after a kill took."""
    random: int = 0
    """How many were killed at a random moment."""
    steps: Counter[str] = field(default_factory=Counter)
    """How many died at each named step; one that did not get there in time was killed elsewhere."""
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.back or self.half or self.damaged)

    def markdown(self) -> str:
        """Return it as a table."""
        told = {name: self.counts[name] for name in ("said", "ingested", "exported", "erased", "copied")}
        rows = {
            "kills": f"{self.cycles}: {self.random} at a random moment, {self.steps.total()} at "
            f"{len(self.steps)} of {len(STEPS)} named steps",
            "told as done": ", ".join(f"{name} {number}" for name, number in told.items()),
            "lost": len(self.lost),
            "erased and found again": len(self.back),
            "half an export or copy": len(self.half),
            "databases damaged (integrity_check)": len(self.damaged),
            "start after a kill": f"median {statistics.median(self.starts):.2f} s, "
            f"longest {max(self.starts):.2f} s",
        }
        lines = [f"| {name} | {value} |" for name, value in rows.items()]
        wrong = [*self.lost, *self.back, *self.half, *self.damaged][:20]
        return "\n".join(["| measure | figure |", "| --- | --- |", *lines, *(f"- {one}" for one in wrong)])


def kill(cycles: int, folder: Path, seed: int = 1) -> Result:
    """Kill so many victims and return what was found after each.

    Args:
        cycles: How many.
        folder: An empty one; the data lies in ``data`` there.
        seed: Of chance.
    """
    chance, told, result = random.Random(seed), Told(), Result()
    data = folder / "data"
    Coach.open(Settings(data_dir=data, writer="guided")).close()
    with subprocess.Popen(
        [sys.executable, "-m", "evals.kill_victim"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as nursery:
        steps = list(STEPS)
        chance.shuffle(steps)
        for cycle in range(cycles):
            step = steps[(cycle // 2) % len(steps)] if cycle % 2 else ""
            passes = 0 if step.startswith("migrate") else chance.randrange(3)
            if cycle % 8 == 0 or step.startswith("migrate"):
                older(data / "coach.db")
            task = Task(str(data), seed * 100_000 + cycle, step, passes)
            for row in _victim(nursery, task, chance.uniform(0.05, _LONGEST)):
                told.take(row)
            result.cycles += 1
            result.random += not step
            result.steps.update([step] if told.counts.pop("died", 0) else [])
            _check(data, told, result)
    result.counts = told.counts
    _searched(data, told.erased, result)
    return result


_SINCE = {"sessions": ("used", "origin"), "turns": ("day",)}
"""Columns that the first layout did not have, by table."""


def older(path: Path) -> None:
    """Give a file the first layout again, as if an earlier release had left it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        if db.execute("PRAGMA user_version").fetchone()[0] < 2:
            return
        there = {
            (table, row[1])
            for table in _SINCE
            for row in db.execute(f"SELECT * FROM pragma_table_info('{table}')")
        }
        drops = [
            f"ALTER TABLE {table} DROP COLUMN {column};"
            for table, columns in _SINCE.items()
            for column in columns
            if (table, column) in there
        ]
        db.executescript(f"BEGIN; {' '.join(drops)} DROP TABLE notes; PRAGMA user_version = 1; COMMIT;")


def _victim(nursery: "subprocess.Popen[str]", task: Task, seconds: float) -> Iterator[Mapping[str, object]]:
    """Yield what one victim tells until it is dead."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(line(task))
    nursery.stdin.flush()
    process = int(json.loads(nursery.stdout.readline())["pid"])
    killer = threading.Timer(_PATIENCE if task.step else seconds, _end, (process,))
    killer.start()
    try:
        for said in nursery.stdout:
            row = json.loads(said)
            if row["op"] == "dead":
                return
            yield row
    finally:
        killer.cancel()
        killer.join()


def _end(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _check(data: Path, told: Told, result: Result) -> None:
    """Open the folder as a person would after the kill, and hold it against what was told."""
    begun = time.monotonic()
    with Coach.open(Settings(data_dir=data, writer="guided")) as coach:
        result.starts.append(time.monotonic() - begun)
        here = {one.id for one in coach.sessions()}
        documents = {one.document.source for one in coach.shelf.own()}
        for name in tuple(told.erasing):
            if name not in here | documents:
                told.forget(name)
        told.erasing.clear()
        for session, turns in told.said.items():
            kept = {turn.n: digest(turn.text) for turn in coach.turns(session)}
            result.lost += [f"{session} {n}" for n, text in turns.items() if kept.get(n) != text]
    result.lost += sorted(told.documents - documents)
    result.back += sorted(told.gone & (here | documents))
    _exports(told, result)
    _sound(data, result)
    _searched(data, told.erased[-_SEARCHED:], result)


def _exports(told: Told, result: Result) -> None:
    for folder in map(Path, told.exports):
        manifest = json.loads((folder / "export.json").read_text(encoding="utf-8"))
        found = len(list((folder / "conversations").glob("*.json")))
        if found != manifest["conversations"]:
            result.half.append(str(folder))
        shutil.rmtree(folder)
    told.exports.clear()


def _sound(data: Path, result: Result) -> None:
    outside = data.parent / "outside"
    left = outside.glob(".*.part") if outside.is_dir() else ()
    result.half += [str(path) for path in left]
    for path in (*data.glob("*.db"), *data.glob("backups/[0-9]*/*.db")):
        with closing(sqlite3.connect(path)) as db:
            if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                result.damaged.append(str(path))


def _searched(data: Path, words: Sequence[str], result: Result) -> None:
    """Search every byte of the folder for words that were erased."""
    signs = {word: word.encode() for word in words}
    for path in data.rglob("*"):
        if path.is_file():
            raw = path.read_bytes().lower()
            result.back += [f"{word} in {path.name}" for word, sign in signs.items() if sign in raw]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when something was lost, came back, is half or damaged."""
    options = argparse.ArgumentParser(prog="python -m evals.kill", description=__doc__)
    options.add_argument("--cycles", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="coach-kill-") as folder:
        result = kill(chosen.cycles, Path(folder), chosen.seed)
    print(result.markdown())
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
