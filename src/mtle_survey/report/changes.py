"""The change of one scale between two waves: rows that belong together and are quoted together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mtle_survey.evidence.judged_together import NOWHERE, judged_together
from mtle_survey.evidence.multiplicity import by_chance
from mtle_survey.instrument.model import Scale
from mtle_survey.report.format import Unit, direction, unit_of
from mtle_survey.rounding import Limit
from mtle_survey.table import Row

if TYPE_CHECKING:
    from mtle_survey.evidence.pairs import Contrast
    from mtle_survey.report.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleChange:
    """Rows about the same people: those with a score in both waves.

    Attributes
    ----------
    scale : Scale
    earlier, later : str
        The waves.
    low, high : float
        Possible range of the score.
    step : float
        The size up to which a respondent counts as having stayed the same.
    mean_earlier, sd_earlier, mean_later, sd_later, change, standardized, rose, same, fell : Row
    p_holm : Row or None
        Only for primary scales, and only in designs with one group: where groups are compared, nothing hangs
        on whether all of them together moved.
    across_sites : Row or None
        The change with a cluster-robust interval (CR2), where there are more than three sites.
    together : Row or None
        The p by which a primary scale is judged: sites taken into account, adjusted for the number of primary
        scales. None for other scales.
    sites_told : bool
        Whether this edition may show its numbers.
    target : float or None
        The change that the evaluation set itself, where it is told beside one.
    """

    scale: Scale
    earlier: str
    later: str
    low: float
    high: float
    step: float
    mean_earlier: Row
    sd_earlier: Row
    mean_later: Row
    sd_later: Row
    change: Row
    standardized: Row
    rose: Row
    same: Row
    fell: Row
    p_holm: Row | None
    across_sites: Row | None = None
    together: Row | None = None
    sites_told: bool = True
    target: float | None = None

    def __post_init__(self) -> None:
        rows = (self.mean_earlier, self.mean_later, self.change, self.standardized, self.rose, self.fell)
        if len({row.n for row in rows}) != 1:
            raise ValueError(f"rows about different people: {self.scale.id}, {[row.n for row in rows]}")

    @property
    def n(self) -> int:
        """People with a score in both waves."""
        return self.change.n or 0

    @property
    def unit(self) -> Unit:
        """How scores of the scale are rounded."""
        return unit_of(self.scale)

    @property
    def unit_beside_target(self) -> Unit:
        """How its change is rounded: never onto the other side of the target."""
        if self.target is None:
            return self.unit
        return replace(self.unit, limits=(Limit(self.target, "at_most" if self.target < 0 else "at_least"),))

    @property
    def direction(self) -> int:
        """1 when the whole interval of the change lies above zero, -1 below, 0 otherwise.

        Where everyone changed by the same amount there is no interval, and the amount decides.
        """
        if self.uniform:
            amount = self.change.estimate or 0.0
            return (amount > 0.0) - (amount < 0.0)
        return direction(self.change)

    @property
    def certain_direction(self) -> int:
        """The direction, 0 where sites or the number of primary scales make it uncertain."""
        return 0 if self.lost_to_sites or self.by_chance else self.direction

    @property
    def lost_to_sites(self) -> bool:
        """Whether the direction is lost once sites are taken into account."""
        across = self.across_sites
        if across is None or not across.available or self.uniform:
            return False
        return direction(across) != self.direction

    @property
    def by_chance(self) -> bool:
        """Whether one of several primary scales can stand out like this by chance."""
        return not self.uniform and by_chance(self.together, self.change.conf_level)

    @property
    def uniform(self) -> bool:
        """Whether everyone's score changed by the same amount, so that there is no interval."""
        return self.change.available and self.change.conf_low is None and self.change.std_error == 0.0


def change_of(view: View, scale: Scale, contrast: Contrast) -> ScaleChange | None:
    """The change of a scale between two waves; None where it was not scored in both."""
    rows = view.found.about(scale=scale.id, contrast=contrast.name)
    if "mean_change" not in rows:
        return None
    ends = {
        (statistic, wave): found
        for wave in (contrast.earlier, contrast.later)
        for statistic, found in view.found.about(scale=scale.id, wave=wave, contrast=contrast.name).items()
    }
    judged = {} if view.compares_groups else together(view, contrast)
    found = _quoted(view, scale, contrast, rows, ends, _across_sites(view, scale, contrast))
    return replace(found, together=judged.get(scale.id))


def change_of_group(view: View, scale: Scale, contrast: Contrast, group: str) -> ScaleChange | None:
    """The change of a scale within one group of a comparison; None where nobody of it has both scores."""
    about = {"scale": scale.id, "contrast": contrast.name, "group": group}
    moved = view.study.change_by_group.where(**about)
    parts = view.study.comparison.where(**about)
    rows = {r.statistic: view.disclosure.row(r) for r in (*moved, *parts) if r.headline is not False}
    ends = {(r.statistic, r.wave): view.disclosure.row(r) for r in parts if r.wave is not None}
    if "mean_change" not in rows or "improved" not in rows:
        return None
    sites = parts.where(statistic="mean_change", headline=False).rows
    found = _quoted(view, scale, contrast, rows, ends, view.disclosure.row(sites[0]) if sites else None)
    return replace(found, together=together(view, contrast, group).get(scale.id))


def together(
    view: View, contrast: Contrast, group: str | None = None, targets: Mapping[str, float] = NOWHERE
) -> Mapping[str, Row]:
    """The p that each primary scale is judged by, of everybody or of one group of a comparison."""
    study = view.study
    by_site = study.change_by_site if group is None else study.comparison
    changes = view.change if group is None else study.change_by_group
    return judged_together(
        study.primary, changes, by_site, contrast=contrast.name, group=group, targets=targets
    )


def _quoted(
    view: View,
    scale: Scale,
    contrast: Contrast,
    rows: Mapping[str, Row],
    ends: Mapping[tuple[str, str], Row],
    across_sites: Row | None,
) -> ScaleChange:
    """The rows by statistic, and those about one wave by statistic and wave, put together."""
    from mtle_survey.evidence.panel import meaningful_step

    scores = view.study.scores[contrast.earlier]
    return ScaleChange(
        scale=scale,
        earlier=contrast.earlier,
        later=contrast.later,
        low=scores.low[scale.id],
        high=scores.high[scale.id],
        step=meaningful_step(view.instrument, scale.id, scores.step[scale.id], view.study.steps),
        mean_earlier=ends["mean", contrast.earlier],
        sd_earlier=ends["sd", contrast.earlier],
        mean_later=ends["mean", contrast.later],
        sd_later=ends["sd", contrast.later],
        change=rows["mean_change"],
        standardized=rows["d_av"],
        rose=rows["improved"],
        same=rows["same"],
        fell=rows["declined"],
        p_holm=None if view.compares_groups else rows.get("p_holm"),
        across_sites=across_sites,
        sites_told=not view.disclosure.public,
    )


def _across_sites(view: View, scale: Scale, contrast: Contrast) -> Row | None:
    rows = view.study.change_by_site.where(
        statistic="mean_change", scale=scale.id, contrast=contrast.name, method="CR2"
    ).rows
    return view.disclosure.row(rows[0]) if rows else None
