"""Rank correlation of dose and change."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.change.paired import checked_pairs, too_few_pairs
from mtle_survey.stats.change.signed_ranks import midranks
from mtle_survey.stats.distributions import t_two_sided_p, z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level

METHOD = "spearman/bonett_wright"


def dose_spearman(dose: Array, change: Array, level: float = 0.95) -> Estimate:
    """Spearman's rank correlation of dose and change, ties sharing their mean rank.

    Parameters
    ----------
    dose : (n,) float array
        Hours, sessions or days, without gaps.
    change : (n,) float array
        Change of the same respondents.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        -1 to 1.

    Not available when
    ------------------
    Fewer than 5 respondents, or dose or change does not vary.

    Notes
    -----
    Interval tanh(atanh(r) -/+ z sqrt((1 + r^2/2)/(n - 3))); t = r sqrt((n - 2)/(1 - r^2)), df = n - 2.
    Neither at -1 and 1. The standard error is (1 - r^2) sqrt((1 + r^2/2)/(n - 3)).

    References
    ----------
    Bonett, D. G., & Wright, T. A. (2000). Sample size requirements for estimating Pearson, Kendall and
    Spearman correlations. Psychometrika, 65, 23-28. https://doi.org/10.1007/BF02294183
    """
    check_level(level)
    dose, change = checked_pairs(dose, change)
    n = dose.size
    if refusal := too_few_pairs(n, METHOD):
        return refusal
    ranks = midranks(np.round(dose, 10)), midranks(np.round(change, 10))
    if np.ptp(ranks[0]) == 0.0 or np.ptp(ranks[1]) == 0.0:
        return not_available(f"dose or change is the same for all {n} respondents", n=n, method=METHOD)
    r = float(np.clip(np.corrcoef(*ranks)[0, 1], -1.0, 1.0))
    if 1.0 - abs(r) < 1e-12:
        return Estimate(value=math.copysign(1.0, r), n=n, method=METHOD)
    width = math.sqrt((1.0 + r * r / 2.0) / (n - 3))
    margin = z_critical(level) * width
    t = r * math.sqrt((n - 2) / (1.0 - r * r))
    return Estimate(
        value=r,
        interval=Interval(
            low=math.tanh(math.atanh(r) - margin), high=math.tanh(math.atanh(r) + margin), level=level
        ),
        n=n,
        method=METHOD,
        std_error=(1.0 - r * r) * width,
        test_statistic=t,
        df=n - 2,
        p_value=t_two_sided_p(t, n - 2),
    )


STATISTIC = Statistic(
    name="dose_spearman",
    family="change",
    label="Rank correlation of dose and change",
    formula="r of the ranks of dose and change",
    reference="Bonett, D. G., & Wright, T. A. (2000). Sample size requirements for estimating Pearson, "
    "Kendall and Spearman correlations. Psychometrika, 65(1), 23-28. https://doi.org/10.1007/BF02294183",
    compute=dose_spearman,
)
