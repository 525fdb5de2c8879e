"""Change with unanswered questions filled in several times; nobody who stayed away is made up."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.sites import known_sites
from mtle_survey.responses import Missing
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.missing.chained_equations import chained_equations
from mtle_survey.stats.missing.rubin import Pooled, rubin
from mtle_survey.table import About, Row, Table, row

METHOD = "rubin/barnard_rubin"
FEWEST_IMPUTATIONS = 20
MOST_IMPUTATIONS = 100
MOST_MISSING = 0.5
FEWEST_PEOPLE = 10
PEOPLE_PER_SITE = 5


def imputed_change(panel: Panel) -> Table:
    """``imputed_change`` per scale from the first to the last wave, and ``missing_information`` behind it.

    People count who answered something of the scale in both waves. Their unanswered items are filled in by
    chained equations from all their other items of the scale in both waves, and from their site; what does
    not apply to them stays out. Twenty data sets, or as many as the percentage of missing information.
    """
    main = panel.main_contrast
    if main is None:
        return Table()
    rows: list[Row] = []
    for pairs in panel.pairs(main):
        about: About = {"scale": pairs.scale, "contrast": main.name}
        pooled = pooled_change(panel, main, pairs.scale)
        if isinstance(pooled, str):
            rows.append(
                row("imputed_change", not_available(pooled, n=len(pairs.pre), method=METHOD), **about)
            )
            continue
        rows.append(row("imputed_change", pooled.estimate, **about))
        behind = Estimate(value=pooled.missing_information, n=pooled.estimate.n)
        rows.append(row("missing_information", behind, **about))
    return Table.of(rows)


def pooled_change(panel: Panel, main: Contrast, scale: str) -> Pooled | str:
    """The change of one scale pooled over imputations, or why there is none."""
    items, applies, sites = _answers(panel, main, scale)
    n, k = len(items), items.shape[1] // 2
    gaps = np.isnan(items) & applies
    if not gaps.any():
        return "nobody who answered in both waves left out a question of this scale"
    if n < FEWEST_PEOPLE:
        return f"needs at least {FEWEST_PEOPLE} people who answered in both waves, and {there_are(n)}"
    if gaps.mean() > MOST_MISSING or np.isnan(items).all(axis=0).any():
        return "more than half of the answers, or all answers to a question, are missing"
    unit = panel.scores[main.earlier].unit[scale]

    def pool(imputations: int) -> Pooled:
        full = chained_equations(items, imputations, seed=panel.seed, covariates=sites)
        full = np.where(applies, full, np.nan)
        change = unit * (np.nanmean(full[:, :, k:], axis=2) - np.nanmean(full[:, :, :k], axis=2))
        variances = change.var(axis=1, ddof=1) / n
        return rubin(change.mean(axis=1), variances, n - 1, n=n, level=panel.level)

    pooled = pool(FEWEST_IMPUTATIONS)
    wanted = min(math.ceil(100 * pooled.missing_information), MOST_IMPUTATIONS)
    return pooled if wanted <= FEWEST_IMPUTATIONS else pool(wanted)


def _answers(panel: Panel, main: Contrast, scale: str) -> tuple[Array, np.ndarray, Array | None]:
    """Keyed items of both waves side by side, which of them apply, and indicators of sites.

    Of the people who answered something of the scale, and to whom something of it applied, both times.
    """
    a, b = panel.links.pairs(main.earlier, main.later)
    blocks, apply = [], []
    for wave, rows in ((main.earlier, a), (main.later, b)):
        responses = panel.waves[wave]
        places = [responses.items.index(i) for i in panel.scores[wave].administered[scale]]
        blocks.append(panel.scores[wave].keyed[scale][rows])
        apply.append(responses.reasons[rows][:, places] != Missing.NOT_APPLICABLE)
    here = np.logical_and.reduce([np.isfinite(block).any(axis=1) for block in blocks])
    return np.hstack(blocks)[here], np.hstack(apply)[here], _sites(panel, main, here)


def _sites(panel: Panel, main: Contrast, here: np.ndarray) -> Array | None:
    """Indicators of the sites but one, where sites are few enough for the people."""
    if panel.cluster is None:
        return None
    both = (panel.rows(main.earlier) >= 0) & (panel.rows(main.later) >= 0)
    known, names = known_sites(panel.field(panel.cluster)[both][here])
    found = np.unique(names)
    if not known.all() or not 1 < len(found) <= len(names) / PEOPLE_PER_SITE:
        return None
    return np.asarray((names[:, None] == found[1:]).astype(float))
