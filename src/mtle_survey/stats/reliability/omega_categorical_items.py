"""Categorical omega from answers: polychoric correlations and one factor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.moments import complete_matrix
from mtle_survey.stats.reliability.omega_categorical import omega_categorical
from mtle_survey.stats.reliability.one_factor_least_squares import one_factor_least_squares
from mtle_survey.stats.structure.correlation.choice import FEWEST_RESPONDENTS
from mtle_survey.stats.structure.correlation.cross_tables import MOST_CATEGORIES
from mtle_survey.stats.structure.correlation.polychoric import symmetric
from mtle_survey.stats.structure.correlation.polychoric_covariance import ordinal_moments

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
    n, k = matrix.shape
    reason = _refused(matrix)
    if reason:
        empty = np.empty(0)
        return CategoricalModel(
            loadings=empty, thresholds=(), polychoric=empty, weights=empty, n=n, unavailable=reason
        )
    moments = ordinal_moments(matrix)
    variances = np.diag(moments.gamma)[moments.n_thresholds :] / n
    weights = 1.0 / symmetric(variances, k, 1.0)
    fitted = one_factor_least_squares(moments.polychoric.R, weights)
    cuts = tuple(
        np.repeat(cut, np.diff(used))
        for cut, used in zip(moments.polychoric.thresholds, moments.polychoric.categories, strict=True)
    )
    return CategoricalModel(
        loadings=fitted.loadings,
        thresholds=cuts,
        polychoric=moments.polychoric.R,
        weights=weights,
        n=n,
        unavailable=""
        if fitted.converged
        else "the one-factor model of the latent responses did not converge",
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
    model = categorical_model(x)
    if model.unavailable:
        return not_available(model.unavailable, n=model.n, method=METHOD)
    return omega_categorical(model.loadings, model.thresholds, model.polychoric, model.n)


def _refused(matrix: Array) -> str:
    n, k = matrix.shape
    if k < 3:
        return f"categorical omega needs at least 3 items; this scale has {k}"
    if n < FEWEST_RESPONDENTS:
        return f"polychoric correlations need at least {FEWEST_RESPONDENTS} complete respondents"
    if not np.array_equal(matrix, np.rint(matrix)) or np.ptp(matrix, axis=0).max() >= MOST_CATEGORIES:
        return "the answers are not coded as categories with whole numbers"
    constant = int((np.ptp(matrix, axis=0) == 0).sum())
    if constant:
        return f"{constant} of {k} items got the same answer from everyone"
    return ""
