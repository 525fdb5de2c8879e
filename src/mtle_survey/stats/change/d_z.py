"""Mean change in units of the spread of the changes."""

from __future__ import annotations

import math

from mtle_survey.stats.change.paired import checked_pairs, paired_moments, too_few_pairs
from mtle_survey.stats.distributions import noncentral_t_limits
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level

METHOD = "noncentral_t"


def d_z(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """Mean change over the standard deviation of the changes, with its exact interval.

    It says how consistent the change is, and plans paired samples. Because a high correlation between
    the waves inflates it, it must not be compared with between-group effects.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In standard deviations of the change, positive when scores rose; not corrected.

    Not available when
    ------------------
    Fewer than 5 pairs, or every respondent changed by the same amount.

    Notes
    -----
    d_z = Dbar / s_D. The interval inverts the noncentral t distribution of t = d_z sqrt(n),
    df = n - 1: exact when changes are normal.

    References
    ----------
    Cumming, G., & Finch, S. (2001). A primer on the understanding, use, and calculation of confidence
    intervals that are based on central and noncentral distributions. Educational and Psychological
    Measurement, 61, 532-574. https://doi.org/10.1177/0013164401614002
    """
    check_level(level)
    pre, post = checked_pairs(pre, post)
    if refusal := too_few_pairs(pre.size, METHOD):
        return refusal
    moments = paired_moments(pre, post)
    n = moments.n
    if moments.sd_change == 0.0:
        return not_available(
            f"all {n} respondents changed by the same amount: the changes have no spread", n=n, method=METHOD
        )
    d = moments.mean_change / moments.sd_change
    low, high = noncentral_t_limits(d * math.sqrt(n), n - 1, level)
    return Estimate(
        value=d,
        interval=Interval(low=low / math.sqrt(n), high=high / math.sqrt(n), level=level),
        n=n,
        method=METHOD,
    )


STATISTIC = Statistic(
    name="d_z",
    family="change",
    label="Mean change over the spread of changes (d_z)",
    formula="mean(post - pre) / sd(post - pre)",
    reference="Cumming, G., & Finch, S. (2001). A primer on the understanding, use, and calculation of "
    "confidence intervals that are based on central and noncentral distributions. Educational and "
    "Psychological Measurement, 61(4), 532-574. https://doi.org/10.1177/0013164401614002",
    compute=d_z,
)
