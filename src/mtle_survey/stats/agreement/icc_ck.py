"""Intraclass correlation ICC(C,k)."""

from __future__ import annotations

from mtle_survey.stats.agreement.intraclass import intraclass_correlation
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def icc_ck(x: Array, level: float = 0.95) -> Estimate:
    """Intraclass correlation for consistency, of the mean of k ratings.

    The mean of k ratings, for consistency; the same number as coefficient alpha of the raters.

    Parameters
    ----------
    x : (n, k) float array
        Ratings of n targets by k raters, or of n respondents on k occasions; complete.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        As ``intraclass_correlation`` with form ``C,k``, which also says when it is not available.

    Notes
    -----
    1 - MSE / MSR

    References
    ----------
    McGraw & Wong (1996). Psychological Methods, 1, 30-46. https://doi.org/10.1037/1082-989X.1.1.30
    """
    return intraclass_correlation(x, "C,k", level)


STATISTIC = Statistic(
    name="icc_ck",
    family="agreement",
    label="ICC(C,k)",
    formula="1 - MSE / MSR",
    reference=(
        "McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation "
        "coefficients. Psychological Methods, 1(1), 30-46. https://doi.org/10.1037/1082-989X.1.1.30"
    ),
    compute=icc_ck,
)
