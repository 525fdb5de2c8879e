"""Ranks of signed differences and their exact distribution, ties and zeros included."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.distributions import normal_two_sided_p
from mtle_survey.stats.estimate import Array

EXACT_UP_TO = 200  # pairs: the exact distribution is computed in well under a second


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRanks:
    """Ranks of the non-zero absolute differences, and the positive ones' sum.

    Attributes
    ----------
    ranks : (m,) float array
        Midranks of the m non-zero differences.
    w_plus : float
        Sum of the ranks of positive differences.
    total : float
        Sum of all ranks kept.
    zeros : int
        Differences of exactly zero.
    n : int
        All differences, zeros included.
    """

    ranks: Array
    w_plus: float
    total: float
    zeros: int
    n: int


def midranks(x: Array) -> Array:
    """Ranks from 1, tied values sharing their mean rank."""
    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean_rank: Array = last - (counts - 1) / 2.0
    return mean_rank[inverse]


def pratt_ranks(change: Array) -> SignedRanks:
    """Rank zeros along with the rest, then drop them (Pratt, 1959)."""
    kept = change != 0.0
    return _signed(midranks(np.abs(change))[kept], change[kept], change.size)


def wilcoxon_ranks(change: Array) -> SignedRanks:
    """Drop zeros, then rank (Wilcoxon, 1945)."""
    kept = change != 0.0
    return _signed(midranks(np.abs(change[kept])), change[kept], change.size)


def _signed(ranks: Array, change: Array, n: int) -> SignedRanks:
    return SignedRanks(
        ranks=ranks,
        w_plus=float(ranks[change > 0.0].sum()),
        total=float(ranks.sum()),
        zeros=n - ranks.size,
        n=n,
    )


def exact_distribution(ranks: Array) -> Array:
    """Probabilities of twice the signed-rank sum, given the ranks (ties stay as they are).

    Parameters
    ----------
    ranks : (m,) float array
        Midranks, so that twice a rank is an integer.

    Returns
    -------
    (2 sum(ranks) + 1,) float array
        Entry w is P(2 W+ = w) when every sign is a fair coin.
    """
    doubled = np.rint(2.0 * ranks).astype(int)
    probability = np.zeros(int(doubled.sum()) + 1)
    probability[0] = 1.0
    reached = 0
    for rank in doubled:
        probability[rank : reached + rank + 1] += probability[: reached + 1].copy()
        probability[: reached + rank + 1] *= 0.5
        reached += rank
    return probability


def exact_p(signed: SignedRanks) -> float:
    """Two-sided exact p: the chance of a rank sum at least as far from its mean."""
    distribution = exact_distribution(signed.ranks)
    larger = max(signed.w_plus, signed.total - signed.w_plus)
    return min(1.0, 2.0 * float(distribution[round(2.0 * larger) :].sum()))


def normal_p(signed: SignedRanks) -> float:
    """Two-sided normal p, without continuity correction, variance from the ranks themselves."""
    variance = float((signed.ranks**2).sum()) / 4.0
    if variance == 0.0:
        return 1.0
    return normal_two_sided_p((signed.w_plus - signed.total / 2.0) / math.sqrt(variance))


def signed_rank_p(signed: SignedRanks) -> float:
    """Exact p up to 200 pairs, normal beyond."""
    return exact_p(signed) if signed.n <= EXACT_UP_TO else normal_p(signed)
