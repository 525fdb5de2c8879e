"""What a design can find: the smallest change, the power to find a given one, and the people it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.evidence.arms import described_apart
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.sites import known_sites
from mtle_survey.stats.change.paired import paired_moments
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.stats.power.clustered_power import clustered_minimal_change, clustered_power
from mtle_survey.stats.power.comparison_power import (
    ComparisonDesign,
    comparison_minimal_difference,
    comparison_power,
)
from mtle_survey.stats.power.noncentral import smallest_n
from mtle_survey.stats.power.paired_power import paired_minimal_change, paired_n, paired_power, sd_of_change
from mtle_survey.table import About, Row, Table, row

ASSUMED_ICC = 0.10
LEAST_PAIRS = 5
BETWEEN = "program - comparison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A design for one score.

    Attributes
    ----------
    scale : str or None
        None when no instrument is at hand.
    people : int
        People with both scores; in a comparison, those of the program.
    sd_pre, sd_post : float
        Standard deviations of both waves, in score units.
    correlation : float
        Of the two scores of a person.
    clusters : int or None
        Sites the people come from; in a comparison, those of the program.
    icc : float
        How alike changes are within a site.
    icc_source : str
        ``sample``, ``given`` or ``assumed``.
    comparison : int or None
        People in a comparison group.
    comparison_clusters : int or None
        Its sites.
    """

    scale: str | None
    people: int
    sd_pre: float
    sd_post: float
    correlation: float
    clusters: int | None = None
    icc: float = ASSUMED_ICC
    icc_source: str = "assumed"
    comparison: int | None = None
    comparison_clusters: int | None = None

    @property
    def sd_change(self) -> float:
        """Standard deviation of changes."""
        return sd_of_change(self.sd_pre, self.sd_post, self.correlation)

    @property
    def allows_for_sites(self) -> bool:
        """Whether there are sites enough for the change of one group to be told of sites in general."""
        return self.clusters is not None and CLUSTERS_FIXED_UP_TO < self.clusters <= self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What may replace the figures of the sample, and what is to be found.

    Attributes
    ----------
    change : float or None
        The change or difference to be found, in score units.
    power : float
    people, clusters, comparison, comparison_clusters : int or None
    sd, correlation, icc : float or None
    """

    change: float | None = None
    power: float = 0.80
    people: int | None = None
    clusters: int | None = None
    comparison: int | None = None
    comparison_clusters: int | None = None
    sd: float | None = None
    correlation: float | None = None
    icc: float | None = None


def from_sample(panel: Panel) -> tuple[Planned, ...]:
    """This sample's pairs, spread, correlation and sites, scale by scale, from the first to the last wave.

    Where the design compares groups, those of the program group.
    """
    main = panel.main_contrast
    if main is None:
        return ()
    told = described_apart(panel)[0].people
    found = []
    for pairs in (everybody.among(told) for everybody in panel.pairs(main)):
        if len(pairs.pre) < LEAST_PAIRS:
            continue
        moments = paired_moments(pairs.pre, pairs.post)
        if min(moments.sd_pre, moments.sd_post, moments.sd_change) <= 0.0:
            continue
        planned = Planned(
            scale=pairs.scale,
            people=len(pairs.pre),
            sd_pre=moments.sd_pre,
            sd_post=moments.sd_post,
            correlation=float(np.corrcoef(pairs.pre, pairs.post)[0, 1]),
        )
        if panel.cluster is not None:
            sited, site = known_sites(panel.field(panel.cluster)[pairs.person])
            count = len(np.unique(site))
            if count > 1:
                alike = cluster_icc((pairs.post - pairs.pre)[sited], site, panel.level)
                planned = replace(planned, clusters=count)
                if alike.available and count > CLUSTERS_FIXED_UP_TO:
                    planned = replace(planned, icc=max(0.0, alike.value), icc_source="sample")
        found.append(planned)
    return tuple(found)


def wished(planned: Planned, wish: Wish) -> Planned:
    """A design with what was wished for in place of what the sample says."""
    return replace(
        planned,
        people=planned.people if wish.people is None else wish.people,
        clusters=planned.clusters if wish.clusters is None else wish.clusters,
        comparison=wish.comparison,
        comparison_clusters=wish.comparison_clusters,
        sd_pre=planned.sd_pre if wish.sd is None else wish.sd,
        sd_post=planned.sd_post if wish.sd is None else wish.sd,
        correlation=planned.correlation if wish.correlation is None else wish.correlation,
        icc=planned.icc if wish.icc is None else wish.icc,
        icc_source=planned.icc_source if wish.icc is None else "given",
    )


def planning(designs: tuple[Planned, ...], wish: Wish, level: float) -> Table:
    """Rows for every design: the figures it rests on, the smallest change it finds, and the people it takes.

    ``minimum_detectable_change`` and ``power`` lead with the clustered form where people come from more than
    three sites. Up to three, nothing can be said of sites in general: their change is told of these sites
    alone, so that the paired form leads, and the clustered one stands beside it. ``needed_pairs`` and
    ``needed_clusters`` are for the change wished for.
    """
    rows: list[Row] = []
    for design in designs:
        rows += _figures(design)
        rows += _one_group(design, wish, level)
        if design.comparison is not None:
            rows += _two_groups(design, wish, level)
    return Table.of(rows)


def _figures(design: Planned) -> Iterator[Row]:
    n, about = design.people, _about(design)
    yield row("sd_change", Estimate(value=design.sd_change, n=n), **about)
    yield row("wave_correlation", Estimate(value=design.correlation, n=n), **about)
    if design.clusters is not None:
        yield row("cluster_icc", Estimate(value=design.icc, n=n, method=design.icc_source), **about)


def _one_group(design: Planned, wish: Wish, level: float) -> Iterator[Row]:
    n, sd, about = design.people, design.sd_change, _about(design)
    sites = design.clusters if design.clusters is not None and 1 < design.clusters <= n else None
    smallest = paired_minimal_change(n, sd, wish.power, level) if n > 1 else None
    few = "needs at least 2 people with both scores"
    paired = not design.allows_for_sites
    yield row("minimum_detectable_change", _number(smallest, n, "paired", few), headline=paired, **about)
    if sites is not None:
        size = n / sites
        clustered = clustered_minimal_change(sites, size, design.icc, sd, wish.power, level)
        found = _number(clustered, n, "clustered", "")
        yield row("minimum_detectable_change", found, headline=not paired, **about)
    if wish.change is None or wish.change == 0.0:
        return
    change = wish.change
    power = paired_power(n, change, sd, level) if n > 1 else None
    yield row("power", _number(power, n, "paired", few), headline=paired, **about)
    needed = _needed(lambda: paired_n(change, sd, wish.power, level), n, "paired")
    yield row("needed_pairs", needed, **about)
    if sites is not None:
        size = n / sites
        found = _number(clustered_power(sites, size, design.icc, change, sd, level), n, "clustered", "")
        yield row("power", found, headline=not paired, **about)

        def power_of(clusters: int) -> float:
            return clustered_power(clusters, size, design.icc, change, sd, level)

        sites_needed = _needed(lambda: smallest_n(power_of, wish.power, 2), n, "clustered")
        yield row("needed_clusters", sites_needed, **about)


def _needed(find: Callable[[], int], n: int, method: str) -> Estimate:
    """The smallest number that reaches the power, if one of a realistic size does."""
    try:
        return Estimate(value=float(find()), n=n, method=method)
    except ValueError as error:
        return not_available(str(error), n=n, method=method)


def _two_groups(design: Planned, wish: Wish, level: float) -> Iterator[Row]:
    """The later scores of two groups, the earlier ones held constant."""
    about: About = {**_about(design), "contrast": BETWEEN}
    n = design.people + (design.comparison or 0)
    clustered = design.clusters is not None and design.comparison_clusters is not None
    method = "ancova/clustered" if clustered else "ancova"
    units = (
        (design.clusters or 0, design.comparison_clusters or 0)
        if clustered
        else (design.people, design.comparison or 0)
    )
    if min(units) < 2:
        reason = "each group needs at least 2 people, and 2 sites where whole sites belong to one group"
        yield row("minimum_detectable_change", not_available(reason, n=n, method=method), **about)
        return
    plan = ComparisonDesign(
        program_n=design.people,
        comparison_n=design.comparison or 0,
        sd=design.sd_post,
        baseline_correlation=design.correlation,
        program_clusters=design.clusters if clustered else None,
        comparison_clusters=design.comparison_clusters if clustered else None,
        icc=design.icc if clustered else 0.0,
    )
    smallest = comparison_minimal_difference(plan, wish.power, level)
    yield row("minimum_detectable_change", Estimate(value=smallest, n=n, method=method), **about)
    if wish.change:
        found = comparison_power(plan, wish.change, level)
        yield row("power", Estimate(value=found, n=n, method=method), **about)


def _number(value: float | None, n: int, method: str, reason: str) -> Estimate:
    return (
        not_available(reason, n=n, method=method)
        if value is None
        else Estimate(value=value, n=n, method=method)
    )


def _about(design: Planned) -> About:
    return {"scale": design.scale}
