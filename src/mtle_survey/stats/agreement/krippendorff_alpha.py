"""Krippendorff's alpha."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mtle_survey.stats.agreement.ratings import unit_counts
from mtle_survey.stats.bca import bca_interval
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.resampled_sums import resampled_sums

Metric = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(
    ratings: Array,
    categories: Sequence[float],
    metric: Metric = "ordinal",
    level: float = 0.95,
    *,
    seed: int | None = None,
    draws: int = 10_000,
) -> Estimate:
    """Agreement beyond chance of any number of raters, with gaps, at any level of measurement.

    Parameters
    ----------
    ratings : (n, r) float array
        Ratings of n units by r raters; nan where a rater gave none. Units with fewer than 2 ratings
        carry no information and are left out.
    categories : sequence of float
        The declared codes, in their order.
    metric : {"nominal", "ordinal", "interval"}
        What a disagreement costs: always the same, by how many ratings lie between, or by the squared
        distance of the codes. The method's name.
    level : float in (0, 1)
        Confidence level.
    seed : int, optional
        Seed of the resamples of units for a BCa interval; no interval without it.
    draws : int
        Resamples.

    Returns
    -------
    Estimate
        At most 1; ``n`` counts units with at least 2 ratings.

    Not available when
    ------------------
    No unit has two ratings, or every such rating is in the same category.

    Notes
    -----
    1 - D_o / D_e from the coincidence matrix: observed disagreement D_o = sum of o_ck d_ck / N and expected
    disagreement D_e = sum of n_c n_k d_ck / [N (N - 1)].

    References
    ----------
    Krippendorff (2019). Content analysis (4th ed.), chapter 12. Sage.
    https://doi.org/10.4135/9781071878781
    """
    check_level(level)
    counts = unit_counts(ratings, categories)
    counts = counts[counts.sum(axis=1) >= 2.0]
    n, q = counts.shape
    if n == 0:
        return not_available(
            "agreement needs at least 1 unit with 2 ratings; there is none", n=0, method=metric
        )
    by_unit = _coincidences(counts)
    codes = np.asarray(categories, dtype=np.float64)
    total = by_unit.sum(axis=0)
    value = float(_alpha(total, codes, metric))
    if np.isnan(value):
        return not_available(
            "every rating is in the same category, so nothing could disagree", n=n, method=metric
        )
    if seed is None:
        return Estimate(value=value, n=n, method=metric)
    replicates = _alpha(
        resampled_sums(by_unit.reshape(n, q * q), draws, seed).reshape(-1, q, q), codes, metric
    )
    jackknife = _alpha(total - by_unit, codes, metric)
    influence = (jackknife.mean() - jackknife) if np.isfinite(jackknife).all() else np.zeros(n)
    return Estimate(
        value=value, n=n, method=metric, interval=bca_interval(value, replicates, influence, level)
    )


def _coincidences(counts: Array) -> Array:
    """Coincidence matrix of each unit."""
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(counts.shape[1])
    pairs[:, diagonal, diagonal] -= counts
    return np.asarray(pairs / (counts.sum(axis=1) - 1.0)[:, None, None])


def _alpha(coincidences: Array, codes: Array, metric: Metric) -> Array:
    """Alpha of one or many coincidence matrices; nan where only one category occurs."""
    sizes = coincidences.sum(axis=-1)
    total = sizes.sum(axis=-1)
    cost = _disagreement(sizes, codes, metric)
    observed = (coincidences * cost).sum(axis=(-2, -1)) * (total - 1.0)
    expected = (sizes[..., :, None] * sizes[..., None, :] * cost).sum(axis=(-2, -1))
    ratio = np.divide(observed, expected, out=np.full_like(total, np.nan), where=expected > 0.0)
    return np.asarray(1.0 - ratio, dtype=np.float64)


def _disagreement(sizes: Array, codes: Array, metric: Metric) -> Array:
    """Squared differences between categories."""
    if metric == "nominal":
        return 1.0 - np.eye(codes.size)
    if metric == "interval":
        return np.asarray((codes[:, None] - codes) ** 2)
    middle = np.cumsum(sizes, axis=-1) - sizes / 2.0
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


STATISTIC = Statistic(
    name="krippendorff_alpha",
    family="agreement",
    label="Krippendorff's alpha",
    formula="1 - observed disagreement / expected disagreement",
    reference=(
        "Krippendorff, K. (2019). Content analysis: An introduction to its methodology (4th ed.). Sage. "
        "https://doi.org/10.4135/9781071878781"
    ),
    compute=krippendorff_alpha,
)
