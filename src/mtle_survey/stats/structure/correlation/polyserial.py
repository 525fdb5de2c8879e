"""Polyserial correlation of a continuous score and an ordered item."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mtle_survey.counting import counted
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.correlation.cross_tables import category_codes
from mtle_survey.stats.structure.correlation.pair_likelihood import LARGEST
from mtle_survey.stats.structure.correlation.thresholds import category_limits, thresholds

METHOD = "two_step"
TINY = 1e-300
MOST_STEPS = 100


def polyserial(score: ArrayLike, item: ArrayLike) -> Estimate:
    """Correlation between a continuous score and the response behind an ordered item.

    Parameters
    ----------
    score : (n,) float array
        A continuous variable, nan where missing.
    item : (n,) array of whole numbers
        Response codes, nan where missing.

    Returns
    -------
    Estimate
        In [-.999, .999], with the standard error that holds the first step's estimates known.

    Not available when
    ------------------
    Fewer than three respondents have both, the score has no variance, or one category is used.

    Notes
    -----
    Mean, variance (denominator n) and thresholds come from the margins of the complete pairs; the
    correlation maximises the conditional likelihood of the item given the score. Checked against R
    lavaan::lavCor: tests/oracle/R/correlation.R.

    References
    ----------
    Olsson, U., Drasgow, F., & Dorans, N. J. (1982). The polyserial correlation coefficient.
    Psychometrika, 47, 337-347. https://doi.org/10.1007/BF02294164
    """
    y, x = np.asarray(score, dtype=float), np.asarray(item, dtype=float)
    both = ~np.isnan(y) & ~np.isnan(x)
    y, n = y[both], int(both.sum())
    if n < 3:
        return not_available(
            f"{counted(n, 'respondent')} with both; at least 3 are needed", n=n, method=METHOD
        )
    if not y.std() > 0:
        return not_available("the score has no variance", n=n, method=METHOD)
    coded = category_codes(x[both][:, None])
    if coded.categories[0].size < 2:
        return not_available(
            "everyone chose the same category; two used categories are needed", n=n, method=METHOD
        )
    codes = coded.codes[:, 0]
    limits = category_limits((thresholds(np.bincount(codes).astype(float)),), coded.categories[0].size)[0]
    z = (y - y.mean()) / y.std()
    rho, information = _maximise(z, limits[codes], limits[codes + 1], float(np.corrcoef(z, codes)[0, 1]))
    if abs(rho) >= LARGEST - 1e-9:
        return not_available(
            "the score orders the categories almost perfectly, so the correlation stands at its limit",
            n=n,
            method=METHOD,
        )
    return Estimate(value=rho, n=n, method=METHOD, std_error=float(1.0 / np.sqrt(information)))


def _maximise(z: Array, lower: Array, upper: Array, start: float) -> tuple[float, float]:
    """Fisher scoring on Fisher's z with bisection as its safeguard; (rho, information)."""
    edge = float(np.arctanh(LARGEST))
    low, high = -edge, edge
    at = float(np.arctanh(np.clip(start, -0.95, 0.95)))
    information = np.nan
    for _ in range(MOST_STEPS):
        rho = float(np.tanh(at))
        score = _casewise_score(z, lower, upper, rho)
        slope, information = float(score.sum()), float((score * score).sum())
        low, high = (at, high) if slope > 0 else (low, at)
        scale = 1.0 - rho * rho
        target = at + slope / (information * scale) if information > 0 else np.nan
        target = target if low <= target <= high else (low + high) / 2.0
        step, at = target - at, target
        if abs(step) < 1e-11:
            break
    return float(np.tanh(at)), information


def _casewise_score(z: Array, lower: Array, upper: Array, rho: float) -> Array:
    """Derivative of each respondent's log-likelihood in the correlation."""
    spread = np.sqrt(1.0 - rho * rho)

    def density_slope(limit: Array) -> Array:
        finite = np.isfinite(limit)
        at = np.where(finite, limit, 0.0)
        u = (at - rho * z) / spread
        density = np.exp(-u * u / 2.0) / np.sqrt(2.0 * np.pi)
        return np.where(finite, density * (rho * at - z) / spread**3, 0.0)

    probability = special.ndtr((upper - rho * z) / spread) - special.ndtr((lower - rho * z) / spread)
    return np.asarray((density_slope(upper) - density_slope(lower)) / np.maximum(probability, TINY))
