"""Retrospective pretests: how people now see what they were then."""

from __future__ import annotations

import math
from typing import Literal

from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.estimate import Array, Estimate, Statistic

Verdict = Literal["agree", "unclear", "inconclusive"]


def response_shift(pre: Array, then: Array, level: float = 0.95) -> Estimate:
    """Mean of the retrospective ("then") scores minus the pretest scores.

    Negative when people now think less of what they were than they did at the time: the standard may have
    risen, or the wish to have grown may speak. The data cannot tell which.

    Parameters
    ----------
    pre, then : (n,) float arrays
        Scores of the same respondents in the same order, without gaps: given at the earlier wave, and given
        later about the earlier time.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In score units, with the paired t interval and test.

    Not available when
    ------------------
    Fewer than 5 pairs.

    References
    ----------
    Howard, G. S. (1980). Response-shift bias: A problem in evaluating interventions with pre/post
    self-reports. Evaluation Review, 4, 93-106. https://doi.org/10.1177/0193841X8000400105
    """
    return mean_change(pre, then, level)


def retrospective_verdict(traditional: Estimate, retrospective: Estimate) -> Verdict:
    """Whether change from the pretest and change from the retrospective pretest tell one story.

    Parameters
    ----------
    traditional : Estimate
        post - pre.
    retrospective : Estimate
        post - then.

    Returns
    -------
    {"agree", "unclear", "inconclusive"}
        "inconclusive" when the two point in opposite directions, "agree" when both intervals lie on the
        same side of zero, else "unclear".
    """
    if math.isnan(traditional.value) or math.isnan(retrospective.value):
        raise ValueError("both changes must be available")
    if traditional.value * retrospective.value < 0.0:
        return "inconclusive"
    return "agree" if _is_sure(traditional) and _is_sure(retrospective) else "unclear"


def _is_sure(change: Estimate) -> bool:
    """Whether the interval lies on the value's side of zero."""
    return change.interval is not None and (change.interval.low > 0.0 or change.interval.high < 0.0)


STATISTIC = Statistic(
    name="response_shift",
    family="change",
    label="Response shift (then - pre)",
    formula="mean(then - pre)",
    reference="Howard, G. S. (1980). Response-shift bias: A problem in evaluating interventions with "
    "pre/post self-reports. Evaluation Review, 4(1), 93-106. https://doi.org/10.1177/0193841X8000400105",
    compute=response_shift,
)
