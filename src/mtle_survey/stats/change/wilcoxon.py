"""Signed-rank test of change with Pratt's zeros, and the Hodges-Lehmann pseudo-median."""

from __future__ import annotations

from dataclasses import dataclass

from mtle_survey.stats.change.paired import differences, too_few_pairs
from mtle_survey.stats.change.signed_ranks import EXACT_UP_TO, pratt_ranks, signed_rank_p, wilcoxon_ranks
from mtle_survey.stats.change.walsh import hodges_lehmann
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic
from mtle_survey.stats.intervals import check_level


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroHandling:
    """How much the treatment of unchanged respondents matters.

    Attributes
    ----------
    zeros : int
        Respondents without any change.
    pratt_p : float
        p when zeros are ranked and then dropped.
    dropped_p : float
        p when zeros are dropped first, as most software does.
    """

    zeros: int
    pratt_p: float
    dropped_p: float


def wilcoxon(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """Hodges-Lehmann change with the signed-rank test, unchanged respondents ranked before dropping.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        The pseudo-median of the changes, in score units; ``test_statistic`` is Pratt's W+. Method
        ``pratt/exact`` to 200 pairs, with the distribution conditional on ties, else ``pratt/normal``
        without continuity correction. No interval when n is too small for the level.

    Not available when
    ------------------
    Fewer than 5 pairs.

    Notes
    -----
    The pseudo-median is the median of all (d_i + d_j)/2, i <= j. p doubles the smaller tail.

    References
    ----------
    Pratt, J. W. (1959). Remarks on zeros and ties in the Wilcoxon signed rank procedures. Journal of
    the American Statistical Association, 54, 655-667. https://doi.org/10.1080/01621459.1959.10501526
    """
    check_level(level)
    change = differences(pre, post)
    method = "pratt/exact" if change.size <= EXACT_UP_TO else "pratt/normal"
    if refusal := too_few_pairs(change.size, method):
        return refusal
    signed = pratt_ranks(change)
    pseudo_median, limits = hodges_lehmann(change, level)
    return Estimate(
        value=pseudo_median,
        interval=Interval(low=limits[0], high=limits[1], level=level) if limits else None,
        n=change.size,
        method=method,
        test_statistic=signed.w_plus,
        p_value=signed_rank_p(signed),
    )


def zero_handling(pre: Array, post: Array) -> ZeroHandling:
    """The number of unchanged respondents, and p with both treatments of them."""
    change = differences(pre, post)
    ranked, dropped = pratt_ranks(change), wilcoxon_ranks(change)
    return ZeroHandling(zeros=ranked.zeros, pratt_p=signed_rank_p(ranked), dropped_p=signed_rank_p(dropped))


STATISTIC = Statistic(
    name="wilcoxon",
    family="change",
    label="Hodges-Lehmann change, signed-rank test",
    formula="median of (d_i + d_j) / 2; W+ = sum of the ranks of d > 0",
    reference="Pratt, J. W. (1959). Remarks on zeros and ties in the Wilcoxon signed rank procedures. "
    "Journal of the American Statistical Association, 54(287), 655-667. "
    "https://doi.org/10.1080/01621459.1959.10501526",
    compute=wilcoxon,
)
