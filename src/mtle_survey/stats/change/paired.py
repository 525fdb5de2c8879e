"""What every paired kernel needs: checked pairs, their differences, their moments."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import PAIRS_REFUSED_BELOW

# Differences that agree to this many significant digits of the scale are one value:
# 3.6 - 3.4 and 0.2 differ in the last bit, and would otherwise not be tied.
SIGNIFICANT_DIGITS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedMoments:
    """Means, spread and association of paired scores; every denominator is n - 1.

    Attributes
    ----------
    n : int
        Pairs.
    mean_pre, mean_post, mean_change : float
        Means in score units; the change is later minus earlier.
    sd_pre, sd_post, sd_change : float
        Standard deviations.
    covariance : float
        Covariance of the two waves.
    """

    n: int
    mean_pre: float
    mean_post: float
    mean_change: float
    sd_pre: float
    sd_post: float
    sd_change: float
    covariance: float


def checked_pairs(pre: Array, post: Array) -> tuple[Array, Array]:
    """Both waves as float vectors of equal length without gaps; anything else is a ValueError."""
    pre, post = np.asarray(pre, dtype=float), np.asarray(post, dtype=float)
    if pre.ndim != 1 or pre.shape != post.shape:
        raise ValueError(f"pairs must be two vectors of equal length, not {pre.shape} and {post.shape}")
    if not (np.isfinite(pre).all() and np.isfinite(post).all()):
        raise ValueError("pairs must be complete: drop respondents without both scores first")
    return pre, post


def differences(pre: Array, post: Array) -> Array:
    """Later minus earlier, rounded so that equal differences are exactly equal.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Complete pairs.

    Returns
    -------
    (n,) float array
        In score units, rounded to 11 significant digits of the largest score.
    """
    pre, post = checked_pairs(pre, post)
    largest = max(np.abs(pre).max(initial=0.0), np.abs(post).max(initial=0.0))
    if largest == 0.0:
        return np.zeros_like(pre)
    rounded: Array = np.round(post - pre, SIGNIFICANT_DIGITS - math.ceil(math.log10(largest)))
    return rounded + 0.0  # minus zero becomes zero


def paired_moments(pre: Array, post: Array) -> PairedMoments:
    """Moments of at least two complete pairs."""
    pre, post = checked_pairs(pre, post)
    change = differences(pre, post)
    return PairedMoments(
        n=pre.size,
        mean_pre=float(pre.mean()),
        mean_post=float(post.mean()),
        mean_change=float(change.mean()),
        sd_pre=spread(pre),
        sd_post=spread(post),
        sd_change=spread(change),
        covariance=float(np.cov(pre, post)[0, 1]),
    )


def spread(x: Array) -> float:
    """Standard deviation with denominator n - 1; exactly zero when every value is the same."""
    return 0.0 if np.ptp(x) == 0.0 else float(x.std(ddof=1))


def too_few_pairs(n: int, method: str) -> Estimate | None:
    """The refusal when there are too few pairs to say anything, else None."""
    if n >= PAIRS_REFUSED_BELOW:
        return None
    return not_available(
        f"needs at least {PAIRS_REFUSED_BELOW} respondents with both scores, and {there_are(n)}",
        n=n,
        method=method,
    )
