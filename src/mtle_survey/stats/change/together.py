"""Resampling of several scores of the same people at once: one set of resamples serves them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import there_are
from mtle_survey.stats.bca import bca_interval
from mtle_survey.stats.change.bca_change import (
    DECIMALS,
    DRAWS,
    METHOD,
    d_av_of_sums,
    mean_change_of_sums,
)
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.paired import differences, too_few_pairs
from mtle_survey.stats.change.sign_flip import EXACT_UP_TO, exact_sign_flip_p, observed_sum
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import BCA_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.resampled_sums import resampled_sums

SUMS = 5  # of one score: people, pre, post, and their squares
SIGNS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ResampledChange:
    """Bootstrap intervals of one score.

    Attributes
    ----------
    mean_change, d_av : Estimate
        As ``mean_change_bca`` and ``d_av_bca``.
    """

    mean_change: Estimate
    d_av: Estimate


def bca_changes(
    pre: Array, post: Array, level: float = 0.95, *, seed: int = 1, draws: int = DRAWS
) -> tuple[ResampledChange, ...]:
    """Bootstrap intervals of mean change and of standardised mean change, for several scores.

    Whole people are resampled, with all their scores, so that one set of resamples serves every score. A
    score that everyone has gets what ``mean_change_bca`` and ``d_av_bca`` give.

    Parameters
    ----------
    pre, post : (n, s) float arrays
        Scores of the same people in the same order; nan where a person lacks one.
    level : float in (0, 1)
        Confidence level.
    seed, draws : int
        Seed and number of resamples.

    Returns
    -------
    tuple of ResampledChange
        One per score; ``n`` counts its pairs. Method ``bca``.

    Not available when
    ------------------
    Fewer than 10 pairs.

    References
    ----------
    Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical
    Association, 82, 171-185. https://doi.org/10.1080/01621459.1987.10478410
    """
    check_level(level)
    pre, post = _checked(pre, post)
    both = np.isfinite(pre) & np.isfinite(post)
    someone = both.any(axis=1)
    both, pre, post = both[someone], pre[someone], post[someone]
    totals = np.zeros((both.shape[0], both.shape[1], SUMS))
    for s in range(both.shape[1]):
        totals[both[:, s], s] = _totals(pre[both[:, s], s], post[both[:, s], s])
    enough = both.sum(axis=0) >= BCA_REFUSED_BELOW
    sums = np.zeros((0, both.shape[1], SUMS))
    if enough.any():
        flat = totals.reshape(len(totals), -1)
        sums = resampled_sums(flat, draws, seed).reshape(-1, both.shape[1], SUMS)
    return tuple(
        _resampled(pre[has, s], post[has, s], totals[has, s], sums[:, s], level)
        for s, has in enumerate(both.T)
    )


def sign_flips(pre: Array, post: Array, *, seed: int = 1, draws: int = 10_000) -> tuple[Estimate, ...]:
    """Sign-flip tests of the mean change of several scores; see ``sign_flip``.

    Random signs are drawn once for each person and serve all scores.

    Parameters
    ----------
    pre, post : (n, s) float arrays
        Scores of the same people in the same order; nan where a person lacks one.
    seed, draws : int
        Of the random signs, where there are too many patterns to list.

    Returns
    -------
    tuple of Estimate
        One per score; ``n`` counts its pairs.
    """
    pre, post = _checked(pre, post)
    both = np.isfinite(pre) & np.isfinite(post)
    changes = [differences(pre[has, s], post[has, s]) for s, has in enumerate(both.T)]
    many = [s for s, change in enumerate(changes) if np.count_nonzero(change) > EXACT_UP_TO]
    p_values = {}
    if many:
        full = np.zeros((len(pre), len(many)))
        for column, s in enumerate(many):
            full[both[:, s], column] = changes[s]
        p_values = dict(zip(many, _random_p(full, seed, draws).tolist(), strict=True))
    found = []
    for s, change in enumerate(changes):
        method = "sign_flip/monte_carlo" if s in p_values else "sign_flip/exact"
        refusal = too_few_pairs(change.size, method)
        p = p_values[s] if s in p_values else exact_sign_flip_p(change[change != 0.0])
        found.append(refusal or Estimate(value=float(change.mean()), n=change.size, method=method, p_value=p))
    return tuple(found)


def _totals(pre: Array, post: Array) -> Array:
    """What the statistics need of each pair, around the earlier mean so that no digits are lost."""
    middle = pre.mean() if pre.size else 0.0
    before, after = pre - middle, post - middle
    return np.column_stack([np.ones_like(before), before, after, before**2, after**2])


def _resampled(pre: Array, post: Array, totals: Array, sums: Array, level: float) -> ResampledChange:
    mean, standardised = mean_change(pre, post, level), d_av(pre, post, level)
    return ResampledChange(
        mean_change=_interval(mean, mean_change_of_sums, totals, sums, level),
        d_av=_interval(standardised, d_av_of_sums, totals, sums, level),
    )


def _interval(
    closed_form: Estimate, statistic: Callable[[Array], Array], totals: Array, sums: Array, level: float
) -> Estimate:
    n = closed_form.n
    if not closed_form.available:
        return closed_form.with_method(METHOD)
    if n < BCA_REFUSED_BELOW:
        reason = f"a bootstrap interval needs at least {BCA_REFUSED_BELOW} respondents; {there_are(n)}"
        return not_available(reason, n=n, method=METHOD)
    left_out = statistic(totals.sum(axis=0) - totals)
    replicates = np.full(len(sums), np.nan)
    some = sums[:, 0] >= 2.0
    replicates[some] = np.round(statistic(sums[some]), DECIMALS)
    return Estimate(
        value=closed_form.value,
        interval=bca_interval(
            round(closed_form.value, DECIMALS), replicates, np.nanmean(left_out) - left_out, level
        ),
        n=n,
        method=METHOD,
    )


def _random_p(changes: Array, seed: int, draws: int) -> NDArray[np.float64]:
    """Two-sided p of each column over random signs of the rows, the observed ones included."""
    generator = np.random.default_rng(seed)
    observed = np.array([observed_sum(change) for change in changes.T])
    extreme = np.ones(changes.shape[1])
    together = max(1, SIGNS_AT_ONCE // max(1, len(changes)))
    for first in range(0, draws, together):
        size = (min(together, draws - first), len(changes))
        signs = generator.integers(0, 2, size=size, dtype=np.int8) * 2.0 - 1.0
        extreme += (np.abs(signs @ changes) >= observed).sum(axis=0)
    return np.asarray(extreme / (draws + 1), dtype=np.float64)


def _checked(pre: Array, post: Array) -> tuple[Array, Array]:
    pre, post = np.asarray(pre, dtype=float), np.asarray(post, dtype=float)
    if pre.ndim != 2 or pre.shape != post.shape:
        raise ValueError(f"scores are people by scores in both waves, not {pre.shape} and {post.shape}")
    return pre, post
