"""Gradient projection: rotate many loading matrices, or one from many starts, at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.rotation.criteria import Criterion

TOLERANCE = 1e-7  # Frobenius norm of the projected gradient at the solution
PRECISION_TOLERANCE = 1e-5  # the same, where rounding lets no step lower the criterion any more
MOST_STEPS = 1000
MOST_HALVINGS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotations:
    """Results of a stack of rotations.

    Attributes
    ----------
    loadings : (S, p, m) float array
        Rotated pattern loadings A (T')^-1; for an orthogonal rotation A T.
    transform : (S, m, m) float array
        T with unit columns; factor correlations are T'T.
    value : (S,) float array
        The criterion.
    converged : (S,) bool array
        Whether the projected gradient vanished.
    """

    loadings: Array
    transform: Array
    value: Array
    converged: NDArray[np.bool_]


@dataclass(slots=True)
class _State:
    """The stack while it moves; replaced entry by entry."""

    transform: Array
    loadings: Array
    value: Array
    gradient: Array  # of the criterion in the transform
    step: Array


def rotate(unrotated: Array, criterion: Criterion, starts: Array, oblique: bool) -> Rotations:
    """Minimise a criterion over rotations by gradient projection.

    Parameters
    ----------
    unrotated : (p, m) or (S, p, m) float array
        Loadings to rotate; one for all starts, or one for each.
    criterion : Criterion
        What to make small.
    starts : (S, m, m) float array
        Starting transforms: orthogonal, or with unit columns when ``oblique``.
    oblique : bool
        Whether factors may correlate.

    Returns
    -------
    Rotations
        One result for each start.

    References
    ----------
    Jennrich, R. I. (2002). A simple general method for oblique rotation. Psychometrika, 67, 7-19.
    https://doi.org/10.1007/BF02294706
    """
    count = starts.shape[0]
    A = np.broadcast_to(unrotated, (count, *unrotated.shape[-2:]))
    state = _evaluate(A, criterion, starts.copy(), oblique)
    converged = np.zeros(count, dtype=bool)
    active = np.arange(count)
    for _ in range(MOST_STEPS):
        projected = _project(state.transform[active], state.gradient[active], oblique)
        size = np.sqrt((projected**2).sum(axis=(1, 2)))
        converged[active] = size < TOLERANCE
        still = ~converged[active]
        active, projected, size = active[still], projected[still], size[still]
        if active.size == 0:
            break
        state.step[active] *= 2.0
        moved = _descend(state, A, criterion, active, projected, size, oblique)
        converged[active[~moved]] = size[~moved] < PRECISION_TOLERANCE
        active = active[moved]
    return Rotations(
        loadings=state.loadings, transform=state.transform, value=state.value, converged=converged
    )


def _evaluate(A: Array, criterion: Criterion, transform: Array, oblique: bool) -> _State:
    if oblique:
        inverse = np.linalg.inv(transform)
        loadings = A @ inverse.swapaxes(-1, -2)
        value, slope = criterion(loadings)
        gradient = -(loadings.swapaxes(-1, -2) @ slope @ inverse).swapaxes(-1, -2)
    else:
        loadings = A @ transform
        value, slope = criterion(loadings)
        gradient = A.swapaxes(-1, -2) @ slope
    return _State(
        transform=transform, loadings=loadings, value=value, gradient=gradient, step=np.ones(len(transform))
    )


def _project(transform: Array, gradient: Array, oblique: bool) -> Array:
    """The gradient's part along the manifold of admissible transforms."""
    if oblique:
        return np.asarray(gradient - transform * (transform * gradient).sum(axis=-2, keepdims=True))
    product = transform.swapaxes(-1, -2) @ gradient
    return np.asarray(gradient - transform @ (product + product.swapaxes(-1, -2)) / 2.0)


def _retract(moved: Array, oblique: bool) -> Array:
    """Back to unit columns, or to the nearest orthogonal matrix."""
    if oblique:
        return np.asarray(moved / np.sqrt((moved**2).sum(axis=-2, keepdims=True)))
    left, _, right = np.linalg.svd(moved)
    return np.asarray(left @ right)


def _descend(
    state: _State,
    A: Array,
    criterion: Criterion,
    active: NDArray[np.intp],
    projected: Array,
    size: Array,
    oblique: bool,
) -> NDArray[np.bool_]:
    """Halve each start's step until its criterion falls enough; (active,) whether it did."""
    moved = np.zeros(active.size, dtype=bool)
    waiting = np.arange(active.size)
    for _ in range(MOST_HALVINGS):
        index = active[waiting]
        step = state.step[index]
        transform = _retract(state.transform[index] - step[:, None, None] * projected[waiting], oblique)
        trial = _evaluate(A[index], criterion, transform, oblique)
        enough = state.value[index] - trial.value > 0.5 * size[waiting] ** 2 * step
        accepted = index[enough]
        state.transform[accepted] = trial.transform[enough]
        state.loadings[accepted] = trial.loadings[enough]
        state.value[accepted] = trial.value[enough]
        state.gradient[accepted] = trial.gradient[enough]
        moved[waiting[enough]] = True
        waiting = waiting[~enough]
        if waiting.size == 0:
            break
        state.step[active[waiting]] /= 2.0
    return moved
