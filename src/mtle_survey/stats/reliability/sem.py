"""The standard error of measurement."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from scipy.special import chdtri

from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.stats.reliability.conditions import CONSTANT_TOTAL, too_small
from mtle_survey.stats.residual_df import residual_df

Metric = Literal["mean", "sum"]
METHOD = "alpha/chi2"


def sem_of_reliability(sd: float, reliability: float) -> float:
    """Standard error of measurement of a score with known spread and reliability.

    Parameters
    ----------
    sd : float
        Standard deviation of the score, in its own unit.
    reliability : float
        Its reliability, at most 1.

    Returns
    -------
    float
        sd * sqrt(1 - reliability), in the unit of the score.
    """
    if sd < 0.0 or reliability > 1.0:
        raise ValueError(f"needs sd >= 0 and reliability <= 1, got {sd} and {reliability}")
    return sd * math.sqrt(1.0 - reliability)


def sem_from_moments(
    S: Array, n: int, level: float = 0.95, metric: Metric = "mean", df: float | None = None
) -> Estimate:
    """Standard error of measurement from a covariance matrix and the respondents behind it.

    Its interval takes errors for normal, unless other degrees of freedom are given.
    """
    check_level(level)
    reason = too_small("the standard error of measurement", S, n)
    if reason:
        return not_available(reason, n=n, method=METHOD)
    k = S.shape[0]
    reliability = float(alpha_of_covariance(S))
    if np.isnan(reliability):
        return not_available(CONSTANT_TOTAL, n=n, method=METHOD)
    unit = k if metric == "mean" else 1
    value = sem_of_reliability(math.sqrt(float(S.sum())) / unit, min(reliability, 1.0))
    df = (n - 1) * (k - 1) if df is None else df
    tail = (1.0 - level) / 2.0
    interval = Interval(
        low=value * math.sqrt(df / float(chdtri(df, tail))),
        high=value * math.sqrt(df / float(chdtri(df, 1.0 - tail))),
        level=level,
    )
    return Estimate(value=value, n=n, method=METHOD, interval=interval if value > 0.0 else None, df=float(df))


def sem(x: Array, level: float = 0.95, metric: Metric = "mean") -> Estimate:
    """How far a respondent's score would scatter if the same person answered again, unchanged.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.
    level : float in (0, 1)
        Confidence level.
    metric : {"mean", "sum"}
        Whether the score is the mean or the sum of the items; the result is in that unit.

    Returns
    -------
    Estimate
        In score units. Method ``alpha/satterthwaite``.

    Not available when
    ------------------
    k < 2, n < 2, or the total score has no variance.

    Notes
    -----
    s sqrt(1 - alpha), s with denominator n - 1. Its square is k (for the sum) or 1/k (for the mean) times
    the residual mean square of respondents by items, so that under the assumptions of Feldt's interval
    (parallel items, normal errors) the interval by chi-square on (n - 1)(k - 1) degrees of freedom is exact.
    Where answers crowd at the end of the scale the mean square is known less well, and ``residual_df`` gives
    the degrees of freedom.

    References
    ----------
    Feldt (1965). Psychometrika, 30, 357-370. https://doi.org/10.1007/BF02289499
    """
    S, n = sample_moments(x)
    estimate = sem_from_moments(S, n, level, metric, df=residual_df(np.asarray(x, dtype=np.float64)))
    return estimate.with_method("alpha/satterthwaite")


STATISTIC = Statistic(
    name="sem",
    family="reliability",
    label="Standard error of measurement",
    formula="s_X sqrt(1 - alpha)",
    reference=(
        "Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability "
        "coefficient twenty. Psychometrika, 30(3), 357-370. https://doi.org/10.1007/BF02289499"
    ),
    compute=sem,
)
