"""Intraclass correlation ICC(A,k)."""

from __future__ import annotations

from mtle_survey.stats.agreement.intraclass import intraclass_correlation
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def icc_ak(x: Array, level: float = 0.95) -> Estimate:
    """Intraclass correlation for absolute agreement, of the mean of k ratings.

    The mean of k ratings, for absolute agreement.

    Parameters
    ----------
    x : (n, k) float array
        Ratings of n targets by k raters, or of n respondents on k occasions; complete.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        As ``intraclass_correlation`` with form ``A,k``, which also says when it is not available.

    Notes
    -----
    (MSR - MSE) / (MSR + (MSC - MSE) / n)

    References
    ----------
    McGraw & Wong (1996). Psychological Methods, 1, 30-46. https://doi.org/10.1037/1082-989X.1.1.30
    """
    return intraclass_correlation(x, "A,k", level)


STATISTIC = Statistic(
    name="icc_ak",
    family="agreement",
    label="ICC(A,k)",
    formula="(MSR - MSE) / (MSR + (MSC - MSE) / n)",
    reference=(
        "McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation "
        "coefficients. Psychological Methods, 1(1), 30-46. https://doi.org/10.1037/1082-989X.1.1.30"
    ),
    compute=icc_ak,
)
