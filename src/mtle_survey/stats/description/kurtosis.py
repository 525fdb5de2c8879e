"""Excess kurtosis G2."""

from __future__ import annotations

import math

from mtle_survey.stats.description.columns import central_moment, fewer_than, per_column
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available


def kurtosis(x: Array) -> tuple[Estimate, ...]:
    """Sample excess kurtosis G2 of each column.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        Values in columns; nan where missing. Missing values are left out, column by column.

    Returns
    -------
    tuple of Estimate
        One per column, without unit; 0 for a normal distribution. Method ``G2``; ``n`` counts the
        values that are not missing.

    Not available when
    ------------------
    A column holds fewer than 4 values, or they are all the same.

    Notes
    -----
    G2 = (n - 1) / [(n - 2)(n - 3)] * [(n + 1) g2 + 6], g2 = m4 / m2^2 - 3, moments with denominator n. The
    standard error is that under normality.

    References
    ----------
    Joanes & Gill (1998). The Statistician, 47, 183-189. https://doi.org/10.1111/1467-9884.00122
    """
    return per_column(x, _kurtosis)


def _kurtosis(values: Array) -> Estimate:
    n = values.size
    reason = fewer_than(4, n, "kurtosis")
    if reason:
        return not_available(reason, n=n, method="G2")
    if values.max() == values.min():
        return not_available("all answers are the same", n=n, method="G2")
    g2 = central_moment(values, 4) / central_moment(values, 2) ** 2 - 3.0
    std_error = math.sqrt(24.0 * n * (n - 1) ** 2 / ((n - 3) * (n - 2) * (n + 3) * (n + 5)))
    value = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6.0)
    return Estimate(value=value, n=n, method="G2", std_error=std_error)


STATISTIC = Statistic(
    name="kurtosis",
    family="description",
    label="Kurtosis",
    formula="(n - 1) / [(n - 2)(n - 3)] [(n + 1) g2 + 6]",
    reference=(
        "Joanes, D. N., & Gill, C. A. (1998). Comparing measures of sample skewness and kurtosis. The "
        "Statistician, 47(1), 183-189. https://doi.org/10.1111/1467-9884.00122"
    ),
    compute=kurtosis,
)
