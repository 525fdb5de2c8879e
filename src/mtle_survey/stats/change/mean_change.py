"""Mean change of paired scores, with Student's interval."""

from __future__ import annotations

import math

from mtle_survey.stats.change.paired import checked_pairs, paired_moments, too_few_pairs
from mtle_survey.stats.distributions import t_critical, t_two_sided_p
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic
from mtle_survey.stats.intervals import check_level

METHOD = "paired_t"


def mean_change(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """Mean change from the earlier to the later wave, with the paired t interval and test.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In score units, positive when scores rose. When every respondent changed by the same
        amount the mean stands without interval and test.

    Not available when
    ------------------
    Fewer than 5 pairs.

    Notes
    -----
    Dbar = mean(post - pre); t = Dbar / (s_D / sqrt(n)) with df = n - 1; s_D has denominator n - 1.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika, 6, 1-25.
    https://doi.org/10.1093/biomet/6.1.1
    """
    check_level(level)
    pre, post = checked_pairs(pre, post)
    if refusal := too_few_pairs(pre.size, METHOD):
        return refusal
    moments = paired_moments(pre, post)
    df = moments.n - 1
    std_error = moments.sd_change / math.sqrt(moments.n)
    if std_error == 0.0:
        return Estimate(value=moments.mean_change, n=moments.n, method=METHOD, std_error=0.0, df=df)
    t = moments.mean_change / std_error
    margin = t_critical(level, df) * std_error
    return Estimate(
        value=moments.mean_change,
        interval=Interval(low=moments.mean_change - margin, high=moments.mean_change + margin, level=level),
        n=moments.n,
        method=METHOD,
        std_error=std_error,
        test_statistic=t,
        df=df,
        p_value=t_two_sided_p(t, df),
    )


STATISTIC = Statistic(
    name="mean_change",
    family="change",
    label="Mean change",
    formula="mean(post - pre)",
    reference="Student. (1908). The probable error of a mean. Biometrika, 6(1), 1-25. "
    "https://doi.org/10.1093/biomet/6.1.1",
    compute=mean_change,
)
