"""The Spearman-Brown reliability of a two-item scale."""

from __future__ import annotations

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level, fisher_z
from mtle_survey.stats.moments import correlation, sample_moments
from mtle_survey.stats.reliability.conditions import constant_item, too_small

METHOD = "listwise/fisher_z"


def stepped_up(r: float, times: float) -> float:
    """Reliability of a test ``times`` as long as one of reliability ``r``.

    Parameters
    ----------
    r : float
        Reliability of the present test.
    times : float
        Factor by which parallel items lengthen it; 2 for two halves.

    Returns
    -------
    float
        times * r / (1 + (times - 1) * r).
    """
    if times <= 0.0:
        raise ValueError(f"a test can only be lengthened by a positive factor, got {times}")
    denominator = 1.0 + (times - 1.0) * r
    if denominator <= 0.0:
        raise ValueError(f"no reliability follows from {r} for a test {times} times as long")
    return times * r / denominator


def spearman_brown_from_moments(S: Array, n: int, level: float = 0.95) -> Estimate:
    """Spearman-Brown reliability from the covariance matrix of two items."""
    check_level(level)
    k = S.shape[0]
    if k != 2:
        return not_available(
            f"Spearman-Brown is for scales of exactly 2 items; {there_are(k)}", n=n, method=METHOD
        )
    reason = too_small("a correlation of two items", S, n, respondents=3) or constant_item(S)
    if reason:
        return not_available(reason, n=n, method=METHOD)
    r = float(np.clip(correlation(S)[0, 1], -1.0, 1.0))
    if 1.0 + r < 1e-12:
        return not_available(
            "the two items are exact opposites, so their sum never varies", n=n, method=METHOD
        )
    interval = fisher_z(r, n, level)
    return Estimate(
        value=stepped_up(r, 2.0),
        n=n,
        method=METHOD,
        interval=interval
        and Interval(low=stepped_up(interval.low, 2.0), high=stepped_up(interval.high, 2.0), level=level),
    )


def spearman_brown(x: Array, level: float = 0.95) -> Estimate:
    """Reliability of the sum of two items.

    The preferred coefficient for a two-item scale, where a factor model is not identified.

    Parameters
    ----------
    x : (n, 2) float array
        Complete, keyed responses to two items; rows are respondents.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        Unit-free, at most 1. Method ``listwise/fisher_z``: the interval is that of the correlation,
        by Fisher's transformation, stepped up.

    Not available when
    ------------------
    There are not exactly 2 items, n < 3, an item is constant, or the two items are exact opposites.

    Notes
    -----
    2 r / (1 + r).

    References
    ----------
    Eisinga, te Grotenhuis & Pelzer (2013). International Journal of Public Health, 58, 637-642.
    https://doi.org/10.1007/s00038-012-0416-3
    """
    S, n = sample_moments(x)
    return spearman_brown_from_moments(S, n, level)


STATISTIC = Statistic(
    name="spearman_brown",
    family="reliability",
    label="Spearman-Brown reliability of two items",
    formula="2 r / (1 + r)",
    reference=(
        "Eisinga, R., te Grotenhuis, M., & Pelzer, B. (2013). The reliability of a two-item scale: Pearson, "
        "Cronbach, or Spearman-Brown? International Journal of Public Health, 58(4), 637-642. "
        "https://doi.org/10.1007/s00038-012-0416-3"
    ),
    compute=spearman_brown,
)
