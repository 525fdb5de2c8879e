"""The standard deviation."""

from __future__ import annotations

from mtle_survey.stats.description.columns import fewer_than, per_column
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available


def sd(x: Array) -> tuple[Estimate, ...]:
    """Standard deviation of each column, denominator n - 1.

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
    A column holds fewer than 2 values.

    References
    ----------
    Snedecor & Cochran (1989). Statistical methods, 8th ed. Iowa State University Press.
    """
    return per_column(x, _sd)


def _sd(values: Array) -> Estimate:
    n = values.size
    reason = fewer_than(2, n, "a standard deviation")
    if reason:
        return not_available(reason, n=n)
    value = 0.0 if values.max() == values.min() else float(values.std(ddof=1))
    return Estimate(value=value, n=n)


STATISTIC = Statistic(
    name="sd",
    family="description",
    label="Standard deviation",
    formula="sqrt[sum of squared deviations / (n - 1)]",
    reference=(
        "Snedecor, G. W., & Cochran, W. G. (1989). Statistical methods (8th ed.). Iowa State University "
        "Press."
    ),
    compute=sd,
)
