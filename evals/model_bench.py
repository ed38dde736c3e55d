"""What a local model reads and how fast it writes, beside the usual layout and the stock loop in one run."""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from coach.domain.mode import Order
from coach.llm.grammar import json_grammar
from coach.llm.protocol import Job, Load, Said, Turn
from coach.llm.worker import Worker
from evals.model_layouts import Layout, Ours, Stock, Usual, orders, repeats
from evals.model_plain import Cost, Plain

PROMISES = {"tokens": (0, 1.02), "streamed": (0.97, 99), "structured": (0.85, 99), "first": (0, 0.1)}
"""Bounds of each ratio."""
_SCHEMA = {"type": "object", "properties": {"text": {"type": "string", "maxLength": 1600}}}
_QUESTION = "Hur ger jag återkoppling som går att ta emot?"

Ask = Callable[[int, int], Order]
Costs = dict[tuple[int, int], Cost]
"""By conversation and turn."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    turns: int = 10
    conversations: int = 10
    rivals: int = 3
    """Conversations the other layouts are switched among: they read each again."""
    written: int = 64
    """Tokens of a reply whose rate is measured."""
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Read:
    """What a layout evaluated, against the tokens that were new to the program's own layout."""

    evaluated: int
    new: int

    @property
    def share(self) -> float:
        """Tokens evaluated for each that was never seen before."""
        return self.evaluated / max(1, self.new)


