"""Weights learned from labelled texts, and what they say of a new one: plain sums, no library.

The weights are written by ``python -m evals.train`` and shipped as ``lexicon/trained_<check>.json``.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from operator import mul


@dataclass(frozen=True, slots=True)
class Blend:
    """How a learned score and the rules' answer decide one label together."""

    bias: float
    score: float
    rule: float
    """Weight of the rules' answer, taken as +1 or -1."""
    threshold: float
    band: float
    """As near to the threshold as this, the answer is doubtful."""
    ruled: bool
    """Whether the rules decide alone, because blending was no better in cross-validation."""

    def margin(self, score: float, *, rule: bool) -> float:
        """Return how far the two together are above the threshold."""
        return self.bias + self.score * score + (self.rule if rule else -self.rule) - self.threshold

    def says(self, score: float, *, rule: bool) -> bool:
        """Return the decision."""
        return rule if self.ruled else self.margin(score, rule=rule) > 0

    def doubts(self, score: float, *, rule: bool) -> bool:
        """Whether the decision is so near that it had better be asked about."""
        margin = self.margin(score, rule=rule)
        return abs(margin) < self.band or (self.ruled and (margin > 0) != rule)


@dataclass(frozen=True, slots=True)
class Decided:
    """What rules and score say of one label together."""

    true: bool
    near: bool
    """Whether it had better be asked about."""
    piece: int
    """The piece of the text that speaks most for the label."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Sums over named features, one a label or one a hidden unit; a feature's first letter is its family."""

    labels: tuple[str, ...]
    families: Mapping[str, float]
    """How much a whole family weighs, however many of its features a text has."""
    steps: tuple[float, ...]
    """What one step of a stored weight is worth, a sum each."""
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[int, ...]]
    """Feature to its rarity in hundredths, then its weight for each sum."""
    blends: Mapping[str, Blend]
    layer: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Where the sums are hidden units: for each label its bias, then its weight of each unit."""

    def scores(self, features: Iterable[str]) -> dict[str, float]:
        """Return the score of each label; features never seen in training count for nothing."""
        rows: dict[str, list[tuple[int, ...]]] = {family: [] for family in self.families}
        for name in sorted(features):
            if row := self.weights.get(name):
                rows[name[0]].append(row)
        sums = list(self.bias)
        for family, weight in self.families.items():
            if not rows[family]:
                continue
            rarity, *columns = zip(*rows[family], strict=True)
            length = math.sqrt(sum(map(mul, rarity, rarity)))
            for at, step in enumerate(self.steps):
                sums[at] += weight * step * sum(map(mul, rarity, columns[at])) / length
        if not self.layer:
            return dict(zip(self.labels, sums, strict=True))
        units = [max(0.0, one) for one in sums]
        return {label: bias + sum(map(mul, own, units)) for label, (bias, *own) in self.layer.items()}

    def decide(
        self,
        whole: AbstractSet[str],
        pieces: Sequence[AbstractSet[str]],
        ruled: Mapping[str, bool],
        barred: AbstractSet[str] = frozenset(),
    ) -> Mapping[str, Decided]:
        """Decide every label.

        Args:
            whole: The features of the text.
            pieces: Those of each sentence or clause alone, which can make a label true in a text that is
                otherwise nothing like it; empty where there is only one.
            ruled: The rules' answer for each label.
            barred: Labels the text speaks against: only the rules may find them.
        """
        everywhere, alone = self.scores(whole), [self.scores(piece) for piece in pieces]
        decided: dict[str, Decided] = {}
        for label, score in everywhere.items():
            best = max(range(len(alone)), key=lambda at: alone[at][label], default=0)
            # The text and its best piece alike: a piece alone, being short, is easily taken for anything.
            both = (score + alone[best][label]) / 2 if alone else score
            blend, rule = self.blends[label], ruled[label]
            true = blend.says(both, rule=rule) and (rule or label not in barred)
            decided[label] = Decided(true, blend.doubts(both, rule=rule), best)
        return decided


@cache
def trained(check: str) -> Trained:
    """Return the weights shipped for a check.

    Raises:
        FileNotFoundError: None are shipped for it.
    """
    raw = files("coach.checks.lexicon").joinpath(f"trained_{check}.json").read_text(encoding="utf-8")
    data = json.loads(raw)
    return Trained(
        labels=tuple(data["labels"]),
        families=data["families"],
        steps=tuple(data["steps"]),
        bias=tuple(data["bias"]),
        weights={name: tuple(row) for name, row in data["weights"].items()},
        blends={label: Blend(**blend) for label, blend in data["blends"].items()},
        layer={label: tuple(row) for label, row in data.get("layer", {}).items()},
    )
