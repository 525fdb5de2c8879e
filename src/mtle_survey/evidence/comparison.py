"""Program against comparison group: how they started, and how differently they moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast, Pairs, paired_scores, people_field
from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.comparison.adjusted import adjusted_g
from mtle_survey.stats.comparison.ancova_effect import ancova_effect
from mtle_survey.stats.comparison.baseline_g import baseline_g
from mtle_survey.stats.comparison.did_effect import did_effect
from mtle_survey.table import Row, Table, row

FEW_SITES = 3


def comparison(
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    links: Links,
    names: Sequence[str],
    design: Mapping[str, Any],
    cluster: str | None,
    level: float,
) -> Table:
    """Baseline difference, covariance-adjusted difference and difference of gains, per scale and wave.

    Who belongs to neither group is left out, and n says so. Standard errors respect the sites when there are
    more than three of them.
    """
    groups = people_field(str(design["column"]), waves, links)
    sites = None if cluster is None else people_field(cluster, waves, links)
    rows: list[Row] = []
    for later in names[1:]:
        for pairs in paired_scores(scores, links, Contrast(later, names[0])):
            rows += _effects(pairs, groups, sites, design, level)
    return Table.of(rows)


def _effects(
    pairs: Pairs,
    groups: NDArray[np.object_],
    sites: NDArray[np.object_] | None,
    design: Mapping[str, Any],
    level: float,
) -> Iterator[Row]:
    group = np.array([str(g) for g in groups[pairs.person]], dtype=object)
    known = (group == str(design["program"])) | (group == str(design["comparison"]))
    program = group[known] == str(design["program"])
    pre, post = pairs.pre[known], pairs.post[known]
    site = None if sites is None else np.array([str(s) for s in sites[pairs.person][known]], dtype=object)
    by_site = site if site is not None and len(set(site)) > FEW_SITES else None
    between = "program - comparison"
    gains = f"({pairs.contrast.name}) x ({between})"
    yield row(
        "baseline_g",
        baseline_g(pre, program, level),
        scale=pairs.scale,
        wave=pairs.contrast.earlier,
        contrast=between,
    )
    ancova = ancova_effect(pre, post, program, level=level, cluster=by_site)
    yield row("ancova_effect", ancova, scale=pairs.scale, wave=pairs.contrast.later, contrast=between)
    yield row(
        "adjusted_g",
        adjusted_g(ancova, post, program, level),
        scale=pairs.scale,
        wave=pairs.contrast.later,
        contrast=between,
    )
    yield row(
        "did_effect",
        did_effect(pre, post, program, level=level, cluster=by_site),
        scale=pairs.scale,
        contrast=gains,
    )
