"""Standardised mean change, corrected for its small-sample bias."""

from __future__ import annotations

import math
from dataclasses import replace

from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def d_av_corrected(pre: Array, post: Array, level: float = 0.95) -> Estimate:
    """``d_av`` times Bonett's bias correction; the interval stays that of ``d_av``.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In standard deviations, positive when scores rose.

    Not available when
    ------------------
    ``d_av`` is not.

    Notes
    -----
    d_av * sqrt((n - 2) / (n - 1)). Standard error and interval belong to the uncorrected value, as in
    Bonett's paper.

    References
    ----------
    Bonett, D. G. (2015). Interval estimation of standardized mean differences in paired-samples
    designs. Journal of Educational and Behavioral Statistics, 40, 366-376.
    https://doi.org/10.3102/1076998615583904
    """
    estimate = d_av(pre, post, level)
    if not estimate.available:
        return estimate
    return replace(estimate, value=estimate.value * math.sqrt((estimate.n - 2) / (estimate.n - 1)))


STATISTIC = Statistic(
    name="d_av_corrected",
    family="change",
    label="Standardised mean change, bias-corrected",
    formula="d_av * sqrt((n - 2) / (n - 1))",
    reference="Bonett, D. G. (2015). Interval estimation of standardized mean differences in paired-samples "
    "designs. Journal of Educational and Behavioral Statistics, 40(4), 366-376. "
    "https://doi.org/10.3102/1076998615583904",
    compute=d_av_corrected,
)
