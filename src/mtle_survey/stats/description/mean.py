"""The arithmetic mean."""

from __future__ import annotations

import math

from mtle_survey.stats.description.columns import fewer_than, per_column
from mtle_survey.stats.distributions import t_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level

METHOD = "t"


def mean(x: Array, level: float = 0.95) -> tuple[Estimate, ...]:
    """Mean of each column, with Student's interval.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        Values in columns; nan where missing. Missing values are left out, column by column.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One per column, in its unit; ``n`` counts the values that are not missing. Method ``t``.

    Not available when
    ------------------
    A column holds no value. The interval needs 2 values.

    Notes
    -----
    mean -+ t(n - 1) s / sqrt(n), s with denominator n - 1.

    References
    ----------
    Student (1908). Biometrika, 6, 1-25. https://doi.org/10.1093/biomet/6.1.1
    """
    check_level(level)
    return per_column(x, lambda values: _mean(values, level))


def _mean(values: Array, level: float) -> Estimate:
    n = values.size
    reason = fewer_than(1, n, "a mean")
    if reason:
        return not_available(reason, n=n, method=METHOD)
    value = float(values.mean())
    if n < 2:
        return Estimate(value=value, n=n, method=METHOD)
    std_error = float(values.std(ddof=1)) / math.sqrt(n)
    half = t_critical(level, n - 1) * std_error
    interval = Interval(low=value - half, high=value + half, level=level)
    return Estimate(value=value, n=n, method=METHOD, interval=interval, std_error=std_error, df=float(n - 1))


STATISTIC = Statistic(
    name="mean",
    family="description",
    label="Mean",
    formula="sum of values / n",
    reference=(
        "Student. (1908). The probable error of a mean. Biometrika, 6(1), 1-25. "
        "https://doi.org/10.1093/biomet/6.1.1"
    ),
    compute=mean,
)
