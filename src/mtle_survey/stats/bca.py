"""The bias-corrected and accelerated bootstrap interval."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from mtle_survey.stats.estimate import Array, Interval
from mtle_survey.stats.intervals import check_level

# An interval from resamples is given only if nearly all of them yield the statistic.
UNDEFINED_ALLOWED = 0.05

# Replicates this close to the sample's value, as a share of their range, are equal to it on paper.
ROUNDING = 1e-10


def acceleration(influence: Array) -> float:
    """Acceleration constant from the influence of each independent unit.

    Parameters
    ----------
    influence : (n,) float array
        Empirical influence values, or jackknife deviations, in any unit.

    Returns
    -------
    float
        Sum of cubes over 6 times the 1.5th power of the sum of squares; 0 when no unit has any influence.
    """
    squares = float((influence**2).sum())
    return float((influence**3).sum()) / (6.0 * squares**1.5) if squares > 0.0 else 0.0


def bca_interval(value: float, replicates: Array, influence: Array, level: float) -> Interval | None:
    """BCa interval from bootstrap replicates.

    Parameters
    ----------
    value : float
        The statistic in the sample.
    replicates : (draws,) float array
        The statistic in each resample; nan where it was undefined.
    influence : (n,) float array
        Influence of each independent unit: respondents, or clusters if these were resampled.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Interval or None
        None when more than 5% of the replicates are undefined, when they do not vary, or when the sample's
        value lies outside all of them.

    Notes
    -----
    Quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))), z0 the normal deviate of the share of replicates
    below the value, ties counted half; a the acceleration. The quantile of order p is the (draws + 1) p th
    smallest replicate, interpolated on the normal scale (Davison & Hinkley, 1997, eq. 5.8).

    References
    ----------
    Efron (1987). Journal of the American Statistical Association, 82, 171-185.
    https://doi.org/10.1080/01621459.1987.10478410
    """
    check_level(level)
    defined = replicates[~np.isnan(replicates)]
    if (
        not defined.size
        or defined.size < (1.0 - UNDEFINED_ALLOWED) * replicates.size
        or np.ptp(defined) == 0.0
    ):
        return None
    tie = ROUNDING * np.ptp(defined)
    below = ((defined < value - tie).mean() + (defined <= value + tie).mean()) / 2.0
    if not 0.0 < below < 1.0:
        return None
    z0 = float(ndtri(below))
    a = acceleration(influence)
    z = z0 + ndtri(np.array([(1.0 - level) / 2.0, (1.0 + level) / 2.0]))
    denominators = 1.0 - a * z
    if (denominators <= 0.0).any():
        return None
    ordered = np.sort(defined)
    low, high = (order_statistic(ordered, float(p)) for p in ndtr(z0 + z / denominators))
    return Interval(low=low, high=high, level=level)


def order_statistic(ordered: Array, p: float) -> float:
    """Quantile of sorted replicates, interpolated on the normal scale between two of them.

    Parameters
    ----------
    ordered : (draws,) float array
        Replicates in ascending order.
    p : float in (0, 1)
        Order of the quantile; beyond the extreme replicates, these are returned.
    """
    positions = ordered.size + 1
    below = int(np.floor(positions * p))
    if below < 1:
        return float(ordered[0])
    if below >= ordered.size:
        return float(ordered[-1])
    left, here, right = ndtri(np.array([below / positions, p, (below + 1) / positions]))
    share = (here - left) / (right - left)
    return float(ordered[below - 1] + share * (ordered[below] - ordered[below - 1]))
