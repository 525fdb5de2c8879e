"""Promax rotation in the variants of other software."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array


def promax(varimax_loadings: Array, power: float, row_normalised: bool) -> Array:
    """Oblique transform from orthogonal simple structure.

    Parameters
    ----------
    varimax_loadings : (p, m) float array
        Loadings after varimax.
    power : float
        Exponent of the target.
    row_normalised : bool
        Raise row-normalised loadings to the power (SPSS, EFAtools), or the loadings as they are (psych,
        R stats).

    Returns
    -------
    Array
        (m, m) U such that the pattern is ``varimax_loadings @ U`` and the factors have unit variance.

    References
    ----------
    Hendrickson, A. E., & White, P. O. (1964). Promax: A quick method for rotation to oblique simple
    structure. British Journal of Statistical Psychology, 17, 65-70.
    https://doi.org/10.1111/j.2044-8317.1964.tb00244.x
    """
    A = np.asarray(varimax_loadings, dtype=float)
    base = A
    if row_normalised:
        length = np.sqrt((A**2).sum(axis=1, keepdims=True))
        base = A / np.where(length > 0, length, 1.0)
    target = np.sign(base) * np.abs(base) ** power
    U = np.linalg.lstsq(A, target, rcond=None)[0]
    return np.asarray(U * np.sqrt(np.diag(np.linalg.inv(U.T @ U))))
