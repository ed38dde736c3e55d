"""Train the learned half of the safety check: ``python -m evals.train_safety``.

As ``evals.train``, with three differences. All classes are learned together, by a small network. Everyday
texts of the other checks are harmless ones. And the threshold of danger is the
lowest that keeps false alarms under ``_ALARMS`` in everyday texts and ``_ALIKE`` in look-alikes (``_TRUST``
comes on top), since missing it is worse than asking.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from coach.checks.safety_features import features, passages
from coach.checks.safety_learned import DANGER, LABELS, ruled
from coach.checks.safety_rules import DANGERS, found
from coach.checks.safety_text import stretches
from coach.checks.trained import Blend
from coach.domain.text import LANGS, Lang
from coach.resources import shipped
from evals.cases import SETS, lines
from evals.safety import TRAINED
from evals.train import FOLDER, Texts, arrays
from evals.train_network import held_out, ship
from evals.train_regress import Flags, Matrix, steady_threshold, weigh
from evals.train_rows import FOLDS, Row, digest

_BATCHED = ("more5", "more6", "more7", "more8", "more9", "more10", "more11")
"""Sets written in batches, which share situations: a batch is in one fold."""
EVERYDAY: Mapping[str, tuple[str, ...]] = {
    "goal": ("fresh", "fresh2", "fresh3", "fresh4", "fresh5", "fresh6", "more"),
    "feedback": ("fresh", "more", "more2", "more3", "more4"),
    "turn": ("fresh", "more", "more2", "more3", "more4"),
    "email": ("fresh", "more", "more2"),
}
"""Sets of other checks whose texts speak of none of this, or only in passing."""
TALKS = (
    "goal_talks",
    "rehearse.employee",
    "rehearse.manager",
    "plan_cases",
    "feedback_cases",
    "received_cases",
    "competence_cases",
    "prepare_cases",
    "email_cases",
)
"""Sets of whole talks: what is said in the middle of one is short."""
THIRD = 3
"""Of so many everyday texts one is left out: they are many."""
_ALARMS = 0.018
"""Share of everyday texts that may be taken for danger."""
_ALIKE = 0.075
"""Share of harmless texts that may be, of those written to look like danger."""
_TRUST = {DANGER: 2.5, "F": 1.0}
"""How much lower the bar lies where patterns found danger, or a threat: what they were made for is plain."""
_STOPS = (0.003, 0.025)
"""The same of danger that ends the talk, heard by the score alone; below, the text asks and it waits."""
_MOST, _MOST_ALIKE = 0.002, 0.0055
"""The same of any other class, whose words plain feedback and plans share."""
_MOST_OF = {"D": 0.004}
"""Illness shares its words with policies, figures and lists of competences."""
_RULED = frozenset({"rate"})
"""Labels the patterns decide alone; requests to judge somebody have a learned score of their own."""
_RARE = 7
"""Features of fewer counted texts than this are left out: everyday texts hold too many words."""


def rows() -> Iterator[Row]:
    """Yield the labelled texts, then requests to judge somebody and what looks alike, then everyday texts."""
    for part in TRAINED:
        for case in _cases(f"safety.{part}"):
            _, _, batch, *_, number = case["id"].split("-")
            scene = f"{part} {batch if part in _BATCHED else number}"
            yield _row(case["text"], case["lang"], case["class"], scene, unfitted=part.startswith("more"))
    for case in _cases("judging.more"):
        name = "rate" if case["asks"] else "none"
        yield _row(case["text"], case["lang"], name, case["text"], unfitted=True)
    for case in everyday():
        yield _row(case["text"], case["lang"], "none", case["text"], unfitted=True)


def everyday() -> Iterator[dict[str, str]]:
    """Yield the everyday texts that are trained with."""
    yield from (case for case in _harmless() if digest(case["text"]) % THIRD)


def _harmless() -> Iterator[dict[str, str]]:
    for check, parts in EVERYDAY.items():
        for part in parts:
            yield from _cases(f"{check}.{part}")
    for case in (case for name in TALKS for case in _cases(name)):
        for line in sorted({line for line in _said(case) if len(line.split()) > 1}):
            yield {"lang": case["lang"], "text": line}
    for lang in LANGS:
        trades = shipped("prompts").joinpath(f"competence/trades.{lang}.toml").read_text(encoding="utf-8")
        for at, name in enumerate(sorted(set(_said(tomllib.loads(trades))))):
            yield {"lang": lang, "text": f"{name} {at % 5}"}


def _said(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _said(one)


def _cases(name: str) -> Iterator[dict[str, str]]:
    return lines(SETS / f"{name}.jsonl")


def _row(text: str, lang: str, name: str, scene: str, *, unfitted: bool) -> Row:
    own: Lang = "sv" if lang == "sv" else "en"
    normal, parts = stretches(text)
    alone = [part for part in parts if not part.whole]
    everything = tuple(word.text for part in alone for word in part.words)
    pieces = tuple(features(piece.words) for one in passages(parts) for piece in one.pieces)
    gold = {label: name in DANGERS if label == DANGER else label == name for label in LABELS}
    rules = ruled(found(normal, parts, own))
    fold = digest(scene) % FOLDS
    none: frozenset[str] = frozenset()
    return Row(gold, rules, none, none, features(everything), pieces, unfitted, False, fold)


def known(read_rows: Iterable[Row], counted: Iterable[Row], least: int) -> list[Row]:
    """Return the rows with the features that at least so many of the counted ones have."""
    counts = Counter(name for row in counted for name in row.features)
    kept = frozenset(name for name, count in counts.items() if count >= least)
    return [
        replace(row, features=row.features & kept, pieces=tuple(piece & kept for piece in row.pieces))
        for row in read_rows
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """Which texts may raise no alarm."""

    everyday: Flags
    alike: Flags
    """Harmless texts written to look like danger."""

    def bar(self, margins: Matrix, everyday: float, alike: float) -> float:
        """Return the lowest threshold that so small a share of each kind passes."""
        return max(
            float(np.quantile(margins[self.everyday], 1 - everyday)),
            float(np.quantile(margins[self.alike], 1 - alike)),
        )


def blend(texts: Texts, scores: Matrix, label: int, told: Told, heard: Flags) -> tuple[Blend, Matrix]:
    """Return how score and patterns decide one label, and the margins of every text.

    Args:
        texts: All texts.
        scores: Their held-out scores of this label.
        label: Its place in ``LABELS``.
        told: The harmless ones.
        heard: The texts already taken for danger, among which ``A`` is told from ``B``.
    """
    name, gold = LABELS[label], texts.gold[:, label]
    chosen = texts.unfitted & heard if name == "A" else texts.unfitted
    inputs = np.stack([scores, 2 * texts.ruled[:, label] - 1], axis=1)
    bias, score, rule = (round(float(value), 3) for value in weigh(inputs[chosen], gold[chosen]))
    margins = inputs @ np.array([score, rule]) + bias
    threshold = steady_threshold(gold[chosen], margins[chosen])
    if name == DANGER:
        threshold = told.bar(margins, _ALARMS, _ALIKE)
    elif name != "A":
        threshold = max(threshold, told.bar(margins, _MOST, _MOST_OF.get(name, _MOST_ALIKE)))
    trust = _TRUST.get(name, 0.0)
    margins += trust * texts.ruled[:, label]
    bias, rule = round(bias + trust / 2, 3), round(rule + trust / 2, 3)
    threshold = round(threshold, 3)
    band = round(told.bar(margins, *_STOPS) - threshold, 3) if name == DANGER else 0.0
    return Blend(bias, score, rule, threshold, band, name in _RULED), margins - threshold


def main() -> int:
    """Train, print what cross-validation says of recall and false alarms, write the weights; return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_safety", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the weights")
    options = parser.parse_args()
    read_rows = list(rows())
    labelled = len(read_rows) - sum(1 for _ in everyday())
    texts = arrays(known(read_rows, read_rows[:labelled], _RARE))
    ordinary: Flags = np.arange(len(read_rows)) >= labelled
    told = Told(ordinary, np.asarray(~texts.gold.any(axis=1) & texts.unfitted & ~ordinary, bool))
    scores = held_out(texts)
    heard: Flags = np.ones(len(read_rows), bool)
    blends: dict[str, Blend] = {}
    for name in (DANGER, *(label for label in LABELS if label != DANGER)):
        label = LABELS.index(name)
        one, margins = blend(texts, scores[:, label], label, told, heard)
        blends[name] = one
        if name == DANGER:
            heard = np.asarray(margins > 0, bool)
        says = texts.ruled[:, label] > 0 if one.ruled else (margins > 0) & (heard if name == "A" else True)
        _print(name, says, texts, label, told)
    ship(texts, {name: blends[name] for name in LABELS}, options.out / "trained_safety.json")
    return 0


def _print(name: str, says: Flags, texts: Texts, label: int, told: Told) -> None:
    gold = (texts.gold[:, label] > 0) & texts.unfitted
    rules = texts.ruled[:, label] > 0
    kinds = (("recall", gold), ("everyday", told.everyday), ("alike", told.alike))
    shown = (f"{kind} {says[own].mean():.4f} (patterns {rules[own].mean():.4f})" for kind, own in kinds)
    print(f"{name:8}", "  ".join(shown))


if __name__ == "__main__":
    raise SystemExit(main())
