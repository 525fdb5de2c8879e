"""Is the change smaller than what would matter? Only where the study declared what would."""

from __future__ import annotations

from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.tost import tost
from mtle_survey.stats.estimate import Estimate
from mtle_survey.table import Row, Table, row


def equivalence(panel: Panel) -> Table:
    """Two one-sided tests against the declared smallest effect of each scale.

    ``equivalence`` is the mean change with the interval of level 1 - 2 alpha; the test is that of the weaker
    side. ``smallest_effect`` repeats what was declared, in score units. A scale without a declared effect
    has no rows: a test that finds no change never shows that there is none.
    """
    rows: list[Row] = []
    for contrast in panel.contrasts:
        for pairs in panel.pairs(contrast):
            effect = panel.smallest_effects.get(pairs.scale)
            if effect is not None:
                n = len(pairs.pre)
                declared = Estimate(value=effect, n=n, method="declared")
                found = tost(pairs.pre, pairs.post, effect, panel.level)
                rows.append(row("smallest_effect", declared, scale=pairs.scale, contrast=contrast.name))
                rows.append(row("equivalence", found, scale=pairs.scale, contrast=contrast.name))
    return Table.of(rows)
