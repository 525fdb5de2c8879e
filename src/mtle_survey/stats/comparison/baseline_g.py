"""How far program and comparison group were apart at baseline."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from mtle_survey.stats.comparison.arms import Program, pooled_sd, program_mask, too_few_units, wwc_omega
from mtle_survey.stats.distributions import noncentral_t_limits, t_two_sided_p
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.gates import BASELINE_G_ADJUST_ABOVE, BASELINE_G_REFUSED_ABOVE
from mtle_survey.stats.intervals import check_level

METHOD = "wwc/noncentral_t"
Band = Literal["satisfied", "adjust", "not_satisfied"]


def baseline_g(scores: Array, program: Program, level: float = 0.95) -> Estimate:
    """Standardised difference of two groups' means, corrected for small samples.

    Parameters
    ----------
    scores : (n,) float array
        Baseline scores of the respondents who are analysed, without gaps.
    program : (n,) booleans
        True for the program group.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In pooled standard deviations, positive when the program group started higher.

    Not available when
    ------------------
    Fewer than 2 respondents in an arm, or no spread within the arms.

    Notes
    -----
    g = w (mean_P - mean_C)/S_p, w = 1 - 3/(4N - 9). Interval: noncentral t of the uncorrected
    difference, times w.

    References
    ----------
    What Works Clearinghouse. (2022). Procedures and standards handbook, version 5.0, appendix E. Institute
    of Education Sciences. https://ies.ed.gov/ncee/wwc/Handbooks
    Hedges, L. V. (1981). Journal of Educational Statistics, 6, 107-128.
    https://doi.org/10.3102/10769986006002107
    """
    check_level(level)
    scores = np.asarray(scores, dtype=float)
    n = scores.size
    mask = program_mask(program, n)
    if not np.isfinite(scores).all():
        raise ValueError("scores must be complete: drop respondents without one first")
    if reason := too_few_units(mask):
        return not_available(reason, n=n, method=METHOD)
    spread = pooled_sd(scores, mask)
    if spread <= 1e-12 * float(np.abs(scores).max(initial=1.0)):
        return not_available("scores do not vary within the arms", n=n, method=METHOD)
    difference = float(scores[mask].mean() - scores[~mask].mean()) / spread
    root = math.sqrt(float(mask.sum()) * float((~mask).sum()) / n)
    t = difference * root
    low, high = noncentral_t_limits(t, n - 2, level)
    omega = wwc_omega(n)
    return Estimate(
        value=omega * difference,
        interval=Interval(low=omega * low / root, high=omega * high / root, level=level),
        n=n,
        method=METHOD,
        test_statistic=t,
        df=n - 2,
        p_value=t_two_sided_p(t, n - 2),
    )


def baseline_band(g: float) -> Band:
    """What the What Works Clearinghouse makes of a baseline difference.

    Parameters
    ----------
    g : float
        Standardised difference at baseline.

    Returns
    -------
    {"satisfied", "adjust", "not_satisfied"}
        To .05 in size equivalent; to .25 only with this measure in the impact model; above, never.
    """
    size = abs(g)
    if math.isnan(size):
        raise ValueError("a baseline difference that is not available has no band")
    if size <= BASELINE_G_ADJUST_ABOVE:
        return "satisfied"
    return "adjust" if size <= BASELINE_G_REFUSED_ABOVE else "not_satisfied"


STATISTIC = Statistic(
    name="baseline_g",
    family="comparison",
    label="Baseline difference (Hedges' g)",
    formula="(1 - 3/(4N - 9)) (mean_P - mean_C) / S_pooled",
    reference="What Works Clearinghouse. (2022). What Works Clearinghouse procedures and standards handbook, "
    "version 5.0. Institute of Education Sciences. https://ies.ed.gov/ncee/wwc/Handbooks",
    compute=baseline_g,
)
