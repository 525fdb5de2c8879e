"""Analyses that are made only where they are asked for: slow ones, and ones that are easily misread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mtle_survey.evidence.everyone import wave_change
from mtle_survey.evidence.imputation import imputed_change
from mtle_survey.evidence.item_change import item_models
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.jzs_bayes_factor import jzs_bayes_factor
from mtle_survey.stats.missing.little_mcar import little_mcar
from mtle_survey.stats.missing.tipping_point import tipping_point
from mtle_survey.table import Row, Table, row


def bayes_factors(panel: Panel) -> Table:
    """JZS Bayes factors of a change against none, prior scale .707."""
    return Table.of(
        row("bayes_factor", jzs_bayes_factor(p.pre, p.post), scale=p.scale, contrast=contrast.name)
        for contrast in panel.contrasts
        for p in panel.pairs(contrast)
    )


def missing_at_random(panel: Panel) -> Table:
    """Little's test over the scores of each scale in all waves; a large p does not show randomness."""
    rows: list[Row] = []
    for scale in dict.fromkeys(s for w in panel.names for s in panel.scores[w].scales):
        asked = panel.waves_with(scale)
        if len(asked) > 1:
            matrix = np.column_stack([panel.score(w, scale) for w in asked])
            rows.append(row("little_mcar", little_mcar(matrix), scale=scale))
    return Table.of(rows)


def tipping_points(panel: Panel) -> Table:
    """How much worse than expected the lost must each have changed for the conclusion to vanish.

    About the change of everyone by the mixed model from the first to the last wave.
    """
    main = panel.main_contrast
    if main is None:
        return Table()
    rows: list[Row] = []
    for scale in (pairs.scale for pairs in panel.pairs(main)):
        model = panel.fit(scale)
        first, last = (np.isfinite(model.scores[:, model.waves.index(w)]) for w in (main.earlier, main.later))
        lost, people = int((first & ~last).sum()), int(first.sum())
        change = wave_change(model, main, panel.level)
        rows.append(
            row("tipping_point", tipping_point(change, lost, people), scale=scale, contrast=main.name)
        )
    return Table.of(rows)


EXTRAS: Mapping[str, Callable[[Panel], Table]] = {
    "bayes_factors": bayes_factors,
    "imputation": imputed_change,
    "item_models": item_models,
    "little_mcar": missing_at_random,
    "tipping_points": tipping_points,
}
"""By the name under which each is asked for."""
