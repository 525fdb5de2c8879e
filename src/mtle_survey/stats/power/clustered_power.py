"""What a one-group pre/post design can detect when people come in clusters."""

from __future__ import annotations

import math

from mtle_survey.stats.estimate import Statistic
from mtle_survey.stats.power.noncentral import smallest_noncentrality, t_power


def clustered_power(
    clusters: int, cluster_size: float, icc: float, change: float, sd_change: float, level: float = 0.95
) -> float:
    """Chance that a test of cluster means finds a true mean change.

    Parameters
    ----------
    clusters : int
        Clusters, at least 2.
    cluster_size : float
        Mean number of pairs per cluster.
    icc : float in [0, 1]
        Intraclass correlation of the changes.
    change : float
        True mean change, in score units.
    sd_change : float
        Standard deviation of changes over all clusters.
    level : float in (0, 1)
        1 minus the significance level.

    Returns
    -------
    float
        Power, counting rejections on both sides.

    Notes
    -----
    SE = sd_change sqrt([1 + (m - 1) icc]/(J m)), df = J - 1.

    References
    ----------
    Hedges, L. V., & Rhoads, C. (2010). Statistical power analysis in education research (NCSER 2010-3006).
    https://ies.ed.gov/ncser/pubs/20103006/
    """
    std_error = _std_error(clusters, cluster_size, icc, sd_change)
    return t_power(change / std_error, clusters - 1, level)


def clustered_minimal_change(
    clusters: int,
    cluster_size: float,
    icc: float,
    sd_change: float,
    power: float = 0.80,
    level: float = 0.95,
) -> float:
    """The smallest true mean change found with the wanted power, in score units."""
    std_error = _std_error(clusters, cluster_size, icc, sd_change)
    return smallest_noncentrality(clusters - 1, power, level) * std_error


def _std_error(clusters: int, cluster_size: float, icc: float, sd_change: float) -> float:
    if clusters < 2 or cluster_size < 1 or not 0.0 <= icc <= 1.0 or sd_change <= 0.0:
        raise ValueError(f"impossible: {clusters} clusters of {cluster_size}, icc {icc}, spread {sd_change}")
    return sd_change * math.sqrt((1.0 + (cluster_size - 1.0) * icc) / (clusters * cluster_size))


STATISTIC = Statistic(
    name="clustered_power",
    family="power",
    label="Power of a clustered pre/post design",
    formula="P(|T| > t), SE = sd_change sqrt([1 + (m - 1) icc] / (J m)), df = J - 1",
    reference="Hedges, L. V., & Rhoads, C. (2010). Statistical power analysis in education research (NCSER "
    "2010-3006). National Center for Special Education Research. https://ies.ed.gov/ncser/pubs/20103006/",
    compute=clustered_power,
)
