"""Change between two waves among the people who answered both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mtle_survey.evidence.pairs import Contrast, Pairs, paired_scores
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
from mtle_survey.stats.change.bca_change import d_av_bca, mean_change_bca
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.d_av_corrected import d_av_corrected
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.declined import declined
from mtle_survey.stats.change.hedges_g_z import hedges_g_z
from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.change.improved import improved
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.probability_of_improvement import probability_of_improvement
from mtle_survey.stats.change.rank_biserial import rank_biserial
from mtle_survey.stats.change.same import same
from mtle_survey.stats.change.sign_flip import sign_flip
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.estimate import Estimate
from mtle_survey.table import Row, Table, row

MEANINGFUL_SHARE_OF_STEP = 0.25


def change(
    instrument: Instrument,
    scores: Mapping[str | None, Scores],
    links: Links,
    compared: Sequence[Contrast],
    primary: Sequence[str],
    level: float,
    seed: int,
    draws: int,
) -> Table:
    """Every statistic of change, per scale and contrast; Holm over the primary scales of a contrast."""
    rows: list[Row] = []
    for contrast in compared:
        for pairs in paired_scores(scores, links, contrast):
            step = meaningful_step(instrument, pairs.scale, scores[contrast.earlier].step[pairs.scale])
            rows += _pair_rows(pairs, step, level, seed, draws)
        rows += _holm_rows(rows, contrast, primary)
    return Table.of(rows)


def meaningful_step(instrument: Instrument, scale: str, response_step: float) -> float:
    """What counts as having risen or fallen: the declared step, else a quarter of a response step."""
    declared = instrument.scale[scale].meaningful_step
    return MEANINGFUL_SHARE_OF_STEP * response_step if declared is None else declared


def _pair_rows(pairs: Pairs, step: float, level: float, seed: int, draws: int) -> Iterator[Row]:
    pre, post, scale, name = pairs.pre, pairs.post, pairs.scale, pairs.contrast.name
    for wave, values in ((pairs.contrast.earlier, pre), (pairs.contrast.later, post)):
        yield row("mean", mean(values, level)[0], scale=scale, wave=wave, contrast=name)
        yield row("sd", sd(values)[0], scale=scale, wave=wave, contrast=name)
    estimates: dict[str, Estimate] = {
        "mean_change": mean_change(pre, post, level),
        "d_av": d_av(pre, post, level),
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
        yield row(statistic, estimate, scale=scale, contrast=name)
    flips = sign_flip(pre, post, seed=seed, draws=draws)
    yield row("mean_change", flips, headline=False, scale=scale, contrast=name)
    yield row(
        "mean_change",
        mean_change_bca(pre, post, level, seed=seed, draws=draws),
        headline=False,
        scale=scale,
        contrast=name,
    )
    yield row(
        "d_av", d_av_bca(pre, post, level, seed=seed, draws=draws), headline=False, scale=scale, contrast=name
    )


def _holm_rows(rows: Sequence[Row], contrast: Contrast, primary: Sequence[str]) -> list[Row]:
    family = [
        r
        for r in rows
        if r.statistic == "mean_change"
        and r.headline
        and r.contrast == contrast.name
        and r.scale in primary
        and r.p_value is not None
    ]
    if not family:
        return []
    adjusted = holm(np.array([r.p_value for r in family], dtype=float))
    return [
        row(
            "p_holm",
            Estimate(value=float(p), n=r.n or 0, method=f"holm/{len(family)}"),
            scale=r.scale,
            contrast=contrast.name,
        )
        for r, p in zip(family, adjusted, strict=True)
    ]
