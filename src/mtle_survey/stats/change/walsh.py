"""Order statistics of the Walsh averages: the means of all pairs of changes, each with itself too."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.change.signed_ranks import EXACT_UP_TO, exact_distribution
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array


class WalshAverages:
    """The sorted n(n+1)/2 Walsh averages, held as distinct values with their counts.

    Scale scores take few distinct values, so this stays small where a list of all pairs would not.

    Parameters
    ----------
    change : (n,) float array
        Differences.
    """

    def __init__(self, change: Array) -> None:
        values, counts = np.unique(change, return_counts=True)
        first, second = np.triu_indices(values.size)
        weights = np.where(
            first == second, counts[first] * (counts[first] + 1) // 2, counts[first] * counts[second]
        )
        averages = (values[first] + values[second]) / 2.0
        order = np.argsort(averages, kind="stable")
        self._averages: Array = averages[order]
        self._cumulative = np.cumsum(weights[order])
        self.count = int(self._cumulative[-1])

    def at(self, position: int) -> float:
        """The average at a position counted from 1 in increasing order."""
        return float(self._averages[np.searchsorted(self._cumulative, position)])

    def median(self) -> float:
        """The Hodges-Lehmann pseudo-median."""
        return (self.at((self.count + 1) // 2) + self.at(self.count // 2 + 1)) / 2.0


def hodges_lehmann(change: Array, level: float) -> tuple[float, tuple[float, float] | None]:
    """The pseudo-median of changes and its distribution-free interval.

    Parameters
    ----------
    change : (n,) float array
        Differences.
    level : float
        Confidence level.

    Returns
    -------
    tuple
        The pseudo-median, and the limits; the limits are None where n is too small for the level, or
        where all changes are equal, so that nothing is known of their spread.

    Notes
    -----
    The limits are the Walsh averages at positions c and n(n+1)/2 + 1 - c, where c is the largest number
    with P(W+ < c) <= (1 - level)/2 under untied ranks: exact to n = 200, normal beyond. With ties they
    cover more often than stated.

    References
    ----------
    Hodges, J. L., & Lehmann, E. L. (1963). Estimates of location based on rank tests. Annals of
    Mathematical Statistics, 34, 598-611. https://doi.org/10.1214/aoms/1177704172
    """
    walsh = WalshAverages(change)
    position = _critical_position(change.size, level)
    if position < 1 or change.min() == change.max():
        return walsh.median(), None
    return walsh.median(), (walsh.at(position), walsh.at(walsh.count + 1 - position))


def _critical_position(n: int, level: float) -> int:
    if n > EXACT_UP_TO:
        spread = math.sqrt(n * (n + 1) * (2 * n + 1) / 24.0)
        return math.floor(n * (n + 1) / 4.0 + 0.5 - z_critical(level) * spread)
    cumulative = np.cumsum(exact_distribution(np.arange(1.0, n + 1.0))[::2])
    return int(np.searchsorted(cumulative, (1.0 - level) / 2.0, side="right"))
