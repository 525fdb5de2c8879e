"""Reliability when respondents are nested in sites: within sites, between sites, and of site means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.moments import NO_VARIANCE, complete_matrix
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.stats.reliability.alpha_intervals import feldt
from mtle_survey.stats.reliability.conditions import CONSTANT_TOTAL
from mtle_survey.stats.reliability.resampling import cluster_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class MultilevelReliability:
    """Three answers to how reliable a score is in a sample of sites.

    Attributes
    ----------
    within : Estimate
        Alpha of differences between respondents of the same site. Method ``within/feldt``.
    between : Estimate
        Alpha of differences between the sites' true means. Method ``between/anova``; ``n`` counts sites.
    site_means : Estimate
        Reliability of the observed mean score of a site of average size as a measure of that site, with
        respondents as the source of error. Method ``site_means/f``; ``n`` counts sites.
    """

    within: Estimate
    between: Estimate
    site_means: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Levels:
    n: int
    sites: int
    within: Array
    of_means: Array
    between: Array


def multilevel_reliability(x: Array, sites: ArrayLike, level: float = 0.95) -> MultilevelReliability:
    """Reliability of keyed items within sites, between sites, and of site means.

    Alpha of everyone together mixes the first two: items can agree about the sites and not about the
    people, or the other way round.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.
    sites : (n,) array_like
        The site of each respondent.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    MultilevelReliability

    Not available when
    ------------------
    k < 2; for ``within``, no site has two respondents or totals do not vary within sites; for ``between``,
    fewer than 3 sites, an item that varies no more between sites than its variance within explains, or a
    value above 1, which few sites can produce; for
    ``site_means``, fewer than 2 sites or totals that do not vary.

    Notes
    -----
    Covariance matrices of the one-way multivariate analysis of variance: W within, on n - J degrees of
    freedom, M of the means, on J - 1, and between (M - W) / n0, n0 = (n - sum n_j^2 / n) / (J - 1). Feldt's
    interval for within with n - J in place of n - 1; for site means 1 - MSW / MSB of the total with an F
    interval, exact for sites of equal size.

    References
    ----------
    Geldhof, Preacher & Zyphur (2014). Psychological Methods, 19, 72-91. https://doi.org/10.1037/a0032138
    """
    check_level(level)
    matrix = complete_matrix(x)
    n, k = matrix.shape
    codes = cluster_codes(sites, n)
    count = int(codes.max(initial=-1)) + 1
    if k < 2:
        reason = f"alpha needs at least 2 items; this scale has {k}"
        return MultilevelReliability(
            within=not_available(reason, n=n, method="within/feldt"),
            between=not_available(reason, n=count, method="between/anova"),
            site_means=not_available(reason, n=count, method="site_means/f"),
        )
    if count < 2 or n == count:
        reason = f"needs at least 2 sites, and one with 2 respondents; there are {count} with {n} respondents"
        return MultilevelReliability(
            within=not_available(reason, n=n, method="within/feldt"),
            between=not_available(reason, n=count, method="between/anova"),
            site_means=not_available(reason, n=count, method="site_means/f"),
        )
    levels = _levels(matrix, codes, count)
    return MultilevelReliability(
        within=_within(levels, level), between=_between(levels), site_means=_site_means(levels, level)
    )


def _levels(matrix: Array, codes: NDArray[np.intp], count: int) -> _Levels:
    n = len(matrix)
    sizes = np.bincount(codes, minlength=count).astype(np.float64)
    member = (codes == np.arange(count)[:, None]).astype(np.float64)
    means = member @ matrix / sizes[:, None]
    inside = matrix - means[codes]
    apart = means - matrix.mean(axis=0)
    within = inside.T @ inside / (n - count)
    of_means = (apart * sizes[:, None]).T @ apart / (count - 1)
    average_size = (n - float((sizes**2).sum()) / n) / (count - 1)
    return _Levels(
        n=n, sites=count, within=within, of_means=of_means, between=(of_means - within) / average_size
    )


def _within(levels: _Levels, level: float) -> Estimate:
    method = "within/feldt"
    value = float(alpha_of_covariance(levels.within))
    if np.isnan(value):
        return not_available("totals do not vary within sites", n=levels.n, method=method)
    rows = levels.n - levels.sites + 1
    interval = feldt(value, rows, levels.within.shape[0], level)
    return Estimate(value=value, n=levels.n, method=method, interval=interval)


def _between(levels: _Levels) -> Estimate:
    method = "between/anova"
    if levels.sites < 3:
        return not_available(
            f"differences between sites need at least 3 sites; {there_are(levels.sites)}",
            n=levels.sites,
            method=method,
        )
    flat = int((np.diag(levels.between) <= 0.0).sum())
    if flat or levels.between.sum() <= 0.0:
        return not_available(
            f"{flat or 'all'} of {len(levels.between)} items vary no more between sites than within them",
            n=levels.sites,
            method=method,
        )
    value = float(alpha_of_covariance(levels.between))
    if value > 1.0:
        return not_available(
            f"items covary more between sites than their variances allow; {levels.sites} sites are too few",
            n=levels.sites,
            method=method,
        )
    return Estimate(value=value, n=levels.sites, method=method)


def _site_means(levels: _Levels, level: float) -> Estimate:
    method = "site_means/f"
    between, within = float(levels.of_means.sum()), float(levels.within.sum())
    if between <= NO_VARIANCE * max(np.trace(levels.of_means), within):
        return not_available(CONSTANT_TOTAL, n=levels.sites, method=method)
    df1, df2 = levels.sites - 1, levels.n - levels.sites
    ratio = within / between
    upper = 0.5 + level / 2.0
    interval = Interval(
        low=1.0 - ratio * float(fdtri(df1, df2, upper)),
        high=1.0 - ratio * float(fdtri(df1, df2, 1.0 - upper)),
        level=level,
    )
    return Estimate(
        value=1.0 - ratio, n=levels.sites, method=method, interval=interval if ratio > 0.0 else None
    )


STATISTIC = Statistic(
    name="multilevel_reliability",
    family="reliability",
    label="Reliability within and between sites",
    formula="alpha of the pooled within-site and of the between-site covariance matrix",
    reference=(
        "Geldhof, G. J., Preacher, K. J., & Zyphur, M. J. (2014). Reliability estimation in a multilevel "
        "confirmatory factor analysis framework. Psychological Methods, 19(1), 72-91. "
        "https://doi.org/10.1037/a0032138"
    ),
    compute=multilevel_reliability,
)
