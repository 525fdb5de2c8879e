"""Whether a solution may be interpreted."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.scoring import Found

ZERO = 1e-8


def why_inadmissible(found: Found, model: Model, ordinal: bool) -> str:
    """Everything that is wrong with a solution, or an empty string.

    Parameters
    ----------
    found : Found
        Where the search ended.
    model : Model
        The model.
    ordinal : bool
        Whether residual variances are what loadings leave of 1 (models without thresholds).

    Returns
    -------
    str
        Reasons joined by semicolons.
    """
    if not found.identified:
        return "the model is not identified: its parameters cannot be told apart from these data"
    if not found.converged:
        return "the search for the estimates did not converge"
    reasons: list[str] = []
    for group in model.groups:
        state = implied(group, found.theta)
        residual = state.residual.copy()
        if ordinal:
            np.fill_diagonal(residual, 1.0 - np.diag(state.covariance))
        if np.diag(residual).min() < -ZERO:
            reasons.append("an item has a negative residual variance (Heywood case)")
        elif _indefinite(residual):
            reasons.append("residuals correlate beyond 1")
        if _indefinite(state.factor_covariance):
            reasons.append("factors correlate beyond 1")
    return "; ".join(dict.fromkeys(reasons))


def _indefinite(matrix: Array) -> bool:
    return bool(matrix.size and np.linalg.eigvalsh(matrix)[0] < -ZERO)


def orient(model: Model, theta: Array) -> Array:
    """Reflect factors whose loadings have a negative sum of cubes.

    Parameters
    ----------
    model : Model
        A model whose factors keep their fixed values under reflection (means of 0).
    theta : (q,) float array
        Estimates.

    Returns
    -------
    Array
        Equivalent estimates. A factor is judged by its items, a higher one by its factors.
    """
    result = theta.copy()
    for group in model.groups:
        cubes = (group.loading.at(theta) ** 3).sum(axis=0)
        sign = np.where(cubes < 0, -1.0, 1.0)
        higher = ((group.regression.at(theta) * sign[:, None]) ** 3).sum(axis=0)
        sign = np.where((cubes == 0) & (higher < 0), -1.0, sign)
        for block, flip in (
            (group.loading, np.broadcast_to(sign, group.loading.index.shape)),
            (group.factor_covariance, np.outer(sign, sign)),
            (group.regression, np.outer(sign, sign)),
            (group.factor_mean, sign),
        ):
            free = block.index >= 0
            result[block.index[free]] = (block.at(theta) * flip)[free]
    return result
