"""Program against comparison groups: who was lost, how they started, and how differently they moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mtle_survey.evidence.arm_change import change_of_arms
from mtle_survey.evidence.arm_effects import arm_effects
from mtle_survey.evidence.arms import Arms, all_arms
from mtle_survey.evidence.attrition import share_lost
from mtle_survey.evidence.multiplicity import cluster_p_refused, holm_rows
from mtle_survey.evidence.pairs import Contrast, Pairs
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.comparison.adjusted import adjusted_g
from mtle_survey.stats.comparison.attrition_boundary import attrition_boundary
from mtle_survey.stats.comparison.baseline_g import Band, baseline_band, baseline_g
from mtle_survey.stats.comparison.conclusion import sensitive_to_model
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import About, Row, Table, row

BANDS: dict[Band, float] = {"satisfied": 0.0, "adjust": 1.0, "not_satisfied": 2.0}


def comparison(panel: Panel) -> Table:
    """Attrition and change of each arm, the baseline difference, both ways to compare, per scale and wave.

    Who belongs to neither group is left out, and n says so; ``arm_effects`` says how the sites enter. The
    adjusted differences of the primary scales at one wave against one group are a family of tests
    (``ancova_p_holm``).
    """
    rows: list[Row] = []
    for arms in all_arms(panel):
        for later in panel.names[1:]:
            contrast = Contrast(later, panel.names[0])
            rows += _attrition(panel, arms, contrast)
            effects: list[Row] = []
            for pairs in panel.pairs(contrast):
                effects += _effects(panel, pairs, arms)
                rows += change_of_arms(panel, pairs, arms)
            rows += (*effects, *_tested_together(effects, panel.primary))
    return Table.of(rows)


def _attrition(panel: Panel, arms: Arms, contrast: Contrast) -> Iterator[Row]:
    """Attrition of both arms beside the boundaries of the What Works Clearinghouse."""
    first = panel.rows(contrast.earlier) >= 0
    stayed = first & (panel.rows(contrast.later) >= 0)
    counts = []
    for name, arm in ((arms.program_name, arms.program), (arms.comparison_name, arms.comparison)):
        assigned, analysed = int((first & arm).sum()), int((stayed & arm).sum())
        counts += [assigned, analysed]
        lost = share_lost(assigned - analysed, assigned, panel.level)
        group = f"{arms.column}={name}"
        if arms.leads or name != arms.program_name:
            yield row("attrition", lost, contrast=contrast.name, group=group)
    about: About = {"contrast": arms.gains(contrast)}
    if 0 in (counts[0], counts[2]):
        reason = "nobody of one group answered the first wave"
        yield row("attrition_differential", not_available(reason, n=sum(counts[::2])), **about)
        return
    rating = attrition_boundary(*counts)
    n = counts[0] + counts[2]
    yield row("attrition_overall", Estimate(value=rating.overall, n=n), **about)
    yield row("attrition_differential", Estimate(value=rating.differential, n=n), **about)
    for name, limit, low in (
        ("wwc_cautious", rating.cautious_limit, rating.cautious_low),
        ("wwc_optimistic", rating.optimistic_limit, rating.optimistic_low),
    ):
        headline = name == "wwc_cautious"
        reason = (
            "attrition is rated where people were assigned at random (design: {assignment: random})"
            if panel.design.get("assignment") != "random"
            else "more than 57% were lost: attrition is high whatever the difference"
            if np.isnan(limit)
            else ""
        )
        most = not_available(reason, n=n, method=name) if reason else Estimate(value=limit, n=n, method=name)
        yield row("attrition_limit", most, headline=headline, **about)
        rated = (
            Estimate(value=float(low), n=n, method=name)
            if panel.design.get("assignment") == "random"
            else not_available(reason, n=n, method=name)
        )
        yield row("attrition_low", rated, headline=headline, **about)


def _effects(panel: Panel, pairs: Pairs, arms: Arms) -> Iterator[Row]:
    contrast, level = pairs.contrast, panel.level
    found = arm_effects(panel, pairs, arms)
    start: About = {"scale": pairs.scale, "wave": contrast.earlier, "contrast": arms.between}
    if contrast.later == panel.names[-1]:
        apart = baseline_g(found.pre, found.program, level)
        yield row("baseline_g", apart, **start)
        yield row("baseline_band", _band(apart), **start)
    ancova, did = found.adjusted, found.of_changes
    end: About = {"scale": pairs.scale, "wave": contrast.later, "contrast": arms.between}
    gains: About = {"scale": pairs.scale, "contrast": arms.gains(contrast)}
    yield row("ancova_effect", ancova, **end)
    yield row("adjusted_g", adjusted_g(ancova, found.post, found.program, level), **end)
    yield row("did_effect", did, **gains)
    yield row("models_disagree", _disagreement(ancova, did), **gains)


def _tested_together(effects: Sequence[Row], primary: Sequence[str]) -> Iterator[Row]:
    """The adjusted differences of the primary scales at one wave, their p adjusted together after Holm."""
    family = [r for r in effects if r.statistic == "ancova_effect" and r.scale in primary]
    return holm_rows("ancova_p_holm", family, _untested)


def _untested(effect: Row) -> str:
    """Why the p of an adjusted difference is not to be given; empty where it may be."""
    if effect.unavailable:
        return effect.unavailable
    if reason := cluster_p_refused(effect):
        return reason
    return "" if effect.p_value is not None else "the difference has no standard error, so there is no test"


def _band(apart: Estimate) -> Estimate:
    """0 satisfied (to .05), 1 only with adjustment (to .25), 2 not satisfied; the method says it in words.

    As the What Works Clearinghouse rates it: the observed difference of the people analysed, whatever its
    interval. With few people that rating is a matter of chance, which is why reports also ask where the
    interval lies.
    """
    if not apart.available:
        return not_available(apart.unavailable, n=apart.n)
    band = baseline_band(apart.value)
    return Estimate(value=BANDS[band], n=apart.n, method=band)


def _disagreement(ancova: Estimate, did: Estimate) -> Estimate:
    """1 where the two ways lead to different conclusions, else 0."""
    if not (ancova.available and did.available):
        return not_available(ancova.unavailable or did.unavailable, n=did.n)
    return Estimate(value=float(sensitive_to_model(ancova, did)), n=did.n)
