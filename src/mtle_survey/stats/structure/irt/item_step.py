"""One item's parameters, given how many respondents at each trait value chose each category."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.irt.curves import SMALLEST, boundary_probabilities

STEPS = 3
MOST_HALVINGS = 20


def item_gradient(item: Array, counts: Array, theta: Array) -> Array:
    """(c,) gradient of Sum counts log P in the slope and the intercepts.

    Parameters
    ----------
    item : (c,) float array
        Slope, then falling intercepts.
    counts : (c, q) float array
        Expected respondents in each category at each trait value.
    theta : (q,) float array
        Trait values.
    """
    probability, moved = _moved(item, theta)
    return np.asarray(np.einsum("kq,qkr->r", counts / probability.T, moved))


def maximise_item(item: Array, counts: Array, theta: Array) -> Array:
    """A few steps of Fisher scoring, each of which raises the expected log-likelihood."""
    value = _value(item, counts, theta)
    for _ in range(STEPS):
        probability, moved = _moved(item, theta)
        gradient = np.einsum("kq,qkr->r", counts / probability.T, moved)
        weight = counts.sum(axis=0)[:, None] / probability
        information = np.einsum("qkr,qk,qks->rs", moved, weight, moved)
        step = np.linalg.solve(information + 1e-9 * np.eye(item.size), gradient)
        length = 1.0
        for _ in range(MOST_HALVINGS):
            candidate = item + length * step
            raised = _value(candidate, counts, theta)
            if raised >= value:
                item, value = candidate, raised
                break
            length /= 2.0
    return item


def _value(item: Array, counts: Array, theta: Array) -> float:
    if (np.diff(item[1:]) >= 0).any():
        return -np.inf
    above = boundary_probabilities(theta, float(item[0]), item[1:])
    probability = np.maximum(above[:, :-1] - above[:, 1:], SMALLEST)
    return float((counts * np.log(probability).T).sum())


def _moved(item: Array, theta: Array) -> tuple[Array, Array]:
    """(q, c) category probabilities and their (q, c, c) derivatives in slope and intercepts."""
    above = boundary_probabilities(theta, float(item[0]), item[1:])
    probability = np.maximum(above[:, :-1] - above[:, 1:], SMALLEST)
    weight = above * (1.0 - above)
    c = item.size
    moved = np.zeros((theta.size, c, c))
    moved[:, :, 0] = theta[:, None] * (weight[:, :-1] - weight[:, 1:])
    for k in range(1, c):
        moved[:, k, k] += weight[:, k]
        moved[:, k - 1, k] -= weight[:, k]
    return probability, moved
