"""Two small regressions, fitted with numpy alone; both give weights for features as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LISTWISE_STEPS = 500
LISTWISE_RATE = 0.5
LISTWISE_RIDGE = 1e-3
"""Of the mean log-likelihood of a question, over standardised features."""
LOGISTIC_STEPS = 30
LOGISTIC_RIDGE = 1.0
"""Of the summed log-likelihood, over standardised features."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one question."""

    features: Array
    """Shape (candidates, features)."""
    right: NDArray[np.bool_]
    """Shape (candidates,); at least one is true."""


def fit_listwise(lists: Sequence[Listed]) -> Array:
    """Return the weights under which softmax over each list gives its right candidates the most.

    It climbs the mean of log P(right) over the lists by its gradient, less a ridge penalty.

    Returns:
        Shape (features,).
    """
    spread = _spread(np.concatenate([one.features for one in lists]))
    features, right, masked = _padded(lists, spread)
    weights = np.zeros(features.shape[2])
    for _ in range(LISTWISE_STEPS):
        guess = _softmax(features @ weights + masked)
        target = guess * right
        target /= target.sum(1, keepdims=True)
        gradient = np.einsum("nlk,nl->k", features, target - guess) / len(lists)
        weights += LISTWISE_RATE * (gradient - LISTWISE_RIDGE * weights)
    fitted: Array = weights / spread
    return fitted


def fit_logistic(features: Array, labels: NDArray[np.bool_], importance: Array) -> tuple[Array, float]:
    """Return weights and intercept of a logistic regression, fitted by Newton's method.

    Args:
        features: Shape (n, features).
        labels: Shape (n,).
        importance: How much each example counts, shape (n,).
    """
    spread, centre = _spread(features), features.mean(0)
    design = np.column_stack([(features - centre) / spread, np.ones(len(features))])
    ridge = np.diag([*[LOGISTIC_RIDGE] * features.shape[1], 0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(LOGISTIC_STEPS):
        guess = 1 / (1 + np.exp(-(design @ weights)))
        gradient = design.T @ (importance * (labels - guess)) - ridge @ weights
        curvature = (design * (importance * guess * (1 - guess))[:, None]).T @ design + ridge
        weights += np.linalg.solve(curvature, gradient)
    fitted: Array = weights[:-1] / spread
    return fitted, float(weights[-1] - fitted @ centre)


def _spread(features: Array) -> Array:
    """Return the standard deviation of each feature, 1 where it never varies."""
    deviation: Array = features.std(0)
    return np.where(deviation > 0, deviation, 1.0)


def _padded(lists: Sequence[Listed], spread: Array) -> tuple[Array, Array, Array]:
    """Return features, labels and what to add to scores, all as long as the longest list."""
    shape = (len(lists), max(len(one.right) for one in lists))
    features = np.zeros((*shape, len(spread)))
    right, masked = np.zeros(shape), np.full(shape, -1e9)
    for at, one in enumerate(lists):
        size = len(one.right)
        # Softmax does not mind where features are centred, only how they are scaled.
        features[at, :size] = one.features / spread
        right[at, :size] = one.right
        masked[at, :size] = 0
    return features, right, masked


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Array = powers / powers.sum(1, keepdims=True)
    return shares
