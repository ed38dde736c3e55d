"""Small networks for the safety check: one hidden layer over the features, all classes learned together.

Where the classes share words with harmless talk, which words stand together decides; a layer of a few units
hears that better than one weight a feature (held out, by batches of texts: two to three points of recall of
danger at equal alarms). Given the same texts the weights are the same, but for the last bits of the linear
algebra library.
"""

import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import logit
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from coach.checks.trained import Blend
from evals.train import FAMILIES, Texts, body
from evals.train_regress import Flags, Matrix
from evals.train_rows import FOLDS

UNITS = 8
_SEEDS = 3
"""Networks whose scores are averaged: what only one of them makes of a text is chance."""
_ROUNDS = 8
_STRENGTH = 3e-3
"""L2 penalty."""
_BATCH = 128
_RATE = 0.002
_PIECE = 0.15
"""Weight of a piece of a text that has no class."""
_SURE = 1e-7
_STEPS = 127


def held_out(texts: Texts) -> Matrix:
    """Return the scores of each text, shape (texts, labels): its own and its best piece's mean.

    The networks that score a text never saw its fold.
    """
    count = len(texts.gold)
    scores, best = np.zeros_like(texts.gold), np.full_like(texts.gold, -np.inf)
    for fold in range(FOLDS):
        asked = (texts.folds == fold)[texts.owners]
        networks = _fit(texts, ~asked)
        found = np.mean([_scores(network, texts.matrix[asked]) for network in networks], axis=0)
        alone = np.flatnonzero(asked) >= count
        scores[texts.owners[asked][~alone]] = found[~alone]
        np.maximum.at(best, texts.owners[asked][alone], found[alone])
    return np.where(np.isfinite(best), (scores + best) / 2, scores)


def _scores(network: MLPClassifier, table: csr_matrix) -> Matrix:
    return np.asarray(logit(np.clip(network.predict_proba(table), _SURE, 1 - _SURE)), float)


def _fit(texts: Texts, seen: Flags) -> list[MLPClassifier]:
    """Return networks that learned from some rows; pieces teach only where their text has no class."""
    alone = np.arange(len(texts.owners)) >= len(texts.gold)
    gold = texts.gold[texts.owners]
    used: Flags = seen & (~alone | ~gold.any(axis=1))
    weights = np.where(alone, _PIECE, 1.0)
    networks = [
        MLPClassifier(
            (UNITS,),
            alpha=_STRENGTH,
            batch_size=_BATCH,
            learning_rate_init=_RATE,
            max_iter=_ROUNDS,
            random_state=seed,
        )
        for seed in range(_SEEDS)
    ]
    with warnings.catch_warnings():
        # So many rounds are meant: more of them fit the texts and not the classes.
        warnings.simplefilter("ignore", ConvergenceWarning)
        for network in networks:
            network.fit(texts.matrix[used], gold[used].astype(int), sample_weight=weights[used])
    return networks


def ship(texts: Texts, blends: Mapping[str, Blend], path: Path) -> None:
    """Train on every text and write the networks as one, in steps of a 127th of a unit's largest weight."""
    networks = _fit(texts, np.ones(len(texts.owners), bool))
    inner = np.hstack([network.coefs_[0] for network in networks])
    outer = np.vstack([network.coefs_[1] for network in networks]) / _SEEDS
    first = np.concatenate([network.intercepts_[0] for network in networks])
    last = np.mean([network.intercepts_[1] for network in networks], axis=0)
    steps = [float(f"{size / _STEPS:.4g}") for size in np.abs(inner).max(axis=0)]
    head = {
        "labels": texts.labels,
        "families": FAMILIES,
        "steps": steps,
        "bias": [round(float(one), 4) for one in first],
        "layer": {label: _row(last[at], outer[:, at]) for at, label in enumerate(texts.labels)},
        "blends": {label: asdict(one) for label, one in blends.items()},
    }
    path.write_text(body(head, texts, np.rint(inner / steps).astype(int)), encoding="utf-8")


def _row(bias: float, weights: Matrix) -> list[float]:
    return [round(float(one), 4) for one in (bias, *weights)]
