"""What a one-group pre/post design can detect."""

from __future__ import annotations

import math

from mtle_survey.stats.estimate import Statistic
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.power.noncentral import check_power, smallest_n, smallest_noncentrality, t_power


def sd_of_change(sd_pre: float, sd_post: float, correlation: float) -> float:
    """Standard deviation of changes from those of both waves and their correlation."""
    if min(sd_pre, sd_post) <= 0.0 or not -1.0 <= correlation <= 1.0:
        raise ValueError(f"impossible: standard deviations {sd_pre}, {sd_post}, correlation {correlation}")
    return math.sqrt(sd_pre**2 + sd_post**2 - 2.0 * correlation * sd_pre * sd_post)


def paired_power(n: int, change: float, sd_change: float, level: float = 0.95) -> float:
    """Chance that the paired t test finds a true mean change.

    Parameters
    ----------
    n : int
        Pairs, at least 2.
    change : float
        True mean change, in score units.
    sd_change : float
        Standard deviation of changes.
    level : float in (0, 1)
        1 minus the significance level.

    Returns
    -------
    float
        Power, counting rejections on both sides.

    Notes
    -----
    Noncentral t with delta = sqrt(n) change/sd_change, df = n - 1.

    References
    ----------
    Cohen, J. (1988). Statistical power analysis for the behavioral sciences (2nd ed.). Erlbaum.
    """
    _check(n, sd_change, level)
    return t_power(math.sqrt(n) * change / sd_change, n - 1, level)


def paired_minimal_change(n: int, sd_change: float, power: float = 0.80, level: float = 0.95) -> float:
    """The smallest true mean change that the paired t test finds with the wanted power, in score units."""
    _check(n, sd_change, level)
    return smallest_noncentrality(n - 1, power, level) * sd_change / math.sqrt(n)


def paired_n(change: float, sd_change: float, power: float = 0.80, level: float = 0.95) -> int:
    """Pairs needed to find a true mean change, other than zero, with the wanted power."""
    _check(2, sd_change, level)
    check_power(power, level)
    if change == 0.0:
        raise ValueError("no number of pairs finds a change of zero")
    return smallest_n(lambda n: paired_power(n, change, sd_change, level), power, 2)


def _check(n: int, sd_change: float, level: float) -> None:
    check_level(level)
    if n < 2 or sd_change <= 0.0:
        raise ValueError(f"needs 2 pairs and a spread above 0, not {n} and {sd_change}")


STATISTIC = Statistic(
    name="paired_power",
    family="power",
    label="Power of a pre/post design",
    formula="P(|T| > t), T noncentral t with sqrt(n) change / sd_change",
    reference="Cohen, J. (1988). Statistical power analysis for the behavioral sciences (2nd ed.). Erlbaum.",
    compute=paired_power,
)
