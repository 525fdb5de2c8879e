"""Sums over bootstrap resamples, without ever forming the resamples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from mtle_survey.stats.estimate import Array

# Drawn units held in memory at once. The draws do not depend on it.
UNITS_AT_ONCE = 500_000
# Counts of this many units over all draws are kept for the next coefficient of as many respondents.
UNITS_KEPT = 1_000_000


def resampled_sums(per_unit: Array, draws: int, seed: int) -> Array:
    """Sums of unit totals over bootstrap resamples of the units.

    Parameters
    ----------
    per_unit : (units, m) float array
        Totals of each independent unit, such as counts, scores and products of scores.
    draws : int
        Resamples.
    seed : int
        Seed of numpy's default generator; the same seed gives the same resamples on any machine.

    Returns
    -------
    (draws, m) float array

    Notes
    -----
    A resample is a vector of counts that add up to the number of units; its sums are those counts times the
    units' totals.
    """
    if draws < 1:
        raise ValueError(f"at least 1 resample is needed, got {draws}")
    units = per_unit.shape[0]
    parts = _kept_counts(units, draws, seed) if units * draws <= UNITS_KEPT else _counts(units, draws, seed)
    return np.vstack([counts @ per_unit for counts in parts])


@lru_cache(maxsize=8)
def _kept_counts(units: int, draws: int, seed: int) -> tuple[Array, ...]:
    return tuple(_counts(units, draws, seed))


def _counts(units: int, draws: int, seed: int) -> Iterator[Array]:
    """How often each unit stands in each resample, a block of draws at a time."""
    generator = np.random.default_rng(seed)
    together = max(1, UNITS_AT_ONCE // units)
    for first in range(0, draws, together):
        here = min(together, draws - first)
        drawn = generator.integers(0, units, size=(here, units))
        drawn += units * np.arange(here)[:, None]
        yield np.bincount(drawn.ravel(), minlength=here * units).reshape(here, units).astype(np.float64)
