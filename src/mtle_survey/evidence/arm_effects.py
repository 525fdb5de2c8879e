"""The program group beside one comparison group on one scale: who is compared, and both ways to compare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.arms import Arms
from mtle_survey.evidence.pairs import Pairs
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.sites import known_sites
from mtle_survey.stats.clusters.labels import clusters_of
from mtle_survey.stats.comparison.ancova_effect import ancova_effect
from mtle_survey.stats.comparison.did_effect import did_effect
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO

METHOD = "ols"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmEffects:
    """The people compared, and how far apart their groups ended.

    Attributes
    ----------
    pre, post : (n,) float array
        Scores of the people who have both and belong to one of the groups.
    program : (n,) bool array
        Who of them is in the program.
    adjusted : Estimate
        The difference at the end between people who started alike.
    of_changes : Estimate
        The difference of the groups' changes.
    """

    pre: Array
    post: Array
    program: NDArray[np.bool_]
    adjusted: Estimate
    of_changes: Estimate


@dataclass(frozen=True, slots=True)
class _Sites:
    """How the sites enter the models: as clusters, as strata, or not at all; or why nothing is compared."""

    cluster: NDArray[np.str_] | None = None
    strata: Array | None = None
    refusal: str = ""


def arm_effects(panel: Panel, pairs: Pairs, arms: Arms, *, sites: bool = True) -> ArmEffects:
    """Both ways to compare, with the sites respected unless ``sites`` is false.

    Standard errors respect the sites when there are more than three of them; up to three are held constant.
    Where sites are known, who has none is left out, and n says so. Where one group is a single site nothing
    is compared, whether or not the sites are to be respected: the site cannot be told from the program.
    """
    here, site = _compared(panel, pairs, arms)
    program, pre, post = arms.program[pairs.person][here], pairs.pre[here], pairs.post[here]
    entering = _Sites() if site is None else _entering(site, program)
    if entering.refusal:
        adjusted = of_changes = not_available(entering.refusal, n=len(pre), method=METHOD)
    else:
        if not sites:
            entering = _Sites()
        cluster, strata, level = entering.cluster, entering.strata, panel.level
        adjusted = ancova_effect(pre, post, program, covariates=strata, cluster=cluster, level=level)
        of_changes = did_effect(pre, post, program, covariates=strata, cluster=cluster, level=level)
    return ArmEffects(pre=pre, post=post, program=program, adjusted=adjusted, of_changes=of_changes)


def _compared(panel: Panel, pairs: Pairs, arms: Arms) -> tuple[NDArray[np.bool_], NDArray[np.str_] | None]:
    """Which pairs belong to one of the groups, and their sites where sites are known."""
    here = (arms.program | arms.comparison)[pairs.person]
    if panel.cluster is None:
        return here, None
    sites = panel.field(panel.cluster)[pairs.person]
    sited = here & known_sites(sites)[0]
    return (sited, sites[sited].astype(str)) if sited.any() else (here, None)


def _entering(site: NDArray[np.str_], program: NDArray[np.bool_]) -> _Sites:
    """How the sites of the compared people enter, or why the groups cannot be compared."""
    groups = clusters_of(site, len(site))
    in_program, in_comparison = (np.unique(groups.position[arm]) for arm in (program, ~program))
    if not (len(in_program) and len(in_comparison)):
        return _Sites(refusal="nobody of one group has a site on record; the sites of both groups are needed")
    nested = not np.intersect1d(in_program, in_comparison).size
    if nested and min(len(in_program), len(in_comparison)) < 2:
        return _Sites(
            refusal="one group is a single site: what the site does cannot be told from the program; at "
            "least 2 sites in each group are needed"
        )
    if groups.count > CLUSTERS_FIXED_UP_TO:
        return _Sites(cluster=site)
    if groups.count > 1:
        return _Sites(strata=(groups.position[:, None] == np.arange(1, groups.count)).astype(float))
    return _Sites()
