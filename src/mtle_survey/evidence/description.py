"""Description of every scale and item, wave by wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.missing import missing_by_reason, tally
from mtle_survey.responses import Missing, Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.description.kurtosis import kurtosis
from mtle_survey.stats.description.max import max as largest
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.median import median
from mtle_survey.stats.description.min import min as smallest
from mtle_survey.stats.description.missing import missing
from mtle_survey.stats.description.near_ceiling import near_ceiling
from mtle_survey.stats.description.near_floor import near_floor
from mtle_survey.stats.description.not_applicable import not_applicable
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.description.skewness import skewness
from mtle_survey.stats.estimate import Estimate
from mtle_survey.table import Row, Table, row

Waves = Mapping[str | None, Responses]


def describe(waves: Waves, scores: Mapping[str | None, Scores], level: float) -> Table:
    """Mean, spread, shape, floor, ceiling and missing answers.

    Scale rows use keyed scores, item rows the raw codes. Only respondents with at least one rated answer
    are counted; an item's own denominators leave out those to whom it was not shown.
    """
    rows: list[Row] = []
    for wave, responses in waves.items():
        rows += _scale_rows(wave, responses, scores[wave], level)
        rows += _item_rows(wave, responses, level)
        rows += missing_by_reason(wave, tally(responses.items, (responses,)), level)
    return Table.of(rows)


def _scale_rows(wave: str | None, responses: Responses, scores: Scores, level: float) -> Iterator[Row]:
    here = responses.answered
    for s, scale in enumerate(scores.scales):
        values = scores.values[here, s]
        away = scores.applicable[here, s] == 0
        found = _summaries(values, scores.low[scale], scores.high[scale], scores.step[scale], away, level)
        for statistic, estimate in found.items():
            yield row(statistic, estimate, scale=scale, wave=wave)


def _item_rows(wave: str | None, responses: Responses, level: float) -> Iterator[Row]:
    here = responses.answered
    for k, item in enumerate(responses.items):
        shown = here & (responses.reasons[:, k] != Missing.NOT_SHOWN)
        away = responses.reasons[shown, k] == Missing.NOT_APPLICABLE
        form = responses.instrument.format_of(item)
        found = _summaries(responses.values[shown, k], form.low, form.high, form.step, away, level)
        for statistic, estimate in found.items():
            yield row(statistic, estimate, item=item, wave=wave)


def _summaries(
    values: NDArray[np.float64], low: float, high: float, step: float, away: NDArray[np.bool_], level: float
) -> dict[str, Estimate]:
    return {
        "mean": mean(values, level)[0],
        "sd": sd(values)[0],
        "median": median(values)[0],
        "min": smallest(values)[0],
        "max": largest(values)[0],
        "skewness": skewness(values)[0],
        "kurtosis": kurtosis(values)[0],
        "near_floor": near_floor(values, low, step, level)[0],
        "near_ceiling": near_ceiling(values, high, step, level)[0],
        "missing": missing(values, away, level)[0],
        "not_applicable": not_applicable(away, level)[0],
    }
