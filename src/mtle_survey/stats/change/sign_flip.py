"""Permutation test of the mean change: every sign of every change is equally likely."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.change.paired import differences, too_few_pairs
from mtle_survey.stats.estimate import Array, Estimate, Statistic

EXACT_UP_TO = 20  # changes other than zero: 2^20 sign patterns


def sign_flip(pre: Array, post: Array, *, seed: int = 1, draws: int = 10_000) -> Estimate:
    """Mean change with the p-value of the sign-flip permutation test.

    It needs no normality: only that, were there no change, gains and losses of a given size would be
    equally likely.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    seed : int
        Seed of the random sign patterns, used only when there are too many to list.
    draws : int
        Number of random sign patterns.

    Returns
    -------
    Estimate
        The mean change in score units; method ``sign_flip/exact`` up to 20 respondents who changed,
        else ``sign_flip/monte_carlo``.

    Not available when
    ------------------
    Fewer than 5 pairs.

    Notes
    -----
    p = share of sign patterns whose |sum| is at least the observed one; with random patterns
    (1 + count) / (1 + draws), which never understates p.

    References
    ----------
    Phipson, B., & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical
    Applications in Genetics and Molecular Biology, 9, Article 39. https://doi.org/10.2202/1544-6115.1585
    """
    change = differences(pre, post)
    moved = change[change != 0.0]
    exact = moved.size <= EXACT_UP_TO
    method = "sign_flip/exact" if exact else "sign_flip/monte_carlo"
    if refusal := too_few_pairs(change.size, method):
        return refusal
    p_value = (
        exact_sign_flip_p(moved) if moved.size <= EXACT_UP_TO else random_sign_flip_p(moved, seed, draws)
    )
    return Estimate(value=float(change.mean()), n=change.size, method=method, p_value=p_value)


def exact_sign_flip_p(change: Array) -> float:
    """Two-sided p over all 2^m sign patterns of m changes."""
    sums = np.zeros(1)
    for size in np.abs(change):
        sums = np.concatenate([sums - size, sums + size])
    return float(np.mean(np.abs(sums) >= observed_sum(change)))


def random_sign_flip_p(change: Array, seed: int, draws: int) -> float:
    """Two-sided p over seeded random sign patterns, the observed one included."""
    rng = np.random.default_rng(seed)
    extreme = 1
    for start in range(0, draws, 1000):
        signs = rng.integers(0, 2, size=(min(1000, draws - start), change.size)) * 2 - 1
        extreme += int(np.sum(np.abs(signs @ change) >= observed_sum(change)))
    return extreme / (draws + 1)


def observed_sum(change: Array) -> float:
    """The observed |sum|, less what rounding may take from an equal one."""
    return abs(float(change.sum())) - 1e-9 * float(np.abs(change).sum())


STATISTIC = Statistic(
    name="sign_flip",
    family="change",
    label="Mean change, sign-flip permutation test",
    formula="share of sign patterns with |sum of +/-d| >= |sum of d|",
    reference="Phipson, B., & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical "
    "Applications in Genetics and Molecular Biology, 9(1), Article 39. https://doi.org/10.2202/1544-6115.1585",
    compute=sign_flip,
)
