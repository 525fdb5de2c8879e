"""The mean correlation between items, with its range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import correlation, sample_moments
from mtle_survey.stats.reliability.conditions import constant_item, too_small

METHOD = "listwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterItemCorrelations:
    """The correlations between the items of a scale, in brief.

    Attributes
    ----------
    mean : Estimate
        Mean of the k (k - 1) / 2 correlations.
    smallest, largest : float
        Their range; nan when the mean is not available.
    """

    mean: Estimate
    smallest: float
    largest: float


def inter_item_correlations_from_moments(S: Array, n: int) -> InterItemCorrelations:
    """Mean and range of the correlations from a covariance matrix."""
    k = S.shape[0]
    reason = too_small("the mean inter-item correlation", S, n, respondents=3) or constant_item(S)
    if reason:
        return InterItemCorrelations(
            mean=not_available(reason, n=n, method=METHOD), smallest=np.nan, largest=np.nan
        )
    pairs = correlation(S)[np.tril_indices(k, -1)]
    return InterItemCorrelations(
        mean=Estimate(value=float(pairs.mean()), n=n, method=METHOD),
        smallest=float(pairs.min()),
        largest=float(pairs.max()),
    )


def inter_item_correlations(x: Array) -> InterItemCorrelations:
    """Mean and range of the correlations between items.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.

    Returns
    -------
    InterItemCorrelations
        The mean as an estimate, with the smallest and the largest correlation.

    Not available when
    ------------------
    k < 2, n < 3, or an item is constant.
    """
    return inter_item_correlations_from_moments(*sample_moments(x))


def mean_inter_item_correlation(x: Array) -> Estimate:
    """Mean of the correlations between items.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.

    Returns
    -------
    Estimate
        In [-1, 1]; the sign is that of the keyed items. Method ``listwise``.

    Not available when
    ------------------
    k < 2, n < 3, or an item is constant.

    References
    ----------
    Clark & Watson (1995). Psychological Assessment, 7, 309-319.
    https://doi.org/10.1037/1040-3590.7.3.309
    """
    return inter_item_correlations(x).mean


STATISTIC = Statistic(
    name="mean_inter_item_correlation",
    family="reliability",
    label="Mean inter-item correlation",
    formula="mean of r_ij over i < j",
    reference=(
        "Clark, L. A., & Watson, D. (1995). Constructing validity: Basic issues in objective scale "
        "development. Psychological Assessment, 7(3), 309-319. https://doi.org/10.1037/1040-3590.7.3.309"
    ),
    compute=mean_inter_item_correlation,
)
