"""Matched-pairs rank-biserial correlation."""

from __future__ import annotations

import math

from mtle_survey.stats.change.paired import differences, too_few_pairs
from mtle_survey.stats.change.signed_ranks import wilcoxon_ranks
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level

METHOD = "zeros_dropped/fisher_z"


def rank_biserial(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """Share of rank sums in favour of a rise, minus the share against it.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        From -1 (everyone who changed fell) to 1 (everyone who changed rose). ``n`` counts all pairs.
        No interval at -1 and 1, where Fisher's transformation has none.

    Not available when
    ------------------
    Fewer than 5 pairs, or nobody changed.

    Notes
    -----
    (W+ - W-) / (W+ + W-), zeros dropped before ranking. Interval: tanh(atanh(r) -/+ z SE) with
    SE = sqrt((2m^3 + 3m^2 + m)/6) / ((m^2 + m)/2), m the number who changed, as in R's effectsize.

    References
    ----------
    Kerby, D. S. (2014). The simple difference formula: An approach to teaching nonparametric
    correlation. Comprehensive Psychology, 3, 11.IT.3.1. https://doi.org/10.2466/11.IT.3.1
    """
    check_level(level)
    change = differences(pre, post)
    n = change.size
    if refusal := too_few_pairs(n, METHOD):
        return refusal
    signed = wilcoxon_ranks(change)
    m = n - signed.zeros
    if m == 0:
        return not_available(f"none of the {n} respondents changed", n=n, method=METHOD)
    r = (2.0 * signed.w_plus - signed.total) / signed.total
    interval = None
    if abs(r) < 1.0:
        std_error = math.sqrt((2 * m**3 + 3 * m**2 + m) / 6.0) / ((m**2 + m) / 2.0)
        margin = z_critical(level) * std_error
        interval = Interval(
            low=math.tanh(math.atanh(r) - margin), high=math.tanh(math.atanh(r) + margin), level=level
        )
    return Estimate(value=r, interval=interval, n=n, method=METHOD)


STATISTIC = Statistic(
    name="rank_biserial",
    family="change",
    label="Matched-pairs rank-biserial correlation",
    formula="(W+ - W-) / (W+ + W-)",
    reference="Kerby, D. S. (2014). The simple difference formula: An approach to teaching nonparametric "
    "correlation. Comprehensive Psychology, 3, Article 11.IT.3.1. https://doi.org/10.2466/11.IT.3.1",
    compute=rank_biserial,
)
