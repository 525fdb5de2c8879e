"""Do respondents with different gaps differ in what they did answer?"""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.missing.em_normal import em_normal, missing_patterns

METHOD = "little/em"


def little_mcar(x: Array) -> Estimate:
    """Little's test that values are missing completely at random.

    With fewer than a hundred respondents it overlooks much: a large p does not show that values are
    missing completely at random.

    Parameters
    ----------
    x : (n, k) float array
        Scores or items, nan where missing; rows without any value do not count.

    Returns
    -------
    Estimate
        Chi-square with its df and p.

    Not available when
    ------------------
    Nothing is missing, there is one pattern only, a column has no variance or is never observed, or the
    covariance cannot be estimated.

    Notes
    -----
    d^2 = sum_j n_j (m_j - mu_j)' S_j^-1 (m_j - mu_j) over patterns j, m_j the means of the columns observed
    in it, mu and S by maximum likelihood; df = sum of the columns observed - k.

    References
    ----------
    Little, R. J. A. (1988). A test of missing completely at random for multivariate data with missing
    values. Journal of the American Statistical Association, 83, 1198-1202.
    https://doi.org/10.1080/01621459.1988.10478722
    """
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.shape[1] < 2 or np.isinf(x).any():
        raise ValueError(f"needs respondents by two or more columns of finite values, not {x.shape}")
    patterns = missing_patterns(x)
    n = sum(pattern.rows.shape[0] for pattern in patterns)
    if not patterns or all(pattern.observed.all() for pattern in patterns):
        return not_available("no value is missing among those who answered", n=n, method=METHOD)
    if len(patterns) == 1:
        return not_available("all respondents have the same gaps", n=n, method=METHOD)
    moments = em_normal(patterns)
    if moments is None:
        return not_available(
            "the covariance cannot be estimated: too few respondents, or columns that depend on each other",
            n=n,
            method=METHOD,
        )
    chi2 = 0.0
    for pattern in patterns:
        seen = pattern.observed
        gap = pattern.rows.mean(axis=0) - moments.mean[seen]
        solved = np.linalg.solve(moments.covariance[np.ix_(seen, seen)], gap)
        chi2 += pattern.rows.shape[0] * float(gap @ solved)
    df = sum(int(pattern.observed.sum()) for pattern in patterns) - x.shape[1]
    return Estimate(
        value=chi2, n=n, method=METHOD, test_statistic=chi2, df=df, p_value=chi2_upper_p(chi2, df)
    )


STATISTIC = Statistic(
    name="little_mcar",
    family="missing",
    label="Missing completely at random (Little's test)",
    formula="sum_j n_j (m_j - mu_j)' S_j^-1 (m_j - mu_j)",
    reference="Little, R. J. A. (1988). A test of missing completely at random for multivariate data with "
    "missing values. Journal of the American Statistical Association, 83(404), 1198-1202. "
    "https://doi.org/10.1080/01621459.1988.10478722",
    compute=little_mcar,
)
