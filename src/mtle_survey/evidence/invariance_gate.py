"""Do the items mean the same at both times? The verdict that stands beside every change of means."""

from __future__ import annotations

import numpy as np

from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.estimate import not_available
from mtle_survey.table import Row, Table, row

FEW_CATEGORIES = 5
NEEDED_ORDERED, NEEDED_CONTINUOUS = 200, 100


def invariance_gate(panel: Panel) -> Table:
    """``longitudinal_invariance`` per scale from the first to the last wave, or the people it would need.

    Change of observed means takes for granted that the items measure the same thing in the same way both
    times. With too few people that cannot be tested, and it is said so.
    """
    main = panel.main_contrast
    if main is None:
        return Table()
    rows: list[Row] = []
    for pairs in panel.pairs(main):
        earlier, later = (panel.scores[w].keyed[pairs.scale] for w in (main.earlier, main.later))
        a, b = panel.links.pairs(main.earlier, main.later)
        n = int((np.isfinite(earlier[a]).all(axis=1) & np.isfinite(later[b]).all(axis=1)).sum())
        items = panel.scores[main.earlier].administered[pairs.scale]
        few = max(len(panel.instrument.format_of(i).codes) for i in items) <= FEW_CATEGORIES
        needed = NEEDED_ORDERED if few else NEEDED_CONTINUOUS
        rows.append(
            row(
                "longitudinal_invariance",
                not_available(_reason(n, needed, len(items)), n=n),
                scale=pairs.scale,
                contrast=main.name,
            )
        )
    return Table.of(rows)


def _reason(n: int, needed: int, items: int) -> str:
    if items < 2:
        return "one question alone cannot show whether it means the same both times"
    if n < needed:
        return (
            f"not testable with {n} people who answered every item in both waves; at least {needed} are "
            "needed"
        )
    return "not tested here: mtle factors --invariance wave tests it"
