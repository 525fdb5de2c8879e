"""Bootstrap intervals of mean change and of standardised mean change."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.bca import bca_interval
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.paired import checked_pairs
from mtle_survey.stats.clusters.labels import Labels, clusters_of
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import BCA_REFUSED_BELOW
from mtle_survey.stats.resampled_sums import resampled_sums

METHOD = "bca"
DRAWS = 10_000
DECIMALS = 11  # resamples that equal each other on paper must do so in the machine: scores have few values


def mean_change_bca(
    pre: Array,
    post: Array,
    level: float = 0.95,
    *,
    seed: int = 1,
    draws: int = DRAWS,
    cluster: Labels | None = None,
) -> Estimate:
    """Mean change with the bias-corrected and accelerated bootstrap interval.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps.
    level : float in (0, 1)
        Confidence level.
    seed, draws : int
        Seed and number of resamples.
    cluster : (n,) labels, optional
        With labels whole clusters are resampled.

    Returns
    -------
    Estimate
        In score units; method ``bca``. No interval when resamples do not vary.

    Not available when
    ------------------
    Fewer than 10 respondents, or 10 clusters where these are resampled.

    References
    ----------
    Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical
    Association, 82, 171-185. https://doi.org/10.1080/01621459.1987.10478410
    """
    return _bca(mean_change(pre, post, level), mean_change_of_sums, pre, post, level, seed, draws, cluster)


def d_av_bca(
    pre: Array,
    post: Array,
    level: float = 0.95,
    *,
    seed: int = 1,
    draws: int = DRAWS,
    cluster: Labels | None = None,
) -> Estimate:
    """``d_av`` with the bias-corrected and accelerated bootstrap interval; see ``mean_change_bca``."""
    return _bca(d_av(pre, post, level), d_av_of_sums, pre, post, level, seed, draws, cluster)


def _bca(
    closed_form: Estimate,
    statistic: Callable[[Array], Array],
    pre: Array,
    post: Array,
    level: float,
    seed: int,
    draws: int,
    cluster: Labels | None,
) -> Estimate:
    if not closed_form.available:
        return closed_form.with_method(METHOD)
    pre, post = checked_pairs(pre, post)
    pre, post = pre - pre.mean(), post - pre.mean()
    totals = np.column_stack([np.ones_like(pre), pre, post, pre**2, post**2])
    if cluster is not None:
        totals = clusters_of(cluster, pre.size).sums(totals)
    if totals.shape[0] < BCA_REFUSED_BELOW:
        unit = "respondents" if cluster is None else "clusters"
        return not_available(
            f"a bootstrap interval needs at least {BCA_REFUSED_BELOW} {unit}; {there_are(totals.shape[0])}",
            n=pre.size,
            method=METHOD,
        )
    left_out = statistic(totals.sum(axis=0) - totals)
    replicates = np.round(statistic(resampled_sums(totals, draws, seed)), DECIMALS)
    return Estimate(
        value=closed_form.value,
        interval=bca_interval(
            round(closed_form.value, DECIMALS), replicates, np.nanmean(left_out) - left_out, level
        ),
        n=pre.size,
        method=METHOD,
    )


def mean_change_of_sums(sums: Array) -> Array:
    """Mean change of samples given as rows of n, sum pre, sum post, and sums of squares."""
    change: Array = (sums[:, 2] - sums[:, 1]) / sums[:, 0]
    return change


def d_av_of_sums(sums: Array) -> Array:
    """Standardised mean change of the same rows; nan without spread."""
    n = sums[:, 0]
    variances = (sums[:, 3:5] - sums[:, 1:3] ** 2 / n[:, None]) / (n[:, None] - 1.0)
    variance = variances.mean(axis=1)
    variance[variance <= 1e-12 * sums[:, 3:5].max()] = np.nan
    change: Array = mean_change_of_sums(sums) / np.sqrt(variance)
    return change
