"""Program group against comparison group: rows about one scale that are quoted together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mtle_survey.evidence.arms import comparison_names
from mtle_survey.evidence.multiplicity import by_chance, number_of_tests
from mtle_survey.instrument.model import Scale
from mtle_survey.report.bands import ADJUSTABLE
from mtle_survey.report.changes import ScaleChange, change_of_group
from mtle_survey.report.format import Unit, direction, unit_of
from mtle_survey.stats.comparison.conclusion import Conclusion, conclusion_of
from mtle_survey.table import Row, Table

if TYPE_CHECKING:
    from mtle_survey.report.view import View

_NEEDED = frozenset({"baseline_g", "ancova_effect", "adjusted_g", "did_effect"})
Side = Literal["higher", "lower", "cannot say"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One group of a comparison.

    Attributes
    ----------
    group : str
        As rows name it, ``column=value``.
    name : str
        What the evaluator calls it: the value, or its label.
    """

    group: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDifference:
    """What a comparison says about one scale.

    Attributes
    ----------
    scale : Scale
    baseline : Row
        How far apart the people compared started, in standard deviations.
    adjusted, adjusted_g : Row
        The difference at the end between people who started alike, in points and in standard deviations.
    of_changes : Row
        The difference of the groups' changes.
    disagree : bool
        Whether the two ways of comparing lead to different conclusions.
    p_holm : Row or None
        The p of the adjusted difference, adjusted for the number of primary scales; only for these.
    program, comparison : ScaleChange or None
        Each group by itself; None where nobody of it has both scores.
    """

    scale: Scale
    baseline: Row
    adjusted: Row
    adjusted_g: Row
    of_changes: Row
    disagree: bool
    p_holm: Row | None
    program: ScaleChange | None
    comparison: ScaleChange | None

    @property
    def conclusions(self) -> tuple[Conclusion, Conclusion]:
        """What the adjusted difference and that of the changes let one conclude."""
        return _concluded(self.adjusted), _concluded(self.of_changes)

    @property
    def without_site(self) -> int:
        """How many people of the two groups are left out because no site is on record for them."""
        if self.program is None or self.comparison is None or self.of_changes.n is None:
            return 0
        return self.program.n + self.comparison.n - self.of_changes.n

    @property
    def unit(self) -> Unit:
        """How scores of the scale are rounded."""
        return unit_of(self.scale)

    @property
    def apart(self) -> bool:
        """Whether the groups started too far apart to be compared at all."""
        return abs(self.baseline.estimate or 0.0) > ADJUSTABLE

    @property
    def comparable(self) -> bool:
        """Whether the groups can be compared at all: there is a difference, and they started near enough."""
        return self.adjusted.available and self.baseline.available and not self.apart

    @property
    def tests(self) -> int:
        """How many primary scales are tested together with this one; 0 where it is none."""
        return number_of_tests(self.p_holm)

    @property
    def by_chance(self) -> bool:
        """Whether one of several primary scales can stand out like this by chance."""
        return by_chance(self.p_holm, self.adjusted.conf_level)

    @property
    def side(self) -> Side:
        """On which side of the comparison group the program group surely ended.

        "Cannot say" where the interval includes zero, one of several primary scales can stand out like this
        by chance, the groups started too far apart, or the other way of comparing leads to another
        conclusion.
        """
        where = direction(self.adjusted)
        if not where or self.by_chance or self.disagree or not self.comparable:
            return "cannot say"
        return "higher" if where > 0 else "lower"


def program_arm(view: View) -> Arm:
    """The program group of a comparison."""
    return _arm(view, str(view.study.design["program"]))


def comparison_arms(view: View) -> tuple[Arm, ...]:
    """The comparison groups, in the order of the study file; the first one leads."""
    return tuple(_arm(view, name) for name in comparison_names(view.study.design["comparison"]))


def _arm(view: View, value: str) -> Arm:
    column = str(view.study.design["column"])
    field = view.instrument.field.get(column)
    labels = {} if field is None else dict(zip(field.codes, field.labels, strict=False))
    return Arm(group=f"{column}={value}", name=labels.get(value, value))


def difference_of(view: View, scale: Scale, beside: Arm | None = None) -> GroupDifference | None:
    """The comparison of a scale over the main contrast; None without a comparison of that scale.

    ``beside`` is the comparison group; without it the first one that the study names.
    """
    contrast = view.main_contrast
    if contrast is None or not view.compares_groups:
        return None
    arms = comparison_arms(view)
    beside = beside or arms[0]
    between = "program - comparison" if len(arms) == 1 else f"program - {beside.group.partition('=')[2]}"
    table = view.shown(view.study.comparison).where(scale=scale.id)
    rows = _rows(table, between, (contrast.earlier, contrast.later), f"({contrast.name}) x ({between})")
    if not rows.keys() >= _NEEDED:
        return None
    models = rows.get("models_disagree")
    return GroupDifference(
        scale=scale,
        baseline=rows["baseline_g"],
        adjusted=rows["ancova_effect"],
        adjusted_g=rows["adjusted_g"],
        of_changes=rows["did_effect"],
        disagree=models is not None and models.estimate == 1.0,
        p_holm=rows.get("ancova_p_holm"),
        program=change_of_group(view, scale, contrast, program_arm(view).group),
        comparison=change_of_group(view, scale, contrast, beside.group),
    )


def _concluded(row: Row) -> Conclusion:
    value = row.estimate or 0.0
    low = value if row.conf_low is None else row.conf_low
    return conclusion_of(low, value if row.conf_high is None else row.conf_high)


def _rows(table: Table, between: str, waves: tuple[str, str], gains: str) -> dict[str, Row]:
    """By statistic, the rows about both ends of the study."""
    here = [r for r in table if r.contrast == between and r.wave in waves and r.headline is not False]
    return {r.statistic: r for r in (*here, *table.where(contrast=gains)) if r.headline is not False}
