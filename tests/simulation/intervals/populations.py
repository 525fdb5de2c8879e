"""Populations of answers and scores whose truths are exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from scipy.special import ndtr

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.reliability.omega_categorical import summed_covariance

SIZES = (12, 24, 60, 200)
FAST, MEDIUM, SLOW, SLOWEST = 4000, 2000, 1000, 400

# Thresholds of five-point answers on a standard normal response: evenly spread, or most of them at the top.
MIDDLE = np.array([-1.5, -0.5, 0.5, 1.5])
CEILING = np.array([-2.4, -1.8, -0.9, 0.1])
CUTS = {"five-point answers, middle": MIDDLE, "five-point answers, near the ceiling": CEILING}
NORMAL = "normal"

# Latent means of scale scores on the response scale from 1 to 5.
CENTRES = {"five-point scales, middle": 3.2, "five-point scales, near the ceiling": 4.3}
ITEMS = 8
SCORES = 1.0 + np.arange(4 * ITEMS + 1) / ITEMS
NODES = 30


def normal_points(count: int) -> tuple[Array, Array]:
    """Points and weights that have the first moments of a standard normal variable."""
    points, weights = np.polynomial.hermite_e.hermegauss(count)
    return np.asarray(points), np.asarray(weights / weights.sum())


def answers(latent: Array, cuts: Array) -> Array:
    """Answers 1 to 5 of latent responses."""
    return np.asarray(np.searchsorted(cuts, latent) + 1.0, dtype=np.float64)


def one_factor(rng: np.random.Generator, n: int, loadings: Array) -> Array:
    """(n, k) standard normal responses to items with these loadings."""
    noise = rng.normal(size=(n, loadings.size)) * np.sqrt(1.0 - loadings**2)
    return np.asarray(rng.normal(size=(n, 1)) * loadings + noise)


def one_factor_covariance(loadings: Array, cuts: Array | None) -> Array:
    """Covariance of those responses, or of the answers that thresholds make of them."""
    latent = np.outer(loadings, loadings)
    np.fill_diagonal(latent, 1.0)
    return latent if cuts is None else summed_covariance([cuts] * loadings.size, latent)


def normal_pairs(
    rng: np.random.Generator, n: int, shift: float = 0.3, spread: float = 1.0, likeness: float = 0.6
) -> tuple[Array, Array]:
    """Bivariate normal scores; the later ones have ``spread`` times the standard deviation."""
    first = rng.normal(size=n)
    second = likeness * first + np.sqrt(1 - likeness**2) * rng.normal(size=n)
    return first, shift + spread * second


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """Mean scores of eight five-point items in two waves, by their exact joint distribution.

    Attributes
    ----------
    joint : (33, 33) float array
        Probability of each pair of scores, the earlier in rows; both run over ``SCORES``.
    """

    joint: Array
    steps: Array = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", np.cumsum(self.joint.ravel()))

    def sample(self, rng: np.random.Generator, n: int) -> tuple[Array, Array]:
        """n independent pairs."""
        cell = np.minimum(np.searchsorted(self.steps, rng.random(n)), self.steps.size - 1)
        return SCORES[cell // SCORES.size], SCORES[cell % SCORES.size]

    def mean(self, of: Callable[[Array, Array], Array]) -> float:
        """Expected value of a function of the earlier and the later score."""
        return float((self.joint * of(SCORES[:, None], SCORES[None, :])).sum())

    def variance(self, of: Callable[[Array, Array], Array]) -> float:
        middle = self.mean(of)
        return self.mean(lambda a, b: (of(a, b) - middle) ** 2)


@cache
def score_pairs(centre: float, shift: float = 0.3) -> ScorePairs:
    """Latent levels correlate .7 between the waves; ``shift`` is the latent change on the response scale."""
    x, weight = normal_points(NODES)
    earlier = _sums(centre + 0.6 * x)
    level = centre + shift + 0.6 * (0.7 * x[:, None] + np.sqrt(0.51) * x)
    later = np.einsum("j,ijs->is", weight, _sums(level.ravel()).reshape(NODES, NODES, -1))
    joint = np.einsum("i,ia,ib->ab", weight, earlier, later)
    return ScorePairs(joint / joint.sum())


def _sums(level: Array) -> Array:
    """(q, 33) probability of each sum of eight answers at each latent level."""
    below = ndtr((np.arange(1.5, 5.0) - level[:, None]) / 0.7)
    single = np.diff(below, axis=1, prepend=0.0, append=1.0)
    total = np.ones((level.size, 1))
    for _ in range(ITEMS):
        longer = np.zeros((level.size, total.shape[1] + 4))
        for answer in range(5):
            longer[:, answer : answer + total.shape[1]] += total * single[:, [answer]]
        total = longer
    return total


def change(pre: Array, post: Array) -> Array:
    """Later less earlier score."""
    return post - pre


def sites_of(n: int, count: int) -> Array:
    """Labels of n people at sites of unequal size: each the larger, the later it stands."""
    share = np.arange(count) + count
    ends = np.rint(n * np.cumsum(share) / share.sum())
    return np.searchsorted(ends, np.arange(n), side="right").astype(float)
