"""The standard error of measurement of repeated measurements."""

from __future__ import annotations

import math
from typing import Literal

from scipy.special import chdtri

from mtle_survey.stats.agreement.two_way import mean_squares
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.moments import NO_VARIANCE, complete_matrix
from mtle_survey.stats.residual_df import residual_df

Kind = Literal["agreement", "consistency"]


def sem_agreement(x: Array, level: float = 0.95, kind: Kind = "agreement") -> Estimate:
    """Standard error of measurement from repeated measurements of people who did not change.

    Parameters
    ----------
    x : (n, k) float array
        Scores of n respondents on k occasions, or from k raters; complete. The occasions must enclose no
        program: a difference between before and after is not measurement error.
    level : float in (0, 1)
        Confidence level.
    kind : {"agreement", "consistency"}
        Whether a shift of everyone between occasions counts as error.

    Returns
    -------
    Estimate
        In score units. Method ``agreement/satterthwaite`` or ``consistency/satterthwaite``; ``df`` are the
        degrees of freedom of the interval.

    Not available when
    ------------------
    n < 2 or k < 2.

    Notes
    -----
    sqrt[(MSC - MSE) / n + MSE] for agreement, sqrt(MSE) for consistency. The interval takes the squared
    value as chi-square on its degrees of freedom: ``residual_df``, and by Satterthwaite's rule for agreement.

    References
    ----------
    de Vet et al. (2006). Journal of Clinical Epidemiology, 59, 1033-1039.
    https://doi.org/10.1016/j.jclinepi.2005.10.015
    """
    check_level(level)
    matrix = complete_matrix(x)
    n, k = matrix.shape
    method = "agreement/satterthwaite" if kind == "agreement" else "consistency/satterthwaite"
    if n < 2 or k < 2:
        return not_available(
            f"measurement error needs 2 or more respondents measured twice; {n} were measured {k} times",
            n=n,
            method=method,
        )
    squares = mean_squares(matrix)
    df_error = residual_df(matrix)
    if kind == "consistency":
        variance, df = squares.error, df_error
    else:
        shift, noise = squares.columns / n, (n - 1) * squares.error / n
        variance = shift + noise
        spread = shift**2 / (k - 1) + noise**2 / df_error
        df = variance**2 / spread if spread > 0.0 else df_error
    if variance <= NO_VARIANCE * float((matrix**2).mean()):
        return Estimate(value=0.0, n=n, method=method, df=df)
    tail = (1.0 - level) / 2.0
    interval = Interval(
        low=math.sqrt(variance * df / float(chdtri(df, tail))),
        high=math.sqrt(variance * df / float(chdtri(df, 1.0 - tail))),
        level=level,
    )
    return Estimate(value=math.sqrt(variance), n=n, method=method, interval=interval, df=df)


STATISTIC = Statistic(
    name="sem_agreement",
    family="agreement",
    label="Standard error of measurement (repeated measurements)",
    formula="sqrt[(MSC - MSE) / n + MSE]",
    reference=(
        "de Vet, H. C. W., Terwee, C. B., Knol, D. L., & Bouter, L. M. (2006). When to use agreement versus "
        "reliability measures. Journal of Clinical Epidemiology, 59(10), 1033-1039. "
        "https://doi.org/10.1016/j.jclinepi.2005.10.015"
    ),
    compute=sem_agreement,
)
