"""Noncentral chi-square: tail areas and the noncentralities that give them."""

from __future__ import annotations

from scipy import special

from mtle_survey.stats.distributions import bisect_decreasing


def noncentral_chi2_cdf(x: float, df: float, noncentrality: float) -> float:
    """P(X <= x) of the noncentral chi-square distribution; a noncentrality of 0 is the central one."""
    return float(special.chndtr(x, df, noncentrality))


def noncentrality_at(x: float, df: float, probability: float) -> float:
    """The noncentrality under which P(X <= x) is the given probability; 0 if none is that large.

    Parameters
    ----------
    x : float
        Observed statistic.
    df : float
        Degrees of freedom.
    probability : float in (0, 1)
        The wanted distribution function.

    Returns
    -------
    float
        By bisection; the distribution function falls as the noncentrality grows.
    """

    def excess(noncentrality: float) -> float:
        return noncentral_chi2_cdf(x, df, noncentrality) - probability

    if excess(0.0) <= 0.0:
        return 0.0
    high = max(x, 1.0)
    while excess(high) > 0.0:
        high *= 2.0
    return bisect_decreasing(excess, 0.0, high)
