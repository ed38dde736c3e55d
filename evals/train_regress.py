"""The regressions behind the learned half of a check, and the threshold that turns a score into an answer."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ROUNDS = 15
_PULL = 0.3
_LOW, _HIGH, _TRIED = -3.0, 1.5, 46


def regress(table: csr_matrix, gold: Matrix, weights: Matrix, strength: float) -> tuple[Matrix, float]:
    """Return the weights and the bias of a logistic regression with an L2 penalty of ``strength``."""
    model = LogisticRegression(C=1 / strength, solver="lbfgs", max_iter=400, tol=1e-5)
    model.fit(table, gold > 0, sample_weight=weights)
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def weigh(inputs: Matrix, gold: Matrix) -> Matrix:
    """Return bias and weights; a mild pull towards trusting score and rules alike keeps few texts honest."""
    table = np.column_stack([np.ones(len(inputs)), inputs])
    prior = np.concatenate([[0.0], np.ones(inputs.shape[1])])
    weights: Matrix = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-table @ weights))
        spread = np.maximum(chance * (1 - chance), 1e-6)
        slope = table.T @ (gold - chance) - _PULL * (weights - prior)
        weights += np.linalg.solve((table.T * spread) @ table + _PULL * np.eye(len(prior)), slope)
    return weights


def f1(gold: Matrix, found: Matrix | Flags) -> float:
    """Return the harmonic mean of precision and recall."""
    total = float(gold.sum() + found.sum())
    return 2 * float((gold * found).sum()) / total if total else 1.0


def steady_threshold(gold: Matrix, scores: Matrix) -> float:
    """Return the threshold with the best F1, averaged with its neighbours so that no single text decides."""
    tried = np.linspace(_LOW, _HIGH, _TRIED)
    reached = np.array([f1(gold, scores > at) for at in tried])
    smooth = np.convolve(np.pad(reached, 2, mode="edge"), np.ones(5) / 5, "valid")
    return float(tried[int(smooth.argmax())])
