"""Train the learned half of a check from labelled texts: ``python -m evals.train feedback``.

Two steps, because the rules were made with the sets ``dev`` and ``fresh`` and are all but perfect on
them, which would teach a model to trust them blindly:

1. One logistic regression a label over features of the text, from all sets, without the rules' answers.
2. Per label a blend of that score and the rules' answer, from texts the rules were not made with
   (``more``), each scored by models that had not seen its scene.

Scenes marked ``aside`` take no part in any choice; what is shipped is then trained with them, too.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from coach.checks.trained import Blend
from coach.domain.text import Lang
from evals.cases import SETS
from evals.train_regress import Flags, Matrix, f1, kernel, regress, steady_threshold
from evals.train_report import table

if TYPE_CHECKING:
    from coach.checks.feedback_text import Sentence

FOLDER = Path(__file__).parents[1] / "coach" / "checks" / "lexicon"
_FOLDS = 5
# What each family of features weighs; phrase lists little, since they were made with two of the sets.
FAMILIES: Mapping[str, float] = {"a": 1.0, "w": 1.0, "s": 0.7, "p": 0.45}
_STRENGTH = 0.08
"""L2 penalty."""
_UNFITTED = 2.0
"""Weight of a text the rules were not made with."""
_SENTENCE = 0.3
"""Weight of a sentence of a text that lacks the label."""
_GAIN = 0.01
"""Blending has to beat the rules by this much F1 in cross-validation to be used for a label."""
_NEVER = -9.0
_DOUBTED = 0.08
"""Share of decisions that lie in the doubtful band."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text, read."""

    gold: Mapping[str, bool]
    ruled: Mapping[str, bool]
    barred: frozenset[str]
    """Labels that the text speaks against, so that only the rules may find them."""
    features: frozenset[str]
    pieces: tuple[frozenset[str], ...]
    """The features of each sentence alone where there are several: one can make a label true."""
    unfitted: bool
    aside: bool
    fold: int


def rows() -> tuple[Row, ...]:
    """Return the texts of the three training sets; translations and one scene share a fold."""
    from coach.checks.feedback_features import features
    from coach.checks.feedback_learned import spoken_against
    from coach.checks.feedback_rules import LABELS, found
    from coach.checks.feedback_text import read

    read_rows: list[Row] = []
    for part in ("dev", "fresh", "more"):
        for line in (SETS / f"feedback.{part}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            lang: Lang = "sv" if case["lang"] == "sv" else "en"
            sentences: tuple[Sentence, ...] = read(case["text"])[1]
            ruled = found(sentences, lang)
            scene = str(case.get("scene") or case["id"].rsplit("-", 1)[-1])
            read_rows.append(
                Row(
                    case["labels"],
                    {label: any(ruled[label].values()) for label in LABELS},
                    spoken_against(sentences, lang),
                    features(sentences, lang),
                    tuple(features((one,), lang) for one in sentences) if len(sentences) > 1 else (),
                    part == "more",
                    case.get("part") == "aside",
                    int(hashlib.sha256(scene.encode()).hexdigest(), 16) % _FOLDS,
                )
            )
    return tuple(read_rows)


@dataclass(frozen=True, slots=True)
class Texts:
    """All rows as arrays."""

    matrix: Matrix
    """The texts, then their sentences."""
    owners: NDArray[np.int_]
    """The text each row of ``matrix`` belongs to."""
    names: tuple[str, ...]
    rarity: Matrix
    gold: Matrix
    ruled: Matrix
    barred: Flags
    unfitted: Flags
    aside: Flags
    folds: Matrix
    labels: tuple[str, ...]


def arrays(read_rows: Sequence[Row]) -> Texts:
    """Return the rows as arrays: features of two texts or more, by rarity, each family of one length."""
    counts: dict[str, int] = {}
    for row in read_rows:
        for name in row.features:
            counts[name] = counts.get(name, 0) + 1
    names = tuple(sorted(name for name, count in counts.items() if count > 1))
    # Hundredths, as they are shipped: training and use then see the same numbers.
    rarity = np.array([max(1, round(100 * np.sqrt(np.log(len(read_rows) / counts[name])))) for name in names])
    labels = tuple(read_rows[0].ruled)
    owned = [(number, piece) for number, row in enumerate(read_rows) for piece in row.pieces]
    whole = [(number, row.features) for number, row in enumerate(read_rows)]
    rows_of = whole + owned
    return Texts(
        _table([own for _, own in rows_of], names, rarity),
        np.array([number for number, _ in rows_of], int),
        names,
        rarity.astype(float),
        np.array([[row.gold[label] for label in labels] for row in read_rows], float),
        np.array([[row.ruled[label] for label in labels] for row in read_rows], float),
        np.array([[label in row.barred and not row.ruled[label] for label in labels] for row in read_rows]),
        np.array([row.unfitted for row in read_rows]),
        np.array([row.aside for row in read_rows]),
        np.array([row.fold for row in read_rows], float),
        labels,
    )


def _table(feature_sets: Sequence[frozenset[str]], names: Sequence[str], rarity: Matrix) -> Matrix:
    """Return one row a set: its features by rarity, each family of one length."""
    at = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(feature_sets), len(names)))
    for number, own in enumerate(feature_sets):
        places = [at[name] for name in own if name in at]
        table[number, places] = rarity[places]
    for family, weight in FAMILIES.items():
        columns = np.array([name[0] == family for name in names])
        lengths = np.linalg.norm(table[:, columns], axis=1, keepdims=True)
        table[:, columns] *= weight / np.maximum(lengths, 1e-9)
    return table


