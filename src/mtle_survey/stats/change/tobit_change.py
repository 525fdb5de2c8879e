"""Mean change if the ends of the scale had not stopped anybody: Tobit's model in each wave."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mtle_survey.counting import there_are
from mtle_survey.stats.change.paired import checked_pairs
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import TOBIT_PAIRS_REFUSED_BELOW, TOBIT_WITHIN_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import t_estimate

METHOD = "tobit/robust_t"
STEPS = 100
HALF_LOG_TWO_PI = 0.5 * math.log(2.0 * math.pi)


def tobit_change(pre: Array, post: Array, lowest: float, highest: float, level: float = 0.95) -> Estimate:
    """Mean change of what the scores would be if the scale went on beyond its ends.

    People at the top can rise no further on the scale; their later score says "this high or higher". A
    sensitivity analysis: it takes the uncut scores to be normal, which five answers cannot show.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    lowest, highest : float
        The ends of the scale.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        Difference of the waves' means, in score units, with a t interval on n - 1 df. Method
        ``tobit/robust_t``; with nobody at an end it is the paired t.

    Not available when
    ------------------
    Fewer than 10 pairs, fewer than 5 scores of a wave between the ends, or no variation.

    Notes
    -----
    Mean and standard deviation of each wave by maximum likelihood, scores at an end entering with the
    probability of lying there or beyond. The standard error comes from the influence of every respondent on
    both means together (the sandwich, times sqrt(n/(n - 1))), so that pairing is respected.

    References
    ----------
    Tobin, J. (1958). Estimation of relationships for limited dependent variables. Econometrica, 26, 24-36.
    https://doi.org/10.2307/1907382
    """
    check_level(level)
    pre, post = checked_pairs(pre, post)
    n = pre.size
    both = np.concatenate([pre, post])
    if not lowest < highest or (n and (both.min() < lowest - 1e-9 or both.max() > highest + 1e-9)):
        raise ValueError("scores lie beyond the ends of the scale")
    if n < TOBIT_PAIRS_REFUSED_BELOW:
        return not_available(
            f"needs at least {TOBIT_PAIRS_REFUSED_BELOW} pairs, and {there_are(n)}", n=n, method=METHOD
        )
    earlier, later = _fit(pre, lowest, highest), _fit(post, lowest, highest)
    if isinstance(earlier, str):
        return not_available(earlier, n=n, method=METHOD)
    if isinstance(later, str):
        return not_available(later, n=n, method=METHOD)
    influence = later.influence - earlier.influence
    std_error = math.sqrt(float(influence @ influence) * n / (n - 1))
    if std_error <= 1e-12 * (highest - lowest):
        return not_available("everyone changed by the same amount", n=n, method=METHOD)
    return t_estimate(later.mean - earlier.mean, std_error, n - 1.0, n=n, method=METHOD, level=level)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tobit:
    """The uncut normal distribution of one wave.

    Attributes
    ----------
    mean : float
    influence : (n,) float array
        How much each respondent moves the mean.
    """

    mean: float
    influence: Array


def _fit(scores: Array, lowest: float, highest: float) -> _Tobit | str:
    """Newton's method on (mean/sd, 1/sd), in which the likelihood is concave (Olsen, 1978)."""
    top, bottom = scores >= highest - 1e-9, scores <= lowest + 1e-9
    within = ~(top | bottom)
    if (count := int(within.sum())) < TOBIT_WITHIN_REFUSED_BELOW:
        return (
            f"needs at least {TOBIT_WITHIN_REFUSED_BELOW} scores of each wave between the ends of the scale, "
            f"and {there_are(count)}"
        )
    if np.ptp(scores[within]) == 0.0:
        return "scores between the ends do not vary"
    sd = float(scores.std())
    point = np.array([float(scores.mean()) / sd, 1.0 / sd])
    for _ in range(STEPS):
        gradients, hessian = _derivatives(point, scores, top, bottom)
        step = np.linalg.solve(-hessian, gradients.sum(axis=0))
        while point[1] + step[1] <= 0.0:
            step /= 2.0
        point = point + step
        if np.abs(step).max() < 1e-12 * np.abs(point).max():
            break
    gradients, hessian = _derivatives(point, scores, top, bottom)
    scaled_mean, precision = point
    by_point = np.array([1.0 / precision, -scaled_mean / precision**2])  # of the mean
    influence: Array = gradients @ np.linalg.solve(-hessian, by_point)
    return _Tobit(mean=float(scaled_mean / precision), influence=influence)


def _derivatives(
    point: Array, scores: Array, top: NDArray[np.bool_], bottom: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """(n, 2) derivatives of each log-likelihood, and the Hessian of their sum; z = precision y - mean/sd."""
    scaled_mean, precision = point
    z = precision * scores - scaled_mean
    slope = np.where(top, _mills(-z), np.where(bottom, -_mills(z), z))  # by the scaled mean
    curve = np.where(top, slope * (slope - z), np.where(bottom, slope * (slope - z), 1.0))
    within = ~(top | bottom)
    gradients = np.column_stack([slope, within / precision - slope * scores])
    design = np.column_stack([np.ones_like(scores), -scores])
    hessian = -(design.T * curve) @ design
    hessian[1, 1] -= within.sum() / precision**2
    return gradients, hessian


def _mills(z: Array) -> Array:
    """phi(z)/Phi(z), exact in the tails."""
    return np.asarray(np.exp(-(z**2) / 2.0 - HALF_LOG_TWO_PI - special.log_ndtr(z)), dtype=np.float64)


STATISTIC = Statistic(
    name="tobit_change",
    family="change",
    label="Mean change if the ends of the scale had stopped nobody (Tobit)",
    formula="scores at an end enter with the probability of lying there or beyond; normal in each wave",
    reference="Tobin, J. (1958). Estimation of relationships for limited dependent variables. Econometrica, "
    "26(1), 24-36. https://doi.org/10.2307/1907382",
    compute=tobit_change,
)
