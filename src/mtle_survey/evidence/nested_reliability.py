"""Reliability when people are nested in sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.evidence.scale_answers import ScaleAnswers, Waves, gated
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.stats.reliability.bootstrap import alpha_bca
from mtle_survey.stats.reliability.multilevel_reliability import multilevel_reliability
from mtle_survey.table import About, Row, Table, row

# Whole sites are resampled; fewer than five have too few distinct resamples for a 95% interval.
SITES_RESAMPLED_FROM = 5


def nested_reliability(
    answers: Iterable[ScaleAnswers], waves: Waves, cluster: str, level: float, seed: int, draws: int
) -> Table:
    """Alpha within and between sites, reliability of site means, and alpha with whole sites resampled.

    People whose site is unknown are left out, so that n can be smaller than that of alpha.
    """
    rows: list[Row] = []
    for scale in answers:
        column = waves[scale.wave].fields.get(cluster)
        if column is not None:
            sites = column[scale.people]
            rows += _of_scale(scale, sites != np.array(None), sites, level, seed, draws)
    return Table.of(rows)


def _of_scale(
    scale: ScaleAnswers,
    known: NDArray[np.bool_],
    sites: NDArray[np.object_],
    level: float,
    seed: int,
    draws: int,
) -> Iterator[Row]:
    inside = known & scale.answered_all
    x, site = scale.keyed[inside], np.array([str(s) for s in sites[inside]], dtype=np.str_)
    count = np.unique(site).size
    if count < 2:
        return
    about: About = {"scale": scale.scale, "wave": scale.wave}
    found = multilevel_reliability(x, site, level)
    yield row("alpha_within", gated(found.within), **about)
    yield row("alpha_between", _of_sites(found.between, count), **about)
    yield row("site_mean_reliability", _of_sites(found.site_means, count), **about)
    if count >= SITES_RESAMPLED_FROM:
        whole = alpha_bca(x, seed=seed, level=level, draws=draws, clusters=site)
        yield row("alpha", gated(whole), headline=False, **about)


def _of_sites(estimate: Estimate, count: int) -> Estimate:
    """Nothing about how sites differ from three sites or fewer."""
    if count > CLUSTERS_FIXED_UP_TO:
        return estimate
    return not_available(
        f"{counted(count, 'site')}; how sites differ takes at least {CLUSTERS_FIXED_UP_TO + 1}",
        n=count,
        method=estimate.method,
    )
