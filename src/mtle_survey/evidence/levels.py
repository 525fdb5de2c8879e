"""Where sites stand: how alike people of one site score, and site means pulled toward the overall mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.evidence.informant_forms import NO_PERSON
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.clusters.shrunken_means import shrunken_means
from mtle_survey.stats.estimate import not_available
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.table import About, Row, Table, row

MODEL = "levels"
FEWEST_PEOPLE = 10


def levels_by_site(
    waves: Mapping[str | None, Responses], scores: Mapping[str | None, Scores], cluster: str, level: float
) -> Table:
    """Intraclass correlation of every score and shrunken means of the sites, wave by wave.

    Raw means of sites are not given: with a handful of people each they are mostly chance, and near to
    single people's answers. With three sites or fewer nothing can be said about sites in general.
    """
    rows: list[Row] = []
    for wave, responses in waves.items():
        if cluster in responses.fields:
            for scale in scores[wave].scales:
                rows += _of_scale(responses, scores[wave], scale, cluster, level)
    return Table.of(rows)


def exposes_a_person(instrument: Instrument, scale: str) -> bool:
    """Whether a scale, or an item of it, is about somebody at the site who could be recognised."""
    items = instrument.scale_items(scale)
    about = {instrument.scale[scale].about, *(instrument.item[item].about for item in items)}
    return not about <= {*NO_PERSON, "self"}


def _of_scale(responses: Responses, scores: Scores, scale: str, cluster: str, level: float) -> Iterator[Row]:
    values, sites = scores.of(scale), responses.fields[cluster]
    here = np.isfinite(values) & np.array([site is not None for site in sites], dtype=bool)
    values, names = values[here], sites[here].astype(str)
    about: About = {"model": MODEL, "scale": scale, "wave": responses.wave}
    count = len(np.unique(names))
    if count <= CLUSTERS_FIXED_UP_TO or len(values) < FEWEST_PEOPLE:
        reason = (
            f"{counted(len(values), 'person')} with a score at {counted(count, 'site')}; "
            f"at least {FEWEST_PEOPLE} people at {CLUSTERS_FIXED_UP_TO + 1} sites are needed"
        )
        yield row("cluster_icc", not_available(reason, n=len(values)), **about)
        return
    yield row("cluster_icc", cluster_icc(values, names, level), **about)
    if exposes_a_person(responses.instrument, scale):
        return
    for found in shrunken_means(values, names, level):
        here_only: About = {**about, "group": f"{cluster}={found.name}"}
        yield row("shrunken_mean", found.estimate, **here_only)
