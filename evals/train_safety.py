"""Train the learned half of the safety check: ``python -m evals.train_safety``.

As ``evals.train``, with three differences. A message is as grave as its gravest window (a sentence, or
neighbours read together), so the highest score counts and every window of a harmless text teaches that it
is harmless. Everyday texts of the other checks, every third of them, are harmless ones. And the threshold
of danger is the lowest that keeps false alarms under ``_ALARMS`` (``_TRUST`` comes on top), since
missing it is worse than asking.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from coach.checks.safety_features import features, windows
from coach.checks.safety_learned import DANGER, LABELS, ruled
from coach.checks.safety_rules import found
from coach.checks.safety_text import stretches
from coach.checks.trained import Blend
from coach.domain.text import Lang
from evals.cases import SETS, lines
from evals.train import FOLDER, Texts, arrays, ship
from evals.train_regress import Flags, Matrix, regress, steady_threshold, weigh
from evals.train_rows import FOLDS, Row, digest

PARTS = ("dev", "fresh", "more", "more2", "more3", "more4")
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
)
"""Sets of whole talks: what is said in the middle of one is short."""
THIRD = 3
"""Of so many everyday texts one is trained with; the others tell the false alarms."""
_STRENGTH = 0.08
_ALARMS = 0.018
"""Share of harmless texts that may be taken for danger."""
_TRUST = 3.0
"""How much lower the bar of danger lies where the patterns found it: held out, 99.6 % of the danger to life
they were made for is then still heard; they are overruled only where everything else speaks against them."""
_MOST_C = 0.003
"""Share of harmless texts that may be taken for wrongs at work, whose words plain feedback shares."""
_RULED = frozenset({"rate", "E"})
"""Labels that go by formulas: the patterns found more of them, with fewer false alarms, than any blend."""
_RARE = 2
"""Features of fewer counted texts than this are left out: everyday texts hold too many words."""


def rows() -> Iterator[Row]:
    """Yield the labelled texts, then the everyday ones."""
    for part in PARTS:
        for case in _cases(f"safety.{part}"):
            scene = f"{part} {case['id'].rsplit('-', 1)[-1]}"
            yield _row(case["text"], case["lang"], case["class"], scene, unfitted=part.startswith("more"))
    for case in everyday():
        yield _row(case["text"], case["lang"], "none", case["text"], unfitted=True)


def everyday(*, trained: bool = True) -> Iterator[dict[str, str]]:
    """Yield the everyday texts that are trained with, or the others."""
    for case in _harmless():
        if (digest(case["text"]) % THIRD == 0) == trained:
            yield case


def _harmless() -> Iterator[dict[str, str]]:
    for check, parts in EVERYDAY.items():
        for part in parts:
            yield from _cases(f"{check}.{part}")
    for case in (case for name in TALKS for case in _cases(name)):
        for line in sorted({line for line in _said(case) if len(line.split()) > 2}):
            yield {"lang": case["lang"], "text": line}


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
    pieces = tuple(features(window.words) for window in windows(parts)) if len(alone) > 1 else ()
    gold = {label: name in {"A", "B"} if label == DANGER else label == name for label in LABELS}
    rules = ruled(found(normal, parts, own))
    fold = digest(scene) % FOLDS
    none: frozenset[str] = frozenset()
    return Row(gold, rules, none, none, features(everything), pieces, unfitted, False, fold)


def known(read_rows: Iterable[Row], counted: Iterable[Row]) -> list[Row]:
    """Return the rows with the features that at least ``_RARE`` of the counted ones have."""
    counts = Counter(name for row in counted for name in row.features)
    kept = frozenset(name for name, count in counts.items() if count >= _RARE)
    return [
        replace(row, features=row.features & kept, pieces=tuple(piece & kept for piece in row.pieces))
        for row in read_rows
    ]


def held_out(texts: Texts, label: int) -> Matrix:
    """Return the highest score of each text and its windows, by models that never saw its fold."""
    count = len(texts.gold)
    best = np.full(count, -np.inf)
    gold = texts.gold[texts.owners, label]
    alone = np.arange(len(texts.owners)) >= count
    for fold in range(FOLDS):
        asked = (texts.folds == fold)[texts.owners]
        used: Flags = ~asked & (~alone | (gold == 0))
        weights = np.where(texts.unfitted, 2.0, 1.0)[texts.owners] * np.where(alone, 0.3, 1.0)
        column, bias = regress(texts.matrix[used], gold[used], weights[used], _STRENGTH)
        np.maximum.at(best, texts.owners[asked], texts.matrix[asked] @ column + bias)
    return best


def blend(texts: Texts, scores: Matrix, label: int, harmless: Flags, heard: Flags) -> tuple[Blend, Matrix]:
    """Return how score and patterns decide one label, and the margins of every text.

    Args:
        texts: All texts.
        scores: Their held-out scores.
        label: Its place in ``LABELS``.
        harmless: Which texts have no class.
        heard: The texts already taken for danger, among which ``A`` is told from ``B``.
    """
    name, gold = LABELS[label], texts.gold[:, label]
    chosen = texts.unfitted & heard if name == "A" else texts.unfitted
    inputs = np.stack([scores, 2 * texts.ruled[:, label] - 1], axis=1)
    bias, score, rule = (round(float(value), 3) for value in weigh(inputs[chosen], gold[chosen]))
    margins = inputs @ np.array([score, rule]) + bias
    if name == DANGER:
        threshold = float(np.quantile(margins[harmless & texts.unfitted], 1 - _ALARMS))
    else:
        threshold = steady_threshold(gold[chosen], margins[chosen])
    if name == "C":
        threshold = max(threshold, float(np.quantile(margins[harmless & texts.unfitted], 1 - _MOST_C)))
    if name == DANGER:
        margins += _TRUST * texts.ruled[:, label]
        bias, rule = round(bias + _TRUST / 2, 3), round(rule + _TRUST / 2, 3)
    threshold = round(threshold, 3)
    return Blend(bias, score, rule, threshold, 0.0, name in _RULED), margins - threshold


def main() -> int:
    """Train, print what cross-validation says of recall and false alarms, write the weights; return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_safety", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the weights")
    options = parser.parse_args()
    read_rows = list(rows())
    labelled = sum(1 for part in PARTS for _ in _cases(f"safety.{part}"))
    texts = arrays(known(read_rows, read_rows[:labelled]))
    harmless: Flags = np.asarray(~texts.gold.any(axis=1), bool)
    heard: Flags = np.ones(len(harmless), bool)
    blends: dict[str, Blend] = {}
    order = (DANGER, *(label for label in LABELS if label != DANGER))
    for name in order:
        label = LABELS.index(name)
        one, margins = blend(texts, held_out(texts, label), label, harmless, heard)
        blends[name] = one
        if name == DANGER:
            heard = np.asarray(margins > 0, bool)
        says = texts.ruled[:, label] > 0 if one.ruled else (margins > 0) & (heard if name == "A" else True)
        _print(name, says, texts, label, harmless)
    ship(texts, {name: blends[name] for name in LABELS}, options.out / "trained_safety.json")
    return 0


def _print(name: str, says: Flags, texts: Texts, label: int, harmless: Flags) -> None:
    new = texts.unfitted
    gold = texts.gold[:, label] > 0
    rules = texts.ruled[:, label] > 0
    print(
        f"{name:8} recall {says[gold & new].mean():.3f} (patterns {rules[gold & new].mean():.3f})"
        f"  false alarms {says[harmless & new].mean():.4f} (patterns {rules[harmless & new].mean():.4f})"
    )


if __name__ == "__main__":
    raise SystemExit(main())
