"""Hull method for the number of factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.solution import degrees_of_freedom
from mtle_survey.stats.structure.linear_algebra import inverse, is_singular
from mtle_survey.stats.structure.retention.maximum_likelihood_fits import LikelihoodFits


@dataclass(frozen=True, slots=True, kw_only=True)
class Hull:
    """Fit against degrees of freedom, and where more factors stop paying.

    Attributes
    ----------
    fit : (m,) float array
        The fit index of 0, 1, 2 … factors.
    df : (m,) float array
        Their degrees of freedom.
    on_hull : (m,) bool array
        Solutions on the upper boundary of fit.
    gain : (m,) float array
        Scree-test value of the solutions inside the hull; nan elsewhere.
    n_factors : int or None
        Where the gain is greatest; None if fewer than three solutions are on the hull.
    """

    fit: Array
    df: Array
    on_hull: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    gain: Array
    n_factors: int | None


def hull(fit: Array, df: Array) -> Hull:
    """Find the elbow on the upper boundary of fit against degrees of freedom.

    Parameters
    ----------
    fit, df : (m,) float arrays
        Fit index (larger is better) and degrees of freedom of 0, 1, 2 … factors.

    Returns
    -------
    Hull
        The answer is never 0: the elbow needs a neighbour on each side.

    References
    ----------
    Lorenzo-Seva, U., Timmerman, M. E., & Kiers, H. A. L. (2011). The Hull method for selecting the number
    of common factors. Multivariate Behavioral Research, 46, 340-364.
    https://doi.org/10.1080/00273171.2011.564527
    """
    kept = [0]
    for k in range(1, fit.size):
        if fit[k] > fit[kept[-1]]:
            kept.append(k)
    dropped = True
    while dropped:
        dropped = False
        for a, b, c in zip(kept, kept[1:], kept[2:], strict=False):
            on_line = fit[a] + (fit[c] - fit[a]) * (df[a] - df[b]) / (df[a] - df[c])
            if fit[b] <= on_line:
                kept.remove(b)
                dropped = True
                break
    gain = np.full(fit.size, np.nan)
    for a, b, c in zip(kept, kept[1:], kept[2:], strict=False):
        before = (fit[b] - fit[a]) / (df[a] - df[b])
        after = (fit[c] - fit[b]) / (df[b] - df[c])
        gain[b] = before / after
    return Hull(
        fit=fit,
        df=df,
        on_hull=np.isin(np.arange(fit.size), kept),
        gain=gain,
        n_factors=int(np.nanargmax(gain)) if len(kept) > 2 else None,
    )


def hull_caf(R: Array, most: int) -> Hull:
    """Hull method with the common part accounted for, of principal-axis (least-squares) factors.

    Parameters
    ----------
    R : (p, p) float array
        Positive definite correlations.
    most : int
        The largest number of factors considered: one more than parallel analysis retains.

    Returns
    -------
    Hull
        CAF is 1 minus the sampling adequacy of the residual correlations.
    """
    p = R.shape[0]
    counts = [k for k in range(min(most, p - 1) + 1) if degrees_of_freedom(p, k) >= 0]
    fit, df = [], []
    for k in counts:
        loadings = extract(R, k, "minres").loadings
        residual = R - loadings @ loadings.T
        np.fill_diagonal(residual, 1.0)
        if is_singular(residual):
            break
        fit.append(1.0 - _adequacy(residual))
        df.append(degrees_of_freedom(p, k))
    return hull(np.array(fit), np.array(df))


def hull_cfi(fits: LikelihoodFits, most: int) -> Hull:
    """Hull method with the comparative fit index of maximum likelihood factors."""
    chi2, df = fits.chi2[: most + 1], fits.df[: most + 1]
    excess = np.maximum(chi2 - df, 0.0)
    return hull(1.0 - excess / max(float(excess[0]), 1e-300), df)


def _adequacy(R: Array) -> float:
    R_inverse = inverse(R)
    scale = np.sqrt(np.diag(R_inverse))
    off_diagonal = ~np.eye(R.shape[0], dtype=bool)
    simple = float((R[off_diagonal] ** 2).sum())
    partial = float(((R_inverse / np.outer(scale, scale))[off_diagonal] ** 2).sum())
    return simple / (simple + partial)
