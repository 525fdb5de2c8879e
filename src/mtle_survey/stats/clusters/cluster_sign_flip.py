"""Permutation test of a mean change that flips the signs of whole clusters."""

from __future__ import annotations

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.change.sign_flip import EXACT_UP_TO, exact_sign_flip_p, random_sign_flip_p
from mtle_survey.stats.clusters.labels import Labels, clusters_of
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import CLUSTER_SIGN_FLIP_REFUSED_BELOW


def cluster_sign_flip(values: Array, cluster: Labels, *, seed: int = 1, draws: int = 10_000) -> Estimate:
    """Mean change with the p-value of flipping every cluster's changes together.

    Parameters
    ----------
    values : (n,) float array
        Changes, without gaps.
    cluster : (n,) labels
        Cluster of each.
    seed, draws : int
        For the random sign patterns, used only above 20 clusters.

    Returns
    -------
    Estimate
        The mean in the unit of the values; method ``cluster_sign_flip/exact`` or
        ``cluster_sign_flip/monte_carlo``. The smallest possible p is 2/2^J.

    Not available when
    ------------------
    Fewer than 6 clusters: p could not fall below .05.

    Notes
    -----
    The sign-flip test of the clusters' sums.

    References
    ----------
    Canay, I. A., Romano, J. P., & Shaikh, A. M. (2017). Randomization tests under an approximate symmetry
    assumption. Econometrica, 85, 1013-1030. https://doi.org/10.3982/ECTA13081
    """
    values = np.asarray(values, dtype=float)
    groups = clusters_of(cluster, values.size)
    sums = groups.sums(values)
    exact = groups.count <= EXACT_UP_TO
    method = "cluster_sign_flip/exact" if exact else "cluster_sign_flip/monte_carlo"
    if groups.count < CLUSTER_SIGN_FLIP_REFUSED_BELOW:
        return not_available(
            f"needs at least {CLUSTER_SIGN_FLIP_REFUSED_BELOW} clusters, and {there_are(groups.count)}",
            n=values.size,
            method=method,
        )
    p_value = exact_sign_flip_p(sums) if exact else random_sign_flip_p(sums, seed, draws)
    return Estimate(value=float(values.mean()), n=values.size, method=method, p_value=p_value)


STATISTIC = Statistic(
    name="cluster_sign_flip",
    family="clusters",
    label="Mean change, cluster sign-flip test",
    formula="share of cluster sign patterns with |sum of +/- cluster sums| >= the observed one",
    reference="Canay, I. A., Romano, J. P., & Shaikh, A. M. (2017). Randomization tests under an approximate "
    "symmetry assumption. Econometrica, 85(3), 1013-1030. https://doi.org/10.3982/ECTA13081",
    compute=cluster_sign_flip,
)
