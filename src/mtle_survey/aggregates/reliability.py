"""Reliability from sums and tables: the same rows as from responses, and a reason where rows are needed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.aggregates.keying import keyed
from mtle_survey.aggregates.model import Aggregates, Block
from mtle_survey.counting import counted
from mtle_survey.evidence.reliability import coefficients
from mtle_survey.evidence.scale_answers import gated
from mtle_survey.instrument.model import Instrument
from mtle_survey.scores import units
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.items.alpha_if_dropped import alpha_if_dropped_from_moments
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation_from_moments
from mtle_survey.stats.items.omega_if_dropped import omega_if_dropped_from_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments
from mtle_survey.stats.reliability.omega_categorical_items import (
    METHOD,
    categorical_model_of_tables,
    omega_categorical_of_model,
)
from mtle_survey.table import Row, Table, row

NEEDS_ROWS = "resampling and answers left out need the rows; tables hold complete answers added up"
NO_TABLES = "its two-way tables were withheld, since few people gave some of the answers"


def reliability_of_tables(instrument: Instrument, aggregates: Aggregates, level: float) -> Table:
    """Coefficients, item statistics, means and spreads of every scale and wave.

    Parameters
    ----------
    instrument : Instrument
        The one that the answers belong to.
    aggregates : Aggregates
    level : float in (0, 1)
        Confidence level.

    Notes
    -----
    Everything that follows from the moments of complete answers stands as it does when computed from rows.
    Means and spreads of items are those of the people who answered the whole scale.
    """
    rows: list[Row] = []
    for block in aggregates.blocks:
        if block.scale is not None:
            rows += _of_scale(keyed(block, instrument), block, instrument, level)
    return Table.of(rows)


def _of_scale(block: Block, as_given: Block, instrument: Instrument, level: float) -> Iterator[Row]:
    scale, wave = block.scale, block.wave
    if block.withheld or scale is None:
        for statistic in ("alpha", "omega_total"):
            yield row(statistic, not_available(block.withheld, n=0), scale=scale, wave=wave)
        return
    S, n = _covariance(block), block.n
    for statistic, estimate, headline in coefficients(S, n, level, units(instrument, scale, block.items)):
        yield row(statistic, gated(estimate), headline=headline, scale=scale, wave=wave)
    for estimate, headline in (
        (gated(alpha_from_moments(S, n, level)), True),
        (gated(alpha_from_moments(S, n, level, "bonett")), False),
        (not_available(NEEDS_ROWS, n=n, method="listwise/bca"), False),
        (not_available(NEEDS_ROWS, n=n, method="pairwise/feldt"), False),
    ):
        yield row("alpha", estimate, headline=headline, scale=scale, wave=wave)
    yield row("omega_categorical", _categorical(block), scale=scale, wave=wave)
    yield from _item_rows(block, S, level)
    yield from _description(as_given)


def _item_rows(block: Block, S: Array, level: float) -> Iterator[Row]:
    n = block.n
    for statistic, estimates in (
        ("item_rest_correlation", item_rest_correlation_from_moments(S, n, level)),
        ("alpha_if_dropped", tuple(map(gated, alpha_if_dropped_from_moments(S, n, level)))),
        ("omega_if_dropped", tuple(map(gated, omega_if_dropped_from_moments(S, n)))),
    ):
        for item, estimate in zip(block.items, estimates, strict=True):
            yield row(statistic, estimate, scale=block.scale, item=item, wave=block.wave)


def _description(block: Block) -> Iterator[Row]:
    """Means and spreads of the answers as they were given."""
    moments, n = block.moments, block.n
    few = f"{counted(n, 'complete respondent')}; 2 are needed"
    for place, item in enumerate(block.items):
        values = (
            ("mean", float(moments.mean[place])),
            ("sd", float(np.sqrt(moments.covariance[place, place]))),
        )
        for statistic, value in values:
            estimate = (
                not_available(few, n=n, method="listwise")
                if np.isnan(value)
                else Estimate(value=value, n=n, method="listwise")
            )
            yield row(statistic, estimate, scale=block.scale, item=item, wave=block.wave)


def _categorical(block: Block) -> Estimate:
    tables = block.cross_tables
    if tables is None:
        return not_available(NO_TABLES, n=block.n, method=METHOD)
    return omega_categorical_of_model(categorical_model_of_tables(tables))


def _covariance(block: Block) -> Array:
    """Covariances as everywhere: zero where fewer than two people make them undefined."""
    S = block.moments.covariance
    return S if block.n >= 2 else np.zeros_like(S)
