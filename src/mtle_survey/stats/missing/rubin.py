"""One answer from several imputed data sets: Rubin's rules."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import t_estimate

METHOD = "rubin/barnard_rubin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """A pooled estimate and what the missing values cost it.

    Attributes
    ----------
    estimate : Estimate
        Mean over imputations, with the t interval and test.
    missing_share : float
        Share of its variance that is due to missing values (lambda).
    missing_information : float
        Fraction of missing information; above .3 the result leans on the imputation model.
    """

    estimate: Estimate
    missing_share: float
    missing_information: float


def rubin(estimates: Array, variances: Array, complete_df: float, *, n: int, level: float = 0.95) -> Pooled:
    """Pool the same estimate from m imputed data sets.

    Parameters
    ----------
    estimates, variances : (m,) float arrays
        The estimate and its squared standard error in each, m at least 2.
    complete_df : float
        Degrees of freedom it would have without missing values.
    n : int
        Respondents behind it.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Pooled
        In the unit of the estimates.

    Notes
    -----
    Q mean, T = U + (1 + 1/m) B, lambda = (1 + 1/m) B/T; df = df_old df_obs/(df_old + df_obs) with
    df_old = (m - 1)/lambda^2 and df_obs = (c + 1)/(c + 3) c (1 - lambda);
    fraction of missing information (r + 2/(df + 3))/(r + 1), r = lambda/(1 - lambda).

    References
    ----------
    Barnard, J., & Rubin, D. B. (1999). Small-sample degrees of freedom with multiple imputation.
    Biometrika, 86, 948-955. https://doi.org/10.1093/biomet/86.4.948
    """
    check_level(level)
    estimates, variances = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    m = estimates.size
    if m < 2 or estimates.shape != (m,) or variances.shape != (m,) or complete_df <= 0.0:
        raise ValueError("needs two or more estimates, a variance for each, and degrees of freedom above 0")
    if not (np.isfinite(estimates).all() and np.isfinite(variances).all()) or (variances < 0.0).any():
        raise ValueError("every imputed data set must yield an estimate and a variance")
    within = float(variances.mean())
    between = float(estimates.var(ddof=1)) if np.ptp(estimates) > 0.0 else 0.0
    total = within + (1.0 + 1.0 / m) * between
    share = (1.0 + 1.0 / m) * between / total if total > 0.0 else 0.0
    df = _barnard_rubin_df(m, share, complete_df)
    ratio = share / (1.0 - share) if share < 1.0 else math.inf
    information = (ratio + 2.0 / (df + 3.0)) / (ratio + 1.0) if share < 1.0 else 1.0
    return Pooled(
        estimate=t_estimate(float(estimates.mean()), math.sqrt(total), df, n=n, method=METHOD, level=level),
        missing_share=share,
        missing_information=information if between > 0.0 else 0.0,
    )


def _barnard_rubin_df(m: int, share: float, complete_df: float) -> float:
    observed = (complete_df + 1.0) / (complete_df + 3.0) * complete_df * (1.0 - share)
    if share == 0.0:
        return observed
    old = (m - 1) / share**2
    return old * observed / (old + observed)


STATISTIC = Statistic(
    name="rubin",
    family="missing",
    label="Pooled over imputations (Rubin's rules)",
    formula="mean estimate; T = U + (1 + 1/m) B",
    reference="Barnard, J., & Rubin, D. B. (1999). Small-sample degrees of freedom with multiple imputation. "
    "Biometrika, 86(4), 948-955. https://doi.org/10.1093/biomet/86.4.948",
    compute=rubin,
)
