"""Change between two waves among the people who answered both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mtle_survey.evidence.multiplicity import holm_rows
from mtle_survey.evidence.pairs import Contrast, Pairs
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.d_av_corrected import d_av_corrected
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.declined import declined
from mtle_survey.stats.change.hedges_g_z import hedges_g_z
from mtle_survey.stats.change.improved import improved
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.probability_of_improvement import probability_of_improvement
from mtle_survey.stats.change.rank_biserial import rank_biserial
from mtle_survey.stats.change.same import same
from mtle_survey.stats.change.together import ResampledChange, bca_changes, sign_flips
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.table import About, Row, Table, row


def change(panel: Panel) -> Table:
    """Every statistic of change, per scale and contrast; Holm over the primary scales of a contrast."""
    rows: list[Row] = []
    for contrast in panel.contrasts:
        found = panel.pairs(contrast)
        pre, post = side_by_side(panel, found)
        resampled = bca_changes(pre, post, panel.level, seed=panel.seed, draws=panel.draws)
        flips = sign_flips(pre, post, seed=panel.seed, draws=panel.draws)
        for pairs, intervals, flip in zip(found, resampled, flips, strict=True):
            rows += _pair_rows(panel, pairs)
            rows += _ways_to_the_mean(panel, pairs, intervals, flip)
        if panel.retrospective not in (contrast.earlier, contrast.later):
            rows += _tested_together(rows, contrast, panel.primary)
    return Table.of(rows)


def side_by_side(panel: Panel, found: Sequence[Pairs]) -> tuple[Array, Array]:
    """(r, s) earlier and later scores of everyone, one column per scale; nan without a pair."""
    pre, post = np.full((2, panel.people, len(found)), np.nan)
    for column, pairs in enumerate(found):
        pre[pairs.person, column], post[pairs.person, column] = pairs.pre, pairs.post
    return pre, post


def _pair_rows(panel: Panel, pairs: Pairs) -> Iterator[Row]:
    pre, post, scale, level = pairs.pre, pairs.post, pairs.scale, panel.level
    about: About = {"scale": scale, "contrast": pairs.contrast.name}
    step = panel.meaningful_step(scale)
    for wave, values in ((pairs.contrast.earlier, pre), (pairs.contrast.later, post)):
        at: About = {**about, "wave": wave}
        yield row("mean", mean(values, level)[0], **at)
        yield row("sd", sd(values)[0], **at)
    estimates: dict[str, Estimate] = {
        "d_av_corrected": d_av_corrected(pre, post, level),
        "d_z": d_z(pre, post, level),
        "hedges_g_z": hedges_g_z(pre, post, level),
        "wilcoxon": wilcoxon(pre, post, level),
        "rank_biserial": rank_biserial(pre, post, level),
        "probability_of_improvement": probability_of_improvement(pre, post, level),
        "improved": improved(pre, post, step, level),
        "same": same(pre, post, step, level),
        "declined": declined(pre, post, step, level),
    }
    for statistic, estimate in estimates.items():
        yield row(statistic, estimate, **about)


def _ways_to_the_mean(
    panel: Panel, pairs: Pairs, resampled: ResampledChange, flip: Estimate
) -> Iterator[Row]:
    """Mean change and its standardised size by each method."""
    about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name}
    paired_t = mean_change(pairs.pre, pairs.post, panel.level)
    yield row("mean_change", paired_t, **about)
    yield row("mean_change", flip, headline=False, **about)
    yield row("mean_change", resampled.mean_change, headline=False, **about)
    yield row("d_av", d_av(pairs.pre, pairs.post, panel.level), **about)
    yield row("d_av", resampled.d_av, headline=False, **about)


def _tested_together(rows: Sequence[Row], contrast: Contrast, primary: Sequence[str]) -> Iterator[Row]:
    """The changes of the primary scales over one contrast, their p adjusted together after Holm."""
    family = [
        r
        for r in rows
        if r.statistic == "mean_change" and r.headline and r.contrast == contrast.name and r.scale in primary
    ]
    return holm_rows("p_holm", family, untested)


def untested(change: Row) -> str:
    """Why there is no p of a change; empty where there is one."""
    if change.unavailable:
        return change.unavailable
    return "" if change.p_value is not None else "everyone changed by the same amount, so there is no test"
