"""Newton's method for uniquenesses that must stay within bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array

TOLERANCE = 1e-9  # largest element of the projected gradient at the solution
MOST_STEPS = 500
MOST_HALVINGS = 30
SUFFICIENT_DECREASE = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """An objective at one point.

    Attributes
    ----------
    value : float
        The objective.
    gradient : (p,) float array
        Its slope.
    curvature : (p, p) float array
        A positive semi-definite approximation of its second derivative.
    """

    value: float
    gradient: Array
    curvature: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """Where the search ended.

    Attributes
    ----------
    x : (p,) float array
        The point.
    value : float
        The objective there.
    converged : bool
        Whether the projected gradient vanished.
    """

    x: Array
    value: float
    converged: bool


def minimise(objective: Callable[[Array], Local], start: Array, low: float, high: float) -> Minimum:
    """Minimise an objective over a box.

    Parameters
    ----------
    objective : callable
        Value, gradient and curvature at a point.
    start : (p,) float array
        Where to begin.
    low, high : float
        Bounds of every coordinate.

    Returns
    -------
    Minimum
        A local minimum, or the last point with ``converged`` false.

    Notes
    -----
    Coordinates held at a bound by their gradient are left out of the Newton step; the step is projected
    into the box and halved until the objective falls enough.
    """
    x = np.clip(start, low, high)
    here = objective(x)
    for _ in range(MOST_STEPS):
        held = ((x <= low) & (here.gradient > 0)) | ((x >= high) & (here.gradient < 0))
        free = ~held
        if not free.any() or np.abs(here.gradient[free]).max() < TOLERANCE:
            return Minimum(x=x, value=here.value, converged=True)
        direction = np.zeros(x.size)
        direction[free] = -_solve(here.curvature[np.ix_(free, free)], here.gradient[free])
        moved = _line_search(objective, x, here, direction, low, high)
        if moved is None:
            small = bool(np.abs(here.gradient[free]).max() < np.sqrt(TOLERANCE))
            return Minimum(x=x, value=here.value, converged=small)
        x, here = moved
    return Minimum(x=x, value=here.value, converged=False)


def _solve(curvature: Array, gradient: Array) -> Array:
    ridge = 1e-10 * max(float(np.trace(curvature)) / gradient.size, 1e-12)
    return np.asarray(np.linalg.solve(curvature + ridge * np.eye(gradient.size), gradient), dtype=float)


def _line_search(
    objective: Callable[[Array], Local], x: Array, here: Local, direction: Array, low: float, high: float
) -> tuple[Array, Local] | None:
    length = 1.0
    for _ in range(MOST_HALVINGS):
        candidate = np.clip(x + length * direction, low, high)
        there = objective(candidate)
        gain = float(here.gradient @ (x - candidate))
        if there.value <= here.value - SUFFICIENT_DECREASE * gain and not np.array_equal(candidate, x):
            return candidate, there
        length /= 2.0
    return None
