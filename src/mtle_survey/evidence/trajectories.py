"""Strands told for three times in one sitting: means of the same people, and the shapes of their stories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.evidence.rule_numbers import Ruled
from mtle_survey.instrument.model import Instrument, ScoreRule
from mtle_survey.responses import Responses
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.description.mean import mean
from mtle_survey.table import About, Row, Table, row

MODEL = "trajectories"
RULE = "trajectory_shape"
TIMES = ("beginning", "midway", "today")
SHAPES = ("falling", "flat", "early", "late", "steady")


def strands(instrument: Instrument) -> tuple[ScoreRule, ...]:
    """The scores that the instrument declares as trajectories of a rated item."""
    return tuple(
        score
        for score in instrument.scores
        if score.rule == RULE and all(score.inputs[t] in instrument.item for t in TIMES)
    )


def trajectories(
    instrument: Instrument, waves: Mapping[str | None, Responses], ruled: Ruled, level: float
) -> Table:
    """Means at the three times, change from beginning to today, and the share of each shape.

    Everything about a strand rests on the people who rated it for all three times.
    """
    rows: list[Row] = []
    for wave, responses in waves.items():
        for strand in strands(instrument):
            if strand.id in ruled[wave]:
                rows += _strand(strand, responses, ruled, level)
    return Table.of(rows)


def _strand(strand: ScoreRule, responses: Responses, ruled: Ruled, level: float) -> Iterator[Row]:
    shapes = ruled[responses.wave][strand.id]
    told = np.array([shape is not None for shape in shapes], dtype=bool)
    about: About = {"model": MODEL, "scale": strand.id, "wave": responses.wave}
    ratings = [responses.values[:, responses.items.index(str(strand.inputs[time]))][told] for time in TIMES]
    for time, values in zip(TIMES, ratings, strict=True):
        at: About = {**about, "factor": time}
        yield row("mean", mean(values, level)[0], **at)
    change = mean_change(ratings[0], ratings[-1], level)
    span: About = {**about, "contrast": f"{TIMES[-1]} - {TIMES[0]}"}
    yield row("mean_change", change, **span)
    names = [str(shape) for shape in shapes[told]]
    for shape in SHAPES:
        of_shape: About = {**about, "factor": shape}
        yield row("shape_share", share(names.count(shape), len(names), level), **of_shape)
