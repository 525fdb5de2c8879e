"""Change when only some respondents answered both waves: the partially overlapping samples t test."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.change.paired import checked_pairs, spread
from mtle_survey.stats.distributions import t_critical, t_two_sided_p
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.gates import OVERLAP_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level


def derrick(
    pre: Array,
    post: Array,
    pre_only: Array,
    post_only: Array,
    level: float = 0.95,
    *,
    equal_variance: bool = False,
) -> Estimate:
    """Difference of the waves' means over everyone who answered, pairs and singles together.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of those who answered both waves, in the same order.
    pre_only, post_only : float arrays
        Scores of those who answered one wave only; may be empty.
    level : float in (0, 1)
        Confidence level.
    equal_variance : bool
        Whether both waves are taken to have one variance.

    Returns
    -------
    Estimate
        Mean of all later scores minus mean of all earlier ones, in score units; ``n`` counts
        respondents. Method ``derrick/welch`` or ``derrick/equal_variance``.

    Not available when
    ------------------
    Fewer than 2 pairs, or no spread in a wave.

    Notes
    -----
    n1, n2 everyone in a wave, nc pairs, na and nb singles, r from pairs, s from everyone:
    Welch form t = (m2 - m1) / sqrt(s1^2/n1 + s2^2/n2 - 2 r s1 s2 nc/(n1 n2)),
    df = (nc - 1) + (gamma - nc + 1)/(na + nb + 2 nc) (na + nb), gamma Welch's df;
    equal-variance form with s_p sqrt(1/n1 + 1/n2 - 2 r nc/(n1 n2)) and na + nb + 2 nc - 2 for gamma.

    References
    ----------
    Derrick, B., Russ, B., Toher, D., & White, P. (2017). Test statistics for the comparison of means for
    two samples that include both paired and independent observations. Journal of Modern Applied
    Statistical Methods, 16, 137-157. https://doi.org/10.22237/jmasm/1493597280
    """
    check_level(level)
    method = "derrick/equal_variance" if equal_variance else "derrick/welch"
    pre, post = checked_pairs(pre, post)
    first = np.concatenate([pre, np.asarray(pre_only, dtype=float)])
    second = np.concatenate([post, np.asarray(post_only, dtype=float)])
    pairs, singles = pre.size, first.size + second.size - 2 * pre.size
    n = pairs + singles
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise ValueError("scores must be complete: drop missing ones first")
    if pairs < OVERLAP_REFUSED_BELOW:
        return not_available(
            f"needs at least {OVERLAP_REFUSED_BELOW} respondents with both scores, and {there_are(pairs)}",
            n=n,
            method=method,
        )
    spreads = spread(first), spread(second)
    if min(spreads) == 0.0:
        return not_available(f"all scores of one wave are the same ({n} respondents)", n=n, method=method)
    constant = min(spread(pre), spread(post)) == 0.0
    r = 0.0 if constant else float(np.corrcoef(pre, post)[0, 1])
    std_error, full_df = _standard_error(spreads, (first.size, second.size), r, pairs, equal_variance)
    change = float(second.mean() - first.mean())
    if std_error == 0.0:
        return Estimate(value=change, n=n, method=method, std_error=0.0)
    df = (pairs - 1) + (full_df - pairs + 1) / (singles + 2 * pairs) * singles
    margin = t_critical(level, df) * std_error
    return Estimate(
        value=change,
        interval=Interval(low=change - margin, high=change + margin, level=level),
        n=n,
        method=method,
        std_error=std_error,
        test_statistic=change / std_error,
        df=df,
        p_value=t_two_sided_p(change / std_error, df),
    )


def _standard_error(
    spreads: tuple[float, float], sizes: tuple[int, int], r: float, pairs: int, equal_variance: bool
) -> tuple[float, float]:
    """Standard error of the difference, and the df it would have without any pair."""
    (s1, s2), (n1, n2) = spreads, sizes
    shared = 2.0 * r * pairs / (n1 * n2)
    if equal_variance:
        full_df = n1 + n2 - 2.0
        pooled = ((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / full_df
        return math.sqrt(max(0.0, pooled * (1 / n1 + 1 / n2 - shared))), full_df
    v1, v2 = s1**2 / n1, s2**2 / n2
    welch_df = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    return math.sqrt(max(0.0, v1 + v2 - shared * s1 * s2)), welch_df


STATISTIC = Statistic(
    name="derrick",
    family="change",
    label="Mean change, pairs and singles together",
    formula="(mean_post - mean_pre) / sqrt(s1^2/n1 + s2^2/n2 - 2 r s1 s2 nc / (n1 n2))",
    reference="Derrick, B., Russ, B., Toher, D., & White, P. (2017). Test statistics for the comparison of "
    "means for two samples that include both paired and independent observations. Journal of Modern "
    "Applied Statistical Methods, 16(1), 137-157. https://doi.org/10.22237/jmasm/1493597280",
    compute=derrick,
)
