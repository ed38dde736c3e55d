"""Train the learned half of a check from labelled texts: ``python -m evals.train goal``.

Two steps, because the rules were made with the sets ``dev`` and ``fresh`` and are all but perfect on
them, which would teach a model to trust them blindly:

1. One logistic regression a label over features of the text, from all sets, without the rules' answers.
2. Per label a blend of that score and the rules' answer, from texts the rules were not made with
   (``more``), each scored by models that had not seen its scene.

Scenes marked ``aside`` take no part in any choice; what is shipped is then trained with them, too.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coach.checks.trained import Blend
from evals.train_regress import Flags, Matrix, f1, regress, steady_threshold, weigh
from evals.train_report import Column, table
from evals.train_rows import FOLDS, SEES, Row, rows

FOLDER = Path(__file__).parents[1] / "coach" / "checks" / "lexicon"
# What each family of features weighs; phrase lists little, since they were made with some of the sets.
FAMILIES: Mapping[str, float] = {"a": 1.0, "w": 1.0, "e": 0.5, "s": 0.7, "p": 0.45}
_STRENGTH = 0.08
"""L2 penalty."""
_UNFITTED = 2.0
"""Weight of a text the rules were not made with."""
_PIECE = 0.3
"""Weight of a sentence or clause of a text that lacks the label."""
_GAIN = 0.01
"""Blending has to beat the rules by this much F1 in cross-validation to be used for a label."""
_NEVER = -9.0
_RARE = 2
"""Features of no more texts than this are left out: they would double the file and teach nothing."""
_DOUBTED = 0.08
"""Share of decisions that lie in the doubtful band."""


@dataclass(frozen=True, slots=True)
class Texts:
    """All rows as arrays."""

    matrix: csr_matrix
    """The texts, then their pieces; a column a feature."""
    owners: NDArray[np.int_]
    """The text each row of ``matrix`` belongs to."""
    names: tuple[str, ...]
    rarity: Matrix
    gold: Matrix
    ruled: Matrix
    barred: Flags
    silent: Flags
    unfitted: Flags
    aside: Flags
    folds: Matrix
    labels: tuple[str, ...]


def arrays(read_rows: Sequence[Row]) -> Texts:
    """Return the rows as arrays: features that are not too rare, by rarity, each family of one length."""
    counts: dict[str, int] = {}
    for row in read_rows:
        for name in row.features:
            counts[name] = counts.get(name, 0) + 1
    names = tuple(sorted(name for name, count in counts.items() if count > _RARE))
    # Hundredths, as they are shipped: training and use then see the same numbers.
    rarity = np.array([max(1, round(100 * np.sqrt(np.log(len(read_rows) / counts[name])))) for name in names])
    labels = tuple(read_rows[0].ruled)
    owned = [(number, piece) for number, row in enumerate(read_rows) for piece in row.pieces]
    rows_of = [*((number, row.features) for number, row in enumerate(read_rows)), *owned]
    return Texts(
        _table([own for _, own in rows_of], names, rarity.astype(float)),
        np.array([number for number, _ in rows_of], int),
        names,
        rarity.astype(float),
        np.array([[row.gold[label] for label in labels] for row in read_rows], float),
        np.array([[row.ruled[label] for label in labels] for row in read_rows], float),
        np.array([[label in row.barred and not row.ruled[label] for label in labels] for row in read_rows]),
        np.array([[label in row.silent for label in labels] for row in read_rows]),
        np.array([row.unfitted for row in read_rows]),
        np.array([row.aside for row in read_rows]),
        np.array([row.fold for row in read_rows], float),
        labels,
    )


def _table(feature_sets: Sequence[frozenset[str]], names: Sequence[str], rarity: Matrix) -> csr_matrix:
    """Return one row a set: its features by rarity, each family of one length."""
    at = {name: place for place, name in enumerate(names)}
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for own in feature_sets:
        for family, weight in FAMILIES.items():
            places = sorted(at[name] for name in own if name[0] == family and name in at)
            length = float(np.linalg.norm(rarity[places])) or 1.0
            columns += places
            values += (weight * rarity[places] / length).tolist()
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(feature_sets), len(names)))


def held_out_scores(texts: Texts) -> Matrix:
    """Return the mean score of each text and its best piece, by models that never saw its fold."""
    scores, best = np.zeros_like(texts.gold), np.full_like(texts.gold, -np.inf)
    count = len(texts.gold)
    for fold in (*range(FOLDS), -1):
        seen = ~texts.aside & (texts.folds != fold)
        asked = (texts.aside if fold < 0 else ~texts.aside & (texts.folds == fold))[texts.owners]
        if not asked.any():
            continue
        for label in range(len(texts.labels)):
            weights, bias = _fit(texts, seen, label)
            found = texts.matrix @ weights + bias
            scores[asked[:count], label] = found[:count][asked[:count]]
            pieces = asked[count:]
            np.maximum.at(best[:, label], texts.owners[count:][pieces], found[count:][pieces])
    return np.where(np.isfinite(best), (scores + best) / 2, scores)


def _fit(texts: Texts, seen: Flags, label: int) -> tuple[Matrix, float]:
    """Return the weights and the bias of a label.

    A piece of a text without the label teaches that it is none; where the text has it, which piece it
    stands in is not known.
    """
    gold = texts.gold[texts.owners, label]
    alone = np.arange(len(texts.owners)) >= len(texts.gold)
    heard = (seen & ~texts.silent[:, label])[texts.owners]
    used: Flags = heard & (~alone | (gold == 0))
    weights = np.where(texts.unfitted, _UNFITTED, 1.0)[texts.owners] * np.where(alone, _PIECE, 1.0)
    return regress(texts.matrix[used], gold[used], weights[used], _STRENGTH)


def blend(texts: Texts, scores: Matrix, label: int) -> tuple[Blend, Matrix]:
    """Return how score and rules decide one label together, and held-out margins of every text."""
    chosen = texts.unfitted & ~texts.aside & ~texts.silent[:, label]
    inputs = np.stack([scores[:, label], 2 * texts.ruled[:, label] - 1], axis=1)
    gold = texts.gold[:, label]
    margins = np.zeros(len(gold))
    for fold in (*range(FOLDS), -1):
        seen = chosen & (texts.folds != fold)
        asked = ~chosen if fold < 0 else chosen & (texts.folds == fold)
        weights = weigh(inputs[seen], gold[seen])
        margins[asked] = inputs[asked] @ weights[1:] + weights[0]
    margins[texts.barred[:, label]] = _NEVER
    threshold = steady_threshold(gold[chosen], margins[chosen])
    margins -= threshold
    bias, score, rule = (round(float(value), 3) for value in weigh(inputs[chosen], gold[chosen]))
    rules = f1(gold[chosen], texts.ruled[chosen, label])
    band = float(np.quantile(np.abs(margins[chosen]), _DOUBTED))
    better = f1(gold[chosen], margins[chosen] > 0) >= rules + _GAIN
    return Blend(bias, score, rule, round(threshold, 3), round(band, 3), not better), margins


def ship(texts: Texts, blends: Mapping[str, Blend], path: Path) -> None:
    """Train on every text and write the weights in whole steps of a 127th of each label's largest."""
    everything = np.ones(len(texts.gold), bool)
    columns, biases, steps = [], [], []
    for label in range(len(texts.labels)):
        column, bias = _fit(texts, everything, label)
        step = float(f"{np.abs(column).max() / 127:.4g}")
        columns.append(np.rint(column / step).astype(int))
        biases.append(round(bias, 4))
        steps.append(step)
    head = {
        "labels": texts.labels,
        "families": FAMILIES,
        "steps": steps,
        "bias": biases,
        "blends": {label: asdict(one) for label, one in blends.items()},
    }
    path.write_text(body(head, texts, np.stack(columns, axis=1)), encoding="utf-8")


