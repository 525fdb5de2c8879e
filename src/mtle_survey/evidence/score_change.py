"""Change in scores that are no scales: tests with right answers, observations, other numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.evidence.pairs import Contrast, by_person
from mtle_survey.evidence.panel import Panel
from mtle_survey.rules import apply_rules, compared_scores
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.d_av_corrected import d_av_corrected
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.hedges_g_z import hedges_g_z
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.probability_of_improvement import probability_of_improvement
from mtle_survey.stats.change.rank_biserial import rank_biserial
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.estimate import Array
from mtle_survey.table import About, Row, Table, row

KERNELS = {
    "mean_change": mean_change,
    "d_av": d_av,
    "d_av_corrected": d_av_corrected,
    "d_z": d_z,
    "hedges_g_z": hedges_g_z,
    "wilcoxon": wilcoxon,
    "rank_biserial": rank_biserial,
    "probability_of_improvement": probability_of_improvement,
}


def score_change(panel: Panel) -> Table:
    """Change among the people who have a score in both waves, per score by rule and contrast.

    The score's id stands in the column ``scale``. Nothing is said about who rose or fell, since these
    scores have no response step.
    """
    wanted = compared_scores(panel.instrument)
    if not wanted:
        return Table()
    scores = {wave: _scores(panel, wave, wanted) for wave in panel.links.waves}
    return Table.of(
        found
        for contrast in panel.contrasts
        for score in wanted
        if score in scores[contrast.earlier] and score in scores[contrast.later]
        for found in _rows(panel, contrast, score, scores)
    )


def _scores(panel: Panel, wave: str, wanted: tuple[str, ...]) -> dict[str, Array]:
    """(r,) numbers by person, nan where absent or unscored."""
    columns = apply_rules(panel.waves[wave], panel.scores[wave])
    found = {}
    for score in wanted:
        if score in columns:
            numbers = np.array([np.nan if v is None else float(v) for v in columns[score]], dtype=np.float64)
            found[score] = by_person(numbers, panel.rows(wave), np.nan)
    return found


def _rows(panel: Panel, contrast: Contrast, score: str, scores: dict[str, dict[str, Array]]) -> Iterator[Row]:
    before, after = scores[contrast.earlier][score], scores[contrast.later][score]
    both = np.isfinite(before) & np.isfinite(after)
    pre, post = before[both], after[both]
    about: About = {"scale": score, "contrast": contrast.name}
    for wave, values in ((contrast.earlier, pre), (contrast.later, post)):
        at: About = {**about, "wave": wave}
        yield row("mean", mean(values, panel.level)[0], **at)
        yield row("sd", sd(values)[0], **at)
    for statistic, kernel in KERNELS.items():
        yield row(statistic, kernel(pre, post, panel.level), **about)
