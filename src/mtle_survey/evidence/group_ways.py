"""How much higher the program group ended, worked out in every way that the data allow."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mtle_survey.evidence.arm_effects import ArmEffects, arm_effects
from mtle_survey.evidence.arms import Arms, all_arms
from mtle_survey.evidence.pairs import Contrast, known
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.comparison.baseline_g import baseline_g
from mtle_survey.stats.comparison.lmm_effect import lmm_effect
from mtle_survey.stats.estimate import Estimate
from mtle_survey.stats.gates import BASELINE_G_REFUSED_ABOVE

CHANGES, EVERYONE, EVERYONE_ANYWHERE = "changes", "everyone", "everyone_sites_ignored"
# These compare changes; the others the end of people who started alike.
OF_CHANGES = (CHANGES, EVERYONE, EVERYONE_ANYWHERE)


def ways_between(
    panel: Panel, others: Mapping[str, Panel], main: Contrast, scale: str, between: str
) -> tuple[Estimate, dict[str, Estimate]] | None:
    """The adjusted difference beside one comparison group, and the same in other ways.

    None where the groups cannot be compared, or started too far apart: another way does not make up for it.

    Parameters
    ----------
    panel : Panel
        Of a design that compares groups.
    others : mapping of way to Panel
        The same study with other pairs or other scores.
    main : Contrast
    scale : str
        Scored alike at both ends.
    between : str
        The contrast of the groups, as rows write it.

    Notes
    -----
    The mixed model of everyone has a level for each person and none for their site: where sites are known,
    its name says that they are ignored.
    """
    led = _effects(panel, main, scale, between)
    start = baseline_g(led.pre, led.program, panel.level)
    if not (led.adjusted.available and start.available) or abs(start.value) > BASELINE_G_REFUSED_ABOVE:
        return None
    found = {CHANGES: led.of_changes}
    found |= {way: _effects(other, main, scale, between).adjusted for way, other in others.items()}
    sited = panel.cluster is not None and bool(known(panel.field(panel.cluster)).any())
    found[EVERYONE_ANYWHERE if sited else EVERYONE] = _everyone(panel, scale, between)
    if sited:
        found["sites_ignored"] = _effects(panel, main, scale, between, sites=False).adjusted
    return led.adjusted, found


def _effects(panel: Panel, main: Contrast, scale: str, between: str, *, sites: bool = True) -> ArmEffects:
    pairs = next(pairs for pairs in panel.pairs(main) if pairs.scale == scale)
    return arm_effects(panel, pairs, _arms(panel, between), sites=sites)


def _everyone(panel: Panel, scale: str, between: str) -> Estimate:
    """The difference of changes from everyone of the two groups with a score in any wave."""
    arms = _arms(panel, between)
    here = arms.program | arms.comparison
    scores = np.column_stack([panel.score(wave, scale) for wave in panel.waves_with(scale)])
    return lmm_effect(scores[here], arms.program[here], panel.level)


def _arms(panel: Panel, between: str) -> Arms:
    return next(arms for arms in all_arms(panel) if arms.between == between)
