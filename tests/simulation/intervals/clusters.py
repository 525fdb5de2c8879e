"""People at sites, whose people change alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.clusters.design_effect import design_effect
from mtle_survey.stats.clusters.shrunken_means import shrunken_means
from mtle_survey.stats.clusters.site_stratified import site_stratified
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.stats.reliability.multilevel_reliability import multilevel_reliability
from tests.simulation.intervals.populations import (
    CENTRES,
    FAST,
    NORMAL,
    SLOW,
    normal_points,
    one_factor,
    one_factor_covariance,
    score_pairs,
    sites_of,
)
from tests.simulation.intervals.situation import (
    Found,
    Question,
    Situation,
    around,
    coverage_of,
    false_alarms_of,
)

SITES = ((3, 12), (3, 24), (6, 24), (6, 60), (12, 60), (12, 200))
ITEMS = np.full(6, 0.65)
SITE_SD = 0.3  # of the sites' mean change, on the response scale
LEVELS = 7  # values of a site's mean change that have a normal distribution's moments


def situations() -> Iterator[Situation]:
    for count, n in SITES:
        yield scale_at_sites(n, count)
        for icc in (0.0, 0.2):
            yield normal_sites(n, count, icc)
            if count > CLUSTERS_FIXED_UP_TO:
                yield one_site(n, count, icc)
        for name, centre in CENTRES.items():
            yield scales_at_sites(name, centre, n, count)


def normal_sites(n: int, count: int, icc: float) -> Situation:
    """Sites of unequal size that are a sample of sites."""
    site = sites_of(n, count).astype(int)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        own = np.sqrt(icc) * rng.normal(size=count)
        values = own[site] + np.sqrt(1.0 - icc) * rng.normal(size=n)
        return _kernels(values, site, own)

    questions = _questions(icc, site)
    if icc == 0.0:
        questions["test"] = false_alarms_of("clusters/cluster_icc")
    return Situation(f"{NORMAL}; {count} sites, ICC {icc:g}", n, FAST, questions, sample)


def scales_at_sites(name: str, centre: float, n: int, count: int) -> Situation:
    """Changes of eight five-point questions, in sites whose latent change differs."""
    site = sites_of(n, count).astype(int)
    points, weights = normal_points(LEVELS)
    people = [score_pairs(centre, 0.3 + SITE_SD * float(p)) for p in points]
    means = np.array([p.mean(lambda a, b: b - a) for p in people])
    within = np.array([p.variance(lambda a, b: b - a) for p in people])
    between = float(weights @ (means - weights @ means) ** 2)
    icc = between / (between + float(weights @ within))

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        level = rng.choice(LEVELS, size=count, p=weights)
        values = np.empty(n)
        for j, k in enumerate(level):
            here = site == j
            pre, post = people[k].sample(rng, int(here.sum()))
            values[here] = post - pre
        return _kernels(values, site, means[level])

    return Situation(f"{name}; {count} sites", n, FAST, _questions(icc, site), sample)


def _questions(icc: float, site: Array) -> dict[str, Question]:
    sizes = np.bincount(site)
    weighted = float((sizes**2).sum() / sizes.sum())
    return {
        "icc": coverage_of("clusters/cluster_icc", icc),
        "design": coverage_of("clusters/design_effect", 1.0 + (weighted - 1.0) * icc),
        "stratified": coverage_of("clusters/site_stratified", 0.0, "people at these very sites"),
    }


def _kernels(values: Array, site: Array, own: Array) -> dict[str, Found]:
    """Answers; the true means of the sites, ``own``, are what the last one is to hold."""
    icc = cluster_icc(values, site)
    return {
        "icc": icc,
        "test": icc,
        "design": design_effect(values, site),
        "stratified": around(site_stratified(values, site), float(own[site].mean())),
    }


def one_site(n: int, count: int, icc: float) -> Situation:
    """The mean of the smallest site, as it is among sites like these."""
    site = sites_of(n, count).astype(int)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        own = np.sqrt(icc) * rng.normal(size=count)
        values = own[site] + np.sqrt(1.0 - icc) * rng.normal(size=n)
        return {"shrunken": around(shrunken_means(values, site)[0].estimate, float(own[0]))}

    questions = {"shrunken": coverage_of("clusters/shrunken_means", 0.0, "the smallest site")}
    return Situation(f"{NORMAL}; the smallest of {count} sites, ICC {icc:g}", n, SLOW, questions, sample)


def scale_at_sites(n: int, count: int) -> Situation:
    """A scale of six items; a tenth of the trait's variance lies between sites of one size."""
    site, per_site = np.arange(n) % count, n // count
    within = one_factor_covariance(ITEMS, None)
    between = 0.1 * float(ITEMS.sum()) ** 2
    total = float(within.sum())

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        own = np.sqrt(0.1) * rng.normal(size=count)
        found = multilevel_reliability(one_factor(rng, n, ITEMS) + own[site][:, None] * ITEMS, site)
        return {"within": found.within, "means": found.site_means}

    questions = {
        "within": coverage_of(
            "reliability/multilevel_reliability", float(alpha_of_covariance(within)), "within"
        ),
        "means": coverage_of(
            "reliability/multilevel_reliability", 1.0 - total / (total + per_site * between), "site means"
        ),
    }
    return Situation(f"{NORMAL}; six items, {count} sites", n, FAST, questions, sample)
