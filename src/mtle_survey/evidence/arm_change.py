"""How each group of a comparison moved by itself: its means, its change, and who in it rose and fell."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.arms import Arms
from mtle_survey.evidence.pairs import Pairs
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.sites import clustered_change, directions, known_sites
from mtle_survey.stats.change.declined import declined
from mtle_survey.stats.change.improved import improved
from mtle_survey.stats.change.same import same
from mtle_survey.stats.clusters.labels import clusters_of
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.table import About, Row, row


def change_of_arms(panel: Panel, pairs: Pairs, arms: Arms) -> Iterator[Row]:
    """Rows of each group beside its mean change, which stands among the changes by group.

    The program group comes with the first comparison group only, so that no row occurs twice.
    """
    for name, arm in ((arms.program_name, arms.program), (arms.comparison_name, arms.comparison)):
        if arms.leads or name != arms.program_name:
            own = pairs.among(arm)
            if len(own.person):
                yield from _of_one(panel, own, f"{arms.column}={name}")


def _of_one(panel: Panel, pairs: Pairs, group: str) -> Iterator[Row]:
    pre, post, level = pairs.pre, pairs.post, panel.level
    about: About = {"scale": pairs.scale, "contrast": pairs.contrast.name, "group": group}
    step = panel.meaningful_step(pairs.scale)
    for wave, values in ((pairs.contrast.earlier, pre), (pairs.contrast.later, post)):
        at: About = {**about, "wave": wave}
        yield row("mean", mean(values, level)[0], **at)
        yield row("sd", sd(values)[0], **at)
    yield row("improved", improved(pre, post, step, level), **about)
    yield row("same", same(pre, post, step, level), **about)
    yield row("declined", declined(pre, post, step, level), **about)
    yield from _at_sites(panel, pairs, about)


def _at_sites(panel: Panel, pairs: Pairs, about: About) -> Iterator[Row]:
    """In how many sites of the group the mean rose and fell, and its change with the sites respected."""
    if panel.cluster is None:
        return
    sites = panel.field(panel.cluster)[pairs.person]
    sited, site = known_sites(sites)
    if not sited.any():
        return
    yield from directions((pairs.post - pairs.pre)[sited], site, panel.level, about)
    if clusters_of(site, len(site)).count > CLUSTERS_FIXED_UP_TO:
        yield row("mean_change", clustered_change(pairs, sites, panel.level), headline=False, **about)
