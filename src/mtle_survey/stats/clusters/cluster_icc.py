"""How alike people of one cluster are: the intraclass correlation of clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.clusters.labels import Clusters, Labels, clusters_of
from mtle_survey.stats.distributions import f_quantile, f_upper_p
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.gates import CLUSTERS_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level

METHOD = "anova"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneWay:
    """One-way analysis of variance of clusters.

    Attributes
    ----------
    between, within : float
        Mean squares.
    df_between, df_within : int
        J - 1 and N - J.
    n0 : float
        Cluster size that unequal clusters amount to: (N - sum n_j^2 / N) / (J - 1).
    """

    between: float
    within: float
    df_between: int
    df_within: int
    n0: float


def one_way(values: Array, groups: Clusters) -> OneWay:
    """Mean squares between and within at least two clusters, one of which has two members or more."""
    total, count = values.size, groups.count
    means = groups.means(values)
    between = float(groups.sizes @ (means - values.mean()) ** 2) / (count - 1)
    within = float(np.sum((values - means[groups.position]) ** 2)) / (total - count)
    n0 = (total - float(np.sum(groups.sizes**2)) / total) / (count - 1)
    return OneWay(between=between, within=within, df_between=count - 1, df_within=total - count, n0=n0)


def cluster_icc(values: Array, cluster: Labels, level: float = 0.95) -> Estimate:
    """Share of variance that lies between clusters: ICC(1) from the analysis of variance.

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
        At most 1; negative when clusters differ less than chance would make them. The test is that
        clusters do not differ at all (F). The interval is exact for clusters of one size, else
        approximate.

    Not available when
    ------------------
    Fewer than 2 clusters, no cluster with two respondents, or no variance at all.

    Notes
    -----
    (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (N - sum n_j^2 / N)/(J - 1). Interval by Searle: F divided
    by the F quantiles, (F' - 1)/(F' + n0 - 1).

    References
    ----------
    Donner, A. (1986). A review of inference procedures for the intraclass correlation coefficient in the
    one-way random effects model. International Statistical Review, 54, 67-82.
    https://doi.org/10.2307/1403259
    """
    check_level(level)
    values = np.asarray(values, dtype=float)
    groups = clusters_of(cluster, values.size)
    n = values.size
    if groups.count < CLUSTERS_REFUSED_BELOW:
        return not_available(
            f"needs at least {CLUSTERS_REFUSED_BELOW} clusters, and {there_are(groups.count)}",
            n=n,
            method=METHOD,
        )
    if n == groups.count:
        return not_available("no cluster has two respondents", n=n, method=METHOD)
    table = one_way(values, groups)
    if table.between + table.within <= 1e-20 * max(1.0, float(values @ values)):
        return not_available(f"all {n} values are the same", n=n, method=METHOD)
    if table.within == 0.0:
        return Estimate(value=1.0, n=n, method=METHOD)
    f = table.between / table.within
    tail = (1.0 - level) / 2.0
    df = table.df_between, table.df_within
    return Estimate(
        value=_icc(f, table.n0),
        interval=Interval(
            low=_icc(f / f_quantile(1.0 - tail, *df), table.n0),
            high=_icc(f / f_quantile(tail, *df), table.n0),
            level=level,
        ),
        n=n,
        method=METHOD,
        test_statistic=f,
        df=table.df_between,
        p_value=f_upper_p(f, *df),
    )


def _icc(f: float, n0: float) -> float:
    return (f - 1.0) / (f + n0 - 1.0)


STATISTIC = Statistic(
    name="cluster_icc",
    family="clusters",
    label="Intraclass correlation of clusters, ICC(1)",
    formula="(MSB - MSW) / (MSB + (n0 - 1) MSW)",
    reference="Donner, A. (1986). A review of inference procedures for the intraclass correlation "
    "coefficient in the one-way random effects model. International Statistical Review, 54(1), 67-82. "
    "https://doi.org/10.2307/1403259",
    compute=cluster_icc,
)
