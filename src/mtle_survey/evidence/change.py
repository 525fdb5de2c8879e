"""Change between two waves among the people who answered both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
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
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.table import Row, Table, row

MEANINGFUL_SHARE_OF_STEP = 0.25


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two waves to be compared, named as ``later - earlier``."""

    later: str
    earlier: str

    @property
    def name(self) -> str:
        """As the tidy table writes it."""
        return f"{self.later} - {self.earlier}"


def contrasts(waves: Sequence[str], retrospective: str | None) -> tuple[Contrast, ...]:
    """Each later wave against the first; a retrospective wave against the last and the first.

    Parameters
    ----------
    waves : sequence of str
        In time order, without the retrospective one.
    retrospective : str or None
        The wave in which people look back; it is never pooled with the first.
    """
    found = [Contrast(later, waves[0]) for later in waves[1:]]
    if retrospective is not None:
        found += [Contrast(waves[-1], retrospective), Contrast(retrospective, waves[0])]
    return tuple(found)


def change(
    instrument: Instrument,
    scores: Mapping[str | None, Scores],
    links: Links,
    compared: Sequence[Contrast],
    primary: Sequence[str],
    level: float,
) -> Table:
    """Every statistic of change, per scale and contrast; Holm over the primary scales of a contrast."""
    rows: list[Row] = []
    for contrast in compared:
        earlier, later = scores[contrast.earlier], scores[contrast.later]
        a, b = links.pairs(contrast.earlier, contrast.later)
        for scale in [s for s in earlier.scales if s in later.scales]:
            if earlier.administered[scale] != later.administered[scale]:
                continue
            pre, post = earlier.of(scale)[a], later.of(scale)[b]
            both = np.isfinite(pre) & np.isfinite(post)
            step = meaningful_step(instrument, scale, earlier.step[scale])
            rows += _pair_rows(scale, contrast, pre[both], post[both], step, level)
        rows += _holm_rows(rows, contrast, primary)
    return Table.of(rows)


def meaningful_step(instrument: Instrument, scale: str, response_step: float) -> float:
    """What counts as having risen or fallen: the declared step, else a quarter of a response step."""
    declared = instrument.scale[scale].meaningful_step
    return MEANINGFUL_SHARE_OF_STEP * response_step if declared is None else declared


def _pair_rows(
    scale: str, contrast: Contrast, pre: Array, post: Array, step: float, level: float
) -> Iterator[Row]:
    name = contrast.name
    for wave, values in ((contrast.earlier, pre), (contrast.later, post)):
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


def _holm_rows(rows: Sequence[Row], contrast: Contrast, primary: Sequence[str]) -> list[Row]:
    family = [
        r
        for r in rows
        if r.statistic == "mean_change"
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
