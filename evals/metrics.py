"""Precision, recall, F1 and their 95 % intervals, in plain arithmetic."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Pairs = Sequence[tuple[Mapping[str, bool], Mapping[str, bool]]]
"""(gold, found) label maps, one a text."""

_ROUNDS = 400
_SEED = 20261124


@dataclass(frozen=True, slots=True)
class Count:
    """Hits, false alarms and misses of one label."""

    hit: int = 0
    alarm: int = 0
    miss: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.hit / (self.hit + self.alarm) if self.hit + self.alarm else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.hit / (self.hit + self.miss) if self.hit + self.miss else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 1 where nothing is there and nothing was found."""
        total = 2 * self.hit + self.alarm + self.miss
        return 2 * self.hit / total if total else 1.0

    @property
    def seen(self) -> bool:
        """Whether the label occurs at all, so that its F1 says something."""
        return bool(self.hit + self.alarm + self.miss)


def count(pairs: Pairs, label: str) -> Count:
    """Return the counts of one label over texts."""
    hit = sum(gold.get(label, False) and found.get(label, False) for gold, found in pairs)
    alarm = sum(found.get(label, False) and not gold.get(label, False) for gold, found in pairs)
    miss = sum(gold.get(label, False) and not found.get(label, False) for gold, found in pairs)
    return Count(hit, alarm, miss)


def macro_f1(pairs: Pairs, labels: Sequence[str]) -> float:
    """Return the mean F1 of the labels that occur in these texts or were found in them."""
    counts = [count(pairs, label) for label in labels]
    scores = [c.f1 for c in counts if c.seen]
    return sum(scores) / len(scores) if scores else 1.0


def interval(pairs: Pairs, labels: Sequence[str]) -> tuple[float, float]:
    """Return the 95 % interval of the macro F1 by resampling texts, with a fixed seed."""
    if not pairs:
        return 0.0, 1.0
    dice = random.Random(_SEED)
    # Each text as label -> (gold, found) once, so that a round costs additions only.
    codes = [[(g.get(label, False), f.get(label, False)) for label in labels] for g, f in pairs]
    scores = sorted(_resampled(codes, len(labels), dice) for _ in range(_ROUNDS))
    return scores[int(0.025 * _ROUNDS)], scores[int(0.975 * _ROUNDS) - 1]


def _resampled(codes: list[list[tuple[bool, bool]]], width: int, dice: random.Random) -> float:
    tally = [[0, 0, 0] for _ in range(width)]
    for row in dice.choices(codes, k=len(codes)):
        for place, (gold, found) in enumerate(row):
            if gold or found:
                tally[place][0 if gold and found else 1 if found else 2] += 1
    scores = [c.f1 for c in (Count(*t) for t in tally) if c.seen]
    return sum(scores) / len(scores) if scores else 1.0


def share_interval(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    middle = share + z * z / (2 * total)
    spread = z * ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
