"""Who changed by more than the unreliability of the score explains?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.change.paired import PairedMoments, differences, paired_moments
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import (
    RELIABLE_CHANGE_ITEMS_REFUSED_BELOW,
    RELIABLE_CHANGE_REFUSED_BELOW,
    RELIABLE_CHANGE_RELIABILITY_REFUSED_BELOW,
)
from mtle_survey.stats.intervals import check_level

Form = Literal["unequal_variance", "jacobson_truax", "regression_adjusted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliableChange:
    """Shares of respondents whose change exceeds measurement error; never for naming individuals.

    Attributes
    ----------
    improved, same, declined : Estimate
        Shares, 0 to 1, with Wilson's interval.
    minimum_change : float
        Smallest change that counts, in score units; nan in the regression-adjusted form, where it
        depends on the earlier score.
    expected_by_chance : float
        Respondents expected on each side if nobody truly changed.
    """

    improved: Estimate
    same: Estimate
    declined: Estimate
    minimum_change: float
    expected_by_chance: float


def reliable_change(
    pre: Array,
    post: Array,
    reliability: float,
    level: float = 0.95,
    *,
    form: Form = "unequal_variance",
    items: int | None = None,
) -> ReliableChange:
    """Count reliable improvement and decline.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps; higher is better.
    reliability : float
        Retest reliability of the score. Coefficient alpha in its place is optimistic: it does not count
        what varies from day to day.
    level : float in (0, 1)
        A change is reliable beyond the normal deviate of this level: 1.96 for .95.
    form : {"unequal_variance", "jacobson_truax", "regression_adjusted"}
        How large the error of a difference is.
    items : int, optional
        Items of the score, where known.

    Returns
    -------
    ReliableChange
        Methods ``reliable_change/`` and the form.

    Not available when
    ------------------
    Reliability below .70, fewer than 10 pairs, fewer than 3 items, or no spread.

    Notes
    -----
    Error of a difference: unequal_variance sqrt[(1 - rho)(s_pre^2 + s_post^2)]; jacobson_truax
    s_pre sqrt[2 (1 - rho)]; regression_adjusted: (post - M - rho (pre - M)) / (s sqrt(1 - rho^2)), M and s
    of the earlier wave.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991). Clinical significance. Journal of Consulting and Clinical
    Psychology, 59, 12-19. https://doi.org/10.1037/0022-006X.59.1.12
    Maassen, G. H. (2004). The standard error in the Jacobson and Truax reliable change index. Journal of
    the International Neuropsychological Society, 10, 888-893. https://doi.org/10.1017/S1355617704106097
    Hsu, L. M. (1989). Reliable changes in psychotherapy: Taking into account regression toward the mean.
    Behavioral Assessment, 11, 459-467.
    """
    check_level(level)
    if not 0.0 <= reliability <= 1.0:
        raise ValueError(f"a reliability lies between 0 and 1, not {reliability}")
    change = differences(pre, post)
    n, method = change.size, f"reliable_change/{form}"
    moments = paired_moments(pre, post) if n > 1 else None
    reason = _refusal(moments, n, reliability, items)
    if moments is None or reason:
        missing = not_available(reason, n=n, method=method)
        return ReliableChange(
            improved=missing,
            same=missing,
            declined=missing,
            minimum_change=math.nan,
            expected_by_chance=math.nan,
        )
    critical = z_critical(level)
    if form == "regression_adjusted":
        expected = moments.mean_pre + reliability * (np.asarray(pre, dtype=float) - moments.mean_pre)
        error = moments.sd_pre * math.sqrt(1.0 - reliability**2)
        index = (np.asarray(post, dtype=float) - expected) / error
        minimum = math.nan
    else:
        error = error_of_difference(moments.sd_pre, moments.sd_post, reliability, form)
        index = change / error
        minimum = critical * error
    counts = int(np.sum(index > critical)), int(np.sum(index < -critical))
    improved, declined, same = (
        share(count, n, level).with_method(method) for count in (*counts, n - sum(counts))
    )
    return ReliableChange(
        improved=improved,
        same=same,
        declined=declined,
        minimum_change=minimum,
        expected_by_chance=n * (1.0 - level) / 2.0,
    )


def error_of_difference(sd_pre: float, sd_post: float, reliability: float, form: Form) -> float:
    """Standard error of the difference of two scores, in score units."""
    if form == "jacobson_truax":
        return sd_pre * math.sqrt(2.0 * (1.0 - reliability))
    if form == "unequal_variance":
        return math.sqrt((1.0 - reliability) * (sd_pre**2 + sd_post**2))
    raise ValueError(f"{form!r} has no standard error of its own")


def _refusal(moments: PairedMoments | None, n: int, reliability: float, items: int | None) -> str:
    if moments is None or n < RELIABLE_CHANGE_REFUSED_BELOW:
        return (
            f"needs at least {RELIABLE_CHANGE_REFUSED_BELOW} respondents with both scores, and {there_are(n)}"
        )
    if reliability < RELIABLE_CHANGE_RELIABILITY_REFUSED_BELOW:
        return (
            f"needs a reliability of at least {RELIABLE_CHANGE_RELIABILITY_REFUSED_BELOW}, and it is "
            f"{reliability:.3f}: single changes would be mostly error"
        )
    if items is not None and items < RELIABLE_CHANGE_ITEMS_REFUSED_BELOW:
        return f"needs at least {RELIABLE_CHANGE_ITEMS_REFUSED_BELOW} items, and the score has {items}"
    if reliability == 1.0 or moments.sd_pre == 0.0:
        return "without spread or error in the earlier scores there is nothing to compare a change with"
    return ""


STATISTIC = Statistic(
    name="reliable_change",
    family="change",
    label="Reliable change",
    formula="|post - pre| > z sqrt[(1 - rho)(s_pre^2 + s_post^2)]",
    reference="Maassen, G. H. (2004). The standard error in the Jacobson and Truax reliable change index: "
    "The classical approach to the assessment of reliable change. Journal of the International "
    "Neuropsychological Society, 10(6), 888-893. https://doi.org/10.1017/S1355617704106097",
    compute=reliable_change,
)
