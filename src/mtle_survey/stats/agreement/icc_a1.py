"""Intraclass correlation ICC(A,1)."""

from __future__ import annotations

from mtle_survey.stats.agreement.intraclass import intraclass_correlation
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def icc_a1(x: Array, level: float = 0.95) -> Estimate:
    """Intraclass correlation for absolute agreement, of one rating.

    One rating, for absolute agreement: differences in level between raters, or between occasions, count as
    error. The form to report when nothing else is decided.

    Parameters
    ----------
    x : (n, k) float array
        Ratings of n targets by k raters, or of n respondents on k occasions; complete.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        As ``intraclass_correlation`` with form ``A,1``, which also says when it is not available.

    Notes
    -----
    (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n)

    References
    ----------
    McGraw & Wong (1996). Psychological Methods, 1, 30-46. https://doi.org/10.1037/1082-989X.1.1.30
    """
    return intraclass_correlation(x, "A,1", level)


STATISTIC = Statistic(
    name="icc_a1",
    family="agreement",
    label="ICC(A,1)",
    formula="(MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n)",
    reference=(
        "McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation "
        "coefficients. Psychological Methods, 1(1), 30-46. https://doi.org/10.1037/1082-989X.1.1.30"
    ),
    compute=icc_a1,
)
