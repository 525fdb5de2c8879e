"""Did those who started low gain more? Oldham's way of asking, without the artefact."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.change.paired import checked_pairs, differences, too_few_pairs
from mtle_survey.stats.distributions import t_two_sided_p
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level, fisher_z

METHOD = "oldham"


def oldham(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """Correlation of each respondent's change with the mean of both scores.

    The correlation of change with the earlier score is negative even when nobody changed, because the
    error of that score enters both. This one is zero unless the spread of scores changed.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        -1 to 1; negative when scores drew together, positive when they spread.

    Not available when
    ------------------
    Fewer than 5 pairs, or changes or means do not vary.

    Notes
    -----
    r of (post - pre) and (pre + post)/2; t = r sqrt((n - 2)/(1 - r^2)), df = n - 2, which is Pitman and
    Morgan's test of equal variances. Fisher's interval.

    References
    ----------
    Oldham, P. D. (1962). A note on the analysis of repeated measurements of the same subjects. Journal of
    Chronic Diseases, 15, 969-977. https://doi.org/10.1016/0021-9681(62)90116-9
    """
    check_level(level)
    pre, post = checked_pairs(pre, post)
    n = pre.size
    if refusal := too_few_pairs(n, METHOD):
        return refusal
    change, middle = differences(pre, post), np.round((pre + post) / 2.0, 12)
    if np.ptp(change) == 0.0 or np.ptp(middle) == 0.0:
        return not_available("changes, or the means of both scores, do not vary", n=n, method=METHOD)
    r = float(np.clip(np.corrcoef(change, middle)[0, 1], -1.0, 1.0))
    interval = fisher_z(r, n, level)
    if interval is None:
        return Estimate(value=r, n=n, method=METHOD)
    t = r * math.sqrt((n - 2) / (1.0 - r * r))
    return Estimate(
        value=r,
        interval=interval,
        n=n,
        method=METHOD,
        test_statistic=t,
        df=n - 2,
        p_value=t_two_sided_p(t, n - 2),
    )


STATISTIC = Statistic(
    name="oldham",
    family="change",
    label="Change and level (Oldham)",
    formula="r(post - pre, (pre + post) / 2)",
    reference="Oldham, P. D. (1962). A note on the analysis of repeated measurements of the same subjects. "
    "Journal of Chronic Diseases, 15(10), 969-977. https://doi.org/10.1016/0021-9681(62)90116-9",
    compute=oldham,
)
