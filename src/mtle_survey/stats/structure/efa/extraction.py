"""Common factors of a correlation matrix, before rotation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.efa.uniqueness_search import Local, minimise
from mtle_survey.stats.structure.linear_algebra import is_singular, squared_multiple_correlations

LOWEST_UNIQUENESS = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Unrotated factors.

    Attributes
    ----------
    loadings : (p, k) float array
        Orthogonal loadings, factors by falling eigenvalue.
    uniqueness : (p,) float array
        Variance of each item that the factors leave.
    objective : float
        The minimised discrepancy: half the sum of squared residuals (minres, paf), or the maximum
        likelihood discrepancy (ml).
    converged : bool
        Whether the search reached a stationary point.
    at_bound : (p,) bool array
        Items whose uniqueness stands at the lower bound .005 (minres, ml) or at zero or below (paf).
    method : str
        ``minres``, ``ml`` or ``paf``.
    """

    loadings: Array
    uniqueness: Array
    objective: float
    converged: bool
    at_bound: NDArray[np.bool_]
    method: str


def extract(R: Array, k: int, method: str = "minres") -> Extraction:
    """Extract k common factors.

    Parameters
    ----------
    R : (p, p) float array
        Correlations; positive definite for ``ml``.
    k : int
        Number of factors, 0 to p - 1.
    method : {"minres", "ml", "paf"}
        Least squares of the residual correlations, maximum likelihood, or principal axes iterated to
        convergence (which reaches the least-squares solution).

    Returns
    -------
    Extraction
        With uniquenesses in [.005, 1] for ``minres`` and ``ml``.
    """
    if method not in EXTRACTORS:
        raise ValueError(f"method must be one of {', '.join(EXTRACTORS)}")
    p = R.shape[0]
    if not 0 <= k < p:
        raise ValueError(f"{k} factors cannot be extracted from {p} items")
    return EXTRACTORS[method](R, k)


def minres(R: Array, k: int) -> Extraction:
    """Minimum residuals (unweighted least squares); see :func:`extract`.

    References
    ----------
    Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres).
    Psychometrika, 31, 351-368. https://doi.org/10.1007/BF02289468
    """

    def objective(psi: Array) -> Local:
        values, vectors = np.linalg.eigh(R - np.diag(psi))
        rest, axes = values[: R.shape[0] - k], vectors[:, : R.shape[0] - k]
        return Local(
            value=float(rest @ rest) / 2.0,
            gradient=-(axes**2) @ rest,
            curvature=(axes @ axes.T) ** 2,
        )

    found = minimise(objective, _start(R), LOWEST_UNIQUENESS, 1.0)
    values, vectors = np.linalg.eigh(R - np.diag(found.x))
    loadings = _leading(values, vectors, k)
    return Extraction(
        loadings=loadings,
        uniqueness=found.x,
        objective=found.value,
        converged=found.converged,
        at_bound=found.x <= LOWEST_UNIQUENESS * (1 + 1e-9),
        method="minres",
    )


def maximum_likelihood(R: Array, k: int) -> Extraction:
    """Maximum likelihood; see :func:`extract`.

    References
    ----------
    Jöreskog, K. G. (1967). Some contributions to maximum likelihood factor analysis. Psychometrika, 32,
    443-482. https://doi.org/10.1007/BF02289658
    """
    p = R.shape[0]

    def objective(log_psi: Array) -> Local:
        scale = np.exp(-log_psi / 2.0)
        values, vectors = np.linalg.eigh(R * np.outer(scale, scale))
        rest, axes = values[: p - k], vectors[:, : p - k]
        return Local(
            value=float(np.sum(rest - np.log(np.maximum(rest, 1e-300)) - 1.0)),
            gradient=(axes**2) @ (1.0 - rest),
            curvature=(axes @ axes.T) ** 2,
        )

    start = np.log((1.0 - 0.5 * k / p) / np.diag(np.linalg.inv(R)))
    found = minimise(objective, start, float(np.log(LOWEST_UNIQUENESS)), 0.0)
    psi = np.exp(found.x)
    root = np.sqrt(psi)
    values, vectors = np.linalg.eigh(R / np.outer(root, root))
    loadings = root[:, None] * _leading(values - 1.0, vectors, k)
    return Extraction(
        loadings=loadings,
        uniqueness=psi,
        objective=found.value,
        converged=found.converged,
        at_bound=psi <= LOWEST_UNIQUENESS * (1 + 1e-9),
        method="ml",
    )


def principal_axes(R: Array, k: int, tolerance: float = 1e-9, most_iterations: int = 20_000) -> Extraction:
    """Principal axis factoring.

    Parameters
    ----------
    R : (p, p) float array
        Correlations.
    k : int
        Number of factors.
    tolerance : float
        Stop when no communality moves by more than this.
    most_iterations : int
        Give up after so many iterations.

    Returns
    -------
    Extraction
        Communalities start from squared multiple correlations. Other software stops early (a change of
        .001, 25 or 50 iterations) and reports communalities that still move in the second decimal.
    """
    communality = 1.0 - _start(R)
    converged = False
    loadings = np.zeros((R.shape[0], k))
    for _ in range(most_iterations):
        reduced = R.copy()
        np.fill_diagonal(reduced, communality)
        values, vectors = np.linalg.eigh(reduced)
        loadings = _leading(values, vectors, k)
        updated = (loadings**2).sum(axis=1)
        change = float(np.abs(updated - communality).max())
        communality = updated
        if change < tolerance:
            converged = True
            break
        if communality.max() > 2.0:  # a runaway Heywood case does not come back
            break
    residual = R - loadings @ loadings.T
    off_diagonal = residual[np.triu_indices(R.shape[0], 1)]
    return Extraction(
        loadings=loadings,
        uniqueness=1.0 - communality,
        objective=float(off_diagonal @ off_diagonal),
        converged=converged,
        at_bound=communality >= 1.0,
        method="paf",
    )


def _start(R: Array) -> Array:
    """Uniquenesses from squared multiple correlations, or one half where R cannot be inverted."""
    if is_singular(R):
        return np.full(R.shape[0], 0.5)
    return np.clip(1.0 - squared_multiple_correlations(R), LOWEST_UNIQUENESS, 1.0)


def _leading(values: Array, vectors: Array, k: int) -> Array:
    """Loadings on the k largest eigenvalues, signed to a positive sum of cubes."""
    size = np.sqrt(np.maximum(values[::-1][:k], 0.0))
    loadings = vectors[:, ::-1][:, :k] * size
    return np.asarray(loadings * np.where((loadings**3).sum(axis=0) < 0, -1.0, 1.0))


EXTRACTORS: dict[str, Callable[[Array, int], Extraction]] = {
    "minres": minres,
    "ml": maximum_likelihood,
    "paf": principal_axes,
}
