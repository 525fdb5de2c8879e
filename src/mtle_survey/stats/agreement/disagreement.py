"""The interval of an agreement beyond chance, from the logarithm of its complement."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.estimate import Array, Interval

# Haldane's half: what is added where nobody disagreed, so that its logarithm exists.
HALF = 0.5
FARTHEST = 50.0  # e^50 times any disagreement lies beyond the lowest agreement there is


def with_halves(shares: Array) -> Array:
    """Half a unit on which two raters agree and half a unit on which they disagree.

    Parameters
    ----------
    shares : (q,) float array
        How often each category was used, all positive.

    Returns
    -------
    (q, q) float array
        Units by the categories of two raters, 1 in all: spread as raters with these shares would agree, and
        disagree, by chance.
    """
    chance = np.outer(shares, shares)
    agreeing = np.diag(np.diag(chance))
    disagreeing = chance - agreeing
    return np.asarray(HALF * agreeing / agreeing.sum() + HALF * disagreeing / disagreeing.sum())


def smoothed_shares(shares: Array, units: float) -> Array:
    """Shares of categories after every category was used once more in 2 x ``units`` ratings; none is 0."""
    return (2.0 * units * shares + 1.0) / (2.0 * units + shares.size)


def disagreement_interval(
    value: float, smoothed: float, std_error: float, critical: float, level: float
) -> Interval:
    """Interval of an agreement that is one less a ratio of disagreements.

    Such a ratio is skewed, the more so the fewer disagree, and an interval of equal arms is then far too
    short: of no length at all where nobody disagrees. Its logarithm is nearly symmetric.

    Parameters
    ----------
    value : float
        Agreement in the sample, which the interval always contains.
    smoothed, std_error : float
        Agreement, and its standard error, with the units of ``with_halves`` added.
    critical : float
        Deviate of the level.
    level : float
        Confidence level.

    Returns
    -------
    Interval
        From -1 at the lowest.

    Notes
    -----
    1 - (1 - a) exp(-/+ c SE / (1 - a)), a the smoothed agreement.

    References
    ----------
    Haldane, J. B. S. (1956). The estimation and significance of the logarithm of a ratio of frequencies.
    Annals of Human Genetics, 20, 309-311. https://doi.org/10.1111/j.1469-1809.1955.tb01285.x
    Katz, D., Baptista, J., Azen, S. P., & Pike, M. C. (1978). Obtaining confidence intervals for the risk
    ratio in cohort studies. Biometrics, 34, 469-474. https://doi.org/10.2307/2530610
    """
    left = 1.0 - smoothed
    reach = min(critical * std_error / left, FARTHEST)
    low, high = 1.0 - left * math.exp(reach), 1.0 - left * math.exp(-reach)
    return Interval(low=max(-1.0, min(low, value)), high=max(high, value), level=level)
