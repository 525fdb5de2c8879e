"""How many respondents or items a wanted reliability takes."""

from __future__ import annotations

import math

from mtle_survey.stats.reliability.alpha import INTERVALS, AlphaInterval

# No evaluation plans for more; a width that needs them is out of reach.
MOST_RESPONDENTS = 1_000_000


def respondents_for_alpha_interval(
    alpha: float, k: int, width: float, level: float = 0.95, interval: AlphaInterval = "feldt"
) -> int:
    """Respondents with whom the interval of alpha will be no wider than wanted.

    Parameters
    ----------
    alpha : float
        The alpha that is expected.
    k : int
        Items, at least 2.
    width : float
        Upper minus lower bound.
    level : float in (0, 1)
        Confidence level.
    interval : {"feldt", "bonett"}
        Which interval.

    Returns
    -------
    int
        The smallest number of complete respondents, if alpha turns out as expected.

    References
    ----------
    Bonett (2002). Journal of Educational and Behavioral Statistics, 27, 335-340.
    https://doi.org/10.3102/10769986027004335
    """
    if width <= 0.0 or alpha >= 1.0 or k < 2:
        raise ValueError(f"needs width > 0, alpha < 1 and k >= 2, got {width}, {alpha} and {k}")

    def wide(n: int) -> bool:
        bounds = INTERVALS[interval](alpha, n, k, level)
        return bounds is None or bounds.high - bounds.low > width

    low, high = 1, 2
    while wide(high):
        low, high = high, 2 * high
        if high > MOST_RESPONDENTS:
            raise ValueError(
                f"an interval no wider than {width} takes more than {MOST_RESPONDENTS} respondents"
            )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    return high


def items_for_reliability(reliability: float, k: int, target: float) -> int:
    """Items that a scale needs to reach a reliability, if the new ones are like the old.

    Parameters
    ----------
    reliability : float in (0, 1)
        Reliability of the present scale.
    k : int
        Its items.
    target : float in (0, 1)
        Reliability that is wanted.

    Returns
    -------
    int
        All items together, by the Spearman-Brown prophecy.

    References
    ----------
    Brown (1910). British Journal of Psychology, 3, 296-322.
    https://doi.org/10.1111/j.2044-8295.1910.tb00207.x
    """
    if not (0.0 < reliability < 1.0 and 0.0 < target < 1.0) or k < 1:
        raise ValueError(
            f"needs reliabilities between 0 and 1 and k >= 1, got {reliability}, {target} and {k}"
        )
    times = target * (1.0 - reliability) / (reliability * (1.0 - target))
    return math.ceil(times * k - 1e-9)
