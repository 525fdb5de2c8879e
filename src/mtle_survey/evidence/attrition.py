"""Were those who were lost like those who stayed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mtle_survey.evidence.pairs import Contrast, people_scores
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
from mtle_survey.stats.comparison.baseline_g import baseline_g
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.proportion import wilson_interval
from mtle_survey.table import Row, Table, row


def attrition(scores: Mapping[str | None, Scores], links: Links, waves: Sequence[str], level: float) -> Table:
    """The share lost at every later wave, and the first scores of those who stayed against those lost.

    ``baseline_g`` is positive when those who stayed started higher.
    """
    rows: list[Row] = []
    first = links.index[:, 0] >= 0
    for later in waves[1:]:
        name = Contrast(later, waves[0]).name
        stayed = first & (links.index[:, links.waves.index(later)] >= 0)
        rows.append(
            row(
                "attrition",
                _share_lost(int(first.sum() - stayed.sum()), int(first.sum()), level),
                contrast=name,
            )
        )
        for scale in scores[waves[0]].scales:
            values = people_scores(scores[waves[0]], links, waves[0], scale)
            known = first & np.isfinite(values)
            rows.append(
                row(
                    "baseline_g",
                    baseline_g(values[known], stayed[known], level),
                    scale=scale,
                    wave=waves[0],
                    contrast=name,
                    group="linked=yes",
                )
            )
    return Table.of(rows)


def _share_lost(lost: int, n: int, level: float) -> Estimate:
    if n == 0:
        return not_available("nobody answered the first wave", n=0, method="wilson")
    return Estimate(value=lost / n, n=n, interval=wilson_interval(lost, n, level), method="wilson")
