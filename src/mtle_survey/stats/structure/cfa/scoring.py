"""Damped scoring that turns into a quasi-Newton search as it comes close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array

TOLERANCE = 1e-14  # expected fall of the objective in one more step
ROUNDING = 1e-11  # the same, where rounding lets no step lower the objective any more
MOST_STEPS = 400
SCORING_STEPS = 3
REFRESH = 40  # after so many quasi-Newton steps the information is computed anew
MOST_HALVINGS = 40
SUFFICIENT_DECREASE = 1e-4
LARGEST_ROOT = 1e4  # an entry of the inverse's root beyond this asks for a closer look at the rank
SINGULAR = 1e-9  # an information matrix with a smaller scaled eigenvalue does not identify its parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where the search ended.

    Attributes
    ----------
    theta : (q,) float array
        Parameter values.
    value : float
        The objective there.
    information : (q, q) float array
        Expected information there.
    converged : bool
        Whether another step would lower the objective noticeably.
    identified : bool
        Whether the information matrix is of full rank there.
    """

    theta: Array
    value: float
    information: Array
    converged: bool
    identified: bool


def minimise(
    information_at: Callable[[Array], Array],
    gradient_at: Callable[[Array], tuple[float, Array]],
    start: Array,
) -> Found:
    """Minimise an objective whose information is known.

    Parameters
    ----------
    information_at : callable
        Positive semi-definite (q, q) information at a point.
    gradient_at : callable
        Value and (q,) gradient at a point; the value is infinite where a point is inadmissible.
    start : (q,) float array
        An admissible starting point.

    Returns
    -------
    Found
        A local minimum, or the last point with ``converged`` false.

    Notes
    -----
    A few scoring steps, then Broyden-Fletcher-Goldfarb-Shanno updates of the inverse information: scoring
    alone converges slowly where a model fits badly.
    """
    theta = np.asarray(start, dtype=float)
    value, gradient = gradient_at(theta)
    inverse = np.empty((0, 0))
    converged, steps = False, 0
    while np.isfinite(value) and not converged and steps < MOST_STEPS:
        if steps < SCORING_STEPS or steps % REFRESH == 0:
            information = information_at(theta)
            if steps >= REFRESH and not is_identified(information):
                break
            inverse = _generalised_inverse(information)
        direction = -inverse @ gradient
        fall = -float(gradient @ direction)
        moved = _line_search(gradient_at, theta, value, direction, fall)
        converged = fall < TOLERANCE * max(1.0, abs(value))
        if moved is None:
            converged = converged or fall < ROUNDING * max(1.0, abs(value))
            break
        step, value, new_gradient = moved
        theta = theta + step
        steps += 1
        if steps >= SCORING_STEPS:
            inverse = _updated(inverse, step, new_gradient - gradient)
        gradient = new_gradient
    information = information_at(theta)
    return Found(
        theta=theta,
        value=value,
        information=information,
        converged=bool(converged and np.isfinite(value)),
        identified=is_identified(information),
    )


def is_identified(information: Array) -> bool:
    """Whether an information matrix, scaled to unit diagonal, is of full rank."""
    diagonal = np.diag(information)
    if diagonal.min() <= 0:
        return False
    scale = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(information / np.outer(scale, scale))[0] > SINGULAR)


def _generalised_inverse(information: Array) -> Array:
    """The inverse, leaving out directions in which the information is nil."""
    scale = np.sqrt(np.maximum(np.diag(information), 1e-12))
    scaled = information / np.outer(scale, scale)
    try:
        root = np.linalg.inv(np.linalg.cholesky(scaled)).T / scale[:, None]
        if np.abs(root * scale[:, None]).max() < LARGEST_ROOT:
            return np.asarray(root @ root.T)
    except np.linalg.LinAlgError:
        pass
    values, vectors = np.linalg.eigh(scaled)
    kept = values > 1e-10
    root = vectors[:, kept] / np.sqrt(values[kept]) / scale[:, None]
    return np.asarray(root @ root.T)


def _updated(inverse: Array, step: Array, change: Array) -> Array:
    """The inverse after learning how the gradient changed along a step."""
    curvature = float(step @ change)
    if curvature <= 1e-12 * float(np.sqrt((step @ step) * (change @ change))):
        return inverse
    weighted = inverse @ change
    stretch = (1.0 + float(change @ weighted) / curvature) / curvature
    crossed = np.outer(weighted, step) / curvature
    return np.asarray(inverse + stretch * np.outer(step, step) - crossed - crossed.T)


def _line_search(
    gradient_at: Callable[[Array], tuple[float, Array]],
    theta: Array,
    value: float,
    direction: Array,
    fall: float,
) -> tuple[Array, float, Array] | None:
    """Step, value and gradient of the longest of 1, 1/2, 1/4 … that lowers the objective enough."""
    length = 1.0
    for _ in range(MOST_HALVINGS):
        step = length * direction
        there, gradient = gradient_at(theta + step)
        if there <= value - SUFFICIENT_DECREASE * length * fall:
            return step, there, gradient
        length /= 2.0
    return None
