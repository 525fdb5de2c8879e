"""Mean over a few sites that are taken as they are, not as a sample of sites."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.clusters.cluster_icc import one_way
from mtle_survey.stats.clusters.labels import Labels, clusters_of
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import CLUSTERS_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import t_estimate

METHOD = "site_stratified"


def site_stratified(values: Array, site: Labels, level: float = 0.95) -> Estimate:
    """Mean of values with the differences between sites taken out of its standard error.

    For two or three sites, where no statement about sites in general is possible: the interval speaks of
    teachers like these at these very sites.

    Parameters
    ----------
    values : (n,) float array
        One value per respondent, such as a change; without gaps.
    site : (n,) labels
        Site of each.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        The plain mean, in the unit of the values.

    Not available when
    ------------------
    Fewer than 2 sites, or no site with two respondents.

    Notes
    -----
    SE = sqrt(MSW / N), MSW the pooled variance within sites, df = N - J.

    References
    ----------
    Snedecor, G. W., & Cochran, W. G. (1989). Statistical methods (8th ed.), section 21.4: stratified
    sampling with proportional allocation. Iowa State University Press.
    """
    check_level(level)
    values = np.asarray(values, dtype=float)
    groups = clusters_of(site, values.size)
    n = values.size
    if groups.count < CLUSTERS_REFUSED_BELOW:
        return not_available(
            f"needs at least {CLUSTERS_REFUSED_BELOW} sites, and {there_are(groups.count)}",
            n=n,
            method=METHOD,
        )
    if n == groups.count:
        return not_available("no site has two respondents", n=n, method=METHOD)
    table = one_way(values, groups)
    return t_estimate(
        float(values.mean()),
        math.sqrt(table.within / n),
        table.df_within,
        n=n,
        method=METHOD,
        level=level,
    )


STATISTIC = Statistic(
    name="site_stratified",
    family="clusters",
    label="Mean change, sites as fixed strata",
    formula="mean -/+ t sqrt(MSW / N), df = N - J",
    reference="Snedecor, G. W., & Cochran, W. G. (1989). Statistical methods (8th ed.). Iowa State "
    "University Press.",
    compute=site_stratified,
)
