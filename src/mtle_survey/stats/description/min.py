"""The smallest value."""

from __future__ import annotations

from mtle_survey.stats.description.columns import fewer_than, per_column
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available


def min(x: Array) -> tuple[Estimate, ...]:
    """Smallest value of each column.

    Parameters
    ----------
    x : (n,) or (n, k) float array
        Values in columns; nan where missing. Missing values are left out, column by column.

    Returns
    -------
    tuple of Estimate
        One per column, in its unit; ``n`` counts the values that are not missing.

    Not available when
    ------------------
    A column holds no value.

    References
    ----------
    Hyndman & Fan (1996). The American Statistician, 50, 361-365.
    https://doi.org/10.1080/00031305.1996.10473566
    """
    return per_column(x, _min)


def _min(values: Array) -> Estimate:
    n = values.size
    reason = fewer_than(1, n, "a minimum")
    if reason:
        return not_available(reason, n=n)
    return Estimate(value=float(values.min()), n=n)


STATISTIC = Statistic(
    name="min",
    family="description",
    label="Minimum",
    formula="smallest value",
    reference=(
        "Hyndman, R. J., & Fan, Y. (1996). Sample quantiles in statistical packages. The American "
        "Statistician, 50(4), 361-365. https://doi.org/10.1080/00031305.1996.10473566"
    ),
    compute=min,
)