def body(head: Mapping[str, object], texts: Texts, weights: NDArray[np.int_]) -> str:
    """Return the file of a trained check: its head, then a line a feature."""
    start = json.dumps(head, ensure_ascii=False)[:-1] + ', "weights": {\n'
    return start + ",\n".join(_lines(texts, weights)) + "\n}}\n"


def _lines(texts: Texts, weights: NDArray[np.int_]) -> Iterator[str]:
    """Yield a line a feature: its name, its rarity, its weight for each sum."""
    for name, rare, row in zip(texts.names, texts.rarity, weights.tolist(), strict=True):
        yield f"{json.dumps(name, ensure_ascii=False)}:[{','.join(map(str, (int(rare), *row)))}]"


def main() -> int:
    """Train, print what cross-validation and the scenes set aside say, write the weights; return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.train", description=__doc__)
    parser.add_argument("check", choices=tuple(SEES))
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the weights")
    options = parser.parse_args()
    texts = arrays(rows(options.check))
    scores = held_out_scores(texts)
    found = {label: blend(texts, scores, number) for number, label in enumerate(texts.labels)}
    _print(texts, scores, found)
    blends = {label: one for label, (one, _) in found.items()}
    ship(texts, blends, options.out / f"trained_{options.check}.json")
    return 0


def _print(texts: Texts, scores: Matrix, found: Mapping[str, tuple[Blend, Matrix]]) -> None:
    for title, part in (
        ("cross-validation", texts.unfitted & ~texts.aside),
        ("set aside", texts.aside),
    ):
        columns: dict[str, Column] = {}
        for n, (label, (one, margins)) in enumerate(found.items()):
            tuned = texts.unfitted & ~texts.aside & ~texts.silent[:, n]
            threshold = steady_threshold(texts.gold[tuned, n], scores[tuned, n])
            own = part & ~texts.silent[:, n]
            score = scores[own, n] - threshold
            columns[label] = (texts.gold[own, n], texts.ruled[own, n], score, margins[own], one)
        if part.any():
            print(table(title, columns))


if __name__ == "__main__":
    raise SystemExit(main())
