"""Empirical Kaiser criterion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.linear_algebra import correlation_matrix
from mtle_survey.stats.structure.retention.parallel_analysis import leading


@dataclass(frozen=True, slots=True, kw_only=True)
class EmpiricalKaiser:
    """Eigenvalues beside what sampling error and earlier factors leave to expect.

    Attributes
    ----------
    observed, reference : (p,) float arrays
        Falling eigenvalues and their references.
    n_factors : int
        Leading eigenvalues above their reference, up to the first that is not; may be 0.
    """

    observed: Array
    reference: Array
    n_factors: int


def empirical_kaiser(R: ArrayLike, n: int) -> EmpiricalKaiser:
    """Empirical Kaiser criterion.

    Parameters
    ----------
    R : (p, p) float array
        Correlations without missing entries; for polychoric ones the references are approximate.
    n : int
        Respondents behind them.

    Returns
    -------
    EmpiricalKaiser
        Suited to correlated factors with few items each.

    Notes
    -----
    reference_j = max{(p - Sum_{i<j} l_i)/(p - j + 1) (1 + sqrt(p/n))^2, 1}.

    References
    ----------
    Braeken, J., & van Assen, M. A. L. M. (2017). An empirical Kaiser criterion. Psychological Methods,
    22, 450-466. https://doi.org/10.1037/met0000074
    """
    matrix = correlation_matrix(R)
    p = matrix.shape[0]
    observed = np.asarray(np.linalg.eigvalsh(matrix)[::-1], dtype=float)
    before = np.concatenate([[0.0], np.cumsum(observed)[:-1]])
    share = (p - before) / (p - np.arange(p))
    reference = np.maximum(share * (1.0 + np.sqrt(p / n)) ** 2, 1.0)
    return EmpiricalKaiser(observed=observed, reference=reference, n_factors=leading(observed > reference))
