"""Bootstrap standard errors of rotated loadings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.correlation.smoothing import smooth
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.loading_errors import LoadingErrors, no_errors
from mtle_survey.stats.structure.efa.solution import HEYWOOD, Efa
from mtle_survey.stats.structure.rotation.alignment import matching
from mtle_survey.stats.structure.rotation.gradient_projection import rotate
from mtle_survey.stats.structure.rotation.presets import PRESETS, criterion_of
from mtle_survey.stats.structure.rotation.rotate_loadings import rotate_loadings

METHOD = "bootstrap/percentile"
FEWEST = 0.5  # share of samples that must give a proper solution

CORRELATIONS: dict[str, Callable[[Array], Array]] = {
    "pearson": lambda x: pearson(x).R,
    "polychoric": lambda x: polychoric(x).R,
}


def bootstrap_errors(
    x: ArrayLike,
    fitted: Efa,
    correlation: str = "pearson",
    *,
    draws: int = 2000,
    seed: int = 0,
    level: float = 0.95,
    target: ArrayLike | None = None,
) -> LoadingErrors:
    """Standard errors and percentile limits of rotated loadings by resampling respondents.

    Parameters
    ----------
    x : (n, p) float array
        The responses behind the solution, nan where missing; incomplete respondents are left out.
    fitted : Efa
        The solution.
    correlation : {"pearson", "polychoric"}
        The kind of correlation that was factored.
    draws : int
        Bootstrap samples.
    seed : int
        Of the resampling.
    level : float in (0, 1)
        Confidence level of the percentile limits.
    target : (p, k) float array, optional
        The target of a target rotation.

    Returns
    -------
    LoadingErrors
        From samples with a proper solution; ``replicates`` counts them.

    Not available when
    ------------------
    The solution is not interpretable, or fewer than half of the samples give a proper solution.

    Notes
    -----
    Each sample's solution is matched to the original by congruence before it is compared.
    """
    check_level(level)
    p, k = fitted.pattern.shape
    if not fitted.interpretable:
        reason = fitted.unavailable or "the solution is not to be interpreted: Heywood case or no convergence"
        return no_errors(p, k, level, METHOD, reason)
    data = np.asarray(x, dtype=float)
    data = data[~np.isnan(data).any(axis=1)]
    rng = np.random.default_rng(seed)
    unrotated = []
    for _ in range(draws):
        loadings = _resampled_loadings(data, fitted, CORRELATIONS[correlation], rng)
        if loadings is not None:
            unrotated.append(loadings)
    if len(unrotated) < FEWEST * draws:
        return no_errors(
            p,
            k,
            level,
            METHOD,
            f"only {len(unrotated)} of {draws} samples gave a proper solution",
            len(unrotated),
        )
    patterns, correlations = _rotated_like(np.array(unrotated), fitted, target)
    tail = (1.0 - level) / 2.0
    return LoadingErrors(
        pattern=patterns.std(axis=0, ddof=1),
        factor_correlation=correlations.std(axis=0, ddof=1),
        pattern_low=np.quantile(patterns, tail, axis=0),
        pattern_high=np.quantile(patterns, 1.0 - tail, axis=0),
        level=level,
        method=METHOD,
        replicates=len(unrotated),
    )


def _resampled_loadings(
    data: Array, fitted: Efa, correlate: Callable[[Array], Array], rng: np.random.Generator
) -> Array | None:
    """Unrotated loadings of one bootstrap sample, or None where it has no proper solution."""
    n = data.shape[0]
    R = correlate(data[rng.integers(0, n, n)])
    if np.isnan(R).any():
        return None
    found = extract(smooth(R).R, fitted.n_factors, fitted.method)
    if not found.converged or found.uniqueness.min() <= 1.0 - HEYWOOD:
        return None
    return found.loadings


def _rotated_like(unrotated: Array, fitted: Efa, target: ArrayLike | None) -> tuple[Array, Array]:
    """Rotate all samples, starting each where the original solution stands, and match its factors."""
    k = fitted.n_factors
    preset = PRESETS.get(fitted.rotation)
    if k > 1 and preset is not None and not preset.promax and fitted.rotated is not None:
        original = fitted.pattern @ fitted.rotated.transform.T  # unrotated loadings of the solution
        left, _, right = np.linalg.svd(unrotated.swapaxes(1, 2) @ original)
        aligned = unrotated @ (left @ right)
        scale = np.sqrt((aligned**2).sum(axis=2)) if preset.kaiser else np.ones(aligned.shape[:2])
        starts = np.broadcast_to(fitted.rotated.transform, (len(aligned), k, k))
        criterion = criterion_of(preset, 0.0, 0.01, target)
        found = rotate(aligned / scale[:, :, None], criterion, starts, preset.oblique)
        patterns = found.loadings * scale[:, :, None]
        correlations = found.transform.swapaxes(1, 2) @ found.transform
    else:
        each = [rotate_loadings(A, fitted.rotation, starts=1, target=target) for A in unrotated]
        patterns = np.array([e.pattern for e in each])
        correlations = np.array([e.factor_correlation for e in each])
    arrangements = [matching(fitted.pattern, pattern) for pattern in patterns]
    return (
        np.array([a.columns(pattern) for a, pattern in zip(arrangements, patterns, strict=True)]),
        np.array([a.both(phi) for a, phi in zip(arrangements, correlations, strict=True)]),
    )
