"""A difference that was tested as if clusters did not exist, put right."""

from __future__ import annotations

import math

from mtle_survey.stats.distributions import t_two_sided_p
from mtle_survey.stats.estimate import Estimate, Statistic

METHOD = "wwc/cluster_correction"


def cluster_correction(g: float, program_n: int, comparison_n: int, clusters: int, icc: float) -> Estimate:
    """Test of an effect size whose analysis ignored that whole clusters were assigned.

    Only for results that cannot be computed anew; with the data at hand use cluster-robust errors.

    Parameters
    ----------
    g : float
        Standardised mean difference.
    program_n, comparison_n : int
        Respondents in each arm.
    clusters : int
        Clusters in both arms together.
    icc : float in [0, 1)
        Intraclass correlation taken for granted: .20 for achievement, .10 for other outcomes is usual.

    Returns
    -------
    Estimate
        The same g with the corrected t, its degrees of freedom and p.

    Notes
    -----
    t = g / sqrt((n_P + n_C)/(n_P n_C) + g^2/(2N)), times
    sqrt([(N - 2) - 2 (N/M - 1) r] / [(N - 2)(1 + (N/M - 1) r)]);
    df = [(N - 2) - 2 (N/M - 1) r]^2 / [(N - 2)(1 - r)^2 + (N/M)(N - 2N/M) r^2 + 2 (N - 2N/M) r (1 - r)].

    References
    ----------
    Hedges, L. V. (2007). Correcting a significance test for clustering. Journal of Educational and
    Behavioral Statistics, 32, 151-179. https://doi.org/10.3102/1076998606298040
    """
    n = program_n + comparison_n
    if not 0.0 <= icc < 1.0 or min(program_n, comparison_n) < 1 or not 2 < clusters <= n:
        raise ValueError(
            f"impossible: icc {icc}, arms of {program_n} and {comparison_n}, {clusters} clusters"
        )
    size = n / clusters
    t = g / math.sqrt(n / (program_n * comparison_n) + g**2 / (2.0 * n))
    reduced = (n - 2.0) - 2.0 * (size - 1.0) * icc
    factor = math.sqrt(reduced / ((n - 2.0) * (1.0 + (size - 1.0) * icc)))
    outside = n - 2.0 * size
    df = reduced**2 / (
        (n - 2.0) * (1.0 - icc) ** 2 + size * outside * icc**2 + 2.0 * outside * icc * (1.0 - icc)
    )
    return Estimate(
        value=g,
        n=n,
        method=METHOD,
        test_statistic=factor * t,
        df=df,
        p_value=t_two_sided_p(factor * t, df),
    )


STATISTIC = Statistic(
    name="cluster_correction",
    family="comparison",
    label="Effect size with its test corrected for clusters",
    formula="t sqrt([(N - 2) - 2 (N/M - 1) r] / [(N - 2)(1 + (N/M - 1) r)])",
    reference="Hedges, L. V. (2007). Correcting a significance test for clustering. Journal of Educational "
    "and Behavioral Statistics, 32(2), 151-179. https://doi.org/10.3102/1076998606298040",
    compute=cluster_correction,
)