def held_out_scores(texts: Texts) -> Matrix:
    """Return the best score of each text and its sentences, by models that never saw its fold."""
    inner = kernel(texts.matrix)
    scores = np.full_like(texts.gold, -np.inf)
    for fold in (*range(_FOLDS), -1):
        seen = ~texts.aside & (texts.folds != fold)
        asked = (texts.aside if fold < 0 else ~texts.aside & (texts.folds == fold))[texts.owners]
        for label in range(len(texts.labels)):
            used, dual = _fit(texts, inner, seen, label)
            found = inner[np.ix_(asked, used)] @ dual
            np.maximum.at(scores[:, label], texts.owners[asked], found)
    return scores


def _fit(texts: Texts, inner: Matrix, seen: Flags, label: int) -> tuple[Flags, Matrix]:
    """Return which rows taught a label, and their dual weights.

    A sentence of a text without the label teaches that it is none; where the text has it, which
    sentence it stands in is not known.
    """
    gold = texts.gold[texts.owners, label]
    alone = np.arange(len(texts.owners)) >= len(texts.gold)
    used: Flags = seen[texts.owners] & (~alone | (gold == 0))
    weights = np.where(texts.unfitted, _UNFITTED, 1.0)[texts.owners] * np.where(alone, _SENTENCE, 1.0)
    return used, regress(inner[np.ix_(used, used)], gold[used], weights[used], _STRENGTH)


def blend(texts: Texts, scores: Matrix, label: int) -> tuple[Blend, Matrix]:
    """Return how score and rules decide one label together, and held-out margins of every text."""
    chosen = texts.unfitted & ~texts.aside
    inputs = np.stack([scores[:, label], 2 * texts.ruled[:, label] - 1], axis=1)
    gold = texts.gold[:, label]
    margins = np.zeros(len(gold))
    for fold in (*range(_FOLDS), -1):
        seen = chosen & (texts.folds != fold)
        asked = ~chosen if fold < 0 else chosen & (texts.folds == fold)
        weights = _weigh(inputs[seen], gold[seen])
        margins[asked] = inputs[asked] @ weights[1:] + weights[0]
    margins[texts.barred[:, label]] = _NEVER
    threshold = steady_threshold(gold[chosen], margins[chosen])
    margins -= threshold
    bias, score, rule = (round(float(value), 3) for value in _weigh(inputs[chosen], gold[chosen]))
    rules = f1(gold[chosen], texts.ruled[chosen, label])
    band = float(np.quantile(np.abs(margins[chosen]), _DOUBTED))
    better = f1(gold[chosen], margins[chosen] > 0) >= rules + _GAIN
    return Blend(bias, score, rule, round(threshold, 3), round(band, 3), not better), margins


def _weigh(inputs: Matrix, gold: Matrix) -> Matrix:
    """Return bias and weights; a mild pull towards trusting score and rules alike keeps few texts honest."""
    table = np.column_stack([np.ones(len(inputs)), inputs])
    prior = np.array([0.0, 1.0, 1.0])
    weights = np.zeros(3)
    for _ in range(15):
        chance = 1 / (1 + np.exp(-table @ weights))
        spread = np.maximum(chance * (1 - chance), 1e-6)
        slope = table.T @ (gold - chance) - 0.3 * (weights - prior)
        weights += np.linalg.solve((table.T * spread) @ table + 0.3 * np.eye(3), slope)
    return weights


def ship(texts: Texts, blends: Mapping[str, Blend], path: Path) -> None:
    """Train on every text and write the weights in whole steps of a 127th of each label's largest."""
    inner = kernel(texts.matrix)
    everything = np.ones(len(texts.gold), bool)
    columns, biases, steps = [], [], []
    for label in range(len(texts.labels)):
        used, dual = _fit(texts, inner, everything, label)
        column = texts.matrix[used].T @ dual
        step = float(f"{np.abs(column).max() / 127:.4g}")
        columns.append(np.rint(column / step).astype(int))
        biases.append(round(float(dual.sum()), 4))
        steps.append(step)
    table = np.stack(columns, axis=1)
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}:[{','.join(map(str, (int(rare), *row)))}]"
        for name, rare, row in zip(texts.names, texts.rarity, table.tolist(), strict=True)
    ]
    head = {
        "labels": texts.labels,
        "families": FAMILIES,
        "steps": steps,
        "bias": biases,
        "blends": {label: asdict(one) for label, one in blends.items()},
    }
    body = json.dumps(head, ensure_ascii=False)[:-1] + ', "weights": {\n' + ",\n".join(lines) + "\n}}\n"
    path.write_text(body, encoding="utf-8")


def main() -> int:
    """Train, print what cross-validation and the scenes set aside say, write the weights; return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.train", description=__doc__)
    parser.add_argument("check", choices=("feedback",))
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the weights")
    options = parser.parse_args()
    texts = arrays(rows())
    scores = held_out_scores(texts)
    found = {label: blend(texts, scores, number) for number, label in enumerate(texts.labels)}
    _print(texts, scores, found)
    ship(
        texts,
        {label: one for label, (one, _) in found.items()},
        options.out / f"trained_{options.check}.json",
    )
    return 0


def _print(texts: Texts, scores: Matrix, found: Mapping[str, tuple[Blend, Matrix]]) -> None:
    chosen = texts.unfitted & ~texts.aside
    thresholds = [steady_threshold(texts.gold[chosen, n], scores[chosen, n]) for n in range(len(found))]
    for title, part in (("cross-validation", chosen), ("set aside", texts.aside)):
        print(
            table(
                title,
                {
                    label: (
                        texts.gold[part, n],
                        texts.ruled[part, n],
                        scores[part, n] - thresholds[n],
                        margins[part],
                        one,
                    )
                    for n, (label, (one, margins)) in enumerate(found.items())
                },
            )
        )


if __name__ == "__main__":
    raise SystemExit(main())
