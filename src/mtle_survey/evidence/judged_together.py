"""The changes of several primary scales, judged by a test of all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mtle_survey.evidence.change import untested
from mtle_survey.evidence.multiplicity import cluster_p_refused, holm_rows
from mtle_survey.stats.distributions import t_two_sided_p
from mtle_survey.table import Row, Table

NOWHERE: Mapping[str, float] = MappingProxyType({})


def judged_together(
    primary: Sequence[str],
    changes: Table,
    by_site: Table,
    *,
    contrast: str,
    group: str | None = None,
    targets: Mapping[str, float] = NOWHERE,
) -> Mapping[str, Row]:
    """The p that each primary scale is judged by, adjusted for their number after Holm.

    Parameters
    ----------
    primary : sequence of str
    changes, by_site : Table
        The changes that the report tells, and the same with a cluster-robust interval (CR2).
    contrast : str
    group : str or None
        The group whose change is told; None for everybody.
    targets : mapping of scale to float
        The change against which a scale is tested; zero without one.

    Returns
    -------
    mapping of scale to Row
        The adjusted p; not available where there is no test. The method says how many there are together.

    Notes
    -----
    t = (change - target) / standard error. A verdict needs both intervals where there are two, so that the
    larger p of the two is the one that is adjusted. Where the sites leave fewer than 4 degrees of freedom
    their p is not to be relied on: that of the paired test is adjusted, and their interval stands for the
    sites.
    """
    about = {"statistic": "mean_change", "contrast": contrast, "group": group}
    family = []
    for scale in primary:
        led = changes.where(scale=scale, headline=True, **about)
        across = by_site.where(scale=scale, method="CR2", **about)
        relied_on = (*led, *(row for row in across if row.available and not cluster_p_refused(row)))
        rows = [_beside(row, targets.get(scale, 0.0)) for row in relied_on]
        if rows:
            family.append(max(rows, key=_least_sure))
    return {str(row.scale): row for row in holm_rows("p_holm", family, untested)}


def _beside(change: Row, target: float) -> Row:
    """A change whose p is that of its distance from the target."""
    if not target or change.estimate is None or not change.std_error or change.df is None:
        return change
    t = (change.estimate - target) / change.std_error
    return replace(change, test_statistic=t, p_value=t_two_sided_p(t, change.df))


def _least_sure(change: Row) -> float:
    """By what the rows of one scale are ordered: its p, and before any p that there is none."""
    return 1.0 if untested(change) or change.p_value is None else change.p_value
