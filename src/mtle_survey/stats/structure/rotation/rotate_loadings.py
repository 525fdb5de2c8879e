"""Rotate loadings from many starts and report what was found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.rotation.alignment import Arrangement, by_size
from mtle_survey.stats.structure.rotation.gradient_projection import Rotations, rotate
from mtle_survey.stats.structure.rotation.presets import PRESETS, Preset, criterion_of
from mtle_survey.stats.structure.rotation.promax import promax

STARTS = 30
SAME_OPTIMUM = 1e-6  # criterion values closer than this are one optimum
NEAR_SINGULAR = 1e-3  # a smallest eigenvalue of the factor correlations below this is a collapsed solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """Rotated loadings.

    Attributes
    ----------
    pattern : (p, m) float array
        Pattern loadings, factors by falling sum of squares, signed to a positive sum of cubes.
    factor_correlation : (m, m) float array
        Correlations of the factors, rearranged with the loadings.
    transform : (m, m) float array
        T such that pattern = A (T')^-1 and T'T are the factor correlations.
    rotation : str
        Name of the preset.
    criterion : float
        Its value at the solution.
    n_starts, n_converged : int
        Starting positions used, and how many reached a stationary point.
    n_optima : int
        Distinct criterion values among those.
    near_singular : bool
        Whether factors nearly coincide.
    """

    pattern: Array
    factor_correlation: Array
    transform: Array
    rotation: str
    criterion: float
    n_starts: int
    n_converged: int
    n_optima: int
    near_singular: bool


def rotate_loadings(
    unrotated: ArrayLike,
    rotation: str = "oblimin",
    *,
    starts: int = STARTS,
    seed: int = 0,
    kaiser: bool | None = None,
    gamma: float = 0.0,
    delta: float = 0.01,
    power: float = 4.0,
    target: ArrayLike | None = None,
) -> Rotated:
    """Rotate loadings to simple structure.

    Parameters
    ----------
    unrotated : (p, m) float array
        Orthogonal loadings.
    rotation : str
        A name of ``presets.PRESETS``, or ``none``.
    starts : int
        Starting positions: the unrotated factors, then random orthogonal ones.
    seed : int
        Of the random starts.
    kaiser : bool, optional
        Overrides the preset's Kaiser normalisation.
    gamma, delta, power : float
        Parameters of oblimin, geomin and promax.
    target : (p, m) float array, optional
        Loadings aimed at, nan where free; for target rotations, whose factors keep the target's order,
        and its signs where it has any.

    Returns
    -------
    Rotated
        The best of the converged solutions whose factors do not collapse into one another.
    """
    A = np.asarray(unrotated, dtype=float)
    p, m = A.shape
    if rotation != "none" and rotation not in PRESETS:
        raise ValueError(f"rotation must be 'none' or one of {', '.join(PRESETS)}")
    if target is not None and np.shape(target) != (p, m):
        raise ValueError(f"the target must have the shape of the loadings, {(p, m)}")
    if rotation == "none" or m < 2:
        return _finish(A, np.eye(m), rotation, np.nan, (1, 1, 1), keep="none")
    preset = PRESETS[rotation]
    if preset.criterion == "bifactor" and m < 3:
        raise ValueError("a bifactor rotation needs a general and at least two group factors")
    normalise = preset.kaiser if kaiser is None else kaiser
    scale = np.sqrt((A**2).sum(axis=1)) if normalise else np.ones(p)
    scale = np.where(scale > 0, scale, 1.0)
    begin = random_starts(m, starts, seed)
    found = rotate(A / scale[:, None], criterion_of(preset, gamma, delta, target), begin, preset.oblique)
    best, counts = _best(found)
    transform = found.transform[best]
    if preset.promax:
        transform = _promax_transform(A, scale, transform, preset, power)
    keep = {"target": "all", "bifactor": "first"}.get(preset.criterion, "none")
    if keep == "all" and not np.nan_to_num(np.asarray(target, dtype=float)).any():
        keep = "order"  # a target of zeros alone says nothing about signs
    return _finish(A, transform, rotation, float(found.value[best]), counts, keep)


def random_starts(m: int, count: int, seed: int) -> Array:
    """(count, m, m) orthogonal matrices, the identity first."""
    rng = np.random.default_rng(seed)
    left, upper = np.linalg.qr(rng.standard_normal((max(count, 1), m, m)))
    starts = left * np.sign(np.diagonal(upper, axis1=1, axis2=2))[:, None, :]
    starts[0] = np.eye(m)
    return np.asarray(starts)


def _best(found: Rotations) -> tuple[int, tuple[int, int, int]]:
    """Index of the chosen start, and how many started, converged and differ."""
    correlation = found.transform.swapaxes(1, 2) @ found.transform
    collapsed = np.linalg.eigvalsh(correlation)[:, 0] < NEAR_SINGULAR
    order = np.argsort(found.value, kind="stable")
    preferred = [i for i in order if found.converged[i] and not collapsed[i]]
    best = int(preferred[0]) if preferred else int(order[0])
    values = np.sort(found.value[found.converged])
    scale = max(1.0, float(np.abs(found.value[best])))
    distinct = int(values.size > 0) + int((np.diff(values) > SAME_OPTIMUM * scale).sum())
    return best, (found.value.size, int(found.converged.sum()), distinct)


def _promax_transform(
    A: Array, scale: Array, varimax_transform: Array, preset: Preset, power: float
) -> Array:
    """T of the promax solution, from the varimax rotation it starts with."""
    rotated = A @ varimax_transform
    if preset.promax == "kaiser":
        rotated = rotated / scale[:, None]
    U = promax(rotated, power, row_normalised=preset.promax == "rows")
    return np.asarray(np.linalg.inv(varimax_transform @ U).T)


def _finish(
    A: Array, transform: Array, rotation: str, value: float, counts: tuple[int, int, int], keep: str
) -> Rotated:
    pattern = A @ np.linalg.inv(transform).T
    if keep in ("all", "order"):
        cubes = (pattern**3).sum(axis=0) if keep == "order" else np.ones(A.shape[1])
        arrangement = Arrangement(order=np.arange(A.shape[1]), sign=np.where(cubes < 0, -1.0, 1.0))
    else:
        arrangement = by_size(pattern, keep_first=keep == "first")
    correlation = transform.T @ transform
    np.fill_diagonal(correlation, 1.0)
    return Rotated(
        pattern=arrangement.columns(pattern),
        factor_correlation=arrangement.both(correlation),
        transform=arrangement.columns(transform),
        rotation=rotation,
        criterion=value,
        n_starts=counts[0],
        n_converged=counts[1],
        n_optima=counts[2],
        near_singular=bool(np.linalg.eigvalsh(correlation)[0] < NEAR_SINGULAR) if A.shape[1] else False,
    )
