"""Factor scores and how well the items determine them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.efa.solution import Efa
from mtle_survey.stats.structure.linear_algebra import inverse, is_singular, symmetric_power

METHODS = ("regression", "bartlett", "ten_berge")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWeights:
    """Weights that turn standardised items into factor scores.

    Attributes
    ----------
    weights : (p, k) float array
        Weights of the standardised items.
    determinacy : (k,) float array
        Multiple correlation of the items with each factor; below .80 scores should not be used.
    indeterminacy : (k,) float array
        2 determinacy^2 - 1: the smallest correlation between two equally valid sets of scores.
    validity : (k,) float array
        Correlation of each score with its factor.
    score_correlation : (k, k) float array
        Correlations among the scores.
    method : str
        ``regression``, ``bartlett`` or ``ten_berge``.
    unavailable : str
        Why there are no weights; arrays are then nan.
    """

    weights: Array
    determinacy: Array
    indeterminacy: Array
    validity: Array
    score_correlation: Array
    method: str
    unavailable: str = ""


def score_weights(fitted: Efa, method: str = "regression") -> ScoreWeights:
    """Weights for factor scores.

    Parameters
    ----------
    fitted : Efa
        An exploratory solution.
    method : {"regression", "bartlett", "ten_berge"}
        Thurstone's regression, Bartlett's weighted least squares, or ten Berge's scores that keep the
        factor correlations.

    Returns
    -------
    ScoreWeights
        Multiply with standardised items for scores.

    Not available when
    ------------------
    The solution is unavailable, the correlations are singular, or (Bartlett) a uniqueness is not positive.

    Notes
    -----
    Regression R^-1 S; Bartlett U^-2 L (L' U^-2 L)^-1; determinacy sqrt(diag(S' R^-1 S)). Checked against
    R psych::factor.scores: tests/oracle/R/efa.R.

    References
    ----------
    Grice, J. W. (2001). Computing and evaluating factor scores. Psychological Methods, 6, 430-450.
    https://doi.org/10.1037/1082-989X.6.4.430
    """
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}")
    reason = fitted.unavailable
    if not reason and is_singular(fitted.R):
        reason = "the correlation matrix is singular: scores are not determined"
    if not reason and method == "bartlett" and fitted.uniqueness.min() <= 0:
        reason = "an item's uniqueness is not positive, by which Bartlett's scores divide"
    p, k = fitted.pattern.shape
    if reason:
        lost = np.full(k, np.nan)
        return ScoreWeights(
            weights=np.full((p, k), np.nan),
            determinacy=lost,
            indeterminacy=lost,
            validity=lost,
            score_correlation=np.full((k, k), np.nan),
            method=method,
            unavailable=reason,
        )
    R_inverse = inverse(fitted.R)
    squared = np.diag(fitted.structure.T @ R_inverse @ fitted.structure)
    weights = _weights(fitted, R_inverse, method)
    deviation = np.sqrt(np.diag(weights.T @ fitted.R @ weights))
    return ScoreWeights(
        weights=weights,
        determinacy=np.sqrt(squared),
        indeterminacy=2.0 * squared - 1.0,
        validity=np.diag(weights.T @ fitted.structure) / deviation,
        score_correlation=weights.T @ fitted.R @ weights / np.outer(deviation, deviation),
        method=method,
    )


def factor_scores(x: ArrayLike, weights: ScoreWeights) -> Array:
    """Factor scores of complete responses.

    Parameters
    ----------
    x : (n, p) float array
        Responses, nan where missing.
    weights : ScoreWeights
        From :func:`score_weights`.

    Returns
    -------
    Array
        (n, k) scores; nan for respondents with a missing item. Items are standardised by the complete
        respondents' means and standard deviations (denominator n - 1).
    """
    data = np.asarray(x, dtype=float)
    complete = data[~np.isnan(data).any(axis=1)]
    z = (data - complete.mean(axis=0)) / complete.std(axis=0, ddof=1)
    return np.asarray(z @ weights.weights)


def _weights(fitted: Efa, R_inverse: Array, method: str) -> Array:
    if method == "regression":
        return np.asarray(R_inverse @ fitted.structure)
    if method == "bartlett":
        scaled = fitted.pattern / fitted.uniqueness[:, None]
        return np.asarray(scaled @ inverse(fitted.pattern.T @ scaled))
    root_phi = symmetric_power(fitted.factor_correlation, 0.5)
    root_inverse = symmetric_power(fitted.R, -0.5)
    L = fitted.pattern @ root_phi
    middle = symmetric_power(L.T @ R_inverse @ L, -0.5)
    return np.asarray(root_inverse @ (root_inverse @ L @ middle) @ root_phi)
