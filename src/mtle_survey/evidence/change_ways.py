"""How scores changed, worked out in every way that the data allow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mtle_survey.evidence.arms import described_apart
from mtle_survey.evidence.everyone import wave_change
from mtle_survey.evidence.imputation import METHOD as IMPUTED
from mtle_survey.evidence.imputation import pooled_change
from mtle_survey.evidence.pairs import Contrast, Pairs
from mtle_survey.evidence.panel import Panel, WaveFit
from mtle_survey.evidence.sites import clustered_change
from mtle_survey.stats.change.lmm_change import fit_waves
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.estimate import Estimate, not_available


def ways_of_change(
    panel: Panel, others: Mapping[str, Panel], main: Contrast, scale: str, *, imputed: bool = False
) -> tuple[Estimate, dict[str, Estimate]]:
    """The change of everybody, or of the program group where groups are compared, and the same in other ways.

    Parameters
    ----------
    panel : Panel
    others : mapping of way to Panel
        The same study with other pairs or other scores.
    main : Contrast
    scale : str
        Scored alike at both ends.
    imputed : bool
        Whether unanswered questions are also filled in, which is done for everybody together.

    Notes
    -----
    With up to three sites CR2 says nothing, so the sites are held constant instead.
    """
    led, level = _pairs(panel, main, scale), panel.level
    found = {way: _linked(_pairs(other, main, scale), level) for way, other in others.items()}
    found["everyone"] = wave_change(_model(panel, scale), main, level)
    if panel.cluster is not None:
        found["sites"] = clustered_change(led, panel.field(panel.cluster)[led.person], level)
    if imputed:
        found["imputed"] = _imputed(panel, main, scale)
    return _linked(led, level), found


def _pairs(panel: Panel, main: Contrast, scale: str) -> Pairs:
    found = next(pairs for pairs in panel.pairs(main) if pairs.scale == scale)
    return found.among(described_apart(panel)[0].people)


def _linked(pairs: Pairs, level: float) -> Estimate:
    return mean_change(pairs.pre, pairs.post, level)


def _model(panel: Panel, scale: str) -> WaveFit:
    """The mixed model of the people whose change is told."""
    told = described_apart(panel)[0]
    if told.group is None:
        return panel.fit(scale)
    asked = panel.waves_with(scale)
    scores = np.column_stack([panel.score(wave, scale) for wave in asked])[told.people]
    scores = scores[np.isfinite(scores).any(axis=1)]
    return WaveFit(waves=asked, scores=scores, fit=fit_waves(scores))


def _imputed(panel: Panel, main: Contrast, scale: str) -> Estimate:
    pooled = pooled_change(panel, main, scale)
    return not_available(pooled, n=0, method=IMPUTED) if isinstance(pooled, str) else pooled.estimate
