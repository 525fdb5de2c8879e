"""Bias corrections of standardised differences in small samples."""

from __future__ import annotations

import math


def hedges_correction(df: float) -> float:
    """Hedges' exact J: the factor that makes a standardised mean difference unbiased.

    Parameters
    ----------
    df : float
        Degrees of freedom of the standard deviation in the denominator; above 1.

    Returns
    -------
    float
        Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2)), below 1.

    References
    ----------
    Hedges, L. V. (1981). Journal of Educational Statistics, 6, 107-128.
    https://doi.org/10.3102/10769986006002107
    """
    if df <= 1.0:
        raise ValueError(f"the correction needs more than one degree of freedom, not {df}")
    return math.exp(math.lgamma(df / 2.0) - math.lgamma((df - 1.0) / 2.0) - 0.5 * math.log(df / 2.0))
