"""Aiken's V."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.content_validity.ratings import HIGH, LOW, NO_RATINGS, as_ratings
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import wilson_interval

METHOD = "score"


def aiken_v(
    ratings: Array, low: float = LOW, high: float = HIGH, level: float = 0.95
) -> tuple[Estimate, ...]:
    """How far judges' ratings lie from the lowest possible one, as a share of the way to the highest.

    Parameters
    ----------
    ratings : (r, k) float array
        Ratings of k items by r judges; nan where a judge gave none.
    low, high : float
        The lowest and highest possible rating.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One number in [0, 1] per item; ``n`` is the number of judges who rated it. Method ``score``:
        Penfield and Giacobbi's score interval, wider where judges differ more than it takes for granted.

    Not available when
    ------------------
    No judge rated the item.

    Notes
    -----
    V = (mean - low) / (high - low). With N = n (high - low) the interval is
    [2NV + z^2 -/+ z sqrt(4NV(1 - V) + z^2)] / [2(N + z^2)]: Wilson's interval of a share of N. That takes a
    rating for independent steps; where the variance of the ratings is c > 1 times that of such steps,
    (high - low) V(1 - V), N is divided by c.

    References
    ----------
    Aiken (1985). Educational and Psychological Measurement, 45, 131-142.
    https://doi.org/10.1177/0013164485451012
    Penfield & Giacobbi (2004). Measurement in Physical Education and Exercise Science, 8, 213-225.
    https://doi.org/10.1207/s15327841mpee0804_3
    Wedderburn (1974). Quasi-likelihood functions, generalized linear models, and the Gauss-Newton method.
    Biometrika, 61, 439-447. https://doi.org/10.1093/biomet/61.3.439
    """
    check_level(level)
    return tuple(
        _of_item(column[np.isfinite(column)] - low, high - low, level)
        for column in as_ratings(ratings, low, high).T
    )


def _of_item(above: Array, steps: float, level: float) -> Estimate:
    """V of one item, from how far above the lowest its ratings lie."""
    if not above.size:
        return not_available(NO_RATINGS, n=0, method=METHOD)
    value = float(above.mean()) / steps
    independent = above.size * steps / _dispersion(above, value, steps)
    return Estimate(
        value=value,
        n=above.size,
        method=METHOD,
        interval=wilson_interval(value * independent, independent, level),
    )


def _dispersion(above: Array, value: float, steps: float) -> float:
    """How many times the variance of independent steps the ratings have; at least 1."""
    binomial = steps * value * (1.0 - value)
    if above.size < 2 or binomial <= 0.0:
        return 1.0
    return max(1.0, float(above.var(ddof=1)) / binomial)


STATISTIC = Statistic(
    name="aiken_v",
    family="content_validity",
    label="Aiken's V",
    formula="(mean rating - lowest) / (highest - lowest)",
    reference=(
        "Aiken, L. R. (1985). Three coefficients for analyzing the reliability and validity of ratings. "
        "Educational and Psychological Measurement, 45(1), 131-142. https://doi.org/10.1177/0013164485451012"
    ),
    compute=aiken_v,
)
