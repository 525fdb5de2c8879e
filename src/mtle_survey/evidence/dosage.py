"""Change and how much people took part."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.evidence.arms import Apart, described_apart
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.sites import known_sites
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.change.dose_slope import dose_slope
from mtle_survey.stats.change.dose_spearman import dose_spearman
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.table import About, Row, Table, row


def dosage(panel: Panel) -> Table:
    """Slope of change per unit of dose, their rank correlation, and what the doses look like.

    The slope's interval respects the sites when there are more than three of them; who has no site is then
    left out. The dose of a person is the latest one on record; who has none is left out, and n says so.
    Where the design compares groups, change is set beside the dose of the program group alone: people who
    were not in the program would turn the slope into a comparison of groups. What doses there are is told
    of each group.
    """
    if panel.dose is None:
        return Table()
    hours = panel.numbers(panel.dose)
    rows: list[Row] = []
    for apart in described_apart(panel):
        rows += _doses(hours[apart.people], panel.dose, panel.level, apart.group)
        if apart.in_program:
            rows += _beside_change(panel, hours, apart)
    return Table.of(rows)


def _beside_change(panel: Panel, hours: Array, apart: Apart) -> Iterator[Row]:
    for contrast in panel.contrasts:
        for pairs in panel.pairs(contrast):
            own = pairs.among(apart.people)
            amount, change = hours[own.person], own.post - own.pre
            known = np.isfinite(amount)
            about: About = {"scale": pairs.scale, "contrast": contrast.name, "group": apart.group}
            yield row("dose_slope", _slope(panel, amount, change, own.person), **about)
            yield row("dose_spearman", dose_spearman(amount[known], change[known], panel.level), **about)


def _slope(panel: Panel, amount: Array, change: Array, person: np.ndarray) -> Estimate:
    known = np.isfinite(amount)
    if panel.cluster is not None:
        sited, site = known_sites(panel.field(panel.cluster)[person])
        both = known & sited
        labels = site[both[sited]]
        if len(np.unique(labels)) > CLUSTERS_FIXED_UP_TO:
            return dose_slope(amount[both], change[both], panel.level, cluster=labels)
    return dose_slope(amount[known], change[known], panel.level)


def _doses(hours: Array, dose: str, level: float, group: str | None) -> Iterator[Row]:
    """What doses there are: missing, zero, heaped at the largest, and their range."""
    about: About = {"item": dose, "group": group}
    known = hours[np.isfinite(hours)]
    yield row("dose_missing", share(int(len(hours) - len(known)), len(hours), level), **about)
    if not len(known):
        return
    yield row("dose_mean", mean(known, level)[0], **about)
    for statistic, value in (("dose_min", known.min()), ("dose_max", known.max())):
        yield row(statistic, Estimate(value=float(value), n=len(known)), **about)
    yield row("dose_zero", share(int((known == 0.0).sum()), len(known), level), **about)
    at_top = share(int((known == known.max()).sum()), len(known), level)
    alike = not_available("everyone took part equally much", n=len(known), method=at_top.method)
    yield row("dose_heaped", alike if np.ptp(known) == 0.0 else at_top, **about)