@dataclass(frozen=True, slots=True)
class Rates:
    """Tokens a second after the first, the best of all rounds."""

    free: float
    structured: float
    stock: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds after a restart until the model is loaded, and from there to the first words."""

    loading: float
    words: float

    @property
    def whole(self) -> float:
        """What a person waits."""
        return self.loading + self.words


@dataclass(frozen=True, slots=True)
class Firsts:
    """The wait for the next turn of a conversation after a restart."""

    known: Wait
    """All of it was read before but the person's new message."""
    longer: Wait
    """A passage comes with the message that the conversation did not have."""
    cold: Wait
    """Its states are gone."""

    @property
    def share(self) -> float:
        """The wait in a conversation that is known, against one that is not."""
        return self.known.whole / self.cold.whole

    @property
    def longer_share(self) -> float:
        """The same with a new passage to read; nothing is promised of it."""
        return self.longer.whole / self.cold.whole


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one run."""

    reads: Mapping[str, Mapping[str, Read]]
    """By scenario, by layout."""
    rates: Rates
    firsts: Firsts
    seconds: float
    load: float
    """Of the machine, over the last minute; above its cores others were at work, too."""

    def ratios(self) -> dict[str, float]:
        """Return what is promised, by name."""
        return {
            "tokens": max(row["ours"].share for row in self.reads.values()),
            "streamed": self.rates.free / self.rates.stock,
            "structured": self.rates.structured / self.rates.free,
            "first": self.firsts.share,
        }

    def data(self) -> dict[str, object]:
        """Return everything as JSON takes it."""
        ratios = self.ratios()
        return {
            "reads": {
                scenario: {
                    name: {**asdict(read), "share": round(read.share, 3)} for name, read in row.items()
                }
                for scenario, row in self.reads.items()
            },
            "rates": {name: round(rate, 2) for name, rate in asdict(self.rates).items()},
            "first": {
                name: {part: round(seconds, 2) for part, seconds in wait.items()}
                for name, wait in asdict(self.firsts).items()
            },
            "first with a new passage": round(self.firsts.longer_share, 3),
            "ratios": {name: round(value, 3) for name, value in ratios.items()},
            "holds": {name: low <= ratios[name] <= high for name, (low, high) in PROMISES.items()},
            "seconds": round(self.seconds),
            "load": round(self.load, 1),
            "cores": os.cpu_count(),
        }


def bench(load: Load, folder: Path, sizes: Sizes, tell: Callable[[str], None]) -> Measured:
    """Measure a model.

    Args:
        load: The model, and how to run it.
        folder: Takes its states.
        sizes: How much.
        tell: Is told what is being measured.

    Raises:
        ModelFailed: The model's process failed.
        RuntimeError: The stock loop's process ended.
    """
    begun = time.monotonic()
    load = replace(load, states=str(folder / "states"), plain=_plain(load))
    ours = Ours(load)
    layouts: dict[str, Layout] = {"ours": ours, "usual": Usual(load), "stock": Stock(load)}
    try:
        reads, firsts = _reads(ours, layouts, load, sizes, tell)
    finally:
        for layout in layouts.values():
            layout.close()
    tell("rates")
    rates = _rates(load, sizes)
    return Measured(reads, rates, firsts, time.monotonic() - begun, os.getloadavg()[0])


def _reads(
    ours: Ours, layouts: Mapping[str, Layout], load: Load, sizes: Sizes, tell: Callable[[str], None]
) -> tuple[dict[str, dict[str, Read]], Firsts]:
    ask, costs = orders(), {name: Costs() for name in layouts}

    def go(name: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        done = list(places)
        for n, turn in done:
            tell(f"{name}: conversation {n}, turn {turn + 1}")
            costs[name][n, turn] = layouts[name].say(n, ask(n, turn))
        return done

    seen = {"ten turns": {name: go(name, [(0, n) for n in range(sizes.turns)]) for name in layouts}}
    firsts = _firsts(ours, load, sizes.turns, ask)
    switched = {name: sizes.conversations if name == "ours" else sizes.rivals for name in layouts}
    for name, count in switched.items():
        go(name, [(n, 0) for n in range(1, count + 1)])
    seen["switch"] = {
        name: go(name, [(n, 1) for n in range(1, count + 1)]) for name, count in switched.items()
    }
    for layout in layouts.values():
        layout.restart()
    seen["restart"] = {name: go(name, [(1, 2), (2, 2)]) for name in layouts}
    mine = costs["ours"]
    reads = {
        scenario: {
            name: Read(sum(costs[name][at].evaluated for at in places), sum(_new(mine, at) for at in places))
            for name, places in row.items()
        }
        for scenario, row in seen.items()
    }
    return reads, firsts


def _new(costs: Costs, at: tuple[int, int]) -> int:
    """Return the tokens of a turn that were never seen before.

    A reply's last token is drawn in one turn and read in the next.
    """
    n, turn = at
    return costs[at].total - (costs[n, turn - 1].total if turn else 1)


def _firsts(ours: Ours, load: Load, turn: int, ask: Ask) -> Firsts:
    """Time the first words after restarts, and once more with the conversation's states gone."""
    states = Path(load.states)
    cold = states.with_name("cold")
    waits: dict[bool, Wait] = {}
    while set(waits) != {True, False} or not repeats(turn - 1):
        shutil.rmtree(cold, ignore_errors=True)
        (cold / "c0").mkdir(parents=True)
        shutil.copy(states / "c0" / "talk.json", cold / "c0")
        ours.restart()
        waits[repeats(turn)] = _wait(ours, ask(0, turn))
        turn += 1
    anew = Ours(replace(load, states=str(cold)))
    try:
        return Firsts(waits[True], waits[False], _wait(anew, ask(0, turn - 1)))
    finally:
        anew.close()


def _wait(layout: Ours, order: Order) -> Wait:
    begun = time.monotonic()
    layout.worker.start()
    return Wait(time.monotonic() - begun, layout.say(0, order).first)


def _rates(load: Load, sizes: Sizes) -> Rates:
    worker, stock = Worker(replace(load, states="", memory=0)), Plain(load)
    turns, grammar = (Turn("user", _QUESTION),), json_grammar(_SCHEMA)
    free, bound, plain = [], [], []
    try:
        for seed in range(sizes.rounds):
            free.append(_rate(worker, Job(turns, sizes.written, seed=seed)))
            plain.append(stock.say([{"role": "user", "content": _QUESTION}], sizes.written).rate)
            job = Job(turns, sizes.written, seed=seed, grammar=grammar.text, opening=grammar.opening)
            bound.append(_rate(worker, job))
    finally:
        worker.close()
        stock.close()
    return Rates(max(free), max(bound), max(plain))


def _rate(worker: Worker, job: Job) -> float:
    times = [time.monotonic() for event in worker.say(job) if isinstance(event, Said) and event.text]
    return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0


def _plain(load: Load) -> bool:
    """Return whether this machine needs the weights as they lie in the file; the worker finds out."""
    worker = Worker(load)
    try:
        worker.start()
        return worker.load.plain
    finally:
        worker.close()
