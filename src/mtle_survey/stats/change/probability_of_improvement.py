"""The chance that a respondent's later score is the higher one."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.change.paired import differences, too_few_pairs
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import paired_share_difference

METHOD = "bonett_price"


def probability_of_improvement(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """Share of respondents whose score rose, those who stayed counting half.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        0 to 1; .5 when as many rose as fell.

    Not available when
    ------------------
    Fewer than 5 pairs.

    Notes
    -----
    (up + same/2)/n = (1 + (up - down)/n)/2, so that the interval is that of a difference of paired
    shares, halved: Bonett and Price's adjusted interval.

    References
    ----------
    Bonett, D. G., & Price, R. M. (2012). Journal of Educational and Behavioral Statistics, 37, 479-488.
    https://doi.org/10.3102/1076998611411915
    Grissom, R. J., & Kim, J. J. (2012). Effect sizes for research (2nd ed.), chapter 5.
    """
    check_level(level)
    change = differences(pre, post)
    n = change.size
    if refusal := too_few_pairs(n, METHOD):
        return refusal
    up, down = int(np.sum(change > 0.0)), int(np.sum(change < 0.0))
    std_error, interval = paired_share_difference(up, down, n, level)
    return Estimate(
        value=(1.0 + (up - down) / n) / 2.0,
        interval=Interval(low=(1.0 + interval.low) / 2.0, high=(1.0 + interval.high) / 2.0, level=level),
        n=n,
        method=METHOD,
        std_error=std_error / 2.0,
    )


STATISTIC = Statistic(
    name="probability_of_improvement",
    family="change",
    label="Probability of improvement",
    formula="(#(post > pre) + #(post = pre) / 2) / n",
    reference="Bonett, D. G., & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of "
    "binomial proportions based on paired data. Journal of Educational and Behavioral Statistics, 37(4), "
    "479-488. https://doi.org/10.3102/1076998611411915",
    compute=probability_of_improvement,
)
