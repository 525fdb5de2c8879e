"""Were those who were lost like those who stayed?"""

from __future__ import annotations

import numpy as np

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.comparison.baseline_g import baseline_g
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.proportion import wilson_interval
from mtle_survey.table import Row, Table, row


def attrition(panel: Panel) -> Table:
    """The share lost at every later wave, and the first scores of those who stayed against those lost.

    ``baseline_g`` is positive when those who stayed started higher.
    """
    rows: list[Row] = []
    earliest = panel.names[0]
    first = panel.rows(earliest) >= 0
    for later in panel.names[1:]:
        name = Contrast(later, earliest).name
        stayed = first & (panel.rows(later) >= 0)
        lost = share_lost(int(first.sum() - stayed.sum()), int(first.sum()), panel.level)
        rows.append(row("attrition", lost, contrast=name))
        for scale in panel.scores[earliest].scales:
            values = panel.score(earliest, scale)
            known = first & np.isfinite(values)
            g = baseline_g(values[known], stayed[known], panel.level)
            rows.append(row("baseline_g", g, scale=scale, wave=earliest, contrast=name, group="linked=yes"))
    return Table.of(rows)


def share_lost(lost: int, n: int, level: float) -> Estimate:
    """The lost among those who were there at first."""
    if n == 0:
        return not_available("nobody answered the first wave", n=0, method="wilson")
    return Estimate(value=lost / n, n=n, interval=wilson_interval(lost, n, level), method="wilson")
