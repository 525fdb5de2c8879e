"""Make a correlation matrix positive definite, and say what that cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array

FLOOR = 1e-12  # an eigenvalue below this is no variance at all
RAISED = 1e-10  # what replaces it


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """A correlation matrix fit for inversion.

    Attributes
    ----------
    R : (p, p) float array
        The matrix given, or the smoothed one.
    smoothed : bool
        Whether anything was changed.
    smallest_before, smallest_after : float
        The smallest eigenvalue of the matrix given and of the one returned.
    largest_change : float
        Greatest absolute change of a correlation; 0 where nothing was changed.
    method : str
        The rule used.
    """

    R: Array
    smoothed: bool
    smallest_before: float
    smallest_after: float
    largest_change: float
    method: str = "eigenvalues below 1e-12 raised to 1e-10, trace kept, rescaled to unit diagonal"


def smooth(R: ArrayLike) -> Smoothed:
    """Raise non-positive eigenvalues of a correlation matrix.

    Parameters
    ----------
    R : (p, p) float array
        A symmetric matrix with unit diagonal and no missing entry (ValueError otherwise).

    Returns
    -------
    Smoothed
        The matrix itself when it is already positive definite.

    Notes
    -----
    Eigenvalues below 1e-12 become 1e-10, all are rescaled to sum to p, and the product is brought back
    to unit diagonal. Checked against R psych::cor.smooth: tests/oracle/R/correlation.R.

    References
    ----------
    Knol, D. L., & Berger, M. P. F. (1991). Empirical comparison between factor analysis and
    multidimensional item response models. Multivariate Behavioral Research, 26, 457-477.
    https://doi.org/10.1207/s15327906mbr2603_5
    """
    given = np.asarray(R, dtype=float)
    if np.isnan(given).any():
        raise ValueError("a matrix with missing correlations cannot be smoothed: leave those items out")
    values, vectors = np.linalg.eigh(given)
    smallest = float(values[0])
    if smallest >= FLOOR:
        return Smoothed(
            R=given, smoothed=False, smallest_before=smallest, smallest_after=smallest, largest_change=0.0
        )
    raised = np.where(values < FLOOR, RAISED, values)
    raised = raised * (given.shape[0] / raised.sum())
    product = (vectors * raised) @ vectors.T
    scale = np.sqrt(np.diag(product))
    result = product / np.outer(scale, scale)
    result = (result + result.T) / 2.0
    np.fill_diagonal(result, 1.0)
    return Smoothed(
        R=result,
        smoothed=True,
        smallest_before=smallest,
        smallest_after=float(np.linalg.eigvalsh(result)[0]),
        largest_change=float(np.abs(result - given).max()),
    )
