"""Categorical omega from answers: polychoric correlations and one factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.moments import complete_matrix
from mtle_survey.stats.reliability.omega_categorical import omega_categorical
from mtle_survey.stats.reliability.one_factor_least_squares import one_factor_least_squares
from mtle_survey.stats.structure.correlation.choice import FEWEST_RESPONDENTS
from mtle_survey.stats.structure.correlation.cross_tables import (
    MOST_CATEGORIES,
    CrossTables,
    cross_tables_of_responses,
)
from mtle_survey.stats.structure.correlation.polychoric import polychoric_from_tables, symmetric
from mtle_survey.stats.structure.correlation.polychoric_covariance import polychoric_variances

METHOD = "green_yang/observed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoricalModel:
    """One factor behind ordered items.

    Attributes
    ----------
    loadings : (k,) float array
        Standardized loadings of the latent responses, by diagonally weighted least squares.
    thresholds : tuple of k float arrays
        One for each step of the scale between the lowest and the highest used code, so that the threshold
        above a skipped code stands twice.
    polychoric : (k, k) float array
        Polychoric correlations.
    weights : (k, k) float array
        One over the sampling variance of each correlation.
    n : int
        Complete respondents.
    unavailable : str
        Why there is no model; arrays are then empty.
    """

    loadings: Array
    thresholds: tuple[Array, ...]
    polychoric: Array
    weights: Array
    n: int
    unavailable: str = ""


def categorical_model(x: Array) -> CategoricalModel:
    """Fit one factor to the polychoric correlations of complete, keyed items.

    Parameters
    ----------
    x : (n, k) array of whole numbers
        Response codes; rows are respondents.

    Returns
    -------
    CategoricalModel

    Not available when
    ------------------
    k < 3, fewer than 100 respondents, codes that are not whole numbers, an item that everyone answered
    alike, or a fit that does not converge.

    Notes
    -----
    Correlations in two steps; weights from their asymptotic variances; as lavaan's DWLS estimator.
    """
    matrix = complete_matrix(x)
    n = matrix.shape[0]
    reason = _refused(matrix)
    if reason:
        return _no_model(reason, n)
    return categorical_model_of_tables(cross_tables_of_responses(matrix))


def categorical_model_of_tables(tables: CrossTables) -> CategoricalModel:
    """The same model from the two-way tables of complete, keyed items."""
    n, k = tables.n, len(tables.margins)
    reason = _too_small(n, k) or _constant([used.size for used in tables.categories])
    if reason:
        return _no_model(reason, n)
    polychoric = polychoric_from_tables(tables)
    weights = 1.0 / symmetric(polychoric_variances(tables, polychoric), k, 1.0)
    fitted = one_factor_least_squares(polychoric.R, weights)
    cuts = tuple(
        np.repeat(cut, np.diff(used))
        for cut, used in zip(polychoric.thresholds, polychoric.categories, strict=True)
    )
    return CategoricalModel(
        loadings=fitted.loadings,
        thresholds=cuts,
        polychoric=polychoric.R,
        weights=weights,
        n=n,
        unavailable=""
        if fitted.converged
        else "the one-factor model of the latent responses did not converge",
    )


def _no_model(reason: str, n: int) -> CategoricalModel:
    empty = np.empty(0)
    return CategoricalModel(
        loadings=empty, thresholds=(), polychoric=empty, weights=empty, n=n, unavailable=reason
    )


def omega_categorical_of_items(x: Array) -> Estimate:
    """Categorical omega of complete, keyed items; see :func:`omega_categorical`.

    Parameters
    ----------
    x : (n, k) array of whole numbers
        Response codes; rows are respondents.

    Returns
    -------
    Estimate
        Unit-free. Method ``green_yang/observed``, without an interval.

    Not available when
    ------------------
    There is no :func:`categorical_model`, or it is improper.
    """
    return omega_categorical_of_model(categorical_model(x))


def omega_categorical_of_model(model: CategoricalModel) -> Estimate:
    """Categorical omega of a fitted model, or why there is none."""
    if model.unavailable:
        return not_available(model.unavailable, n=model.n, method=METHOD)
    return omega_categorical(model.loadings, model.thresholds, model.polychoric, model.n)


def _refused(matrix: Array) -> str:
    n, k = matrix.shape
    small = _too_small(n, k)
    if small:
        return small
    if not np.array_equal(matrix, np.rint(matrix)) or np.ptp(matrix, axis=0).max() >= MOST_CATEGORIES:
        return "the answers are not coded as categories with whole numbers"
    return ""


def _too_small(n: int, k: int) -> str:
    if k < 3:
        return f"categorical omega needs at least 3 items; this scale has {k}"
    if n < FEWEST_RESPONDENTS:
        return f"polychoric correlations need at least {FEWEST_RESPONDENTS} complete respondents"
    return ""


def _constant(used: Sequence[int]) -> str:
    constant = sum(size < 2 for size in used)
    return f"{constant} of {len(used)} items got the same answer from everyone" if constant else ""
