"""Equivalence of two waves: is the change smaller than the smallest that would matter?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from mtle_survey.stats.change.paired import checked_pairs, paired_moments, too_few_pairs
from mtle_survey.stats.distributions import t_critical, t_upper_p
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level

METHOD = "tost"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSidedTests:
    """The two one-sided tests behind an equivalence claim.

    Attributes
    ----------
    lower_t, lower_p : float
        Against a change at or below minus the smallest effect.
    upper_t, upper_p : float
        Against a change at or above the smallest effect.
    """

    lower_t: float
    lower_p: float
    upper_t: float
    upper_p: float


def one_sided_tests(mean_change: float, std_error: float, df: float, smallest_effect: float) -> OneSidedTests:
    """Both one-sided t tests, from a mean change and its positive standard error, in one unit."""
    lower = (mean_change + smallest_effect) / std_error
    upper = (mean_change - smallest_effect) / std_error
    return OneSidedTests(
        lower_t=lower, lower_p=t_upper_p(lower, df), upper_t=upper, upper_p=t_upper_p(-upper, df)
    )


def tost(pre: Array, post: Array, smallest_effect: float | None, level: float = 0.95) -> Estimate:
    """Equivalence test of paired scores against a smallest effect declared beforehand.

    A significant result supports "the change is smaller than what would matter"; a test of no change
    that fails to reject never does.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    smallest_effect : float or None
        Smallest change that would matter, in score units, above 0; None when none was declared.
    level : float in (0, 1)
        1 - alpha. The interval has level 1 - 2 alpha, so that it lies within -/+ ``smallest_effect``
        exactly when p < alpha; ``level`` is at least .5.

    Returns
    -------
    Estimate
        The mean change in score units; test statistic and p are those of the weaker one-sided test.

    Not available when
    ------------------
    No smallest effect was declared, fewer than 5 pairs, or everyone changed by the same amount.

    Notes
    -----
    t_lower = (Dbar + delta)/SE, t_upper = (Dbar - delta)/SE, df = n - 1; p = max(p_lower, p_upper).

    References
    ----------
    Lakens, D. (2017). Equivalence tests: A practical primer for t tests, correlations, and
    meta-analyses. Social Psychological and Personality Science, 8, 355-362.
    https://doi.org/10.1177/1948550617697177
    """
    check_level(level)
    if level <= 0.5:
        raise ValueError(f"an equivalence test needs a level above .5, not {level}")
    pre, post = checked_pairs(pre, post)
    if smallest_effect is None:
        return not_available(
            "no smallest effect was declared in the study: without one, no change cannot be shown",
            n=pre.size,
            method=METHOD,
        )
    if smallest_effect <= 0.0:
        raise ValueError(f"a smallest effect is above 0, not {smallest_effect}")
    if refusal := too_few_pairs(pre.size, METHOD):
        return refusal
    moments = paired_moments(pre, post)
    n, df = moments.n, moments.n - 1
    std_error = moments.sd_change / math.sqrt(n)
    if std_error == 0.0:
        return not_available(
            f"all {n} respondents changed by the same amount: the changes have no spread", n=n, method=METHOD
        )
    tests = one_sided_tests(moments.mean_change, std_error, df, smallest_effect)
    weaker = tests.lower_t if tests.lower_p >= tests.upper_p else tests.upper_t
    interval_level = 2.0 * level - 1.0
    margin = t_critical(interval_level, df) * std_error
    return Estimate(
        value=moments.mean_change,
        interval=Interval(
            low=moments.mean_change - margin, high=moments.mean_change + margin, level=interval_level
        ),
        n=n,
        method=METHOD,
        std_error=std_error,
        test_statistic=weaker,
        df=df,
        p_value=max(tests.lower_p, tests.upper_p),
    )


STATISTIC = Statistic(
    name="tost",
    family="change",
    label="Equivalence test of change",
    formula="p = max of the two one-sided t tests against -/+ the smallest effect",
    reference="Lakens, D. (2017). Equivalence tests: A practical primer for t tests, correlations, and "
    "meta-analyses. Social Psychological and Personality Science, 8(4), 355-362. "
    "https://doi.org/10.1177/1948550617697177",
    compute=tost,
)
