"""What the answers say to each of the evaluation's own questions: met, not met, or cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from mtle_survey.evidence.multiplicity import by_chance, number_of_tests
from mtle_survey.instrument.model import Scale
from mtle_survey.report.between_groups import GroupDifference, difference_of, program_arm
from mtle_survey.report.changes import ScaleChange, change_of, together
from mtle_survey.report.view import View
from mtle_survey.table import Row

if TYPE_CHECKING:
    from mtle_survey.study import Question

Verdict = Literal["met", "not met", "cannot say", "rose", "fell", "higher", "lower", "described"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One scale as it answers one question.

    Attributes
    ----------
    scale : Scale
    change : ScaleChange or None
        None for conditions, and where nobody can be followed. Of the program group where it is compared with
        another one.
    levels : tuple of (wave, Row)
        The means wave by wave, where there is no change to judge.
    target : float or None
        The declared change.
    sites : tuple of int or None
        In how many sites the mean rose, in how many it fell, and how many there are.
    between : GroupDifference or None
        The program group beside the comparison group; None in other designs.
    remembered : bool
        Whether the change is that from the start as people remember it, because nobody was asked then.
    beside_target : Row or None
        The p of a primary scale against its target, adjusted for the number of primary scales; None for other
        scales, and without a target.
    """

    scale: Scale
    change: ScaleChange | None
    levels: tuple[tuple[str | None, Row], ...]
    target: float | None
    sites: tuple[int, int, int] | None
    between: GroupDifference | None = None
    remembered: bool = False
    beside_target: Row | None = None

    @property
    def by_chance(self) -> bool:
        """Whether one of several primary scales can lie like this by chance: beside its target, or zero."""
        if self.change is None or self.target is None:
            return self.change is not None and self.change.by_chance
        return not self.change.uniform and by_chance(self.beside_target, self.change.change.conf_level)

    @property
    def where(self) -> Verdict | None:
        """On which side of its target the interval lies, whatever its p; None without a target."""
        if self.target is None or self.change is None or not self.change.change.available:
            return None
        return _beside(self.target, self.change)

    @property
    def tests(self) -> int:
        """How many primary scales are judged together with this one; 0 where it is none."""
        if self.target is not None:
            return number_of_tests(self.beside_target)
        if self.between is not None:
            return self.between.tests
        return 0 if self.change is None else number_of_tests(self.change.together)

    @property
    def verdict(self) -> Verdict:
        """Against the target, if one is declared; else the direction of which one may be sure.

        With a comparison group and no target: the side on which the program group surely ended.
        """
        if self.change is None:
            return "described"
        if not self.change.change.available:
            return "cannot say"
        if self.target is not None:
            return "cannot say" if self.by_chance else self.where or "cannot say"
        if self.between is not None:
            return self.between.side
        moved = self.change.certain_direction
        return "rose" if moved > 0 else "fell" if moved < 0 else "cannot say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question of the evaluation and its measures."""

    question: Question
    measures: tuple[Measure, ...]

    @property
    def target(self) -> float | None:
        """The declared change, if there is one."""
        return (self.question.target or {}).get("change")

    @property
    def remembered(self) -> bool:
        """Whether it is answered from what people remember of their start."""
        return any(m.remembered for m in self.measures)

    @property
    def judged(self) -> tuple[Measure, ...]:
        """The measures that get a verdict: outcomes of people who can be followed."""
        return tuple(m for m in self.measures if m.change is not None)

    @property
    def verdict(self) -> Verdict:
        """Met when every measure meets the target, not met when one of them surely misses it.

        Without a target the common direction of the measures, if they have one of which one may be sure.
        """
        verdicts = [m.verdict for m in self.judged]
        if not verdicts:
            return "described" if self.measures else "cannot say"
        if "not met" in verdicts:
            return "not met"
        return verdicts[0] if len(set(verdicts)) == 1 else "cannot say"


def answers(view: View) -> tuple[Answer, ...]:
    """The declared questions, in their order."""
    return tuple(_answer(view, question) for question in view.study.questions)


