"""Train what hears requests to judge a person: ``python -m evals.train_judging``.

One logistic regression over features of sentences, from requests and look-alikes (``judging.more.jsonl``),
the requests of the safety sets, and everyday texts, in which nobody asks for this. A text asks as much as
its most asking sentence. The threshold is the lowest that keeps false alarms in everyday texts, scored by
models that never saw their fold, under ``_ALARMS``.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from coach.checks.judging import LABEL, features, spoken
from coach.checks.safety_rules import found
from coach.checks.safety_text import stretches
from coach.checks.trained import Blend
from coach.domain.text import Lang
from evals.cases import SETS, lines
from evals.safety import TRAINED
from evals.train import FOLDER, Texts, arrays, ship
from evals.train_regress import Flags, Matrix, regress
from evals.train_rows import FOLDS, Row, digest
from evals.train_safety import everyday, known

_STRENGTH = 0.08
_RARE = 2
"""Features of fewer texts than this, everyday ones aside, are left out."""
_ALARMS = 0.006
"""Share of everyday texts that may be taken for a request to judge somebody."""


def rows() -> Iterator[tuple[Row, str]]:
    """Yield what is trained with, each with its kind: ``asks``, ``looks alike``, ``everyday``."""
    for case in lines(SETS / "judging.more.jsonl"):
        yield _row(case["text"], case["lang"], asks=case["asks"]), "asks" if case["asks"] else "looks alike"
    for part in TRAINED:
        for case in lines(SETS / f"safety.{part}.jsonl"):
            asks = case["class"] == "rate"
            yield _row(case["text"], case["lang"], asks=asks), "old asks" if asks else "everyday"
    for case in everyday():
        yield _row(case["text"], case["lang"], asks=False), "everyday"


def _row(text: str, lang: str, *, asks: bool) -> Row:
    own: Lang = "sv" if lang == "sv" else "en"
    normal, parts = stretches(text)
    said = [features(words) for words, _ in spoken(parts)]
    ruled = "rate" in found(normal, parts, own)
    none: frozenset[str] = frozenset()
    whole = frozenset().union(*said) if said else none
    pieces = tuple(said) if len(said) > 1 else ()
    return Row({LABEL: asks}, {LABEL: ruled}, none, none, whole, pieces, True, False, digest(text) % FOLDS)


def held_out(texts: Texts) -> Matrix:
    """Return the highest score of each text's sentences, by models that never saw its fold."""
    count = len(texts.gold)
    gold = texts.gold[texts.owners, 0]
    alone = np.arange(len(texts.owners)) >= count
    several = np.isin(np.arange(count), texts.owners[count:])
    asks = alone | ~several[texts.owners]
    best = np.full(count, -np.inf)
    for fold in range(FOLDS):
        apart = (texts.folds == fold)[texts.owners]
        used: Flags = ~apart & (~alone | (gold == 0))
        column, bias = regress(texts.matrix[used], gold[used], np.where(alone, 0.3, 1.0)[used], _STRENGTH)
        chosen = apart & asks
        np.maximum.at(best, texts.owners[chosen], texts.matrix[chosen] @ column + bias)
    return best


def main() -> int:
    """Train, print what cross-validation says of each kind, write the weights; return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_judging", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the weights")
    options = parser.parse_args()
    read = list(rows())
    kinds = np.array([kind for _, kind in read])
    texts = arrays(known([row for row, _ in read], [row for row, kind in read if kind != "everyday"], _RARE))
    scores = held_out(texts)
    threshold = round(float(np.quantile(scores[kinds == "everyday"], 1 - _ALARMS)), 3)
    ruled = texts.ruled[:, 0] > 0
    for kind in sorted(set(kinds)):
        mine = kinds == kind
        both = (scores > threshold) | ruled
        print(
            f"{kind:12} {mine.sum():5} heard {both[mine].mean():.3f} "
            f"(learned {(scores > threshold)[mine].mean():.3f}, patterns {ruled[mine].mean():.3f})"
        )
    ship(texts, {LABEL: Blend(0.0, 1.0, 0.0, threshold, 0.0, False)}, options.out / "trained_judging.json")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
