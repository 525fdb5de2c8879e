"""Root mean square error of approximation, its interval and the power it gives."""

from __future__ import annotations

import math

from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.structure.fit.noncentral_chi2 import noncentral_chi2_cdf, noncentrality_at


def rmsea(chi2: float, df: float, n: float, groups: int = 1) -> float:
    """Root mean square error of approximation.

    Parameters
    ----------
    chi2, df : float
        Test statistic and its positive degrees of freedom.
    n : float
        Respondents in all groups (not n - 1).
    groups : int
        Number of groups.

    Returns
    -------
    float
        sqrt(groups max(0, (chi2 - df)/(df n))).

    References
    ----------
    Steiger, J. H. (1998). A note on multiple sample extensions of the RMSEA fit index. Structural
    Equation Modeling, 5, 411-419. https://doi.org/10.1080/10705519809540115
    """
    return math.sqrt(groups * max(0.0, (chi2 - df) / (df * n)))


def rmsea_interval(
    chi2: float, df: float, n: float, level: float = 0.90, groups: int = 1
) -> tuple[float, float]:
    """Confidence limits of the RMSEA from the noncentral chi-square distribution.

    References
    ----------
    Browne, M. W., & Cudeck, R. (1992). Alternative ways of assessing model fit. Sociological Methods &
    Research, 21, 230-258. https://doi.org/10.1177/0049124192021002005
    """
    check_level(level)
    tail = (1.0 - level) / 2.0
    low = noncentrality_at(chi2, df, 1.0 - tail)
    high = noncentrality_at(chi2, df, tail)
    return math.sqrt(groups * low / (df * n)), math.sqrt(groups * high / (df * n))


def close_fit_p(chi2: float, df: float, n: float, null: float = 0.05, groups: int = 1) -> float:
    """P(a chi-square this large | RMSEA = null): the test of close fit."""
    return 1.0 - noncentral_chi2_cdf(chi2, df, null**2 * df * n / groups)


def close_fit_power(
    df: float,
    n: float,
    null: float = 0.05,
    alternative: float = 0.08,
    significance: float = 0.05,
    groups: int = 1,
) -> float:
    """Power of the RMSEA test of close fit (or, with alternative below null, of not-close fit).

    Parameters
    ----------
    df : float
        Degrees of freedom of the model.
    n : float
        Respondents.
    null, alternative : float
        RMSEA under the hypothesis tested and the one believed.
    significance : float
        Of the test.
    groups : int
        Number of groups.

    Returns
    -------
    float
        Between 0 and 1.

    References
    ----------
    MacCallum, R. C., Browne, M. W., & Sugawara, H. M. (1996). Power analysis and determination of sample
    size for covariance structure modeling. Psychological Methods, 1, 130-149.
    https://doi.org/10.1037/1082-989X.1.2.130
    """
    at_null, at_alternative = (value**2 * df * n / groups for value in (null, alternative))
    upper_tail = alternative > null
    critical = _quantile(1.0 - significance if upper_tail else significance, df, at_null)
    below = noncentral_chi2_cdf(critical, df, at_alternative)
    return 1.0 - below if upper_tail else below


def _quantile(probability: float, df: float, noncentrality: float) -> float:
    low, high = 0.0, df + noncentrality + 10.0
    while noncentral_chi2_cdf(high, df, noncentrality) < probability:
        high *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        if noncentral_chi2_cdf(middle, df, noncentrality) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
