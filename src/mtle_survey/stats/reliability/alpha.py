"""Coefficient alpha."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import NO_VARIANCE, sample_moments
from mtle_survey.stats.reliability.alpha_intervals import bonett, feldt
from mtle_survey.stats.reliability.conditions import CONSTANT_TOTAL, too_small

AlphaInterval = Literal["feldt", "bonett"]
INTERVALS = {"feldt": feldt, "bonett": bonett}


def alpha_of_covariance(S: Array) -> Array:
    """Coefficient alpha of one or many covariance matrices.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices of keyed items, k >= 2.

    Returns
    -------
    (...) float array
        nan where the total score has no variance.
    """
    k = S.shape[-1]
    total = S.sum(axis=(-2, -1))
    trace = np.trace(S, axis1=-2, axis2=-1)
    has_variance = total > NO_VARIANCE * trace
    ratio = np.divide(trace, total, out=np.full_like(total, np.nan), where=has_variance)
    return np.asarray(k / (k - 1) * (1.0 - ratio), dtype=np.float64)


def alpha_from_moments(
    S: Array, n: int, level: float = 0.95, interval: AlphaInterval = "feldt", rows: str = "listwise"
) -> Estimate:
    """Coefficient alpha from a covariance matrix and the number of respondents behind it.

    Parameters
    ----------
    S : (k, k) float array
        Covariance matrix of keyed items, denominator n - 1.
    n : int
        Respondents behind ``S``.
    level : float in (0, 1)
        Confidence level.
    interval : {"feldt", "bonett"}
        Which analytic interval.
    rows : str
        How missing responses were treated; the first part of the method's name.

    Returns
    -------
    Estimate
        As ``alpha``.
    """
    method = f"{rows}/{interval}"
    reason = too_small("alpha", S, n)
    if reason:
        return not_available(reason, n=n, method=method)
    value = float(alpha_of_covariance(S))
    if np.isnan(value):
        return not_available(CONSTANT_TOTAL, n=n, method=method)
    return Estimate(
        value=value, n=n, method=method, interval=INTERVALS[interval](value, n, S.shape[0], level)
    )


def alpha(x: Array, level: float = 0.95, interval: AlphaInterval = "feldt") -> Estimate:
    """Coefficient alpha of a set of keyed items.

    The reliability of the total score, if the items are essentially tau-equivalent with uncorrelated
    errors; otherwise, with uncorrelated errors, a lower bound to it.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents. Items are never reversed here: alpha of wrongly
        keyed items is low or negative, as it should be.
    level : float in (0, 1)
        Confidence level.
    interval : {"feldt", "bonett"}
        Feldt's exact interval, or Bonett's from the log of 1 - alpha.

    Returns
    -------
    Estimate
        Unit-free, at most 1; may be negative. Method ``listwise/feldt`` or ``listwise/bonett``. A constant
        item stays in: it counts in k.

    Not available when
    ------------------
    k < 2, n < 2, or the total score has no variance.

    Notes
    -----
    alpha = k / (k - 1) * (1 - trace(S) / sum(S)), S with denominator n - 1.

    References
    ----------
    Cronbach (1951). Psychometrika, 16, 297-334. https://doi.org/10.1007/BF02310555
    """
    S, n = sample_moments(x)
    return alpha_from_moments(S, n, level, interval)


STATISTIC = Statistic(
    name="alpha",
    family="reliability",
    label="Coefficient alpha",
    formula="k/(k-1) (1 - sum of item variances / variance of the total)",
    reference=(
        "Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, "
        "16(3), 297-334. https://doi.org/10.1007/BF02310555"
    ),
    compute=alpha,
)
