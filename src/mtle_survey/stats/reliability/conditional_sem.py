"""The standard error of measurement at single scores."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import complete_matrix
from mtle_survey.stats.reliability.sem import Metric

DEGREE = 3


def conditional_sem(x: Array, at: Sequence[float], metric: Metric = "mean") -> tuple[Estimate, ...]:
    """Standard error of measurement of respondents with given scores.

    Measurement is rarely as exact at the ends of a scale as in its middle; one standard error for
    everyone hides that.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.
    at : sequence of float
        Scores at which to evaluate, in the metric.
    metric : {"mean", "sum"}
        Whether the score is the mean or the sum of the items; the result is in that unit.

    Returns
    -------
    tuple of Estimate
        One per score. Method ``feldt_qualls/cubic``.

    Not available when
    ------------------
    k < 2, fewer than 5 respondents or 4 different scores; at a score outside those observed; and where
    the fitted error variance is not positive.

    Notes
    -----
    Items are taken as essentially tau-equivalent parts. A respondent's error variance of the sum is k/(k - 1)
    times the sum of squared deviations of the item deviations (from the item's mean) about their mean, times
    n/(n - 1), whose average over respondents is the squared standard error that alpha gives. It is regressed
    on a cubic polynomial of the score.

    References
    ----------
    Feldt & Qualls (1996). Journal of Educational Measurement, 33, 141-156.
    https://doi.org/10.1111/j.1745-3984.1996.tb00486.x
    """
    method = "feldt_qualls/cubic"
    matrix = complete_matrix(x)
    n, k = matrix.shape
    scores = matrix.mean(axis=1) if metric == "mean" else matrix.sum(axis=1)
    different = np.unique(np.round(scores, 9)).size
    reason = ""
    if k < 2:
        reason = f"a standard error of measurement needs at least 2 items; this scale has {k}"
    elif n < DEGREE + 2 or different < DEGREE + 1:
        reason = (
            f"a cubic through the scores needs at least {DEGREE + 2} respondents with {DEGREE + 1} different "
            f"scores; there are {n} with {different}"
        )
    if reason:
        return tuple(not_available(reason, n=n, method=method) for _ in at)
    centre, spread = float(scores.mean()), float(scores.std())
    powers = np.vander((scores - centre) / spread, DEGREE + 1)
    coefficients = np.linalg.lstsq(powers, _error_variances(matrix, metric), rcond=None)[0]
    fitted = np.vander((np.asarray(at, dtype=np.float64) - centre) / spread, DEGREE + 1) @ coefficients
    low, high = float(scores.min()), float(scores.max())
    return tuple(
        _at_score(float(score), float(variance), (low, high), n, method)
        for score, variance in zip(at, fitted, strict=True)
    )


def _error_variances(matrix: Array, metric: Metric) -> Array:
    n, k = matrix.shape
    deviations = matrix - matrix.mean(axis=0)
    deviations -= deviations.mean(axis=1, keepdims=True)
    of_sum = n / (n - 1) * k / (k - 1) * (deviations**2).sum(axis=1)
    return np.asarray(of_sum / k**2 if metric == "mean" else of_sum, dtype=np.float64)


def _at_score(score: float, variance: float, observed: tuple[float, float], n: int, method: str) -> Estimate:
    low, high = observed
    if not low - 1e-9 <= score <= high + 1e-9:
        return not_available(
            f"nobody scored as low or as high as {score:g}: scores run from {low:g} to {high:g}",
            n=n,
            method=method,
        )
    if variance <= 0.0:
        return not_available(
            f"the curve through the error variances is not positive at {score:g}", n=n, method=method
        )
    return Estimate(value=math.sqrt(variance), n=n, method=method)


STATISTIC = Statistic(
    name="conditional_sem",
    family="reliability",
    label="Standard error of measurement at a score",
    formula="square root of a cubic through respondents' error variances",
    reference=(
        "Feldt, L. S., & Qualls, A. L. (1996). Estimation of measurement error variance at specific score "
        "levels. Journal of Educational Measurement, 33(2), 141-156. "
        "https://doi.org/10.1111/j.1745-3984.1996.tb00486.x"
    ),
    compute=conditional_sem,
)
