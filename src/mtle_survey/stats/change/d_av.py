"""Standardised mean change: in units of the average spread of the two waves."""

from __future__ import annotations

import math

from mtle_survey.stats.change.paired import (
    PairedMoments,
    checked_pairs,
    paired_moments,
    too_few_pairs,
)
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level

METHOD = "bonett"


def d_av(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """Mean change over the root mean square of the two waves' standard deviations.

    The standardised change that may be set beside benchmarks and between-group effects, because its
    unit is the spread of scores and not the spread of changes.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In standard deviations, positive when scores rose; not corrected for small samples. The
        interval is Bonett's, around the uncorrected value.

    Not available when
    ------------------
    Fewer than 5 pairs, or no spread in either wave.

    Notes
    -----
    d = Dbar / s with s^2 = (s1^2 + s2^2)/2;
    SE^2 = d^2 (s1^4 + s2^4 + 2 r^2 s1^2 s2^2) / (8 (n-1) s^4) + s_D^2 / ((n-1) s^2).
    Interval d -/+ z SE. All variances have denominator n - 1.

    References
    ----------
    Bonett, D. G. (2015). Interval estimation of standardized mean differences in paired-samples
    designs. Journal of Educational and Behavioral Statistics, 40, 366-376.
    https://doi.org/10.3102/1076998615583904
    """
    check_level(level)
    pre, post = checked_pairs(pre, post)
    if refusal := too_few_pairs(pre.size, METHOD):
        return refusal
    return d_av_of(paired_moments(pre, post), level)


def d_av_of(moments: PairedMoments, level: float) -> Estimate:
    """``d_av`` from means, standard deviations and the covariance alone."""
    n = moments.n
    variance_pre, variance_post = moments.sd_pre**2, moments.sd_post**2
    variance = (variance_pre + variance_post) / 2.0
    if variance == 0.0:
        return not_available(
            f"all {n} respondents have the same score in each wave: there is no spread to measure change in",
            n=n,
            method=METHOD,
        )
    d = moments.mean_change / math.sqrt(variance)
    shape = variance_pre**2 + variance_post**2 + 2.0 * moments.covariance**2
    variance_change = variance_pre + variance_post - 2.0 * moments.covariance
    std_error = math.sqrt(
        d**2 * shape / (8.0 * (n - 1) * variance**2) + max(variance_change, 0.0) / ((n - 1) * variance)
    )
    margin = z_critical(level) * std_error
    alike = moments.sd_change == 0.0
    return Estimate(
        value=d,
        interval=None if alike else Interval(low=d - margin, high=d + margin, level=level),
        n=n,
        method=METHOD,
        std_error=std_error,
    )


STATISTIC = Statistic(
    name="d_av",
    family="change",
    label="Standardised mean change (d_av)",
    formula="mean(post - pre) / sqrt((s_pre^2 + s_post^2) / 2)",
    reference="Bonett, D. G. (2015). Interval estimation of standardized mean differences in paired-samples "
    "designs. Journal of Educational and Behavioral Statistics, 40(4), 366-376. "
    "https://doi.org/10.3102/1076998615583904",
    compute=d_av,
)
