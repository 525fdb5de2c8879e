"""Change by group and by site, and what clustering does to its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast, Pairs, group_names, paired_scores, people_field
from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.clusters.cluster_sign_flip import cluster_sign_flip
from mtle_survey.stats.clusters.cr2 import cr2_mean
from mtle_survey.stats.clusters.design_effect import design_effect
from mtle_survey.stats.clusters.shrunken_means import shrunken_means
from mtle_survey.stats.clusters.site_stratified import site_stratified
from mtle_survey.stats.estimate import not_available
from mtle_survey.table import About, Row, Table, row

FEW_SITES = 3


def change_by_group(
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    links: Links,
    compared: Sequence[Contrast],
    fields: Sequence[str],
    level: float,
) -> Table:
    """Mean change and its standardised size within each value of each field."""
    rows: list[Row] = []
    for field in dict.fromkeys(fields):
        values = people_field(field, waves, links)
        for contrast in compared:
            for pairs in paired_scores(scores, links, contrast):
                rows += _by_value(pairs, field, values[pairs.person], level)
    return Table.of(rows)


def change_by_site(
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    links: Links,
    compared: Sequence[Contrast],
    cluster: str,
    level: float,
    seed: int,
) -> Table:
    """Intraclass correlation and design effect of change, and change with the sites respected.

    With more than three sites the cluster-robust estimate (CR2) and the sign flip of whole sites; with three
    or fewer the estimate within sites, since nothing can be generalised from so few.
    """
    values = people_field(cluster, waves, links)
    rows: list[Row] = []
    for contrast in compared:
        for pairs in paired_scores(scores, links, contrast):
            rows += _clustered(pairs, cluster, values[pairs.person], level, seed)
    return Table.of(rows)


def _by_value(pairs: Pairs, field: str, values: NDArray[np.object_], level: float) -> Iterator[Row]:
    for name in group_names(values):
        here = np.array([v is not None and str(v) == name for v in values], dtype=bool)
        about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name, "group": f"{field}={name}"}
        yield row("mean_change", mean_change(pairs.pre[here], pairs.post[here], level), **about)
        yield row("d_av", d_av(pairs.pre[here], pairs.post[here], level), **about)


def _clustered(
    pairs: Pairs, cluster: str, sites: NDArray[np.object_], level: float, seed: int
) -> Iterator[Row]:
    known = np.array([s is not None for s in sites], dtype=bool)
    change = (pairs.post - pairs.pre)[known]
    site = np.array([str(s) for s in sites[known]], dtype=object)
    about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name}
    count = len(set(site))
    if count < 2:
        reason = f"{count} site with linked people; at least 2 are needed"
        yield row("cluster_icc", not_available(reason, n=len(change)), **about)
        return
    if count <= FEW_SITES:
        reason = f"{count} sites; nothing can be said about sites in general from fewer than {FEW_SITES + 1}"
        yield row("cluster_icc", not_available(reason, n=len(change)), **about)
        yield row("design_effect", not_available(reason, n=len(change)), **about)
        yield row("mean_change", site_stratified(change, site, level), headline=False, **about)
        return
    yield row("cluster_icc", cluster_icc(change, site, level), **about)
    yield row("design_effect", design_effect(change, site, level), **about)
    yield row("mean_change", cr2_mean(change, site, level), headline=False, **about)
    yield row("mean_change", cluster_sign_flip(change, site, seed=seed), headline=False, **about)
    for found in shrunken_means(change, site, level):
        here: About = {**about, "group": f"{cluster}={found.name}"}
        yield row("shrunken_change", found.estimate, **here)
