"""Change and how much people took part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mtle_survey.evidence.pairs import Contrast, paired_scores, people_field, people_numbers
from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.change.dose_slope import dose_slope
from mtle_survey.stats.change.dose_spearman import dose_spearman
from mtle_survey.table import About, Row, Table, row

FEW_SITES = 3


def dosage(
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    links: Links,
    compared: Sequence[Contrast],
    dose: str,
    cluster: str | None,
    level: float,
) -> Table:
    """Slope of change per unit of dose, and their rank correlation.

    The slope's interval respects the sites when there are more than three of them. The dose of a person is
    the latest one on record; who has none is left out, and n says so.
    """
    hours = people_numbers(dose, waves, links)
    sites = None if cluster is None else people_field(cluster, waves, links)
    rows: list[Row] = []
    for contrast in compared:
        for pairs in paired_scores(scores, links, contrast):
            amount, change = hours[pairs.person], pairs.post - pairs.pre
            known = np.isfinite(amount)
            site = (
                None
                if sites is None
                else np.array([str(s) for s in sites[pairs.person][known]], dtype=object)
            )
            by_site = site if site is not None and len(set(site)) > FEW_SITES else None
            about: About = {"scale": pairs.scale, "contrast": contrast.name}
            rows.append(
                row("dose_slope", dose_slope(amount[known], change[known], level, cluster=by_site), **about)
            )
            rows.append(row("dose_spearman", dose_spearman(amount[known], change[known], level), **about))
    return Table.of(rows)