def _beside(target: float, c: ScaleChange) -> Verdict:
    """Whether whole intervals lie at or beyond the target; a target below zero is met from below."""
    bounds = _intervals(c)
    sign = -1.0 if target < 0 else 1.0
    if not bounds:
        moved = c.change.estimate or 0.0
        return "met" if sign * moved >= sign * target else "not met"
    nearest = min(sign * bound for pair in bounds for bound in pair)
    farthest = max(sign * bound for pair in bounds for bound in pair)
    if nearest >= sign * target:
        return "met"
    return "not met" if farthest < sign * target else "cannot say"


def _intervals(c: ScaleChange) -> Sequence[tuple[float, float]]:
    """The interval that leads, and the one with sites taken into account; empty where all changed alike."""
    if c.uniform:
        return ()
    rows = (c.change, c.across_sites)
    return [
        (row.conf_low, row.conf_high)
        for row in rows
        if row is not None and row.conf_low is not None and row.conf_high is not None
    ]


def _answer(view: View, question: Question) -> Answer:
    target = (question.target or {}).get("change")
    found = (_measure(view, name, target) for name in question.measures)
    return Answer(question=question, measures=tuple(m for m in found if m is not None))


def _measure(view: View, name: str, target: float | None) -> Measure | None:
    scale = view.instrument.scale.get(name)
    return None if scale is None else measure_of(view, scale, target, judged=scale.kind == "outcome")


def measure_of(
    view: View, scale: Scale, target: float | None = None, *, judged: bool = True
) -> Measure | None:
    """A scale as the report speaks of it; None where no wave has scores of it.

    Parameters
    ----------
    view : View
    scale : Scale
    target : float or None
        The declared change.
    judged : bool
        Whether its change is told and gets a verdict.
    """
    contrast = (view.main_contrast or view.remembered) if judged else None
    between = None if contrast is None else difference_of(view, scale)
    if between is not None:
        change = between.program
    else:
        change = None if contrast is None else change_of(view, scale, contrast)
    if change is not None and target is not None:
        change = replace(change, target=target)
    means = ((wave, view.found.about(scale=scale.id, wave=wave).get("mean")) for wave in view.waves)
    levels = tuple((wave, row) for wave, row in means if row is not None)
    if change is None and not levels:
        return None
    return Measure(
        scale=scale,
        change=change,
        levels=levels,
        target=None if change is None else target,
        sites=None if change is None else sites_of(view, scale),
        between=between,
        remembered=change is not None and contrast == view.remembered,
        beside_target=None if target is None else _beside_targets(view, scale, target),
    )


def _beside_targets(view: View, scale: Scale, target: float) -> Row | None:
    """The p of a scale against its target, adjusted together with those of the other primary scales.

    Each of them is tested against the target that the first question about it declares, or against zero.
    """
    contrast = view.main_contrast or view.remembered
    if contrast is None or scale.id not in view.study.primary:
        return None
    declared = {
        measure: question.target["change"]
        for question in reversed(view.study.questions)
        for measure in question.measures
        if question.target
    }
    group = program_arm(view).group if view.compares_groups else None
    return together(view, contrast, group, {**declared, scale.id: target}).get(scale.id)


def sites_of(view: View, scale: Scale) -> tuple[int, int, int] | None:
    """In how many sites the mean rose and fell, of how many; never in a public edition.

    With a comparison group, of the sites of the program group.
    """
    contrast = view.main_contrast or view.remembered
    if contrast is None or view.disclosure.public:
        return None
    if scale.about not in (None, "self"):
        return None
    compared = view.compares_groups
    table = view.study.comparison if compared else view.study.change_by_site
    group = program_arm(view).group if compared else None
    about = {"scale": scale.id, "contrast": contrast.name, "group": group}
    rose = table.one(statistic="sites_rose", **about)
    fell = table.one(statistic="sites_fell", **about)
    if rose is None or fell is None or rose.estimate is None or fell.estimate is None or not rose.n:
        return None
    return round(rose.estimate * rose.n), round(fell.estimate * rose.n), rose.n


def shown_with_questions(view: View) -> frozenset[str]:
    """The scales whose items are shown where the questions are answered: measures, and parts of measures."""
    asked = [m.scale for answer in view.answers for m in answer.measures]
    return frozenset(part for scale in asked for part in (scale.parts or (scale.id,)))
