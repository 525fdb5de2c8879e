"""Was there room to improve? The ceiling at the earlier wave."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.change.paired import checked_pairs, spread
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.gates import CEILING_SHARE_WARNED_ABOVE, HEADROOM_SD_WARNED_BELOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """How much room the earlier scores left.

    Attributes
    ----------
    at_ceiling : Estimate
        Share of respondents within half a response step of the highest score at the earlier wave.
    headroom_sd : float
        Highest score minus the earlier mean, in standard deviations of the earlier wave; nan without
        spread.
    share_of_possible_gain : Estimate
        Gain of all who had room, over the room they had; at most 1, negative when they fell.
    limits_change : bool
        Whether more than 15 percent were at the ceiling, or the headroom is under one standard deviation.
    """

    at_ceiling: Estimate
    headroom_sd: float
    share_of_possible_gain: Estimate
    limits_change: bool


def ceiling(
    pre: Array, post: Array, highest: float, response_step: float = 1.0, level: float = 0.95
) -> Ceiling:
    """Describe the room for improvement, and how much of it was used.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps; higher is better.
    highest : float
        Highest possible score.
    response_step : float
        Distance of two neighbouring answers on the score's metric.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Ceiling
        Shares with intervals; respondents at the very top have no possible gain and are left out of the
        share of it.

    Notes
    -----
    Share of possible gain: sum(post - pre)/sum(highest - pre) over pre < highest; interval by the delta
    method with the normal distribution, cut at 1.

    References
    ----------
    Terwee, C. B., et al. (2007). Quality criteria were proposed for measurement properties of health status
    questionnaires. Journal of Clinical Epidemiology, 60, 34-42.
    https://doi.org/10.1016/j.jclinepi.2006.03.012
    """
    pre, post = checked_pairs(pre, post)
    if response_step <= 0.0 or (pre.size and max(pre.max(), post.max()) > highest + 1e-9):
        raise ValueError("scores lie above the highest possible one, or the response step is not above 0")
    at_top = share(int(np.sum(pre >= highest - response_step / 2.0 - 1e-9)), pre.size, level)
    sd = spread(pre) if pre.size > 1 else 0.0
    headroom = float((highest - pre.mean()) / sd) if sd > 0.0 else math.nan
    crowded = at_top.available and at_top.value > CEILING_SHARE_WARNED_ABOVE
    return Ceiling(
        at_ceiling=at_top,
        headroom_sd=headroom,
        share_of_possible_gain=_share_of_possible_gain(pre, post, highest, level),
        limits_change=crowded or headroom < HEADROOM_SD_WARNED_BELOW,
    )


def _share_of_possible_gain(pre: Array, post: Array, highest: float, level: float) -> Estimate:
    method = "ratio_of_sums"
    room = highest - pre
    some = room > 1e-9
    n = int(some.sum())
    if n < 2:
        return not_available(
            f"needs at least 2 respondents below the highest score, and {there_are(n)}", n=n, method=method
        )
    gain, room = (post - pre)[some], room[some]
    ratio = float(gain.sum() / room.sum())
    residual = gain - ratio * room
    std_error = math.sqrt(float(residual @ residual) / (n * (n - 1))) / float(room.mean())
    margin = z_critical(level) * std_error
    return Estimate(
        value=ratio,
        interval=Interval(low=ratio - margin, high=min(1.0, ratio + margin), level=level),
        n=n,
        method=method,
        std_error=std_error,
    )
