"""Intraclass correlation ICC(k)."""

from __future__ import annotations

from mtle_survey.stats.agreement.intraclass import intraclass_correlation
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def icc_k(x: Array, level: float = 0.95) -> Estimate:
    """Intraclass correlation of the mean of k ratings, raters differing between targets.

    The mean of k ratings, from a one-way layout: each target was rated by its own, arbitrary raters.

    Parameters
    ----------
    x : (n, k) float array
        Ratings of n targets by k raters, or of n respondents on k occasions; complete.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        As ``intraclass_correlation`` with form ``k``, which also says when it is not available.

    Notes
    -----
    1 - MSW / MSR

    References
    ----------
    McGraw & Wong (1996). Psychological Methods, 1, 30-46. https://doi.org/10.1037/1082-989X.1.1.30
    """
    return intraclass_correlation(x, "k", level)


STATISTIC = Statistic(
    name="icc_k",
    family="agreement",
    label="ICC(k)",
    formula="1 - MSW / MSR",
    reference=(
        "McGraw, K. O., & Wong, S. P. (1996). Forming inferences about some intraclass correlation "
        "coefficients. Psychological Methods, 1(1), 30-46. https://doi.org/10.1037/1082-989X.1.1.30"
    ),
    compute=icc_k,
)
