"""How many times clustering multiplies the variance of a mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.clusters.labels import Labels, clusters_of
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic

METHOD = "kish"


def design_effect(values: Array, cluster: Labels, level: float = 0.95) -> Estimate:
    """Design effect of clusters of unequal size, a negative ICC counting as none.

    Parameters
    ----------
    values : (n,) float array
        One value per respondent, without gaps.
    cluster : (n,) labels
        Cluster of each.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        At least 1: n divided by it is the number of unclustered respondents that would say as much.

    Not available when
    ------------------
    ``cluster_icc`` is not.

    Notes
    -----
    1 + (m (1 + CV^2) - 1) max(ICC, 0), m the mean cluster size and CV its coefficient of variation
    (denominator J). The limits put those of the ICC through the same formula.

    References
    ----------
    Eldridge, S. M., Ashby, D., & Kerry, S. (2006). Sample size for cluster randomized trials: Effect of
    coefficient of variation of cluster size and analysis method. International Journal of Epidemiology,
    35, 1292-1300. https://doi.org/10.1093/ije/dyl129
    """
    icc = cluster_icc(values, cluster, level)
    if not icc.available:
        return replace(icc, method=METHOD)
    sizes = clusters_of(cluster, icc.n).sizes
    weighted_size = float(np.sum(sizes**2) / sizes.sum())  # m (1 + CV^2)

    def multiplier(correlation: float) -> float:
        return 1.0 + (weighted_size - 1.0) * max(correlation, 0.0)

    interval = icc.interval and Interval(
        low=multiplier(icc.interval.low), high=multiplier(icc.interval.high), level=level
    )
    return Estimate(value=multiplier(icc.value), interval=interval, n=icc.n, method=METHOD)


STATISTIC = Statistic(
    name="design_effect",
    family="clusters",
    label="Design effect",
    formula="1 + (mean size (1 + CV^2) - 1) max(ICC, 0)",
    reference="Eldridge, S. M., Ashby, D., & Kerry, S. (2006). Sample size for cluster randomized trials: "
    "Effect of coefficient of variation of cluster size and analysis method. International Journal of "
    "Epidemiology, 35(5), 1292-1300. https://doi.org/10.1093/ije/dyl129",
    compute=design_effect,
)
