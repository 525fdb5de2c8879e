"""The correlations that were factored, pair by pair, with their errors; and thresholds of ordered answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mtle_survey.evidence.item_correlations import ItemCorrelations
from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.correlation.pearson_covariance import correlation_covariance
from mtle_survey.stats.structure.correlation.polychoric import symmetric
from mtle_survey.stats.structure.correlation.polychoric_covariance import polychoric_std_errors
from mtle_survey.table import Row, row

MODEL = "items"
MOST_ITEMS_WITH_ERRORS = 60


def correlation_rows(
    found: ItemCorrelations,
    items: Sequence[str],
    complete: Array | None,
    thresholds: Sequence[Array],
    n: int,
    wave: str | None,
) -> Iterator[Row]:
    """``correlation`` of each pair and ``threshold`` of each item (``factor`` counts them from 1).

    Parameters
    ----------
    found : ItemCorrelations
    items : sequence of str
    complete : (n, p) float array or None
        The complete answers behind them, for standard errors.
    thresholds : sequence of (c - 1,) float arrays
        Of each item, from the complete answers; empty unless the correlations are polychoric.
    n : int
        Complete respondents.
    wave : str or None
    """
    errors = np.full(found.R.shape, np.nan)
    if complete is not None and found.missing == "listwise" and len(items) <= MOST_ITEMS_WITH_ERRORS:
        errors = _errors(complete, found.kind)
    for i, item in enumerate(items):
        for j in range(i + 1, len(items)):
            estimate = Estimate(
                value=float(found.R[i, j]), n=found.n, method=found.kind, std_error=float(errors[i, j])
            )
            yield row("correlation", estimate, model=MODEL, item=item, with_=items[j], wave=wave)
    for item, cuts in zip(items if thresholds else (), thresholds, strict=True):
        for place, cut in enumerate(cuts, start=1):
            estimate = Estimate(value=float(cut), n=n, method=found.kind)
            yield row("threshold", estimate, model=MODEL, item=item, factor=str(place), wave=wave)


def _errors(complete: Array, kind: str) -> Array:
    if kind == "polychoric":
        return polychoric_std_errors(complete)
    n, p = complete.shape
    return symmetric(np.sqrt(np.diag(correlation_covariance(complete)) / n), p, 0.0)
