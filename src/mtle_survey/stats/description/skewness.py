"""Skewness G1."""

from __future__ import annotations

import math

from mtle_survey.stats.description.columns import central_moment, fewer_than, per_column
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available


def skewness(x: Array) -> tuple[Estimate, ...]:
    """Sample skewness G1 of each column.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        Values in columns; nan where missing. Missing values are left out, column by column.

    Returns
    -------
    tuple of Estimate
        One per column, without unit; positive when the longer tail is on the right. Method ``G1``;
        ``n`` counts the values that are not missing.

    Not available when
    ------------------
    A column holds fewer than 3 values, or they are all the same.

    Notes
    -----
    G1 = sqrt[n (n - 1)] / (n - 2) * m3 / m2^1.5, moments with denominator n. The standard error is that
    under normality.

    References
    ----------
    Joanes & Gill (1998). The Statistician, 47, 183-189. https://doi.org/10.1111/1467-9884.00122
    """
    return per_column(x, _skewness)


def _skewness(values: Array) -> Estimate:
    n = values.size
    reason = fewer_than(3, n, "skewness")
    if reason:
        return not_available(reason, n=n, method="G1")
    if values.max() == values.min():
        return not_available("all answers are the same", n=n, method="G1")
    g1 = central_moment(values, 3) / central_moment(values, 2) ** 1.5
    std_error = math.sqrt(6.0 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
    return Estimate(value=g1 * math.sqrt(n * (n - 1)) / (n - 2), n=n, method="G1", std_error=std_error)


STATISTIC = Statistic(
    name="skewness",
    family="description",
    label="Skewness",
    formula="sqrt[n (n - 1)] / (n - 2) m3 / m2^1.5",
    reference=(
        "Joanes, D. N., & Gill, C. A. (1998). Comparing measures of sample skewness and kurtosis. The "
        "Statistician, 47(1), 183-189. https://doi.org/10.1111/1467-9884.00122"
    ),
    compute=skewness,
)
