"""Analytic standard errors of rotated loadings."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.structure.efa.loading_errors import LoadingErrors, no_errors
from mtle_survey.stats.structure.efa.solution import Efa
from mtle_survey.stats.structure.linear_algebra import inverse
from mtle_survey.stats.structure.rotation.criteria import Criterion
from mtle_survey.stats.structure.rotation.presets import PRESETS, criterion_of

METHOD = "sandwich"
STEP = 1e-5
ILL_CONDITIONED = 1e12


def sandwich_errors(
    fitted: Efa, gamma: ArrayLike, level: float = 0.95, target: ArrayLike | None = None
) -> LoadingErrors:
    """Standard errors of loadings and factor correlations by the delta method.

    Parameters
    ----------
    fitted : Efa
        A solution whose rotation minimises a criterion.
    gamma : (P, P) float array
        n times the sampling covariance of the correlations of pairs (0,1), (0,2) … in row order: from
        ``correlation_covariance`` (Pearson) or the lower right block of ``ordinal_moments`` (polychoric).
    level : float in (0, 1)
        Confidence level of the Wald limits.
    target : (p, k) float array, optional
        The target of a target rotation.

    Returns
    -------
    LoadingErrors
        They hold for misspecified distributions, to first order in the model's residuals.

    Not available when
    ------------------
    The solution is not interpretable, or the rotation is promax, which minimises no criterion.

    Notes
    -----
    The loadings minimise a weighted distance between observed and implied correlations subject to the
    rotation's stationarity conditions; differentiating both gives their dependence on the correlations.
    Checked against R lavaan::efa: tests/oracle/R/efa_errors.R.

    References
    ----------
    Jennrich, R. I. (1973). Standard errors for obliquely rotated factor loadings. Psychometrika, 38,
    593-604. https://doi.org/10.1007/BF02291497
    """
    check_level(level)
    p, k = fitted.pattern.shape
    if not fitted.interpretable:
        reason = fitted.unavailable or "the solution is not to be interpreted: Heywood case or no convergence"
        return no_errors(p, k, level, METHOD, reason)
    preset = PRESETS.get(fitted.rotation)
    if k > 1 and (preset is None or preset.promax):
        return no_errors(
            p, k, level, METHOD, f"rotation {fitted.rotation} minimises no criterion: use the bootstrap"
        )
    oblique = k > 1 and preset is not None and preset.oblique
    slopes = _slopes(fitted.pattern, fitted.factor_correlation, oblique)
    weight = _weight(fitted)
    information = slopes.T @ weight @ slopes
    size = information.shape[0]
    if k > 1 and preset is not None:
        criterion = criterion_of(preset, 0.0, 0.01, target)
        constraints = _constraint_slopes(fitted, criterion, oblique, preset.kaiser)
        rows = constraints.shape[0]
        bordered = np.block([[information, constraints.T], [constraints, np.zeros((rows, rows))]])
    else:
        bordered = information
    if np.linalg.cond(bordered) > ILL_CONDITIONED:
        return no_errors(p, k, level, METHOD, "the solution is not unique: its loadings are not determined")
    information_inverse = inverse(bordered)[:size, :size]
    dependence = information_inverse @ slopes.T @ weight
    variance = np.diag(dependence @ np.asarray(gamma, dtype=float) @ dependence.T) / fitted.n
    errors = np.sqrt(np.maximum(variance, 0.0))
    pattern = errors[: p * k].reshape(p, k)
    correlation = np.zeros((k, k))
    if oblique:
        upper = np.triu_indices(k, 1)
        correlation[upper] = errors[p * k :]
        correlation += correlation.T
    margin = z_critical(level) * pattern
    return LoadingErrors(
        pattern=pattern,
        factor_correlation=correlation,
        pattern_low=fitted.pattern - margin,
        pattern_high=fitted.pattern + margin,
        level=level,
        method=METHOD,
    )


def _slopes(pattern: Array, phi: Array, oblique: bool) -> Array:
    """Derivatives of the implied correlations above the diagonal: (P, p k [+ k(k-1)/2])."""
    p, k = pattern.shape
    first, second = np.triu_indices(p, 1)
    structure = pattern @ phi
    slopes = np.zeros((first.size, p, k))
    pair = np.arange(first.size)
    slopes[pair, first] = structure[second]
    slopes[pair, second] = structure[first]
    columns = slopes.reshape(first.size, p * k)
    if not oblique:
        return columns
    r, s = np.triu_indices(k, 1)
    between = pattern[first][:, r] * pattern[second][:, s] + pattern[first][:, s] * pattern[second][:, r]
    return np.hstack([columns, between])


def _weight(fitted: Efa) -> Array:
    """Weights of the residual correlations in the discrepancy that was minimised."""
    p = fitted.R.shape[0]
    first, second = np.triu_indices(p, 1)
    if fitted.method != "ml":
        return np.eye(first.size)
    implied = fitted.structure @ fitted.pattern.T
    np.fill_diagonal(implied, 1.0)
    W = inverse(implied)
    same = W[np.ix_(first, first)] * W[np.ix_(second, second)]
    crossed = W[np.ix_(first, second)] * W[np.ix_(second, first)]
    return np.asarray(same + crossed)


def _constraint_slopes(fitted: Efa, criterion: Criterion, oblique: bool, kaiser: bool) -> Array:
    """Jacobian of the rotation's stationarity conditions, by central differences."""
    p, k = fitted.pattern.shape
    r, s = np.triu_indices(k, 1)
    start = fitted.pattern.ravel()
    if oblique:
        start = np.concatenate([start, fitted.factor_correlation[r, s]])
    shifts = STEP * np.eye(start.size)
    points = np.concatenate([start + shifts, start - shifts])
    pattern = points[:, : p * k].reshape(-1, p, k)
    phi = np.broadcast_to(np.eye(k), (points.shape[0], k, k)).copy()
    if oblique:
        phi[:, r, s] = phi[:, s, r] = points[:, p * k :]
    if kaiser:
        communality = np.einsum("npk,nkl,npl->np", pattern, phi, pattern)
        pattern = pattern / np.sqrt(communality)[:, :, None]
    product = pattern.swapaxes(1, 2) @ criterion(pattern)[1]
    if oblique:
        product = product @ inverse(phi)
        off_diagonal = ~np.eye(k, dtype=bool)
        conditions = product[:, off_diagonal]
    else:
        conditions = product[:, r, s] - product[:, s, r]
    half = start.size
    return np.asarray((conditions[:half] - conditions[half:]).T / (2.0 * STEP))
