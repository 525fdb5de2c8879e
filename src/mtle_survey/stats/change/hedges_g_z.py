"""d_z, corrected for its small-sample bias."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic
from mtle_survey.stats.small_sample import hedges_correction


def hedges_g_z(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """``d_z`` times the exact bias correction J(n - 1).

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In standard deviations of the change; the limits of ``d_z`` are corrected alike.

    Not available when
    ------------------
    ``d_z`` is not.

    Notes
    -----
    J(m) = Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)), m = n - 1.

    References
    ----------
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size and related
    estimators. Journal of Educational Statistics, 6, 107-128.
    https://doi.org/10.3102/10769986006002107
    """
    estimate = d_z(pre, post, level)
    if estimate.interval is None:
        return estimate
    j = hedges_correction(estimate.n - 1)
    return replace(
        estimate,
        value=estimate.value * j,
        interval=Interval(low=estimate.interval.low * j, high=estimate.interval.high * j, level=level),
    )


STATISTIC = Statistic(
    name="hedges_g_z",
    family="change",
    label="d_z, bias-corrected (Hedges)",
    formula="d_z * J(n - 1)",
    reference="Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size and related "
    "estimators. Journal of Educational Statistics, 6(2), 107-128. "
    "https://doi.org/10.3102/10769986006002107",
    compute=hedges_g_z,
)
