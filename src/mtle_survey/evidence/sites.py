"""Change by group and by site, and what clustering does to its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.evidence.arms import described_apart
from mtle_survey.evidence.pairs import Pairs, group_names, known
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.clusters.cluster_sign_flip import cluster_sign_flip
from mtle_survey.stats.clusters.cr2 import cr2_mean
from mtle_survey.stats.clusters.design_effect import design_effect
from mtle_survey.stats.clusters.labels import clusters_of
from mtle_survey.stats.clusters.shrunken_means import shrunken_means
from mtle_survey.stats.clusters.site_stratified import site_stratified
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO, CLUSTERS_REFUSED_BELOW, PAIRS_REFUSED_BELOW
from mtle_survey.table import About, Row, Table, row

FLAT = 1e-9


def change_by_group(panel: Panel, fields: Sequence[str]) -> Table:
    """Mean change and its standardised size within each value of each field."""
    rows: list[Row] = []
    for field in dict.fromkeys(fields):
        values = panel.field(field)
        for contrast in panel.contrasts:
            for pairs in panel.pairs(contrast):
                rows += _by_value(pairs, field, values[pairs.person], panel.level)
    return Table.of(rows)


def change_by_site(panel: Panel) -> Table:
    """Intraclass correlation and design effect of change, and change with the sites respected.

    With more than three sites the cluster-robust estimate (CR2) and the sign flip of whole sites; with three
    or fewer the estimate within sites, since nothing can be generalised from so few. Beside it stands what
    an analysis that ignores the sites says of the same people (``naive``), and in how many sites the mean
    rose or fell. Where the design compares groups, likeness is that within each of them: sites of the program
    would otherwise look alike because of the program.
    """
    if panel.cluster is None:
        return Table()
    values = panel.field(panel.cluster)
    rows: list[Row] = []
    for contrast in panel.contrasts:
        for pairs in panel.pairs(contrast):
            rows += _clustered(panel, panel.cluster, pairs, values[pairs.person])
            for apart in described_apart(panel):
                own = pairs.among(apart.people)
                rows += _likeness(own, values[own.person], apart.group, panel.level)
    return Table.of(rows)


def known_sites(sites: NDArray[np.object_]) -> tuple[NDArray[np.bool_], NDArray[np.str_]]:
    """Who has a site, and the sites of those people as text."""
    here = known(sites)
    return here, sites[here].astype(str)


def clustered_change(pairs: Pairs, sites: NDArray[np.object_], level: float) -> Estimate:
    """Mean change with the sites respected: within sites up to three of them, else CR2."""
    sited, site = known_sites(sites)
    change = (pairs.post - pairs.pre)[sited]
    count = len(np.unique(site))
    if len(change) < PAIRS_REFUSED_BELOW:
        return not_available(_too_few_pairs(len(change)), n=len(change), method="CR2")
    if count < CLUSTERS_REFUSED_BELOW:
        return not_available(_too_few(count), n=len(change), method="CR2")
    if count <= CLUSTERS_FIXED_UP_TO:
        return site_stratified(change, site, level)
    return cr2_mean(change, site, level)


def _by_value(pairs: Pairs, field: str, values: NDArray[np.object_], level: float) -> Iterator[Row]:
    grouped, texts = known_sites(values)
    pre, post = pairs.pre[grouped], pairs.post[grouped]
    for name in group_names(values):
        here = texts == name
        about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name, "group": f"{field}={name}"}
        yield row("mean_change", mean_change(pre[here], post[here], level), **about)
        yield row("d_av", d_av(pre[here], post[here], level), **about)


def _clustered(panel: Panel, cluster: str, pairs: Pairs, sites: NDArray[np.object_]) -> Iterator[Row]:
    level = panel.level
    sited, site = known_sites(sites)
    change = (pairs.post - pairs.pre)[sited]
    about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name}
    count = len(np.unique(site))
    if _few(len(change), count):
        return
    yield from directions(change, site, level, about)
    yield row("mean_change", clustered_change(pairs, sites, level), headline=False, **about)
    naive = mean_change(pairs.pre[sited], pairs.post[sited], level).with_method("naive")
    yield row("mean_change", naive, headline=False, **about)
    if count <= CLUSTERS_FIXED_UP_TO:
        return
    yield row("mean_change", cluster_sign_flip(change, site, seed=panel.seed), headline=False, **about)
    for found in shrunken_means(change, site, level):
        here: About = {**about, "group": f"{cluster}={found.name}"}
        yield row("shrunken_change", found.estimate, **here)


def _likeness(pairs: Pairs, sites: NDArray[np.object_], group: str | None, level: float) -> Iterator[Row]:
    """How alike people of one site are in their change, and what that does to its uncertainty."""
    sited, site = known_sites(sites)
    change = (pairs.post - pairs.pre)[sited]
    about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name, "group": group}
    count = len(np.unique(site))
    if reason := _few(len(change), count):
        yield row("cluster_icc", not_available(reason, n=len(change)), **about)
        return
    if count <= CLUSTERS_FIXED_UP_TO:
        reason = (
            f"{counted(count, 'site')}; nothing can be said about sites in general from fewer than "
            f"{CLUSTERS_FIXED_UP_TO + 1}"
        )
        yield row("cluster_icc", not_available(reason, n=len(change)), **about)
        yield row("design_effect", not_available(reason, n=len(change)), **about)
        return
    yield row("cluster_icc", cluster_icc(change, site, level), **about)
    yield row("design_effect", design_effect(change, site, level), **about)


def directions(change: Array, site: NDArray[np.str_], level: float, about: About) -> Iterator[Row]:
    """In which share of the sites the mean rose, and in which it fell."""
    groups = clusters_of(site, len(change))
    means = groups.means(change)
    for statistic, moved in (("sites_rose", means > FLAT), ("sites_fell", means < -FLAT)):
        yield row(statistic, share(int(moved.sum()), groups.count, level), **about)


def _few(pairs: int, sites: int) -> str:
    """Why nothing is said of sites; empty where something is."""
    if pairs < PAIRS_REFUSED_BELOW:
        return _too_few_pairs(pairs)
    return _too_few(sites) if sites < CLUSTERS_REFUSED_BELOW else ""


def _too_few_pairs(pairs: int) -> str:
    return f"{pairs} people with both scores and a site; at least {PAIRS_REFUSED_BELOW} are needed"


def _too_few(count: int) -> str:
    return f"{count} site with linked people; at least {CLUSTERS_REFUSED_BELOW} are needed"
