"""Three or more waves at their dates: how fast scores rose, and whether they rose evenly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.change.growth_slope import growth_slope, linearity_of_means
from mtle_survey.stats.change.serial_growth import serial_growth
from mtle_survey.stats.change.varying_growth import varying_growth
from mtle_survey.stats.estimate import Array, not_available
from mtle_survey.stats.gates import RANDOM_SLOPE_REFUSED_BELOW
from mtle_survey.table import Row, Table, row

DAYS_A_YEAR = 365.25
LEAST_WAVES = 3


def growth(panel: Panel) -> Table:
    """``growth_slope`` in score units a year, and ``growth_linearity``, from everyone with a score.

    Waves stand at the dates that the study gives, so that uneven spacing counts. Where people's paces can be
    estimated, the model that lets them differ leads, with ``growth_slope_sd``. With too few people for that,
    the one whose likeness of scores fades with time leads, with ``serial_correlation`` over a year: one pace
    for all would be too bold if paces did differ. Where there are enough and paces do not differ, one pace
    for all leads. Scales asked in fewer than three waves have no rows.
    """
    rows: list[Row] = []
    for scale in dict.fromkeys(s for w in panel.names for s in panel.scores[w].scales):
        if len(panel.waves_with(scale)) < LEAST_WAVES:
            continue
        model = panel.fit(scale)
        n, times = len(model.scores), years(panel, model.waves)
        if times is None:
            reason = "the study gives no date for each wave (write date: 2025-09-01 under the wave)"
            rows.append(row("growth_slope", not_available(reason, n=n), scale=scale))
            continue
        rows += _slopes(model.scores, times, scale, panel.level)
        rows.append(row("growth_linearity", linearity_of_means(model.fit, times, n), scale=scale))
    return Table.of(rows)


def _slopes(scores: Array, times: Array, scale: str, level: float) -> Iterator[Row]:
    common = growth_slope(scores, times, level)
    varying = varying_growth(scores, times, level)
    serial = serial_growth(scores, times, level)
    differ = varying.slope.available
    unknown = not differ and serial.slope.available and serial.slope.n < RANDOM_SLOPE_REFUSED_BELOW
    yield row("growth_slope", common, headline=not differ and not unknown, scale=scale)
    yield row("growth_slope", varying.slope, headline=differ, scale=scale)
    yield row("growth_slope", serial.slope, headline=unknown, scale=scale)
    yield row("growth_slope_sd", varying.slope_sd, scale=scale)
    yield row("serial_correlation", serial.correlation, scale=scale)


def years(panel: Panel, waves: Sequence[str]) -> Array | None:
    """Years since the first of some waves; None where a date is missing, unreadable or not later."""
    try:
        days = [date.fromisoformat(panel.dates[wave].strip()).toordinal() for wave in waves]
    except (KeyError, ValueError):
        return None
    times = (np.array(days, dtype=float) - days[0]) / DAYS_A_YEAR
    return times if (np.diff(times) > 0.0).all() else None
