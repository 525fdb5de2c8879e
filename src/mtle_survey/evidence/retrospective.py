"""Looking back: the same people's scores before, in retrospect and after, side by side and never pooled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.response_shift import Verdict, response_shift, retrospective_verdict
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.table import Row, Table, row

MODEL = "retrospective"
NUMBERS: Mapping[Verdict, float] = {"agree": 1.0, "unclear": 0.0, "inconclusive": -1.0}
SENTENCES: Mapping[Verdict, str] = {
    "agree": "Both starting points show a change in the same direction.",
    "unclear": "The two starting points do not both show a change whose interval excludes zero.",
    "inconclusive": (
        "The two starting points show changes in opposite directions: whether the score rose is inconclusive."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingBack:
    """What the two starting points of one scale say together.

    Attributes
    ----------
    scale : str
    n : int
        People with all three scores.
    verdict : {"agree", "unclear", "inconclusive"} or None
        None where there are too few people.
    """

    scale: str
    n: int
    verdict: Verdict | None

    @property
    def sentence(self) -> str:
        """The verdict for people who read a report."""
        if self.verdict is None:
            return f"Too few people ({self.n}) gave all three scores."
        return SENTENCES[self.verdict]


@dataclass(frozen=True, slots=True)
class Retrospective:
    """Rows about retrospective pretests, and what each scale's two starting points say together.

    Attributes
    ----------
    table : Table
    scales : tuple of LookingBack
    """

    table: Table = field(default_factory=Table)
    scales: tuple[LookingBack, ...] = ()


def retrospective(panel: Panel) -> Retrospective:
    """Means and changes of the people with all three scores, the response shift, and a verdict per scale.

    Rows of model ``retrospective`` are about the same people. ``response_shift`` (in retrospect less
    before) is that of everyone with both starting points.
    """
    main = panel.main_contrast
    if panel.retrospective is None or main is None:
        return Retrospective()
    rows: list[Row] = []
    scales: list[LookingBack] = []
    shift = Contrast(panel.retrospective, main.earlier)
    for pairs in panel.pairs(shift):
        estimate = response_shift(pairs.pre, pairs.post, panel.level)
        rows.append(row("response_shift", estimate, scale=pairs.scale, contrast=shift.name))
        if panel.pair(main, pairs.scale) is None:
            continue
        three = _complete(panel, pairs.scale, (main.earlier, panel.retrospective, main.later))
        rows += _side_by_side(three, pairs.scale, main, panel.retrospective, panel.level)
        verdict = _verdict(three, panel.level)
        scales.append(LookingBack(scale=pairs.scale, n=len(three), verdict=verdict))
        rows.append(_verdict_row(scales[-1], main))
    return Retrospective(Table.of(rows), tuple(scales))


def _complete(panel: Panel, scale: str, waves: tuple[str, str, str]) -> Array:
    """(n, 3) scores of the people who have all of them."""
    matrix = np.column_stack([panel.score(wave, scale) for wave in waves])
    return np.asarray(matrix[np.isfinite(matrix).all(axis=1)])


def _side_by_side(three: Array, scale: str, main: Contrast, retro: str, level: float) -> Iterator[Row]:
    pre, then, post = three.T
    for wave, values in ((main.earlier, pre), (retro, then), (main.later, post)):
        yield row("mean", mean(values, level)[0], model=MODEL, scale=scale, wave=wave)
    for contrast, a, b in (
        (main, pre, post),
        (Contrast(main.later, retro), then, post),
        (Contrast(retro, main.earlier), pre, then),
    ):
        found = mean_change(a, b, level)
        yield row("mean_change", found, model=MODEL, scale=scale, contrast=contrast.name)


def _verdict(three: Array, level: float) -> Verdict | None:
    pre, then, post = three.T
    asked, remembered = mean_change(pre, post, level), mean_change(then, post, level)
    if not (asked.available and remembered.available):
        return None
    return retrospective_verdict(asked, remembered)


def _verdict_row(found: LookingBack, main: Contrast) -> Row:
    estimate = (
        not_available(found.sentence, n=found.n)
        if found.verdict is None
        else Estimate(value=NUMBERS[found.verdict], n=found.n, method=found.verdict)
    )
    return row("retrospective_verdict", estimate, model=MODEL, scale=found.scale, contrast=main.name)
