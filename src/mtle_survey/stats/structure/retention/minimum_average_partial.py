"""Velicer's minimum average partial."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.linear_algebra import correlation_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumAveragePartial:
    """Average partial correlations left after taking components out.

    Attributes
    ----------
    tr2, tr4 : (m,) float arrays
        Average squared partial correlation, and its fourth-power counterpart, after 0, 1, 2 … components.
    n_factors_tr2, n_factors_tr4 : int
        Where each is smallest; may be 0.
    """

    tr2: Array
    tr4: Array
    n_factors_tr2: int
    n_factors_tr4: int


def minimum_average_partial(R: ArrayLike) -> MinimumAveragePartial:
    """Velicer's MAP and its revision with fourth powers, from no component on.

    Parameters
    ----------
    R : (p, p) float array
        Correlations without missing entries.

    Returns
    -------
    MinimumAveragePartial
        Tends to retain too few where factors correlate or have few items.

    Notes
    -----
    With R* the partial correlations after m components, TR2 = (tr R*^2 - p)/(p(p-1)) and
    TR4 = (tr R*^4 - p)/(p(p-1)); powers are of the matrix. Components stop where an item has no variance
    left.

    References
    ----------
    Velicer, W. F., Eaton, C. A., & Fava, J. L. (2000). Construct explication through factor or component
    analysis. In R. D. Goffin & E. Helmes (Eds.), Problems and solutions in human assessment (pp. 41-71).
    Kluwer. https://doi.org/10.1007/978-1-4615-4397-8_3
    """
    matrix = correlation_matrix(R)
    p = matrix.shape[0]
    values, vectors = np.linalg.eigh(matrix)
    loadings = (vectors * np.sqrt(np.maximum(values, 0.0)))[:, ::-1]
    tr2, tr4 = [], []
    for m in range(p - 1):
        left = matrix - loadings[:, :m] @ loadings[:, :m].T
        variance = np.diag(left)
        if variance.min() <= 1e-12:
            break
        partial = left / np.sqrt(np.outer(variance, variance))
        square = partial @ partial
        tr2.append((np.trace(square) - p) / (p * (p - 1)))
        tr4.append((np.trace(square @ square) - p) / (p * (p - 1)))
    return MinimumAveragePartial(
        tr2=np.array(tr2),
        tr4=np.array(tr4),
        n_factors_tr2=int(np.argmin(tr2)),
        n_factors_tr4=int(np.argmin(tr4)),
    )
