"""Kuder and Richardson's formula 20."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments


def kr20(x: Array, level: float = 0.95) -> Estimate:
    """Reliability of the number of right answers: coefficient alpha of items that are right or wrong.

    Parameters
    ----------
    x : (n, k) float array
        1 for a right and 0 for a wrong answer, complete; rows are respondents.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        Unit-free, at most 1. Method ``listwise/feldt``. An item that everybody has right stays in.

    Not available when
    ------------------
    k < 2, n < 2, or everyone has the same number right.

    Notes
    -----
    KR-20 = k / (k - 1) * (1 - sum p q / variance of the number right), both variances with denominator n.

    References
    ----------
    Kuder & Richardson (1937). Psychometrika, 2, 151-160. https://doi.org/10.1007/BF02288391
    """
    S, n = sample_moments(x)
    if not np.isin(np.asarray(x, dtype=np.float64), (0.0, 1.0)).all():
        raise ValueError("expected 1 for right and 0 for wrong answers")
    return alpha_from_moments(S, n, level)


STATISTIC = Statistic(
    name="kr20",
    family="reliability",
    label="KR-20",
    formula="k/(k-1) (1 - sum of p q / variance of the number right)",
    reference=(
        "Kuder, G. F., & Richardson, M. W. (1937). The theory of the estimation of test reliability. "
        "Psychometrika, 2(3), 151-160. https://doi.org/10.1007/BF02288391"
    ),
    compute=kr20,
)
